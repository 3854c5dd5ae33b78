"""Plain mode and the ways an interview begins, by lines that are typed or piped in."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from sample import CONTENT

from manager_quiz.catalog.load import load_catalog
from manager_quiz.interview import Answered, Started
from manager_quiz.records.journal import header_for, new_journal, unfinished_journals

RUNNER = Path(__file__).parent / "runner.py"
STRAIGHT = ["4", "3", "2", "5", "1", "5", "5"]
ANSWERS = {
    "dough": 4,
    "crust": 3,
    "kitchen": "b",
    "packet": 5,
    "crumbs": 1,
    "flour": 5,
    "salt": 5,
}


class Ran(NamedTuple):
    code: int
    said: str
    answers: dict[str, int | str] | None


def take(
    journals: Path | None,
    *typed: str,
    form: str | None = "full",
    language: str = "en",
    data: Path = CONTENT,
    plain: bool = True,
    **environment: str,
) -> Ran:
    """Takes the interview with these lines typed, then the end of the input."""
    command = [sys.executable, RUNNER, "--data", data, "--lang", language]
    command += ["--form", form] if form else []
    command += ["--journals", journals] if journals else []
    command += ["--plain"] if plain else []
    done = subprocess.run(
        [str(part) for part in command],
        input="".join(f"{line}\n" for line in typed).encode(),
        capture_output=True,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        timeout=60,
        check=False,
    )
    printed = re.search(r"DONE (\{.*\})", done.stdout.decode())
    answers = json.loads(printed[1])["answers"] if printed else None
    return Ran(done.returncode, done.stderr.decode(), answers)


def stopped_after(journals: Path, *typed: str) -> None:
    assert take(journals, *typed).code == 130


@pytest.mark.parametrize("plain", [True, False])
def test_answers_can_be_piped_in(journals: Path, plain: bool) -> None:
    ran = take(journals, *STRAIGHT, "", plain=plain)

    assert (ran.code, ran.answers) == (0, ANSWERS)
    assert list(journals.iterdir()) == []


def test_answers_that_end_with_the_last_question_are_enough(journals: Path) -> None:
    assert take(journals, *STRAIGHT).answers == ANSWERS


@pytest.mark.parametrize("end", ["\r", " ", "\t\r"])
def test_lines_are_taken_as_windows_and_other_programs_write_them(journals: Path, end: str) -> None:
    first, *others = (f"{line}{end}" for line in STRAIGHT)
    assert take(journals, f"\ufeff{first}", *others).answers == ANSWERS


def test_a_wrong_answer_is_answered_with_the_choices(journals: Path) -> None:
    said = take(journals, "9", *STRAIGHT).said
    question = said[: said.index("Question 2 of 7")]
    assert question.count("1. Never") == question.count("5. Always") == 2


@pytest.mark.parametrize("language", ["en", "ru"])
def test_input_that_ends_in_the_middle_is_kept_and_that_is_said(
    journals: Path, language: str
) -> None:
    ran = take(journals, *STRAIGHT[:3], language=language)
    kept = {"en": "3 of 7 answers are kept", "ru": "Сохранено ответов: 3 из 7"}
    assert ran.code == 130
    assert kept[language] in ran.said
    (left,) = unfinished_journals(journals)
    assert len([event for event in left.events if isinstance(event, Answered)]) == 3


@pytest.mark.parametrize("language", ["en", "ru"])
def test_nothing_is_drawn(journals: Path, language: str) -> None:
    every_word = ["4", "help", "back", "9", "", "skip", "2", "2", "1", "1", "1", "1", "list", "2"]
    ran = take(journals, *every_word, "3", "", form=None, language=language)
    quick = take(journals, "2", *every_word, "3", "", form=None, language=language)

    for said in (ran.said, quick.said):
        assert said.count("\n") > 10
        odd = {each for each in said if not each.isprintable() and each != "\n"}
        drawn = {each for each in said if "\u2190" <= each <= "\u28ff"}
        assert (odd, drawn) == (set(), set())


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("asked_by", [{"ACCESSIBLE": "1"}, {"TERM": "dumb"}])
def test_in_a_terminal_too_not_one_escape_is_sent(journals: Path, asked_by: dict[str, str]) -> None:
    from virtual_terminal import Terminal

    terminal = Terminal("--data", CONTENT, "--journals", journals, **asked_by)
    terminal.wait("Which form would you like?")
    terminal.press("1\r", "help\r", "4\r", "3\r", "2\r")
    terminal.wait("That was the last question. 3 of 3 answered.")
    terminal.press("\r")

    assert terminal.end() == 0
    assert b"\x1b" not in terminal.raw


def test_everything_a_person_needs_is_said(journals: Path) -> None:
    said = take(journals, "4").said

    assert "7 questions, about 2 minutes." in said
    assert "Your answers aren't sent anywhere." in said
    assert "not for selecting people" in said
    assert "How often is that so?" in said
    assert "You can also type back, skip, help or quit." in said
    assert "Question 1 of 7, about 2 minutes left.\nI knead the dough by hand.\n1. Never\n" in said


@pytest.mark.parametrize("back", ["back", "назад", "BACK", " Назад "])
@pytest.mark.parametrize("skip", ["skip", "пропустить", "дальше"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_words_of_both_languages_are_understood(back: str, skip: str, language: str) -> None:
    ran = take(None, "1", skip, back, "2", *STRAIGHT[2:], language=language)

    assert ran.answers == {**ANSWERS, "dough": 1, "crust": 2}


@pytest.mark.parametrize("leave", ["quit", "выход"])
def test_leaving_by_a_word_keeps_the_answers(journals: Path, leave: str) -> None:
    ran = take(journals, "4", leave)

    assert ran.code == 130
    assert "Stopped. 1 of 7 answers are kept." in ran.said
    assert len(unfinished_journals(journals)) == 1


def test_going_back_says_the_earlier_answer_and_enter_keeps_it() -> None:
    ran = take(None, "4", "back", "", *STRAIGHT[1:])

    assert "Your answer so far: 4. Press Enter to leave it." in ran.said
    assert ran.answers == ANSWERS


@pytest.mark.parametrize("nonsense", ["0", "6", "-1", "1e0", "٣", "four", "", "\0", "9" * 5000])
def test_nonsense_is_never_an_answer(nonsense: str) -> None:
    assert take(None, nonsense, *STRAIGHT).answers == ANSWERS


def test_bytes_that_are_no_text_are_never_an_answer() -> None:
    done = subprocess.run(
        [sys.executable, RUNNER, "--data", CONTENT, "--form", "full", "--plain"],
        input=b"\xff\xfe\x80\n" + "".join(f"{line}\n" for line in STRAIGHT).encode(),
        capture_output=True,
        timeout=60,
        check=True,
    )

    assert json.loads(done.stdout.decode().removeprefix("DONE "))["answers"] == ANSWERS


def test_any_answer_can_be_changed_in_the_end() -> None:
    ran = take(None, "1", "skip", *STRAIGHT[2:], "2", "3", "1", "4", "")

    assert "Not answered:\n2. I listen to the crust of a fresh loaf. not answered" in ran.said
    assert ran.answers == ANSWERS


def test_an_unfinished_quiz_is_offered_and_gone_on_with(journals: Path) -> None:
    stopped_after(journals, "4", "3", "2")

    ran = take(journals, "1", *STRAIGHT[3:], form=None)

    assert "an unfinished quiz: Full, 3 of 7 answered, less than a minute ago." in ran.said
    assert "1. Go on with question 4" in ran.said
    assert ran.answers == ANSWERS
    assert list(journals.iterdir()) == []


def test_the_offer_says_how_old_it_is(journals: Path) -> None:
    stopped_after(journals, "4")
    (file,) = journals.iterdir()
    then = file.stat().st_mtime - 2 * 86_400 - 60
    os.utime(file, (then, then))

    assert "2 days ago" in take(journals).said
    assert "2 дня назад" in take(journals, language="ru").said


def test_starting_again_forgets_the_earlier_answers(journals: Path) -> None:
    stopped_after(journals, "1", "1")

    ran = take(journals, "2", *STRAIGHT, form=None)

    assert ran.answers == ANSWERS
    assert list(journals.iterdir()) == []


def test_throwing_away_leaves_nothing(journals: Path) -> None:
    stopped_after(journals, "1", "1")

    ran = take(journals, "3")

    assert (ran.code, ran.answers) == (0, None)
    assert list(journals.iterdir()) == []


def test_leaving_the_offer_keeps_the_answers(journals: Path) -> None:
    stopped_after(journals, "1", "1")

    assert take(journals).code == 130
    assert "2 of 7 answered" in take(journals).said


def test_another_form_is_not_offered(journals: Path) -> None:
    stopped_after(journals, "1", "1")

    assert take(journals, "1", "1", "1", form="quick").answers is not None
    assert len(unfinished_journals(journals)) == 1


def test_a_quiz_that_is_being_taken_is_not_offered(journals: Path) -> None:
    catalog = load_catalog(CONTENT)
    running = new_journal(journals, header_for(catalog, catalog.form_by_id["full"]))
    running.append(Started(0))
    running.append(Answered("dough", 1, 1))

    assert take(journals, *STRAIGHT).answers == ANSWERS
    assert [running.path] == list(journals.iterdir())
    running.close()


def changed_content(folder: Path, old: str, new: str) -> Path:
    folder.mkdir()
    for name in ("questions.yaml", "roles.yaml"):
        text = (CONTENT / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return folder


def test_another_wording_keeps_every_answer(journals: Path, tmp_path: Path) -> None:
    stopped_after(journals, "4", "3", "2")
    changed = changed_content(tmp_path / "new", "I knead the dough by", "I knead my dough by")

    ran = take(journals, "1", *STRAIGHT[3:], data=changed)

    assert "have changed" not in ran.said
    assert ran.answers == ANSWERS


def test_answers_to_questions_that_mean_something_else_now_are_asked_again(
    journals: Path, tmp_path: Path
) -> None:
    stopped_after(journals, "4", "3", "2")
    changed = changed_content(
        tmp_path / "new", "  - id: crust\n", "  - id: crust\n    reverse: true\n"
    )

    offered = take(journals, data=changed).said
    assert "The questions have changed since then. Answers that still count: 2." in offered
    assert "Go on with question 2" in offered
    stopped = take(journals, "1", "1", data=changed)
    assert "Question 4 of 7" in stopped.said
    ran = take(journals, "1", *STRAIGHT[3:], data=changed)
    assert ran.answers == {**ANSWERS, "crust": 1}
    assert list(journals.iterdir()) == []


def test_answers_to_questions_that_are_gone_offer_nothing(journals: Path, tmp_path: Path) -> None:
    stopped_after(journals, "4")
    changed = changed_content(tmp_path / "new", "dough", "batter")

    assert take(journals, *STRAIGHT, data=changed).answers is not None
    assert len(unfinished_journals(journals)) == 1


def test_a_damaged_line_is_said_and_only_its_answer_is_asked_again(journals: Path) -> None:
    stopped_after(journals, *STRAIGHT[:4])
    (file,) = journals.iterdir()
    lines = file.read_bytes().split(b"\n")
    lines[3] = b"#" + lines[3]
    file.write_bytes(b"\n".join(lines))

    ran = take(journals, "1", *STRAIGHT[4:], "2", "3", "")

    assert "Damaged lines of its file that can't be read: 4. The rest is kept." in ran.said
    assert ran.answers == ANSWERS


def test_an_unreadable_journal_is_said_and_left_alone(journals: Path) -> None:
    stopped_after(journals, "4")
    (file,) = journals.iterdir()
    file.write_bytes(b"#" + file.read_bytes())

    ran = take(journals, *STRAIGHT)

    assert str(file) in ran.said
    assert ran.answers == ANSWERS
    assert file.exists()


def test_an_answer_edited_to_nonsense_is_asked_again(journals: Path) -> None:
    stopped_after(journals, "4", "3")
    (file,) = journals.iterdir()
    file.write_bytes(file.read_bytes().replace(b'"answer": 3', b'"answer": 99'))

    ran = take(journals, "1", *STRAIGHT[1:])

    assert ran.answers == ANSWERS


def test_a_disk_that_cannot_be_written_is_said_once_and_the_quiz_goes_on(journals: Path) -> None:
    journals.parent.mkdir()
    journals.touch()

    ran = take(journals, *STRAIGHT)

    assert ran.said.count("Your answers can't be saved to disk") == 1
    assert ran.answers == ANSWERS
    assert "The answers are not kept" in take(journals, "1").said


def test_without_a_folder_nothing_is_kept_or_said_about_it() -> None:
    ran = take(None, *STRAIGHT)

    assert ran.answers == ANSWERS
    assert "disk" not in ran.said


def test_stopping_before_the_first_answer_leaves_nothing(journals: Path) -> None:
    ran = take(journals)

    assert ran.code == 130
    assert ran.said.endswith("\nStopped.\n")
    assert list(journals.iterdir()) == []


def test_plain_mode_never_loads_what_draws() -> None:
    code = (
        "import sys; sys.argv = ['x', '--data', sys.argv[1], '--form', 'quick', '--plain'];"
        "import runner; runner.main();"
        "print(sorted({'prompt_toolkit', 'questionary', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(CONTENT)],
        input=b"1\n1\n1\n",
        capture_output=True,
        cwd=RUNNER.parent,
        check=True,
        timeout=60,
    )

    assert done.stdout.decode().splitlines()[-1] == "[]"
