import os

# As the program has it; must be set before NumPy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
import questionnaire

from manager_quiz.catalog.load import load_catalog


@pytest.fixture(scope="session")
def shipped():
    return load_catalog()


@pytest.fixture(scope="session")
def small():
    return questionnaire.small()


@pytest.fixture(scope="session")
def foreign():
    return questionnaire.foreign()
