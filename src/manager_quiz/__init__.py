"""Which kind of manager could somebody be? An honest, offline career questionnaire.

For notebooks and other programs:

    from manager_quiz import assess, load_catalog

    catalog = load_catalog(language="en")
    assessment = assess(catalog, catalog.form_by_id["full"], {"leadership-1": 4})

`load_catalog` reads roles and questions (see `Catalog`), `assess` scores answers and ranks the
roles (see `Assessment`). `Scorer` does so for tables of answer sheets, in any engine; it needs the
extra `batch`. None of them needs a terminal.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from manager_quiz.catalog.load import load_catalog
    from manager_quiz.catalog.model import Catalog
    from manager_quiz.errors import ContentError, TooFewAnswersError
    from manager_quiz.measurement.assessment import assess
    from manager_quiz.measurement.findings import Assessment
    from manager_quiz.records.sheets.scorer import Scorer

__version__ = "0.1.0"
__all__ = [
    "Assessment",
    "Catalog",
    "ContentError",
    "Scorer",
    "TooFewAnswersError",
    "assess",
    "load_catalog",
]

_HOMES = {
    "load_catalog": "catalog.load",
    "Catalog": "catalog.model",
    "ContentError": "errors",
    "TooFewAnswersError": "errors",
    "Assessment": "measurement.findings",
    "Scorer": "records.sheets.scorer",
}


def __getattr__(name: str) -> object:
    """Imports a public name when it is first used, so that no command waits for NumPy."""
    if name not in __all__:
        raise AttributeError(name)
    from importlib import import_module

    home = _HOMES.get(name, "measurement.assessment")
    return getattr(import_module(f"manager_quiz.{home}"), name)
