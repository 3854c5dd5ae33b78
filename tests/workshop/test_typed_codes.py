"""A code is taken in every way in which it is shown or read aloud, wherever one is typed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workshop_people import CATALOG, some_answers, some_result, typed

from manager_quiz.records.results import encode
from manager_quiz.records.workshops.people import result_file, save_result
from manager_quiz.records.workshops.pins import new_pin
from manager_quiz.wording import codes
from manager_quiz.wording.codes import new_code, read_aloud, typed_code, with_codes
from program import Run

CODE = "bronze-eagle-48"
WAYS = (
    CODE,
    "bronze eagle 48",
    "Bronze Eagle 48",
    "BRONZE-EAGLE-48",
    "bronze–eagle–48",
    "бронзовый орел 48",
    "БРОНЗОВЫЙ ОРЁЛ 48",
    "«бронзовый орел 48»",
    f"{CODE} (бронзовый орел 48)",
    f"  {CODE}. ",
)


@given(
    colour=st.sampled_from(sorted(codes.COLOURS.split())),
    animal=st.sampled_from(sorted(codes.ANIMALS.split())),
    number=st.integers(10, 99),
    dash=st.sampled_from(["-", " ", "–", " - ", ""]),
    change=st.sampled_from([str, str.upper, str.title]),
)
def test_every_code_is_taken_as_it_is_shown_in_either_language(
    colour, animal, number, dash, change
) -> None:
    code = f"{colour}-{animal}-{number}"
    aloud = read_aloud(code, "ru")
    for shown in (code, aloud, f"{code} ({aloud})"):
        assert typed_code(change(shown.replace("-", dash))) == code
    for shown in (code, aloud):
        words = re.split("[ -]", change(shown))
        assert with_codes(["show", *words, "--json"]) == ["show", code, "--json"]


def test_no_two_codes_are_read_alike() -> None:
    assert len(codes._spoken()) == 2 * len(codes.COLOURS.split()) * len(codes.ANIMALS.split())


@pytest.mark.parametrize(
    "text",
    [
        *("", "48", "bronze", "bronze-eagle", "bronze-eagle-4", "bronze-eagle-481", "орел 48"),
        *("bronze-eagle-48 blue-otter-42", "./bronze-eagle-48", "day/bronze-eagle-48.json"),
    ],
)
def test_what_is_no_code_is_taken_for_none(text: str) -> None:
    assert typed_code(text) == ""


def test_other_arguments_stay_as_they_are() -> None:
    line = ["compare", "sales-manager", "it manager", "--data", "red", "42", "-1", "bronze", "48"]
    assert with_codes(line) == line


@pytest.mark.parametrize("way", WAYS[2::4])
def test_join_goes_on_with_a_code_typed_so(program, workshop, way: str) -> None:
    begun = program("join", workshop.folder, "--once", "--plain", stdin="\n\n5\n5\nquit\n")
    assert begun.returncode == 130
    (left,) = workshop.journals.iterdir()
    left.rename(workshop.journals / CODE)
    pin = new_pin(workshop, CODE)
    rest = typed(some_answers(1)).split("\n")[2:][2:]
    lines = "\n".join([way, pin, "1", *rest])
    again = program("join", workshop.folder, "--once", "--plain", stdin=lines)
    assert again.returncode == 0, again.stderr
    assert [file.stem for file in workshop.results.iterdir()] == [CODE]


@pytest.mark.parametrize("way", WAYS)
def test_erase_takes_a_code_typed_so(run: Run, workshop, way: str) -> None:
    for words in ([way], way.split()):
        if "(" in way and len(words) > 1:
            continue  # no shell takes that
        save_result(workshop, some_result(1, CODE))
        erased = run("workshop", "erase", workshop.folder, *words, "--yes")
        assert erased.code == 0, erased.err
        assert not result_file(workshop, CODE).exists()


@pytest.mark.parametrize("way", WAYS)
def test_history_takes_a_code_typed_so(run: Run, tmp_path, way: str) -> None:
    folder = tmp_path / "home" / "results"
    folder.mkdir(parents=True)
    other = new_code()
    for id in (CODE, other):
        (folder / f"{id}.json").write_bytes(encode(some_result(1, id)))
    for command in (
        ["show", way],
        ["export", way, "-o", str(tmp_path / "r.txt")],
        ["delete", way, "--yes"],
    ):
        done = run("history", *command)
        assert done.code == 0, done.err
    assert [file.stem for file in folder.iterdir()] == [other]
    assert CATALOG.version in (tmp_path / "r.txt").read_text("utf-8")
