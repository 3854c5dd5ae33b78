"""What somebody would choose, beside what their answers say."""

from dataclasses import replace
from pathlib import Path

import pytest

from manager_quiz import assess
from manager_quiz.catalog.model import Catalog, Role
from manager_quiz.measurement.findings import Assessment
from manager_quiz.records.answers import parse_answers
from manager_quiz.reports.aspirations import agreement, aspirations_section
from manager_quiz.reports.page import Points, Text, said
from manager_quiz.wording.result import ResultWords
from manager_quiz.wording.words import Words
from program import Run

EXAMPLE = Path(__file__).parents[2] / "examples" / "dealmaker.yaml"


@pytest.fixture(scope="module")
def assessment(english: Catalog) -> Assessment:
    answers = parse_answers(english, EXAMPLE.read_bytes(), EXAMPLE).answers
    return assess(english, english.form_by_id["full"], answers)


def kind_of(catalog: Catalog, assessment: Assessment, role: str) -> tuple[str, Role | None]:
    return agreement(ResultWords(Words("en"), catalog, assessment), role)


def told(catalog: Catalog, assessment: Assessment, *roles: str, language: str = "en") -> str:
    part = aspirations_section(ResultWords(Words(language), catalog, assessment), roles)
    texts = []
    for block in part.blocks:
        if isinstance(block, Text):
            texts.append(block.text)
        elif isinstance(block, Points):
            texts += map(said, block.points)
    return "\n".join(texts)


def test_every_role_agrees_is_near_or_is_far_by_set_and_family(
    english: Catalog, assessment: Assessment
) -> None:
    first = [english.role_by_id[match.role] for match in assessment.ranking[:3]]
    found = set()
    for role in english.roles:
        kind, near = kind_of(english, assessment, role.id)
        found.add(kind)
        kin = [each for each in first if each.family == role.family]
        if role.id in assessment.best_set:
            assert (kind, near) == ("agree", None)
        elif kin:
            assert (kind, near) == ("near", kin[0])
        else:
            assert (kind, near) == ("far", None)
    assert {"agree", "far"} <= found


def test_without_families_nothing_is_near(english: Catalog, assessment: Assessment) -> None:
    roles = tuple(role._replace(family="") for role in english.roles)
    alone = replace(english, roles=roles)
    kinds = {kind_of(alone, assessment, role.id)[0] for role in roles}
    assert kinds == {"agree", "far"}


def test_each_case_says_where_the_role_is_and_what_to_do(
    english: Catalog, assessment: Assessment
) -> None:
    first, last = assessment.ranking[0].role, assessment.ranking[-1].role
    agreeing = told(english, assessment, first)
    assert "Wish and answers agree. " in agreeing
    assert "place 1 of 16; you are closer to it than 99 of 100 people. Talk to" in agreeing
    far = told(english, assessment, last)
    assert "That is no verdict" in far
    assert english.role_by_id[last].try_next in far
    both = told(english, assessment, last, first)
    assert "Wish and answers agree, at least in part" in both
    assert english.role_by_id[last].try_next in both


def test_what_is_near_is_named_to_compare(english: Catalog, assessment: Assessment) -> None:
    narrow = replace(assessment, best_set=assessment.best_set[:1])
    kin = next(role for role in english.roles if kind_of(english, narrow, role.id)[0] == "near")
    near = kind_of(english, narrow, kin.id)[1]
    assert near is not None
    assert f"Close by is {near.name}." in told(english, narrow, kin.id)


def test_answers_that_point_nowhere_leave_the_wish_to_start_from(
    english: Catalog, assessment: Assessment
) -> None:
    flat = replace(assessment, verdict="no-pattern")
    words = told(english, flat, assessment.ranking[-1].role)
    assert "start from what you would choose" in words
    assert "That is no verdict" not in words


def test_nothing_is_said_to_whoever_named_nothing(
    english: Catalog, assessment: Assessment, run: Run
) -> None:
    assert aspirations_section(ResultWords(Words("en"), english, assessment), ()).blocks == ()
    for option in ((), ("--details",)):
        assert "would choose" not in run("take", "--answers", EXAMPLE, *option).out


@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_is_on_the_screen_in_details_and_when_shown_again(
    run: Run, tmp_path: Path, language: str
) -> None:
    sheet, saved = tmp_path / "sheet.yaml", tmp_path / "saved.json"
    text = EXAMPLE.read_text("utf-8") + "\naspirations: [hr-manager, it-manager]\n"
    sheet.write_text(text, "utf-8")
    first = {"en": "You would choose: HR manager (place ", "ru": "Ваш выбор: Менеджер по персоналу"}
    beside = {"en": "What you would choose", "ru": "Что выбрали бы вы"}
    lang = ("--lang", language)
    shown = run("take", "--answers", sheet, "-o", saved, *lang).out
    assert first[language] in shown
    assert beside[language] not in shown
    report = tmp_path / "report.txt"
    assert run("history", "export", saved, "-o", report, *lang).code == 0
    assert beside[language] in report.read_text("utf-8")
    for command in (("take", "--answers", sheet), ("history", "show", saved)):
        for plain in ((), ("--plain",)):
            assert beside[language] in run(*command, "--details", *plain, *lang).out
