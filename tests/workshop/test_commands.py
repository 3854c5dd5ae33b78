"""What a counselor and the people in the room see and do."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from workshop_people import (
    CATALOG,
    FORM,
    environment,
    some_answers,
    some_result,
    typed,
)

from manager_quiz.records.results import encode
from manager_quiz.records.workshops.folder import read_workshop
from manager_quiz.records.workshops.gather import Gatherer
from manager_quiz.records.workshops.people import (
    claim_code,
    is_closed,
    keep_result,
    release_code,
    result_file,
    save_result,
)
from manager_quiz.wording.codes import read_aloud


def test_open_says_who_can_read_the_results(program, tmp_path: Path) -> None:
    told = program("open", "День карьеры", "--dir", "day", "--form", "skills", "--lang", "en")

    assert told.returncode == 0, told.stderr
    assert "can read the results" in told.stdout
    opened = read_workshop(tmp_path / "day")
    assert (opened.name, opened.form, opened.language) == ("День карьеры", "skills", "en")
    assert program("open", "Again", "--dir", "day").returncode == 2


def test_a_workshop_is_found_where_one_stands_or_beside_it(program, workshop) -> None:
    assert "0 have finished" in program("board", "--once").stdout
    assert program("open", "Another").returncode == 0
    told = program("board", "--once")
    assert (told.returncode, "more than one workshop" in told.stderr) == (2, True)


def test_nothing_personal_is_kept_outside_the_workshop(program, workshop, tmp_path: Path) -> None:
    program("join", workshop.folder, "--once", "--plain", stdin=typed(some_answers(1)))
    assert len(list(workshop.results.iterdir())) == 1
    assert not (tmp_path / "home").exists()


def test_an_unfinished_quiz_is_offered_to_nobody_who_has_not_its_code(program, workshop) -> None:
    begun = program("join", workshop.folder, "--once", "--plain", stdin="\n\n\n5\n5\nquit\n")
    assert begun.returncode == 130
    (left,) = workshop.journals.iterdir()
    assert left.name in begun.stderr

    other = program("join", workshop.folder, "--once", "--plain", stdin=typed(some_answers(2)))

    assert other.returncode == 0
    assert "unfinished" not in other.stderr
    assert left.name not in other.stderr
    assert left.is_dir()


def test_somebody_who_leaves_before_the_first_answer_leaves_nothing(program, workshop) -> None:
    program("join", workshop.folder, "--once", "--plain", stdin="\n\nquit\n")
    assert list(workshop.journals.iterdir()) == []
    assert list(workshop.results.iterdir()) == []


def test_a_workshop_asks_which_roles_one_would_choose_unless_it_was_told_not_to(
    program, tmp_path: Path
) -> None:
    quiz = typed(some_answers(1)).split("\n")
    for name, options, named in (
        ("asks", [], ["hr-manager"]),
        ("asks-not", ["--no-aspirations"], []),
    ):
        program("open", name, "--form", "quick", *options)
        lines = [*quiz[:2], *(["9"] if named else []), *quiz[3:]]
        done = program("join", name, "--once", "--plain", stdin="\n".join(lines))
        assert done.returncode == 0, done.stderr
        assert ("Which of these would you choose today?" in done.stderr) == bool(named)
        (file,) = (tmp_path / name / "results").iterdir()
        assert json.loads(file.read_bytes())["aspirations"] == named
        program("close", name)
        (row,) = csv.DictReader(io.StringIO(program("export", name).stdout))
        assert [row[f"aspiration_{n}"] for n in (1, 2, 3)] == [*named, "", "", ""][:3]


def test_one_after_another_until_nobody_comes(program, workshop) -> None:
    people = [typed(some_answers(seed)) for seed in (1, 2, 3)]
    told = program("join", workshop.folder, "--plain", stdin="".join(people))
    assert told.returncode == 0, told.stderr
    assert len(list(workshop.results.iterdir())) == 3


def test_until_it_is_closed_the_board_counts_people_and_no_more(program, workshop, fill) -> None:
    fill(9)
    few = program("board", workshop.folder, "--once").stdout
    assert "9 have finished" in few
    assert "from 10 people on, when the workshop is closed; 1 more is needed" in " ".join(
        few.split()
    )
    fill_from(workshop, 9, 11)
    shown = program("board", workshop.folder, "--once").stdout
    assert shown.splitlines() == [
        "Career day",
        "11 have finished.",
        "The picture of the group is made when the workshop is closed.",
    ]
    report = json.loads(program("report", workshop.folder, "--json").stdout)
    assert (report["closed"], report["done"], report["picture"]) == (False, 11, None)


def test_closing_makes_the_picture_that_board_and_report_show(program, workshop, fill) -> None:
    fill(12)
    closed = program("close", workshop.folder)
    assert closed.returncode == 0, closed.stderr
    assert "The picture: 12 people" in closed.stdout
    first = json.loads(program("report", workshop.folder, "--json").stdout)["picture"]
    assert first["people"] == 12
    assert [each["scale"] for each in first["spreads"]] == [scale.id for scale in CATALOG.scales]
    assert first["wished"].keys() == first["families"].keys()
    board = program("board", workshop.folder, "--once").stdout
    assert "Technology and product" in board
    assert "Which roles people would choose" in program("report", workshop.folder).stdout
    assert json.loads(program("report", workshop.folder, "--json").stdout)["picture"] == first


def test_nobody_joins_a_closed_workshop_until_it_is_opened_again(program, workshop, fill) -> None:
    fill(2)
    told = program("close", workshop.folder).stdout
    assert "from 10 people on, when the workshop is closed; 8 more are needed" in (
        " ".join(told.split())
    )
    refused = program("join", workshop.folder, "--once", "--plain", stdin=typed(some_answers(5)))
    assert refused.returncode == 1
    assert "nobody can take part in it any more" in refused.stderr
    assert len(list(workshop.results.iterdir())) == 2

    assert program("close", workshop.folder, "--reopen").returncode == 0
    joined = program("join", workshop.folder, "--once", "--plain", stdin=typed(some_answers(5)))
    assert joined.returncode == 0, joined.stderr


def test_whoever_has_not_finished_is_told_of_before_closing(program, workshop, fill) -> None:
    fill(1)
    program("join", workshop.folder, "--once", "--plain", stdin="\n\n5\n5\nquit\n")
    asked = program("close", workshop.folder)
    assert (asked.returncode, "--yes" in asked.stderr) == (2, True)
    assert not is_closed(workshop)
    assert program("close", workshop.folder, "--yes").returncode == 0
    assert is_closed(workshop)


def test_everybody_goes_into_one_picture_once(program, workshop, fill) -> None:
    def picture():
        return json.loads(program("report", workshop.folder, "--json").stdout)["picture"]

    codes = fill(10)
    program("close", workshop.folder)
    first = picture()
    fill_from(workshop, 10, 19)
    told = program("close", workshop.folder).stdout
    assert "Who finished later isn't in it" in " ".join(told.split())
    (late, *_) = {file.stem for file in workshop.results.iterdir()} - set(codes)
    assert "picture" not in program("erase", workshop.folder, late, "--yes").stdout
    assert picture() == first
    fill_from(workshop, 19, 21)
    told = program("close", workshop.folder).stdout
    assert told.endswith("The picture: 20 people.\n")
    assert picture()["people"] == 20

    # Who is erased takes the picture along, and there is no other of those who were in it.
    erased = program("erase", workshop.folder, codes[0], "--yes").stdout
    assert "The picture of the group goes too" in erased
    assert picture() is None
    told = " ".join(program("close", workshop.folder).stdout.split())
    assert "10 more are needed. Who was in one that was deleted goes into no other." in told
    assert picture() is None
    kept = (workshop.folder / "closing.json").read_text("utf-8")
    assert [code in kept for code in codes[:2]] == [False, True]
    fill_from(workshop, 20, 30)
    assert "The picture: 10 people" in program("close", workshop.folder).stdout


def test_a_picture_that_cannot_be_read_is_told_of_and_keeps_nobody_in(
    program, workshop, fill
) -> None:
    codes = fill(10)
    program("close", workshop.folder)
    file = workshop.folder / "closing.json"
    file.write_text("{}", "utf-8")
    for command in (["board", "--once"], ["report", "--json"], ["close"]):
        told = program(command[0], workshop.folder, *command[1:])
        assert (told.returncode, told.stdout) == (2, "")
        assert "closing.json: this isn't how the workshop was closed" in told.stderr
    # Nobody's answers stay because of it, and those who may have been in it are in no other.
    assert program("erase", workshop.folder, codes[0], "--yes").returncode == 0
    assert not result_file(workshop, codes[0]).exists()
    assert json.loads(file.read_bytes())["pictured"] == sorted(codes[1:])
    told = " ".join(program("board", workshop.folder, "--once").stdout.split())
    assert "10 more are needed" in told


def fill_from(workshop, first: int, last: int) -> None:
    for seed in range(first, last):
        code = claim_code(workshop)
        save_result(workshop, some_result(seed, code))
        release_code(workshop, code)


@pytest.mark.parametrize("command", [["handouts"], ["export"], ["report", "--private"]])
def test_nothing_is_shown_by_code_while_people_take_part(program, workshop, fill, command) -> None:
    fill(3)
    refused = program(command[0], workshop.folder, *command[1:])
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Close the workshop first" in refused.stderr
    program("close", workshop.folder)
    assert program(command[0], workshop.folder, *command[1:]).returncode == 0


def test_nothing_tells_in_which_order_people_came(program, workshop, fill) -> None:
    codes = fill(12)
    program("close", workshop.folder)
    rows = program("export", workshop.folder).stdout.splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == sorted(codes)
    results = [result_file(workshop, code) for code in codes]
    assert len({file.stat().st_mtime_ns for file in results}) == 1
    times = {json.loads(file.read_bytes())["taken_at"] for file in results}
    assert {len(time) for time in times} == {len("2026-11-25")}


@pytest.mark.parametrize("ending", ["html", "md", "csv", "json"])
def test_a_public_report_names_no_code(program, workshop, fill, ending, tmp_path: Path) -> None:
    codes = fill(21)
    program("close", workshop.folder)
    for options in ([], ["--private"]):
        file = tmp_path / f"group{len(options)}.{ending}"
        assert program("report", workshop.folder, "-o", file, *options).returncode == 0
        text = file.read_text("utf-8")
        assert [code in text for code in codes] == [bool(options)] * len(codes)


@pytest.mark.parametrize(
    "name", ["workshop.json", "results/crimson-duck-19.json", "content/x.json"]
)
def test_no_report_takes_the_place_of_the_workshops_own_files(
    program, workshop, fill, name
) -> None:
    fill(5)
    file = workshop.folder / name
    before = file.read_bytes() if file.exists() else None
    done = program("report", workshop.folder, "-o", file)
    assert done.returncode == 2
    assert "workshop's own folder" in done.stderr
    assert (file.read_bytes() if file.exists() else None) == before


def test_a_name_that_is_markup_stays_text(program, tmp_path: Path) -> None:
    program("open", "<script>alert(1)</script>", "--dir", "day")
    program("report", "day", "-o", "group.html")
    assert "<script" not in (tmp_path / "group.html").read_text("utf-8")


def test_pairs_name_everybody_with_their_strongest_skill(program, workshop, fill) -> None:
    fill(25)
    program("close", workshop.folder)
    own = json.loads(program("report", workshop.folder, "--private", "--json").stdout)["private"]
    told = [part for pair in own["pairs"] for part in pair.split(" + ")]
    assert len(told) == 25
    for person in own["people"]:
        (part,) = (each for each in told if each.startswith(person["code"]))
        assert part.startswith(f"{person['code']} ({person['strongest']}")


def test_files_that_people_bring_are_taken_in_once(program, workshop, tmp_path: Path) -> None:
    mine, other = tmp_path / "mine.json", tmp_path / "other.json"
    mine.write_bytes(encode(some_result(1, "blue-fox-11")))
    other.write_bytes(encode(some_result(2, "blue-fox-11")))
    forged = tmp_path / "forged.json"
    forged.write_bytes(encode({**some_result(3, "red-owl-12"), "verdict": "one"}))
    foreign = {**some_result(4, "red-owl-13"), "catalog": {"version": "1", "sha256": "0" * 64}}
    (tmp_path / "foreign.json").write_bytes(encode(foreign))

    files = ["mine.json", "other.json", "mine.json", "forged.json", "foreign.json", "gone.json"]
    told = program("collect", workshop.folder, *files)

    assert told.returncode == 0
    assert "2 results taken in" in told.stdout
    assert "the code blue-fox-11 is another person's" in told.stdout
    assert told.stderr.count("Left out") == 4
    sheets = Gatherer(workshop, CATALOG).gather().sheets
    assert sheets["blue-fox-11"].answers == some_result(1, "")["answers"]
    assert len(sheets) == 2


def test_a_copy_of_the_workshop_can_be_brought_back(program, workshop, fill, tmp_path) -> None:
    program("open", "Copy", "--form", "quick")
    fill(3)
    told = program("collect", "copy", workshop.folder)
    assert "3 results taken in" in told.stdout


def test_one_person_can_be_erased(program, workshop, fill) -> None:
    first, second = fill(2)
    program("close", workshop.folder)
    program("handouts", workshop.folder)
    program("export", workshop.folder, "-o", workshop.folder / "all.csv")

    told = program("erase", workshop.folder, first, "--yes")

    assert told.returncode == 0, told.stderr
    assert not result_file(workshop, first).exists()
    assert result_file(workshop, second).exists()
    assert not (workshop.handouts / f"{first}.html").exists()
    assert "all.html" in told.stdout
    assert "all.csv" in told.stdout


def test_nothing_is_erased_without_asking(program, workshop, fill) -> None:
    (code,) = fill(1)
    assert program("erase", workshop.folder).returncode == 2
    assert result_file(workshop, code).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs rights there")
def test_erasing_follows_no_link(program, workshop, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_text("x")
    (workshop.results / "blue-fox-11.json").symlink_to(outside / "precious")
    (workshop.journals / "blue-fox-11").symlink_to(outside)
    assert program("erase", workshop.folder, "--yes").returncode == 0
    assert (outside / "precious").exists()
    assert not workshop.folder.exists()


FORBIDDING = """
import io, json, sys
sys.path.append(sys.argv[1])
from program import run_program
def forbidden(event, args):
    if event.startswith("socket."):
        sys.exit("the network was touched")
sys.addaudithook(forbidden)
typed, commands = json.load(sys.stdin)
for command in commands:
    done = run_program("workshop", *command, stdin=typed.encode())
    print(json.dumps([command[0], done.code, done.err]))
"""


def test_no_network_is_touched(workshop, fill, tmp_path: Path) -> None:
    """A whole workshop in a process in which no socket can be made."""
    fill(10)
    folder = str(workshop.folder)
    commands = (
        ["open", "Another"],
        ["join", folder, "--once", "--plain"],
        ["collect", "another", folder],
        ["board", folder, "--once"],
        ["close", folder],
        ["report", folder],
        ["report", folder, "-o", "group.html"],
        ["handouts", folder],
        ["export", folder],
        ["erase", folder, "--yes"],
    )
    ran = subprocess.run(
        [sys.executable, "-c", FORBIDDING, Path(__file__).parents[1]],
        input=json.dumps([typed(some_answers(1)), commands]),
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env=environment(tmp_path / "home"),
        timeout=60,
        check=False,
    )
    assert ran.stderr == ""
    for line in ran.stdout.splitlines():
        command, code, told = json.loads(line)
        foreign = command == "collect"  # of another form: nothing is taken in
        assert code == foreign, (command, told)
    assert len(ran.stdout.splitlines()) == len(commands)


def test_codes_are_read_aloud_in_russian() -> None:
    assert read_aloud("blue-otter-42", "ru") == "синяя выдра 42"
    assert read_aloud("golden-lynx-10", "ru") == "золотая рысь 10"
    assert read_aloud("golden-horse-10", "ru") == "золотая лошадь 10"
    assert read_aloud("blue-otter-42", "en") == ""


def test_every_code_has_a_russian_read_aloud() -> None:
    from manager_quiz.wording import codes

    for colour in codes.COLOURS.split():
        for animal in codes.ANIMALS.split():
            assert read_aloud(f"{colour}-{animal}-10", "ru").endswith(" 10")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
class TestInATerminal:
    def terminal(self, *args: object):
        pytest.importorskip("pexpect")
        from virtual_terminal import COMMAND, Terminal

        return Terminal("workshop", *args, program=COMMAND)

    def test_the_next_person_sees_nothing_of_the_one_before(self, workshop) -> None:
        quiz = self.terminal("join", workshop.folder)
        quiz.wait("Press Enter if you agree")
        quiz.press("\r")
        quiz.wait("Then press Enter")
        quiz.press("\r")
        quiz.wait("Which of these would you choose today?")
        quiz.press("\r")
        quiz.wait("Question 1 of 39")
        quiz.press(*(["3"] * len(FORM.items)))
        quiz.wait("Look over your answers")
        quiz.press("\r")
        quiz.wait("Esc leave")
        quiz.press("\x1b")
        quiz.wait("Press Enter to clear")
        (code,) = [file.stem for file in workshop.results.iterdir()]
        assert code in quiz.text
        before = len(quiz.raw)
        quiz.press("\r")
        quiz.wait("Press Enter if you agree")
        # Rubs out the window and what was scrolled away before anything new is said.
        assert b"\x1b[2J\x1b[3J\x1b[H" in quiz.raw[before:]
        assert code not in quiz.text
        assert "Esc leave" not in quiz.text
        quiz.press("\x03")
        assert quiz.end() == 0

    def test_the_board_waits_for_a_folder_that_is_gone(self, workshop, tmp_path) -> None:
        board = self.terminal("board", workshop.folder)
        board.wait("0 have finished")
        away = workshop.folder.rename(tmp_path / "away")
        board.wait("Ctrl-C ends this")
        away.rename(workshop.folder)
        board.wait("0 have finished")
        board.press("\x03")
        assert board.end() == 0


def test_a_file_whose_code_is_taken_is_taken_in_once_however_often_it_comes(
    program, workshop, tmp_path: Path
) -> None:
    save_result(workshop, some_result(1, "blue-fox-11"))
    other = tmp_path / "other.json"
    other.write_bytes(encode(some_result(2, "blue-fox-11")))
    assert "1 result taken in" in program("collect", workshop.folder, other).stdout
    again = program("collect", workshop.folder, other)
    assert (again.returncode, "in the workshop already" in again.stderr) == (1, True)
    assert len(list(workshop.results.iterdir())) == 2


def test_what_is_left_out_of_a_stick_is_told(program, workshop, fill, tmp_path: Path) -> None:
    fill(2)
    program("join", workshop.folder, "--once", "--plain", stdin="\n\n5\n5\nquit\n")
    (workshop.results / "notes.txt").write_text("x")
    program("open", "Home", "--form", "quick")
    told = program("collect", "home", workshop.folder)
    assert "2 results taken in" in told.stdout
    assert "1 unfinished quiz stays where it was begun" in told.stdout
    assert "notes.txt: this is no result" in told.stderr


def test_an_archive_without_its_empty_folders_is_a_workshop(program, workshop, tmp_path) -> None:
    file = tmp_path / "mine.json"
    file.write_bytes(encode(some_result(1, "blue-fox-11")))
    workshop.results.rmdir()
    workshop.journals.rmdir()
    assert "0 have finished" in program("board", workshop.folder, "--once").stdout
    assert "1 result taken in" in program("collect", workshop.folder, file).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="rights are those of POSIX")
def test_a_workshop_is_ones_own_whatever_the_umask_unless_its_folder_says_otherwise(
    program, tmp_path: Path
) -> None:
    before = os.umask(0o000)
    try:
        program("open", "Own")
        (tmp_path / "shared").mkdir()
        (tmp_path / "shared").chmod(0o770)
        told = program("open", "Shared", "--dir", "shared").stdout
    finally:
        os.umask(before)
    for name, rights in (("own", 0o700), ("shared", 0o770)):
        folders = [
            tmp_path / name,
            *(each for each in (tmp_path / name).iterdir() if each.is_dir()),
        ]
        assert {each.stat().st_mode & 0o777 for each in folders} == {rights}
    assert "your group on this computer can read" in told


def test_a_workshop_needs_a_name(program) -> None:
    refused = program("open", " ", "--dir", "day")
    assert (refused.returncode, "needs a name" in refused.stderr) == (2, True)


def test_a_russian_workshop_speaks_russian_of_failures_too(program, tmp_path: Path) -> None:
    program("open", "День", "--dir", "day", "--lang", "ru")
    refused = program("handouts", "day")
    assert refused.returncode == 1
    assert not re.search("[a-z]{4}", refused.stderr.replace("manager-quiz workshop close", ""))


def test_a_result_that_was_kept_before_a_crash_is_kept_once(workshop) -> None:
    """The journal is still there, and its person goes through the last page again."""
    document = some_result(1, claim_code(workshop))
    assert [keep_result(workshop, document) for _time in range(2)] == [document["id"]] * 2
    assert len(list(workshop.results.iterdir())) == 1
