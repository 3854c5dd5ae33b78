"""The columns of the table of scored sheets: names that no scale and no kept column may have."""

from collections.abc import Sequence

from manager_quiz.catalog.model import MOST_ASPIRATIONS

ID = "id"
ASPIRATION_COLUMNS = tuple(f"aspiration_{number}" for number in range(1, MOST_ASPIRATIONS + 1))
"""The roles that somebody would choose, in a table of answers and in that of the scored sheets."""
OF_AN_ASPIRATION = ("_fit", "_first_place", "_last_place")
OF_A_ROLE = ("", "_fit", "_chance", "_first_place", "_last_place")
OF_ALL = ("best_set_size", "top3_chance", "verdict", "managing_percentile", "flags")
_ANSWERED = "_answered"


def answered(scale: str) -> str:
    """The column that counts a scale's answered items."""
    return f"{scale}{_ANSWERED}"


def role_columns(place: int) -> list[str]:
    """The columns of the role in a place of the list, the first is 1."""
    return [f"role_{place}{each}" for each in OF_A_ROLE]


def computed_columns(scales: Sequence[str], top: int) -> list[str]:
    """All columns but the id and the kept ones, in order."""
    of_scales = [name for scale in scales for name in (scale, answered(scale))]
    of_roles = [name for place in range(top) for name in role_columns(place + 1)]
    return [*of_scales, *of_roles, *OF_ALL]


def aspiration_columns() -> list[str]:
    """The columns of all aspirations, with their figures; the table has those of the file."""
    return [f"{name}{each}" for name in ASPIRATION_COLUMNS for each in ("", *OF_AN_ASPIRATION)]


def is_reserved(scale: str, scales: Sequence[str]) -> bool:
    """Whether a scale of this id would have the name of another column."""
    number, _, ending = scale.removeprefix("role_").partition("_")
    role = scale.startswith("role_") and number.isdigit() and f"_{ending}" in {*OF_A_ROLE, "_"}
    counted = scale.endswith(_ANSWERED) and scale.removesuffix(_ANSWERED) in scales
    return scale in {ID, *OF_ALL, *aspiration_columns()} or role or counted
