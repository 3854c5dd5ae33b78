"""Handouts as they come out of the printer: whose page is on which sheet."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from browser import printed
from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.assessment import assess
from manager_quiz.records.results import Result, result_document, result_of
from manager_quiz.reports.result import render_sheets
from manager_quiz.wording.words import Words


def led_by(catalog: Catalog, role: str, form: str) -> Result:
    """The result of somebody whose answers lead to this role."""
    asked = catalog.form_by_id[form]
    profile = catalog.role_by_id[role].profile
    out = {id: (each.level - catalog.scale_by_id[id].mean) / 60 for id, each in profile.items()}
    for stretch in (1, 0.7, 1.5, 2, 3):
        answers = {
            item.id: min(
                item.choices,
                key=lambda each: sum(
                    (points - 0.5 - stretch * out[scale]) ** 2
                    for scale, points in each.points.items()
                ),
            ).answer
            for item in catalog.form_items(asked)
        }
        found = assess(catalog, asked, answers)
        if found.ranking[0].role == role:
            now = datetime(2026, 11, 30, 12, 0).astimezone()
            id = f"crimson-hedgehog-{10 + [each.id for each in catalog.roles].index(role)}"
            document = result_document(catalog, asked, answers, found, id=id, taken_at=now)
            return result_of(document, catalog)
    raise AssertionError(f"no answers lead to {role}")


def codes_by_page(sheets) -> list[set[str]]:
    return [set(re.findall(r"[a-z]+-[a-z]+-\d\d", page.extract_text())) for page in sheets.pages]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_everybody_has_a_sheet_of_their_own_whatever_role_leads(browser, shipped, language) -> None:
    catalog = shipped[language]
    results = [led_by(catalog, role.id, "quick") for role in catalog.roles]

    sheets = codes_by_page(printed(browser, render_sheets(results, catalog, Words(language))))

    assert sheets == [{result.id} for result in results for _side in range(2)]


def test_with_long_texts_too_everybody_begins_on_an_odd_page(browser, shipped) -> None:
    catalog = shipped["ru"]
    (first, *others) = catalog.roles
    grown = replace(catalog, roles=(first._replace(day=first.day * 12), *others))
    results = [
        replace(led_by(grown, role.id, "quick"), id=f"blue-otter-{number}")
        for number, role in enumerate((first, others[0], first), 10)
    ]

    sheets = codes_by_page(printed(browser, render_sheets(results, grown, Words("ru"))))

    assert all(len(codes) <= 1 for codes in sheets)
    begins = [next(n for n, codes in enumerate(sheets) if result.id in codes) for result in results]
    assert [page % 2 for page in begins] == [0, 0, 0]
    assert begins[1] > 2
