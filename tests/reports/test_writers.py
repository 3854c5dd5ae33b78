"""What a text says is neither lost nor taken for a mark in any format."""

import re

from hypothesis import given
from hypothesis import strategies as st

from manager_quiz.reports.page import Column, Page, Table, Text, points, section
from manager_quiz.reports.writers import WIDTH, as_html, as_markdown, as_text
from manager_quiz.wording.words import Words

MARK = re.compile(r"^(#{1,6} |[-+*] |\d{1,9}[.)] |[-=_*]{2,}\s*$|>|\||```|~~~)")
Texts = st.text(alphabet="ab1 .)-+=#>|*_`~&;\n", min_size=1, max_size=12)


def page(*texts: str, title: str = "Title", table: Table | None = None) -> Page:
    blocks = (*map(Text, texts), *((table,) if table else ()))
    return Page(title, sections=(section("Part", *blocks),))


@given(Texts)
def test_no_line_of_a_text_is_a_mark_in_markdown(text: str) -> None:
    lines = as_markdown(page(f"a\n{text}")).splitlines()
    told = [line.lstrip() for line in lines if not re.fullmatch("# Title|## Part", line)]
    assert not [line for line in told if MARK.match(line)]


def test_a_text_reads_in_markdown_as_it_is() -> None:
    texts = ("1. first", "- a dash", "+ a plus", "===", "-5 degrees", "R&D", "&lt;", "2.5 years")
    written = as_markdown(page(*texts))
    told = [r"1\. first", r"\- a dash", r"\+ a plus", r"\===", "-5 degrees", "R&D", r"\&lt;"]
    for each in (*told, "2.5 years"):
        assert f"\n{each}\n" in written
    pointed = Page(sections=(section("", points(["1) one"])),))
    assert as_markdown(pointed) == "- 1\\) one\n"


@given(Texts, Texts)
def test_a_row_of_a_table_is_one_line_with_all_of_its_cells(name: str, title: str) -> None:
    table = Table((Column(title), Column("Mean", figures=True)), ((name, "3"), ("b", "4")))
    rows = [line for line in as_markdown(page(table=table)).splitlines() if line.startswith("|")]
    assert len(rows) == 4
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) for row in rows} == {3}


def test_a_table_that_is_wider_than_a_page_is_a_list_in_plain_text() -> None:
    columns = (Column("Role"), Column("Match", figures=True), Column("Chance", figures=True))
    wide, narrow = "word " * 16, "cook"
    text = as_text(page(table=Table(columns, ((wide.strip(), "97", "40 %"), (narrow, "3", "1 %")))))
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "- cook: match 3, chance 1 %" in text
    assert "match 97, chance 40 %" in " ".join(text.split())
    fits = as_text(page(table=Table(columns, ((narrow, "97", "40 %"),))))
    assert "cook     97    40 %" in fits


def test_no_break_spaces_stay_in_tables() -> None:
    table = Table((Column("Role"), Column("Chance", figures=True)), (("a\nb", "31\u00a0%"),))
    assert "| a b | 31\u00a0% |" in as_markdown(page(table=table))
    assert re.search("^a b +31\u00a0%$", as_text(page(table=table)), re.MULTILINE)


def test_a_column_in_which_no_row_has_anything_is_not_shown() -> None:
    table = Table(tuple(map(Column, ("Role", "Level", "Place"))), (("a", "", "1"), ("b", "", "")))
    page = Page(sections=(section("", table),))
    for told in (as_text(page), as_markdown(page), as_html([page], Words("en"))):
        assert "Place" in told
        assert "Level" not in told
