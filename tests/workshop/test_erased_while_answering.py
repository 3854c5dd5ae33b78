"""Erasing while somebody answers: the counselor is told who, and the person is told in words."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from workshop_people import CATALOG, environment, some_answers, typed

LINES = typed(some_answers(0)).splitlines(keepends=True)


@contextmanager
def answering(tmp_path: Path, folder: Path, lines: int) -> Iterator[subprocess.Popen[str]]:
    """Somebody at the questions, who has typed so many lines; the rest is for the test to type."""
    command = ("workshop", "join", folder, "--once", "--plain")
    quiz = subprocess.Popen(
        [sys.executable, "-m", "manager_quiz", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(tmp_path / "home"),
    )
    assert quiz.stdin is not None
    quiz.stdin.write("".join(LINES[:lines]))
    quiz.stdin.flush()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and _written(folder) < lines - 3:
        time.sleep(0.02)
    yield quiz
    quiz.kill()
    quiz.communicate()


def _written(folder: Path) -> int:
    journals = list((folder / "journals").glob("*/*.jsonl"))
    if journals:
        return journals[0].read_bytes().count(b'"answered"')
    return -2 if list((folder / "journals").glob("*")) else -3


def code_of(folder: Path) -> str:
    (journal,) = (folder / "journals").iterdir()
    return journal.name


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be deleted there")
@pytest.mark.parametrize("whole", [True, False], ids=["workshop", "person"])
def test_who_answers_is_named_and_is_told(program, workshop, tmp_path: Path, whole: bool) -> None:
    with answering(tmp_path, workshop.folder, 12) as quiz:
        code = code_of(workshop.folder)
        asked = program("erase", workshop.folder, *([] if whole else [code]))
        assert asked.returncode == 2
        assert f"not long ago: {code}." in asked.stdout
        erased = program("erase", workshop.folder, *([] if whole else [code]), "--yes")
        assert erased.returncode == 0, erased.stderr
        assert f"not long ago: {code}." in erased.stdout
        out, err = quiz.communicate("".join(LINES[12:]), timeout=60)
    assert quiz.returncode == 0, err
    assert "Your answers have been erased just now" in err
    assert "so this result isn't kept" in err
    assert "No such file" not in err
    assert any(role.name in out for role in CATALOG.roles)
    assert workshop.folder.exists() is not whole
    assert not whole or not list(tmp_path.rglob(f"*{code}*"))
    assert whole or list(workshop.results.iterdir()) == list(workshop.journals.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be deleted there")
def test_nothing_comes_back_where_it_is_erased_before_the_first_question(
    program, workshop, tmp_path: Path
) -> None:
    with answering(tmp_path, workshop.folder, 1) as quiz:
        assert program("erase", workshop.folder, "--yes").returncode == 0
        _out, err = quiz.communicate("".join(LINES[1:]), timeout=60)
    assert re.search("has just been erased", err), err
    assert not workshop.folder.exists()


def test_somebody_who_has_left_long_ago_is_not_named(program, workshop, fill) -> None:
    fill(2)
    erased = program("erase", workshop.folder, "--yes")
    assert "Answering" not in erased.stdout


def test_what_was_written_elsewhere_is_named_and_left(program, workshop, fill, tmp_path) -> None:
    first, second = fill(5)[:2]
    assert program("close", workshop.folder, "--yes").returncode == 0
    written = [tmp_path / name for name in ("group.html", "answers.csv", "forms.html", "gone.csv")]
    for command, file in zip(("report", "export", "paper", "export"), written, strict=True):
        done = program(command, workshop.folder, "-o", file)
        assert done.returncode == 0, done.stderr
    written.pop().unlink()

    one = program("erase", workshop.folder, first, "--yes")
    assert one.returncode == 0, one.stderr
    assert [str(file) in one.stdout for file in written] == [False, True, False]
    whole = program("erase", workshop.folder, "--yes")
    assert whole.returncode == 0, whole.stderr
    named = whole.stdout.split("outside its folder")[1]
    assert [str(file) in named for file in written] == [True] * 3
    assert "gone.csv" not in whole.stdout
    assert all(file.exists() for file in written)
    assert second in written[1].read_text("utf-8")
    assert not workshop.folder.exists()
