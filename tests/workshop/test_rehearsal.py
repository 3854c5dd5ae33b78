"""A whole workshop: thirty people, nearly all at once, with all that goes wrong in a room."""

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from workshop_people import environment, some_answers, typed

from room import all_at_once

PEOPLE = 30


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process as only POSIX can")
def test_a_workshop_from_opening_to_erasing(tmp_path: Path, program) -> None:
    opened = program("open", "Career day", "--form", "quick", "--lang", "en")
    assert opened.returncode == 0, opened.stderr
    assert "manager-quiz workshop join career-day" in opened.stdout
    folder = tmp_path / "career-day"

    crashed, pin = _killed_in_the_middle(tmp_path, folder)
    assert "1 is in progress" in program("board", "career-day", "--once", "--plain").stdout

    runs = all_at_once(folder, range(1, PEOPLE), tmp_path / "home")
    assert [run.code for run in runs] == [0] * (PEOPLE - 1), runs[0].err
    codes = [re.findall(r"Your code: ([a-z]+-[a-z]+-\d\d)", run.err)[0] for run in runs]
    assert len(set(codes)) == PEOPLE - 1

    # The one who was thrown out comes back, and goes on with the code and all answers.
    rest = typed(some_answers(0)).split("\n")[3:][12:]
    again = program(
        "join", "career-day", "--once", "--plain", stdin="\n".join([crashed, pin, "1", *rest])
    )
    assert again.returncode == 0, again.stderr
    assert "12 of 39 answered" in again.stderr
    codes.append(crashed)

    results = folder / "results"
    assert {file.stem for file in results.iterdir()} == set(codes)
    assert list((folder / "journals").iterdir()) == []
    answers = json.loads((results / f"{crashed}.json").read_bytes())["answers"]
    assert answers == some_answers(0)

    shutil.copy(results / f"{codes[0]}.json", results / f"{codes[0]} (1).json")
    (results / "calm-cow-11.json").write_text('{"schema": "manager-quiz/re')

    assert program("close", "career-day").returncode == 0
    report = program("report", "career-day", "-o", "career-day/group.html")
    assert report.returncode == 0
    assert "30 have finished" in (folder / "group.html").read_text("utf-8")
    assert f"{codes[0]} (1).json" in report.stderr
    assert "calm-cow-11.json" in report.stderr
    private = program("report", "career-day", "--private", "-o", "career-day/own.md")
    assert private.returncode == 0
    assert all(code in (folder / "own.md").read_text("utf-8") for code in codes)
    assert not any(code in (folder / "group.html").read_text("utf-8") for code in codes)

    handouts = program("handouts", "career-day")
    assert handouts.returncode == 0, handouts.stderr
    names = {file.name for file in (folder / "handouts").iterdir()}
    assert names == {*(f"{code}.html" for code in codes), "all.html"}

    rows = list(csv.DictReader(io.StringIO(program("export", "career-day").stdout)))
    assert {row["id"] for row in rows} == set(codes)
    (own,) = (row for row in rows if row["id"] == crashed)
    assert {item: own[item] for item in answers} == {
        item: str(answer) for item, answer in some_answers(0).items()
    }

    erased = program("erase", "career-day", "--yes")
    assert erased.returncode == 0, erased.stderr
    assert [file.name for file in folder.iterdir()] == ["group.html"]
    assert "group.html" in erased.stdout
    assert not _anything_names(tmp_path, codes)


def _killed_in_the_middle(tmp_path: Path, folder: Path) -> tuple[str, str]:
    """Somebody's machine dies after twelve answers; the code and the PIN they had."""
    quiz = subprocess.Popen(
        [sys.executable, "-m", "manager_quiz", "workshop", "join", folder, "--once", "--plain"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path / "home"),
    )
    assert quiz.stdin is not None
    quiz.stdin.write(typed(some_answers(0), last=12).encode())
    quiz.stdin.flush()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        journals = list((folder / "journals").glob("*/*.jsonl"))
        if journals and journals[0].read_bytes().count(b'"answered"') == 12:
            break
        time.sleep(0.05)
    os.kill(quiz.pid, signal.SIGKILL)
    quiz.wait()
    quiz.stdin.close()
    assert quiz.stderr is not None
    (pin,) = re.findall(rb"Your PIN: (\d{4})", quiz.stderr.read())
    quiz.stderr.close()
    return journals[0].parent.name, pin.decode()


def _anything_names(place: Path, codes: list[str]) -> list[Path]:
    return [
        file
        for file in place.rglob("*")
        if any(
            code in file.name or (file.is_file() and code.encode() in file.read_bytes())
            for code in codes
        )
    ]
