"""`describe` finds a role by whatever people call it, and answers what is no role kindly."""

import json
import random
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from browser import printed
from manager_quiz.catalog.load import load_catalog
from manager_quiz.catalog.model import Catalog, Role
from manager_quiz.catalog.naming import NotTheRole, find
from manager_quiz.reports.roles import card
from manager_quiz.reports.writers import as_html
from manager_quiz.wording.words import Words
from program import SMALL, Run

CATALOG = load_catalog()
if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = [
    (entry.id, name)
    for entry in (*CATALOG.roles, *CATALOG.topics)
    for name in dict.fromkeys((entry.id, *entry.names))
]


@settings(max_examples=400)
@given(named=st.sampled_from(NAMES), seed=st.integers(0, 2**32))
def test_a_role_is_found_however_its_name_is_typed(named: tuple[str, str], seed: int) -> None:
    id, name = named
    chance = random.Random(seed)
    other = {"-": " ", " ": "-", "ё": "е", "е": "ё", "–": "-"}
    typed = "".join(
        each.upper() if chance.random() < 0.3 else each.lower() if chance.random() < 0.3 else each
        for each in (other.get(each, each) if chance.random() < 0.5 else each for each in name)
    )
    found = find(CATALOG, f" {typed} ")
    assert found is not None, typed
    assert found.id == id


@pytest.mark.parametrize("typed", ["it-manager", "IT Manager", "itmanager", "айти менеджер", "CIO"])
def test_describe_finds_by_any_name_in_either_language(run: Run, typed: str) -> None:
    outcome = run("describe", typed, "--data", SMALL, "--json")
    assert outcome.code == 0
    assert json.loads(outcome.out)["id"] == "it-manager"


@pytest.mark.parametrize(
    "typed", ["отчетный директор", "Отчётный Директор", "отче\u0308тный директор"]
)
def test_the_dots_of_yo_do_not_matter_however_they_are_written(run: Run, typed: str) -> None:
    assert json.loads(run("describe", typed, "--data", SMALL, "--json").out)["id"] == "it-manager"


def fits_a_sheet(browser: "Browser", catalog: Catalog, id: str) -> bool:
    page = card(Words(catalog.language), catalog, catalog.role_by_id[id])
    return len(printed(browser, as_html([page], Words(catalog.language))).pages) == 1


@pytest.mark.parametrize("id", ["it-manager", "key-account-manager", "top-manager"])
def test_the_card_of_a_role_is_one_sheet(
    browser: "Browser", shipped: dict[str, Catalog], id: str
) -> None:
    assert all(fits_a_sheet(browser, catalog, id) for catalog in shipped.values())


@pytest.mark.slow
def test_the_card_of_every_role_is_one_sheet(
    browser: "Browser", shipped: dict[str, Catalog]
) -> None:
    for catalog in shipped.values():
        for id in catalog.role_by_id:
            assert fits_a_sheet(browser, catalog, id), (catalog.language, id)


def test_a_card_is_written_in_every_format_and_replaces_nothing_unasked(
    run: Run, english: Catalog, tmp_path: Path
) -> None:
    role = english.role_by_id["it-manager"]
    for ending in ("html", "md", "TXT"):
        file = tmp_path / f"card.{ending}"
        done = run("describe", "CIO", "-o", file)
        assert (done.code, done.out, done.err) == (0, "", "")
        text = " ".join(unescape(file.read_text("utf-8")).split())
        for said in (role.name, role.summary, role.duties[0], role.try_next):
            assert said in text
        file.write_text("mine", "utf-8")
        assert run("describe", "CIO", "-o", file).code == 2
        assert file.read_text("utf-8") == "mine"
        assert run("describe", "CIO", "-o", file, "--force").code == 0
        assert role.name in file.read_text("utf-8")


@pytest.mark.parametrize("wrong", [("-o", "card.html"), ("CIO", "--json", "-o", "card.html")])
def test_a_card_is_that_of_one_role(run: Run, wrong: tuple[str, ...]) -> None:
    done = run("describe", *wrong)
    assert done.code == 2
    assert done.err.count("\n") == 1


def test_a_topic_is_written_as_it_is(run: Run, english: Catalog, tmp_path: Path) -> None:
    file = tmp_path / "topic.txt"
    assert run("describe", "specialist", "-o", file).code == 0
    assert english.without_managing is not None
    text = " ".join(file.read_text("utf-8").split())
    assert all(each in text for each in english.without_managing.text)


@pytest.mark.parametrize(
    "typed", ["specialist", "Expert", "специалист", "эксперта", "специалисты", "якоря карьеры"]
)
def test_who_would_rather_not_manage_finds_what_else_there_is(
    run: Run, shipped: dict[str, Catalog], typed: str
) -> None:
    for language, catalog in shipped.items():
        topic = catalog.without_managing
        assert topic is not None
        outcome = run("describe", typed, "--lang", language)
        assert outcome.code == 0
        assert outcome.out.splitlines()[0] == topic.name
        shown = " ".join(outcome.out.split())
        for said in (topic.summary, *topic.text):
            assert said in shown
        for role in topic.see:
            assert catalog.role_by_id[role].name in shown


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("it-manger", "it-manager"),
        ("produkt manager", "product-manager"),
        ("продукт-менеджер", "product-manager"),
        ("менеджр по персоналу", "hr-manager"),
        ("prodcut-manager", "product-manager"),
        ("аккаунт-менеджр", "account-manager"),
    ],
)
def test_a_slip_is_answered_with_what_was_perhaps_meant(run: Run, slip: str, meant: str) -> None:
    outcome = run("describe", slip)
    assert (outcome.code, outcome.out) == (2, "")
    line = outcome.err.removesuffix("\n")
    assert "\n" not in line
    assert line.startswith(f"There is no role {slip}. Did you mean: ")
    assert CATALOG.role_by_id[meant].name in line


@pytest.mark.parametrize("name", ["qwxz", "", "...", "🙂"])
def test_an_unknown_name_ends_with_2_and_one_line_on_stderr(run: Run, name: str) -> None:
    outcome = run("describe", name)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"There is no role {name}. All roles: manager-quiz roles\n"


def test_a_dash_in_front_is_an_option_that_is_not_there(run: Run) -> None:
    assert run("describe", "-x").code == 2


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("en", "file manager", "Office manager (office-manager)"),
        ("ru", "файловый менеджер", "(office-manager)"),
    ],
)
def test_a_program_called_manager_is_explained_with_roles_to_look_at(
    run: Run, language: str, typed: str, said: str
) -> None:
    outcome = run("describe", typed, "--lang", language)
    assert outcome.code == 0
    assert outcome.err == ""
    assert said in outcome.out


@pytest.mark.parametrize("typed", ["manager", "program", "менеджер", "программа"])
def test_nothing_else_is_suggested_where_what_was_meant_has_been_found(
    run: Run, typed: str
) -> None:
    assert "Did you mean" not in run("describe", typed).out + run("describe", typed).err


def test_without_a_name_all_roles_are_listed(run: Run) -> None:
    assert run("describe") == run("roles")
    assert run("describe", "--json") == run("roles", "--json")


def test_json_tells_all_about_a_role(run: Run) -> None:
    role = json.loads(run("describe", "it-manager", "--data", SMALL, "--json", "--lang", "ru").out)
    assert role["schema"] == "manager-quiz/role@1"
    assert role["language"] == "ru"
    assert role["name"] == "IT-менеджер"
    assert role["levels"][0] == {"id": "first-line", "name": "нижнее звено"}
    assert role["duties"][1] == "Составляет бюджет"
    assert role["confused_with"][0]["what"] == "Системный администратор"
    assert role["profile"]["depth"] == {"level": 80, "evidence": "Справочник"}
    assert role["sources"][1]["source"]["attribution"] == "Использовано по лицензии опроса."
    assert role.keys() == {
        *("schema", "language", "id", "name", "names", "aliases", "levels", "summary", "duties"),
        *("decides", "answers_for", "measured_by", "works_with", "knows", "qualities", "day"),
        *("becoming", "study", "onward", "cautions", "confused_with", "related", "try_next"),
        "brief",
        *("sources", "profile", "family", "people"),
    }


def test_json_tells_all_about_a_topic(run: Run) -> None:
    topic = json.loads(run("describe", "file-manager", "--data", SMALL, "--json").out)
    assert topic["schema"] == "manager-quiz/topic@1"
    assert topic["text"] == ["It has no career."]
    assert topic["see"] == ["it-manager"]


def test_the_attribution_of_a_source_stands_under_the_sources_once(run: Run) -> None:
    shown = " ".join(run("describe", "it-manager").out.split())
    assert shown.count("This page includes information from the O*NET 29.3 Database") == 1


@pytest.mark.parametrize(("start", "completed"), [("it-", {"it-manager", "it-services-manager"})])
def test_the_shell_completes_role_names(run: Run, start: str, completed: set[str]) -> None:
    for command in ("describe", "compare"):
        outcome = run(
            _MANAGER_QUIZ_COMPLETE="complete_bash",
            COMP_WORDS=f"manager-quiz {command} {start}",
            COMP_CWORD="2",
        )
        assert set(outcome.out.split()) == completed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("менеджер проектов", "project-manager"),
        ("менеджер по проекту", "project-manager"),
        ("менеджер продуктов", "product-manager"),
        ("менеджера по продукту", "product-manager"),
        ("руководителем службы поддержки", "it-services-manager"),
        ("директор по ИТ", "it-manager"),
        ("начальнику ИТ", "it-manager"),
        ("VIP-менеджер", "personal-manager"),
        ("project managers", "project-manager"),
        ("office administrator", "office-manager"),
    ],
)
def test_a_role_is_found_in_any_case_and_number(typed: str, found: str) -> None:
    entry = find(CATALOG, typed)
    assert isinstance(entry, Role)
    assert entry.id == found


@pytest.mark.parametrize(
    ("typed", "role"),
    [
        ("кадровик", "hr-manager"),
        ("рекрутеры", "hr-manager"),
        ("завхоз", "office-manager"),
        ("логиста", "purchasing-manager"),
        ("logistician", "purchasing-manager"),
        ("техподдержка", "it-services-manager"),
        ("recruiter", "hr-manager"),
    ],
)
def test_what_a_role_is_confused_with_leads_to_the_difference(typed: str, role: str) -> None:
    found = find(CATALOG, typed)
    assert isinstance(found, NotTheRole)
    assert found.role.id == role


@pytest.mark.parametrize("typed", ["scope", "Scope", "empathy"])
def test_a_scale_is_explained(run: Run, typed: str) -> None:
    told = run("describe", typed)
    scale = CATALOG.scale_by_id[typed.casefold()]
    for text in (scale.description, scale.low, scale.middle, scale.high, scale.develop):
        assert " ".join(text.split()) in " ".join(told.out.replace("•", "").split())
    assert json.loads(run("describe", typed, "--json").out)["schema"] == "manager-quiz/scale@1"


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        ("", "This is assumed so far, not measured."),
        (", people: 312", "Measured on 312 people."),
        (", people: 312, date: 2026-11-05", "Measured on 312 people. Date: 2026-11-05."),
        (", people: 1312, date: spring", "Measured on 1312 people. Date: spring."),
    ],
)
def test_a_scale_says_what_is_usual_and_on_whom_it_was_measured(
    run: Run, small: Path, measured: str, said: str
) -> None:
    questions = small / "questions.yaml"
    text = questions.read_text("utf-8")
    norm = re.search(r"norm: \{mean: (\d+), sd: (\d+)\}", text)
    assert norm is not None
    mean, sd = int(norm[1]), int(norm[2])
    assert 0 < mean - sd < mean + sd < 100
    questions.write_text(text.replace(norm[0], norm[0][:-1] + measured + "}", 1), "utf-8")
    first = load_catalog(small).scales[0]
    told = " ".join(run("describe", first.id, "--data", small).out.split())
    usual = f"The average is {mean} of 100; two people in three are between {mean - sd} and"
    assert f"{usual} {mean + sd}. {said}" in told
    if "2026" in measured:
        russian = run("describe", first.id, "--data", small, "--lang", "ru").out
        assert "Измерено по ответам 312 человек. Дата: 05.11.2026." in " ".join(russian.split())


def test_a_form_says_how_long_it_takes_and_how_to_begin(run: Run) -> None:
    told = run("describe", "quick").out
    assert "39 questions" in told
    assert "about 5 minutes" in told
    assert "manager-quiz take --form quick" in told


def test_a_slip_is_answered_with_names_in_the_language_spoken(run: Run) -> None:
    assert "Комьюнити-менеджер" in run("describe", "comunity-manger", "--lang", "ru").err
    assert "community-manager" not in run("describe", "comunity-manger", "--lang", "ru").err
