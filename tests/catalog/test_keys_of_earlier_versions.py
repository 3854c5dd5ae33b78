"""Content of an earlier version says once a key what is to be done; correlations are checked."""

import re
from pathlib import Path

import pytest
from test_content_faults import Q, R, change, faults, told

from manager_quiz.catalog.load import load_catalog
from program import Run

CALM = "[[1, 0.2, 0.3], [0.2, 1, 0.1], [0.3, 0.1, 1]]"


def with_importances(folder: Path) -> tuple[int, int]:
    """Gives every target an importance; the line of the first, and how many there are."""
    file = folder / R
    text, count = re.subn(r"(level: \d+)", r"\1, importance: 1", file.read_text("utf-8"))
    file.write_text(text, "utf-8")
    return text[: text.index("importance")].count("\n") + 1, count


def test_importances_are_one_message_with_the_first_line_the_count_and_the_cure(
    small: Path,
) -> None:
    line, count = with_importances(small)
    assert count == 9
    (one,) = told(small)
    assert one.startswith(
        f"{R}:{line}: roles[0].profile.depth.importance: importances are not used any more; "
        f"delete the key (in all: 9; lines {line}, "
    )


@pytest.mark.parametrize("method", ["standardized-distance", "correlation", "magic", "", "[1]"])
def test_a_method_of_matching_is_one_message_with_the_cure(small: Path, method: str) -> None:
    line = change(small, Q, "languages:", f"method: {method}\nlanguages:")
    assert faults(small) == [
        f"{Q}:{line}: method: there is one way of matching now; delete this key"
    ]


def test_both_are_one_message_each_from_every_command(small: Path, run: Run) -> None:
    with_importances(small)
    change(small, Q, "languages:", "method: correlation\nlanguages:")
    for command in (("check", small), ("roles", "--data", small), ("take", "--data", small)):
        outcome = run(*command)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.count("delete") == 2
        assert outcome.err.count("\n") == 2


def correlated(folder: Path, value: str) -> int:
    """States a correlation; the line that it stands on."""
    return change(folder, Q, "languages:", f"correlation: {value}\nlanguages:")


@pytest.mark.parametrize(
    ("value", "told", "people"),
    [
        ("0", 0, None),
        ("0.4", 0.4, None),
        ("{value: 0.4, people: 300}", 0.4, 300),
        (CALM, ((1, 0.2, 0.3), (0.2, 1, 0.1), (0.3, 0.1, 1)), None),
        (f"{{value: {CALM}, people: 300}}", ((1, 0.2, 0.3), (0.2, 1, 0.1), (0.3, 0.1, 1)), 300),
    ],
)
def test_a_correlation_is_a_number_or_a_matrix_assumed_or_measured(
    small: Path, run: Run, value: str, told: object, people: int | None
) -> None:
    correlated(small, value)
    assert load_catalog(small).correlation == (told, people)
    sheet = b"depth-1: 5\ndepth-2: 2\ntalk-1: 3\ntalk-2: 4\nproduct-1: 2\n"
    outcome = run("take", "--data", small, "--answers", "-", "--json", stdin=sheet)
    assert outcome.code == 0
    assert f'"correlation": {people or "null"}' in outcome.out


SHAPE = "expected the correlations of 3 scales with each other, a row and a column for each, 1 on"
SYMMETRIC = "two scales have two different correlations: the matrix must be symmetric"
DEFINITE = "no scores can correlate like that: the matrix must be positive definite"
WRONG = {
    "above its bound": ("0.96", "expected a number from 0 to 0.95, found 0.96"),
    "negative": ("-0.1", "expected a number from 0 to 0.95, found -0.1"),
    "a word": ("high", "expected a number from 0 to 0.95, found 'high'"),
    "nothing": ("", "expected a number from 0 to 0.95, found null"),
    "measured on nobody said": ("{value: 0.3}", "the key people is missing"),
    "a list of numbers": ("[0.1, 0.2, 0.3]", "[0]: expected a list (- entry), found 0.1"),
    "empty": ("[]", SHAPE),
    "too few rows": ("[[1, 0.2, 0.3], [0.2, 1, 0.1]]", SHAPE),
    "too few columns": ("[[1, 0.2], [0.2, 1], [0.3, 0.1]]", SHAPE),
    "a short row": ("[[1, 0.2, 0.3], [0.2, 1], [0.3, 0.1, 1]]", SHAPE),
    "of two scales": ("[[1, 0.2], [0.2, 1]]", SHAPE),
    "not 1 on the diagonal": ("[[1, 0.2, 0.3], [0.2, 0.9, 0.1], [0.3, 0.1, 1]]", SHAPE),
    "a cell above 1": ("[[1, 1.2, 0.3], [1.2, 1, 0.1], [0.3, 0.1, 1]]", "a number from -1 to 1"),
    "a cell that is a word": ("[[1, x, 0.3], [0.2, 1, 0.1], [0.3, 0.1, 1]]", "from -1 to 1"),
    "not symmetric": ("[[1, 0.2, 0.3], [0.4, 1, 0.1], [0.3, 0.1, 1]]", SYMMETRIC),
    "two scales that are one": ("[[1, 1, 0.3], [1, 1, 0.3], [0.3, 0.3, 1]]", DEFINITE),
    "not positive definite": ("[[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]]", DEFINITE),
}


@pytest.mark.parametrize(("value", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_correlation_that_cannot_be_is_told_at_its_line(
    small: Path, value: str, said: str
) -> None:
    line = correlated(small, value)
    told = faults(small)
    assert any(each.startswith(f"{Q}:{line}: correlation") and said in each for each in told), told


def test_a_matrix_over_many_lines_is_told_of_at_the_line_of_its_cell(small: Path) -> None:
    line = correlated(small, "\n  - [1, 0.2, 0.3]\n  - [0.2, 1, 7]\n  - [0.3, 0.1, 1]")
    [told] = faults(small)
    assert told.startswith(f"{Q}:{line + 2}: correlation[1][2]: expected a number")
