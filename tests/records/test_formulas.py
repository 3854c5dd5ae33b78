"""Texts that a spreadsheet would reckon out, in every table the same."""

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from manager_quiz.records.sheets import writer
from manager_quiz.text import harmless

LIKELY = st.text(" \t\r\n\u00a0=+-@'0123456789.,eEx", max_size=8)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        " \t=1",
        "\u00a0=1",
        "\n@x",
        "-",
        "+x",
    ],
)
def test_a_formula_becomes_a_text(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "cell", ["-2", "+1.5", " -1,5 ", "-1e-05", "1-2", "a=b", "", -2, 1.5, None]
)
def test_numbers_and_other_texts_stay(cell):
    assert harmless(cell) is cell


@given(st.lists(LIKELY | st.text(max_size=8)))
@example(["-1\n", "٣", "-٣", "\u2028=1", "\x85=1"])
def test_a_table_and_a_cell_follow_the_same_rule(texts):
    table = writer.harmless(pl.DataFrame({"=name": pl.Series(texts, dtype=pl.String)}))
    assert table.columns == ["'=name"]
    assert table["'=name"].to_list() == [harmless(text) for text in texts]


@given(LIKELY)
def test_what_is_left_never_begins_a_formula(text):
    left = harmless(text).lstrip(" \n\u00a0")
    if left.startswith(("=", "+", "-", "@", "\t", "\r")):
        assert set(left.strip(" ")) <= set("+-0123456789.,eE")
        assert left[1:2] in set("0123456789.,")
