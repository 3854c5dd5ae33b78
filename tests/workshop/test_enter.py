"""Sheets of paper typed in: what is pressed, what is refused, what is kept."""

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from workshop_people import CATALOG, FORM, some_answers

from manager_quiz.errors import TooFewAnswersError
from manager_quiz.measurement.assessment import assess
from manager_quiz.records.results import read_result, verify
from manager_quiz.records.workshops.gather import Gatherer
from manager_quiz.records.workshops.people import claim_code, result_file
from manager_quiz.records.workshops.pins import new_pin
from manager_quiz.wording.keys import row
from manager_quiz.wording.words import Words
from program import Run

ITEMS = CATALOG.form_items(FORM)
ROW = row(Words("en"), ITEMS, some_answers(1))
OTHER = row(Words("en"), ITEMS, some_answers(2))
CODE = "blue-otter-42"
SITUATION = next(n for n, item in enumerate(ITEMS) if not item.kind.graded)


def lines(*rows: str) -> bytes:
    return "\n".join(rows).encode() + b"\n"


def kept(workshop, code: str = CODE) -> dict[str, object]:
    return json.loads(result_file(workshop, code).read_bytes())


def changed(keys: str, number: int, key: str) -> str:
    return keys[: number - 1] + key + keys[number:]


def test_a_line_is_kept_as_the_same_answers_on_a_screen_would_be(run: Run, workshop) -> None:
    entered = run("workshop", "enter", workshop.folder, stdin=lines(f"{CODE} =AC {ROW}"))

    assert entered.code == 0, entered.err
    assert "1 sheet is kept" in entered.out
    document = kept(workshop)
    assert document["answers"] == some_answers(1)
    assert document["aspirations"] == [CATALOG.roles[0].id, CATALOG.roles[2].id]
    assert document["paper"] is True
    found = assess(CATALOG, FORM, some_answers(1))
    assert document["flags"] == list(found.flags)
    assert [each["role"] for each in document["ranking"]] == [e.role for e in found.ranking]
    assert list(workshop.journals.iterdir()) == []


def test_every_reader_takes_a_result_from_paper(run: Run, workshop, tmp_path: Path) -> None:
    run("workshop", "enter", workshop.folder, stdin=lines(f"{CODE} {ROW}"))
    file = result_file(workshop, CODE)
    assert not verify(read_result(file, CATALOG), CATALOG)
    gathered = Gatherer(workshop, CATALOG).gather()
    assert (list(gathered.sheets), gathered.left_out) == ([CODE], ())
    run("workshop", "open", "Other", "--form", "quick", "--dir", tmp_path / "other")
    for command in (
        ("workshop", "close", workshop.folder),
        ("workshop", "handouts", workshop.folder),
        ("workshop", "export", workshop.folder),
        ("workshop", "collect", tmp_path / "other", workshop.folder),
        ("verify", file),
        ("history", "show", file),
        ("take", "--answers", file, "--no-history"),
    ):
        done = run(*command)
        assert done.code == 0, (command, done.err)
    copy = json.loads((tmp_path / "other" / "results" / f"{CODE}.json").read_bytes())
    assert copy["paper"] is True


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"{CODE} {ROW[:-1]}", "-:2: there are 38 answers, but the sheet has 39 questions"),
        (f"{CODE} {ROW}1", "-:2: there are 40 answers, but the sheet has 39 questions"),
        (f"{CODE} {changed(ROW, 3, '6')}", "-:2: 6 can't answer question 3"),
        (f"{CODE} {changed(ROW, 3, 'b')}", "-:2: b can't answer question 3"),
        (f"{CODE} {changed(ROW, SITUATION + 1, '2')}", f"can't answer question {SITUATION + 1}"),
        (f"blue-otter-4 {ROW}", "-:2: blue-otter-4 is no code"),
        (f"{CODE} =z {ROW}", "-:2: no role has the letter z"),
        (f"{CODE} =abcd {ROW}", "-:2: at most 3 roles"),
        (f"{CODE} {'.' * 39}", f"-:2: {CODE} has too few answers"),
    ],
)
def test_what_cant_be_right_is_refused_and_the_others_count(
    run: Run, workshop, line: str, told: str
) -> None:
    sheets = lines(f"red-fox-11 {ROW}", line, "", f"red-fox-12 {OTHER}")
    entered = run("workshop", "enter", workshop.folder, stdin=sheets)
    assert entered.code == 1
    assert told in entered.err
    assert {file.stem for file in workshop.results.iterdir()} == {"red-fox-11", "red-fox-12"}


def test_why_a_sheet_cant_be_scored_is_said_in_the_workshops_language(run: Run, workshop) -> None:
    sheets = lines(f"{CODE} {'.' * 39}")
    said = run("workshop", "enter", workshop.folder, "--lang", "ru", stdin=sheets).err
    (told,) = TooFewAnswersError().told(Words("ru"))
    assert f"{CODE}: {told}" in " ".join(said.split())
    assert told != str(TooFewAnswersError())


def test_codes_and_letters_are_taken_in_any_way(run: Run, workshop) -> None:
    russian = row(Words("ru"), ITEMS, some_answers(1))
    assert russian != ROW
    spaced = " ".join(russian.upper())
    sheets = lines(f"Синяя Выдра 42 {spaced}", f"new {ROW}", f"новый {OTHER}")
    entered = run("workshop", "enter", workshop.folder, stdin=sheets)
    assert entered.code == 0, entered.err
    assert kept(workshop)["answers"] == some_answers(1)
    assert len(list(workshop.results.iterdir())) == 3
    assert len(re.findall(r"PIN \d{4}", entered.err)) == 2


def test_nobodys_result_is_replaced(run: Run, workshop) -> None:
    run("workshop", "enter", workshop.folder, stdin=lines(f"{CODE} {ROW}"))
    again = run("workshop", "enter", workshop.folder, stdin=lines(f"{CODE} {OTHER}"))
    assert (again.code, f"a result of {CODE} already" in again.err) == (1, True)
    assert kept(workshop)["answers"] == some_answers(1)


def test_typed_twice_a_sheet_counts_where_both_agree(run: Run, workshop) -> None:
    wrong = changed(OTHER, 3, "." if OTHER[2] != "." else "1")
    sheets = lines(
        f"{CODE} =a {ROW}", f"red-fox-11 {OTHER}", f"red-fox-12 {ROW}",
        f"red-fox-11 {wrong}", f"{CODE} =a {ROW}",
    )  # fmt: skip
    entered = run("workshop", "enter", workshop.folder, "--twice", stdin=sheets)
    assert entered.code == 1
    assert "-:4: red-fox-11 differs from line 2 in: 3" in entered.err
    assert "-:3: red-fox-12 was typed only once" in entered.err
    assert [file.stem for file in workshop.results.iterdir()] == [CODE]


def test_a_quiz_that_was_begun_otherwise_is_left_alone(program, workshop) -> None:
    begun = program("join", workshop.folder, "--once", "--plain", stdin="\n\n\n5\n5\nquit\n")
    assert begun.returncode == 130, begun.stderr
    (left,) = workshop.journals.iterdir()
    first = [item.choices[4].answer for item in ITEMS[:2]]
    other = changed(changed(ROW, 1, "1"), 2, "1")
    assert first == [5, 5]
    told = program("enter", workshop.folder, stdin=f"{left.name} {other}\n")
    assert (told.returncode, "other answers were begun" in told.stderr) == (1, True)
    same = changed(changed(ROW, 1, "5"), 2, "5")
    told = program("enter", workshop.folder, stdin=f"{left.name} {same}\n")
    assert told.returncode == 0, told.stderr
    assert list(workshop.journals.iterdir()) == []


@pytest.mark.parametrize("roles", ["", "=ac "])
def test_take_reads_what_somebody_typed_from_a_sheet(run: Run, tmp_path: Path, roles: str) -> None:
    (tmp_path / "typed.txt").write_text(f"{roles}{' '.join(ROW)}\n", "utf-8")
    for options in ([], ["--form", "quick"]):
        took = run("take", "--answers", tmp_path / "typed.txt", "--json", *options)
        assert took.code == 0, took.err
        document = json.loads(took.out)
        assert (document["form"], document["answers"]) == ("quick", some_answers(1))
        assert len(document["aspirations"]) == (2 if roles else 0)
    (tmp_path / "typed.txt").write_text(ROW[:-1], "utf-8")
    short = run("take", "--answers", tmp_path / "typed.txt", "--form", "quick")
    assert (short.code, "there are 38 answers" in short.err) == (2, True)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_sheet_for_one_says_how_it_is_typed(run: Run, tmp_path: Path, language: str) -> None:
    made = run("paper", "-o", tmp_path / "sheet.html", "--lang", language)
    assert made.code == 0, made.err
    page = (tmp_path / "sheet.html").read_text("utf-8")
    assert "manager-quiz take --form quick --answers" in page
    assert not re.search(r"PIN|[a-z]+-[a-z]+-\d\d<", page)
    (example,) = re.findall(r"(=\w\w 4 3 \.) …", page)
    typed = example + " " + row(Words(language), ITEMS, some_answers(1))[3:]
    (tmp_path / "typed.txt").write_text(typed, "utf-8")
    took = run("take", "--answers", tmp_path / "typed.txt", "--form", "quick", "--json")
    assert took.code == 0, took.err


def test_who_has_a_sheet_may_answer_on_a_machine_instead(program, workshop) -> None:
    code = claim_code(workshop)
    pin = new_pin(workshop, code)
    answers = "".join(f"{(item.choice(some_answers(1)[item.id]) or 0) + 1}\n" for item in ITEMS)
    joined = program(
        "join", workshop.folder, "--once", "--plain", stdin=f"{code}\n{pin}\n\n{answers}\n"
    )
    assert joined.returncode == 0, joined.stderr
    assert kept(workshop, code)["answers"] == some_answers(1)
    assert "paper" not in kept(workshop, code)
    later = program("enter", workshop.folder, stdin=f"{code} {OTHER}\n")
    assert (later.returncode, f"a result of {code} already" in later.stderr) == (1, True)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_codes_say_who_has_not_finished_and_who_sits_with_whom(
    run: Run, program, workshop, fill, tmp_path: Path, language: str
) -> None:
    done = fill(5)
    program("join", workshop.folder, "--once", "--plain", stdin="\n\n\n5\n5\nquit\n")
    (at_it,) = [folder.name for folder in workshop.journals.iterdir()]
    (printed,) = {claim_code(workshop)}
    shown = run("workshop", "codes", workshop.folder, "--lang", language).out
    assert [shown.count(code) for code in (*done, at_it, printed)] == [0] * 5 + [1, 0]
    assert not any(scale.name in shown for scale in CATALOG.scales)
    assert " + " not in shown
    assert program("close", workshop.folder, "--yes").returncode == 0
    shown = run("workshop", "codes", workshop.folder, "--lang", language).out
    teams = [line for line in shown.splitlines() if " + " in line]
    assert sorted(line.count(" + ") for line in teams) == [1, 2]
    file = tmp_path / "codes.html"
    assert run("workshop", "codes", workshop.folder, "-o", file).code == 0
    assert 'class="large"' in file.read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
class TestAtATerminal:
    def desk(self, workshop, *options: str):
        pytest.importorskip("pexpect")
        from virtual_terminal import COMMAND, Terminal

        arguments = ("workshop", "enter", workshop.folder, "--lang", "en", *options)
        return Terminal(*arguments, program=COMMAND)

    def begin(self, desk, code: str) -> None:
        desk.wait("Code on the sheet")
        desk.press(code, "\r")

    def type(self, desk, keys: Sequence[str]) -> None:
        desk.press(*keys)

    def test_one_key_an_answer_and_the_rows_are_read_back(self, workshop) -> None:
        code = claim_code(workshop)
        desk = self.desk(workshop)
        self.begin(desk, code.replace("-", " ").upper())
        desk.wait("Roles marked")
        self.type(desk, "ac\r")
        desk.wait("Block 1")
        self.type(desk, ROW)
        desk.wait("That was the last answer", f"8: {' '.join(ROW[35:])}", f"1: {' '.join(ROW[:5])}")
        desk.press("\r")
        desk.wait(f"{code} is kept", "Code on the sheet")
        desk.press("q\r")
        assert desk.end() == 0
        document = kept(workshop, code)
        assert document["answers"] == some_answers(1)
        assert document["aspirations"] == [CATALOG.roles[0].id, CATALOG.roles[2].id]
        assert "hasty" not in document["flags"]

    def test_what_cant_be_right_is_refused_at_once_and_going_back_mends(self, workshop) -> None:
        code = claim_code(workshop)
        desk = self.desk(workshop)
        self.begin(desk, code)
        desk.wait("Roles marked")
        self.type(desk, "zabcd")
        desk.wait("at most 3 roles")
        self.type(desk, "ab\r")
        desk.wait("Block 1")
        self.type(desk, "9")
        desk.wait("9 can't answer question 1")
        self.type(desk, ROW[0])
        wrong = "1" if ROW[1] != "1" else "2"
        self.type(desk, wrong)
        desk.press("\x1b[D")
        self.type(desk, ROW[1:])
        desk.wait("That was the last answer")
        desk.press("\x1b[A", "\x1b[A", "\x1b[D")
        self.type(desk, ".")
        desk.press("\x1b[C", *["\x1b[B"] * 2)
        desk.wait("That was the last answer")
        desk.press("\r")
        desk.wait("is kept")
        document = kept(workshop, code)
        assert document["aspirations"] == [CATALOG.roles[2].id]
        given = dict(some_answers(1))
        del given[ITEMS[29].id]
        assert document["answers"] == given

    def test_a_crash_loses_nothing(self, workshop) -> None:
        code = claim_code(workshop)
        desk = self.desk(workshop)
        self.begin(desk, code)
        desk.wait("Roles marked")
        self.type(desk, ".")
        self.type(desk, ROW[:17])
        desk.wait("17 of 39")
        desk.kill()
        desk = self.desk(workshop)
        self.begin(desk, code)
        desk.wait("17 of 39 answered")
        desk.press("1")
        desk.wait("Block 4")
        self.type(desk, ROW[17:])
        desk.wait("That was the last answer")
        desk.press("\r")
        desk.wait("is kept")
        assert kept(workshop, code)["answers"] == some_answers(1)
        assert list(workshop.journals.iterdir()) == []

    def test_typed_twice_what_differs_is_asked_for(self, workshop) -> None:
        code = claim_code(workshop)
        wrong = changed(ROW, 3, "." if ROW[2] != "." else "1")
        desk = self.desk(workshop, "--twice")
        self.begin(desk, code)
        for keys in (ROW, wrong):
            desk.wait("Roles marked", "0 of 39")
            self.type(desk, ".")
            self.type(desk, keys)
            desk.wait("That was the last answer")
            desk.press("\r")
        desk.wait(f"Question 3: first {ROW[2]}, then {wrong[2]}")
        desk.press(wrong[2], "\r")
        desk.wait("is kept")
        given = dict(some_answers(1))
        item = ITEMS[2]
        choice = {".": None}.get(wrong[2], wrong[2])
        if choice is None:
            del given[item.id]
        else:
            given[item.id] = item.choices[int(choice) - 1].answer
        assert kept(workshop, code)["answers"] == given

    def test_line_by_line_a_line_is_a_block(self, workshop) -> None:
        code = claim_code(workshop)
        desk = self.desk(workshop, "--plain")
        self.begin(desk, code)
        desk.wait("Letters of the roles")
        desk.press("\r")
        desk.wait("Block 1, questions 1–5")
        desk.press(ROW[:4] + "\r")
        desk.wait("The block has 5 answers, not 4")
        desk.press("99999\r")
        desk.wait("9 can't answer question 1")
        for begin in range(0, 39, 5):
            desk.wait(f"Block {begin // 5 + 1}, ")
            desk.press(ROW[begin : begin + 5] + "\r")
        desk.wait("Press Enter to keep these rows")
        desk.press("\r")
        desk.wait("is kept")
        assert kept(workshop, code)["answers"] == some_answers(1)

    def test_what_is_pasted_counts_key_by_key(self, workshop) -> None:
        code = claim_code(workshop)
        desk = self.desk(workshop)
        self.begin(desk, code)
        desk.wait("Roles marked")
        desk.press("\x1b[200~a c\x1b[201~", "\r", f"\x1b[200~{' '.join(ROW[:20])}\n\x1b[201~")
        desk.wait("20 of 39")
        desk.press(f"\x1b[200~{ROW[20:]}\x1b[201~")
        desk.wait("That was the last answer")
        desk.press("\r")
        desk.wait("is kept")
        document = kept(workshop, code)
        assert document["answers"] == some_answers(1)
        assert document["aspirations"] == [CATALOG.roles[0].id, CATALOG.roles[2].id]

    def test_home_and_end_lead_past_all_blocks(self, workshop) -> None:
        desk = self.desk(workshop)
        self.begin(desk, claim_code(workshop))
        desk.wait("Roles marked")
        desk.press(".", *ROW[:12])
        desk.wait("12 of 39", "Block 3")
        desk.press("\x1b[H")
        desk.wait("Roles marked")
        desk.press("\r")
        desk.wait("Block 1")
        desk.press("\x1b[F")
        desk.wait("12 of 39", "Block 3")

    def test_letters_stand_in_one_column_marked_or_not(self, workshop) -> None:
        desk = self.desk(workshop)
        self.begin(desk, claim_code(workshop))
        desk.wait("Roles marked")
        desk.press("b")
        desk.wait("* B")
        shown = [re.match(r"[ *]*([A-Z])  \S", line) for line in desk.text.splitlines()]
        columns = {found.start(1) for found in shown if found}
        assert (len(columns), sum(map(bool, shown)) > 5) == (1, True), desk.text


def test_of_ever_so_many_wrong_lines_the_first_are_told_and_a_count(run: Run, workshop) -> None:
    entered = run("workshop", "enter", workshop.folder, stdin=b"x 1\n" * 2000)
    assert entered.code == 1
    assert entered.err.count("is no code") == 20
    assert "and 1980 more" in entered.err
