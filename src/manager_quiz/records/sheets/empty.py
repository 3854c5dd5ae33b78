"""An empty sheet to fill in: a workbook with the questions on a second page, or a line of CSV."""

import io
from collections.abc import Sequence

from manager_quiz.catalog.model import Item
from manager_quiz.catalog.scored_table import ID

ROWS = 1000
"""Rows in which a workbook offers the answers to choose from."""


def empty_csv(items: Sequence[Item]) -> str:
    """The headings."""
    return ",".join([ID, *(item.id for item in items)]) + "\n"


def empty_workbook(items: Sequence[Item], titles: Sequence[str]) -> bytes:
    """A page to fill in, and one with each question's id, text and answers.

    `titles` are the names of the two pages and of the second's three columns.
    """
    import xlsxwriter

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    wrapped.set_align("top")
    page = book.add_worksheet(titles[0])
    page.freeze_panes(1, 1)
    page.write_row(0, 0, [ID, *(item.id for item in items)], bold)
    page.set_column(0, len(items), 14)
    for column, item in enumerate(items, 1):
        answers = [choice.answer for choice in item.choices]
        allowed = {"validate": "list", "source": answers, "ignore_blank": True}
        page.data_validation(1, column, ROWS, column, allowed)
    told = book.add_worksheet(titles[1])
    told.freeze_panes(1, 0)
    told.write_row(0, 0, titles[2:], bold)
    told.set_column(0, 0, 20)
    told.set_column(1, 2, 70)
    for row, item in enumerate(items, 1):
        codes = "\n".join(f"{choice.answer}: {choice.text}" for choice in item.choices)
        told.write_row(row, 0, [item.id, item.text, codes], wrapped)
    book.close()
    return data.getvalue()
