"""Which roles one would choose today: asked before the first question, kept, and left out."""

import json
import sys
from pathlib import Path

import pytest

from manager_quiz.interview import Answered, Aspired, Started
from manager_quiz.records.journal import header_for, new_journal, unfinished_journals
from manager_quiz.terminal.interview.fullscreen import Picker
from program import Run

QUESTION = "Which of these would you choose today? Up to three."
SKILLS = 32
"""Questions of the shortest form."""


def taken(run: Run, *lines: str, options: tuple[object, ...] = ()) -> dict[str, object]:
    """The result of somebody who types these lines and then 3 to every question."""
    typed = "\n".join([*lines, *["3"] * SKILLS, "", ""])
    outcome = run("take", "--plain", "--form", "skills", "--json", *options, stdin=typed.encode())
    assert outcome.code == 0, outcome.err
    document: dict[str, object] = json.loads(outcome.out)
    return document


@pytest.mark.parametrize(
    ("typed", "roles"),
    [
        ("", []),
        ("skip", []),
        ("1", ["it-manager"]),
        ("9, 1", ["hr-manager", "it-manager"]),
        ("9 1 9", ["hr-manager", "it-manager"]),
        ("Head of IT; продакт", ["it-manager", "product-manager"]),
        ("эйчар", ["hr-manager"]),
    ],
)
def test_lines_name_roles_by_number_or_any_usual_name(
    run: Run, typed: str, roles: list[str]
) -> None:
    assert taken(run, typed)["aspirations"] == roles


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("it manger", "There is no role it manger. Did you mean: IT manager"),
        ("17", "There is no role 17."),
        ("1 2 3 4", "Three at most, please."),
    ],
)
def test_what_is_no_choice_is_said_and_asked_again(run: Run, typed: str, told: str) -> None:
    lines = "\n".join([typed, "quit"]).encode()
    outcome = run("take", "--plain", "--form", "skills", stdin=lines)
    assert outcome.code == 130
    assert told in outcome.err
    assert outcome.err.count("Your choice:") == 2


def test_one_can_go_back_to_it_and_leave_or_take_away_what_was_named(run: Run) -> None:
    assert taken(run, "1", "back", "")["aspirations"] == ["it-manager"]
    assert taken(run, "1", "back", "2")["aspirations"] == ["it-services-manager"]
    assert taken(run, "1", "back", "skip")["aspirations"] == []


def test_it_is_not_asked_where_nobody_wants_it(run: Run) -> None:
    outcome = run("take", "--plain", "--no-aspirations", "--form", "skills", stdin=b"quit\n")
    assert QUESTION not in outcome.err
    assert "Question 1 of 32" in outcome.err
    assert QUESTION in run("take", "--plain", "--form", "skills", stdin=b"quit\n").err


@pytest.mark.parametrize("named", ["9", ""])
def test_who_stops_is_not_asked_again(run: Run, named: str) -> None:
    stopped = run("take", "--plain", "--form", "skills", stdin=f"{named}\n4\nquit\n".encode())
    assert stopped.code == 130
    rest = "\n".join(["1", *["3"] * (SKILLS - 1), "", ""]).encode()
    again = run("take", "--plain", "--json", stdin=rest)
    assert again.code == 0, again.err
    assert QUESTION not in again.err
    assert json.loads(again.out)["aspirations"] == (["hr-manager"] if named else [])


def test_who_stops_before_the_first_answer_keeps_the_choice(run: Run) -> None:
    stopped = run("take", "--plain", "--form", "skills", stdin=b"9\nquit\n")
    assert stopped.err.splitlines()[-1] == "Stopped. To go on, run: manager-quiz take --plain"
    rest = "\n".join(["1", *["3"] * SKILLS, "", ""]).encode()
    again = run("take", "--plain", "--json", stdin=rest)
    assert json.loads(again.out)["aspirations"] == ["hr-manager"]


def test_a_role_that_is_no_more_is_left_out_when_one_goes_on(
    run: Run, english, tmp_path: Path
) -> None:
    header = header_for(english, english.form_by_id["skills"])
    journal = new_journal(tmp_path / "home" / "journals", header)
    first = english.form_by_id["skills"].items[0]
    for event in (Started(0), Aspired(("gone", "hr-manager"), 1), Answered(first, 3, 2)):
        journal.append(event)
    journal.close()
    rest = "\n".join(["1", *["3"] * (SKILLS - 1), "", ""]).encode()
    again = run("take", "--plain", "--json", stdin=rest)
    assert json.loads(again.out)["aspirations"] == ["hr-manager"]


def test_what_was_named_is_carried_over_to_changed_questions(
    run: Run, english, tmp_path: Path
) -> None:
    form = english.form_by_id["skills"]
    header = header_for(english, form)
    (changed, *others) = header.items
    items = {changed: "another meaning", **{id: header.items[id] for id in others}}
    journals = tmp_path / "home" / "journals"
    journal = new_journal(journals, header.__class__(**{**vars(header), "items": items}))
    for event in (Started(0), Aspired(("hr-manager",), 1), Answered(others[0], 3, 2)):
        journal.append(event)
    journal.close()
    assert run("take", "--plain", stdin=b"1\nquit\n").code == 130
    (left,) = unfinished_journals(journals)
    assert [e.roles for e in left.events if isinstance(e, Aspired)] == [("hr-manager",)]


# ------------------------------------------------------------------ picked key by key


def pressed(picker: Picker, *keys: str) -> bool:
    return [picker.press(key, key) for key in keys][-1]


def test_a_typed_name_points_at_its_role_and_enter_marks_it(english) -> None:
    picker = Picker(english, ())
    assert not pressed(picker, *"hr man", "enter", *"кадр", "enter", *"it m", "enter")
    assert picker.marked == ["it-manager"]  # marked, taken away by its other name, the other
    assert pressed(picker, "right")


def test_a_fourth_role_is_refused_until_one_is_taken_away(english) -> None:
    picker = Picker(english, ())
    pressed(picker, "down", "enter", "down", "enter", "down", " ")
    assert len(picker.marked) == 3
    assert picker.pointer == 0  # the choice is complete: Enter goes on
    pressed(picker, "end", "enter")
    assert picker.full
    assert len(picker.marked) == 3
    pressed(picker, *"it manager", "enter", "end", "enter")
    assert picker.marked[-1] == "top-manager"
    assert len(picker.marked) == 3


def test_a_name_that_nothing_has_marks_nothing(english) -> None:
    picker = Picker(english, ())
    pressed(picker, *"qwxz", "enter")
    assert picker.nothing_found
    assert picker.marked == []
    pressed(picker, "escape", "down", "enter")
    assert picker.marked == ["it-manager"]


def test_enter_alone_skips(english) -> None:
    assert pressed(Picker(english, ()), "enter")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
class TestInATerminal:
    @pytest.mark.parametrize(("columns", "rows"), [(80, 24), (60, 20), (40, 15)])
    def test_roles_are_picked_shown_and_kept(self, columns: int, rows: int, tmp_path: Path) -> None:
        pytest.importorskip("pexpect")
        from virtual_terminal import COMMAND, DOWN, ENTER, LEFT, RIGHT, Terminal

        quiz = Terminal(
            *("take", "--form", "skills", "--lang", "en"),
            program=COMMAND,
            columns=columns,
            rows=rows,
            MANAGER_QUIZ_HOME=str(tmp_path),
        )
        quiz.wait("Which of these would you choose today?", "Skip this question")
        quiz.press(DOWN, ENTER)
        quiz.wait("Go on with: IT manager")
        quiz.press(*"purch", ENTER)
        quiz.wait("Purchasing manager")
        quiz.press(RIGHT)
        quiz.wait("Question 1 of 32")
        quiz.press(LEFT)
        quiz.wait("Go on with: IT manager, Purchasing manager")
        quiz.press(ENTER)
        quiz.wait("Question 1 of 32")
        quiz.press("4")
        quiz.wait("Question 2 of 32")
        quiz.press("\x03")
        assert quiz.end() == 130
        (journal,) = (tmp_path / "journals").iterdir()
        events = [json.loads(line) for line in journal.read_text("utf-8").splitlines()[1:]]
        chosen = [event["roles"] for event in events if event["event"] == "aspired"]
        assert chosen[-1] == ["it-manager", "purchasing-manager"]

    def test_line_by_line_too_reasons_begin_with_what_one_would_choose(
        self, run: Run, tmp_path: Path
    ) -> None:
        pytest.importorskip("pexpect")
        from virtual_terminal import COMMAND, Terminal

        file = tmp_path / "mine.json"
        taken(run, "9", options=("-o", file))
        show = ("history", "show", file, "--plain", "--lang", "en")
        shown = Terminal(*show, program=COMMAND, columns=100, rows=250)
        shown.wait("What next?")
        assert "What you would choose" not in shown.text
        shown.press("1\r")
        shown.wait("What you would choose", "What next?")
        shown.press("\x04")
        assert shown.end() == 0
