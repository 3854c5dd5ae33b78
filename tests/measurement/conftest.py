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
