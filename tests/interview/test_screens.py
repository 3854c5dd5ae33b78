"""The interview as a person sees it, in a real terminal."""

import json
import random
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pexpect")
if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from sample import CONTENT
from virtual_terminal import (
    BACKSPACE,
    CTRL_C,
    CTRL_D,
    DOWN,
    ENTER,
    ESCAPE,
    LEFT,
    RIGHT,
    UP,
    Terminal,
)

from manager_quiz.catalog.model import Catalog
from manager_quiz.interview import Answered
from manager_quiz.records.journal import unfinished_journals

HOME, END, PAGE_UP, PAGE_DOWN = "\x1b[H", "\x1b[F", "\x1b[5~", "\x1b[6~"
Open = Callable[..., Terminal]
SIZES = [(80, 24), (40, 15), (200, 60)]
FIRST = {
    "en": ("Question 1 of 7", "I knead the dough by hand.", "1 Never", "5 Always", "? help"),
    "ru": ("Вопрос 1 из 7", "Я замешиваю тесто руками.", "1 Никогда", "5 Всегда", "? справка"),
}
CHOICE = {"en": "Which form would you like?", "ru": "Какую анкету выбираете?"}


@pytest.fixture
def open_terminal(journals: Path) -> Iterator[Open]:
    opened: list[Terminal] = []

    def open_one(*args: object, form: str | None = "full", **extra: Any) -> Terminal:
        chosen = ["--form", form] if form else []
        terminal = Terminal("--data", CONTENT, "--journals", journals, *chosen, *args, **extra)
        opened.append(terminal)
        return terminal

    yield open_one
    for terminal in opened:
        terminal.process.close(force=True)


def outcome(terminal: Terminal) -> dict[str, int | str]:
    """The answers that the interview ended with."""
    assert terminal.end() == 0
    printed = re.search(r"DONE (\{.*\})", terminal.raw.decode(errors="replace"))
    assert printed is not None
    answers: dict[str, int | str] = json.loads(printed[1])["answers"]
    return answers


@pytest.mark.parametrize(("columns", "rows"), SIZES)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_first_question_is_all_there_at_any_size(
    open_terminal: Open, language: str, columns: int, rows: int
) -> None:
    terminal = open_terminal("--lang", language, columns=columns, rows=rows)

    terminal.wait(*FIRST[language])


@pytest.mark.parametrize(("columns", "rows"), SIZES)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_before_everything_it_says_how_long_and_what_for(
    open_terminal: Open, language: str, columns: int, rows: int
) -> None:
    said = {
        "en": ("1 to 2 minutes", "aren't sent anywhere", "not for selecting people"),
        "ru": ("от 1 до 2 минут", "никуда не отправляются", "для отбора людей не годится"),
    }
    terminal = open_terminal("--lang", language, form=None, columns=columns, rows=rows)

    terminal.wait(*said[language], CHOICE[language])
    terminal.press("1")
    terminal.wait({"en": "Question 1 of 3", "ru": "Вопрос 1 из 3"}[language])


def test_with_a_form_given_the_first_question_says_it(open_terminal: Open) -> None:
    terminal = open_terminal()

    terminal.wait("7 questions, about 2 minutes", "aren't sent anywhere", "not for selecting")
    terminal.press("1")
    terminal.wait("Question 2 of 7")
    assert "selecting" not in terminal.words


def test_one_key_an_answer(open_terminal: Open) -> None:
    terminal = open_terminal()
    terminal.wait("Question 1 of 7")
    terminal.press(*"4325155")
    terminal.wait("Look over your answers", "7 of 7 answered")
    terminal.press(ENTER)

    expected = {"dough": 4, "crust": 3, "kitchen": "b", "packet": 5, "crumbs": 1}
    assert outcome(terminal) == {**expected, "flour": 5, "salt": 5}


def test_arrows_and_enter_work_too_and_a_stray_enter_answers_nothing(open_terminal: Open) -> None:
    terminal = open_terminal()
    terminal.wait("Question 1 of 7")
    terminal.press(ENTER, ENTER, DOWN, DOWN, ENTER)
    terminal.wait("Question 2 of 7")
    terminal.press(UP, ENTER)
    terminal.wait("Question 3 of 7")
    terminal.press(LEFT, LEFT)

    terminal.wait("Question 1 of 7", "Rarely (your answer)")


@pytest.mark.parametrize("back", [LEFT, BACKSPACE, ESCAPE])
def test_back_shows_the_earlier_answer_and_keeps_it(open_terminal: Open, back: str) -> None:
    terminal = open_terminal()
    terminal.wait("Question 1 of 7")
    terminal.press("4")
    terminal.wait("Question 2 of 7")
    terminal.press(back)
    terminal.wait("Question 1 of 7", "Often (your answer)")
    terminal.press(RIGHT)
    terminal.wait("Question 2 of 7")
    terminal.press("3")
    terminal.wait("Question 3 of 7")
    terminal.settle()
    terminal.press(back)
    terminal.wait("Question 2 of 7", "Sometimes (your answer)")


def test_escape_does_not_make_anybody_wait(open_terminal: Open) -> None:
    terminal = open_terminal()
    terminal.wait("Question 1 of 7")
    terminal.press("4")
    terminal.wait("Question 2 of 7")
    pressed = time.monotonic()
    terminal.press(ESCAPE)
    terminal.wait("Question 1 of 7")

    assert time.monotonic() - pressed < 0.5


@pytest.mark.parametrize("skip", [" ", "s", "S", "ы", "Ы"])
def test_a_question_can_be_skipped(open_terminal: Open, skip: str) -> None:
    terminal = open_terminal()
    terminal.wait("Question 1 of 7")
    terminal.press(skip)
    terminal.wait("Question 2 of 7")
    terminal.press(LEFT)

    terminal.wait("Question 1 of 7", "You skipped this question.")


def test_anything_else_does_nothing(open_terminal: Open, journals: Path) -> None:
    terminal = open_terminal()
    terminal.wait("Question 1 of 7")
    terminal.press("йцукенгшщзхъфвапролджэячсмитьбю", "ЙЦУКЕНГШЩЗХЪ", "qwertyuiopadfghjklzxcvbnm")
    terminal.press(
        "067890", "\t", "\x1a", "\x1c", "-+!", "\N{GRINNING FACE}", "\x1b[200~123\x1b[201~"
    )
    # Keys that prompt_toolkit has no name for, a mouse, an answer about colours, and Alt+3.
    for sequence in ("\x1b[25;5;1~", "\x1b[<0;12;3M", "\x1b]11;rgb:1111/2222/3333\x07", "\x1b3"):
        terminal.press(sequence)
        terminal.settle(0.2)

    terminal.wait("Question 1 of 7")
    terminal.press("2")
    terminal.wait("Question 2 of 7")
    terminal.press(CTRL_C)
    assert terminal.end() == 130
    answers = [e for e in unfinished_journals(journals)[0].events if isinstance(e, Answered)]
    assert [(event.item, event.answer) for event in answers] == [("dough", 2)]


@pytest.mark.parametrize("key", ["?", ","])
def test_help_explains_and_any_key_leaves_it_without_answering(
    open_terminal: Open, key: str
) -> None:
    terminal = open_terminal()
    terminal.wait("Question 1 of 7")
    terminal.press(key)
    terminal.wait("This is a statement about you.", "skip the question", "Ctrl-C, Ctrl-D")
    terminal.press("3")

    terminal.wait("Question 1 of 7", "1 Never")
    assert "statement about you" not in terminal.words


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
@pytest.mark.parametrize(
    ("language", "stopped", "offer"),
    [
        ("en", "Stopped. 2 of 7 answers are kept.", "Go on with question 3"),
        ("ru", "Опрос прерван. Сохранено ответов: 2 из 7.", "Продолжить с вопроса 3"),
    ],
)
def test_stopping_is_polite_and_the_next_take_goes_on(
    open_terminal: Open, key: str, language: str, stopped: str, offer: str
) -> None:
    terminal = open_terminal("--lang", language)
    terminal.wait(*FIRST[language])
    terminal.press("4", "2", key)
    assert terminal.end() == 130
    assert stopped in terminal.words

    again = open_terminal("--lang", language, form=None)
    again.wait(offer, {"en": "less than a minute ago", "ru": "меньше минуты назад"}[language])
    again.press("1", "3", *"1111")
    again.wait({"en": "7 of 7 answered", "ru": "Ответов: 7 из 7"}[language])
    again.press(ENTER)
    assert outcome(again)["crust"] == 2


def test_an_interrupt_from_outside_stops_politely_too(open_terminal: Open) -> None:
    terminal = open_terminal()
    terminal.wait("Question 1 of 7")
    terminal.press("4")
    terminal.wait("Question 2 of 7")
    terminal.process.kill(signal.SIGINT)

    assert terminal.end() == 130
    assert "Stopped. 1 of 7 answers are kept." in terminal.words


def test_a_closed_window_loses_nothing(open_terminal: Open) -> None:
    terminal = open_terminal()
    terminal.wait("Question 1 of 7")
    terminal.press("4", "2")
    terminal.wait("Question 3 of 7")
    terminal.process.close(force=True)

    open_terminal().wait("2 of 7 answered", "Go on with question 3")


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_the_choice_of_a_form_can_be_left(open_terminal: Open, key: str, journals: Path) -> None:
    terminal = open_terminal(form=None)
    terminal.wait("Which form would you like?")
    terminal.press(key)

    assert terminal.end() == 130
    assert "Traceback" not in terminal.words
    assert not journals.exists()


def test_a_long_situation_scrolls_in_a_small_window(open_terminal: Open) -> None:
    terminal = open_terminal(columns=40, rows=15)
    terminal.wait("Question 1 of 7")
    terminal.press("1", "1")
    terminal.wait("On a Sunday morning", "more below")
    terminal.press(DOWN)
    terminal.wait("› 1 Give everybody", "more above")
    terminal.press(DOWN, DOWN)
    terminal.wait("› 3 Sit down", "without an oven.")
    terminal.press("\x1b[5~", "\x1b[5~")
    terminal.wait("On a Sunday morning")


def test_it_follows_the_window_as_that_changes(open_terminal: Open) -> None:
    terminal = open_terminal()
    terminal.wait(*FIRST["en"])
    for columns, rows in [(40, 15), (200, 60), (12, 4), (1, 1), (80, 24)]:
        terminal.resize(columns, rows)
        terminal.settle()
        assert terminal.process.isalive()

    terminal.wait(*FIRST["en"])
    terminal.press("2")
    terminal.wait("Question 2 of 7")


def test_the_review_shows_what_is_open_and_lets_any_answer_be_changed(open_terminal: Open) -> None:
    terminal = open_terminal()
    terminal.wait("Question 1 of 7")
    terminal.press("1", " ", *"12345")
    terminal.wait("6 of 7 answered", "Not answered 2 I listen", "Answered 1 I knead")
    terminal.press(DOWN, ENTER)
    terminal.wait("Question 2 of 7")
    terminal.press("5")
    terminal.wait("7 of 7 answered", "› 2 I listen")
    terminal.press(UP, ENTER)
    terminal.wait("Question 1 of 7", "Never (your answer)")
    terminal.press("2")
    terminal.wait("7 of 7 answered", "› 1 I knead")
    terminal.press(HOME, ENTER)

    answers = outcome(terminal)
    assert (answers["dough"], answers["crust"], answers["salt"]) == (2, 5, 5)


def test_the_review_is_gone_through_by_pages_and_to_both_ends(open_terminal: Open) -> None:
    terminal = open_terminal()
    terminal.wait("Question 1 of 7")
    terminal.press(*"1212345")
    terminal.wait("7 of 7 answered", "› Show the result")
    terminal.press(END)
    terminal.wait("› 7 ")
    terminal.press(PAGE_UP)
    terminal.wait("› Show the result")
    terminal.press(PAGE_DOWN)
    terminal.wait("› 7 ")
    terminal.press(HOME)
    terminal.wait("› Show the result")


def test_what_is_still_open_is_answered_one_after_another(open_terminal: Open) -> None:
    terminal = open_terminal()
    terminal.wait("Question 1 of 7")
    terminal.press("1", " ", "1", " ", *"345")
    terminal.wait("5 of 7 answered")
    terminal.press(DOWN, ENTER)
    terminal.wait("Question 2 of 7")
    terminal.press("5")
    terminal.wait("6 of 7 answered", "› 4 ")
    terminal.press(ENTER)
    terminal.wait("Question 4 of 7")
    terminal.press(ESCAPE)
    terminal.wait("6 of 7 answered", "› 4 ")


def test_nothing_flickers(open_terminal: Open) -> None:
    terminal = open_terminal()
    terminal.wait("Question 1 of 7")
    terminal.settle()
    drawn = len(terminal.raw)
    terminal.press("3")
    terminal.wait("Question 2 of 7")
    terminal.settle()

    assert b"\x1b[2J" not in terminal.raw[drawn:]
    assert len(terminal.raw) - drawn < 2000


def test_no_color_is_respected(open_terminal: Open) -> None:
    terminal = open_terminal(NO_COLOR="1")
    terminal.wait("Question 1 of 7")
    terminal.press("3")
    terminal.wait("Question 2 of 7")

    assert re.search(rb"\x1b\[[0-9;]*(3[0-8]|4[0-8]|9[0-7])[;m]", terminal.raw) is None


def test_a_disk_that_cannot_be_written_is_said_once(open_terminal: Open, journals: Path) -> None:
    journals.parent.mkdir()
    journals.touch()
    terminal = open_terminal()
    terminal.wait("Question 1 of 7", "Your answers can't be saved to disk")
    terminal.press("1")
    terminal.wait("Question 2 of 7")
    assert "saved to disk" not in terminal.words
    terminal.press(*"211111")
    terminal.wait("7 of 7 answered")
    terminal.press(ENTER)

    assert outcome(terminal)["crust"] == 2


def test_ten_thousand_random_bytes_do_no_harm(
    open_terminal: Open, journals: Path, catalog: Catalog
) -> None:
    chance = random.Random(20261123)
    # Ctrl-C and Ctrl-D stop; Ctrl-\\ and Ctrl-Z are the system's once an interview is finished.
    known = {3, 4, 0x1A, 0x1C}
    noise = bytes(chance.choice(sorted(set(range(256)) - known)) for _ in range(10_000))
    terminal = open_terminal()
    terminal.wait("Question 1 of 7")
    for start in range(0, len(noise), 250):
        terminal.process.send(noise[start : start + 250])
        terminal.settle(0.02)
        if not terminal.process.isalive():
            _check(catalog, outcome(terminal))
            terminal = open_terminal()
            terminal.wait("Question 1 of 7")
    terminal.settle()
    if terminal.process.isalive():
        terminal.press(CTRL_C)
        terminal.end()

    assert "Traceback" not in terminal.words
    for left in unfinished_journals(journals):
        said = [event for event in left.events if isinstance(event, Answered)]
        assert said
        for event in said:
            _check(catalog, {event.item: event.answer})


def _check(catalog: Catalog, answers: dict[str, int | str]) -> None:
    assert all(catalog.item_by_id[id].choice(given) is not None for id, given in answers.items())
