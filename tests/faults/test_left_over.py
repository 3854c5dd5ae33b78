"""Faults that had places left to occur in."""

import io
import re
from pathlib import Path

import pytest
from world import CATALOG

from manager_quiz.commands import take as taking
from manager_quiz.records.workshops.folder import make_workshop
from manager_quiz.terminal.screen import open_console
from manager_quiz.wording.interview import introduction_to_choice
from manager_quiz.wording.words import Words
from program import SMALL, Run

DATA = ("--data", SMALL)
SHEET = b"depth-1: 5\ndepth-2: 2\ntalk-1: 3\ntalk-2: 4\nproduct-1: 2\n"


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
def test_no_line_is_broken_where_a_space_says_so(space: str) -> None:
    kept = f"20{space}%"
    for width in range(8, 40):
        console = open_console(file=io.StringIO(), width=width)
        console.print("слово и " * 5 + f"{kept} от д.{space}е. " * 6)
        lines = console.file.getvalue().splitlines()
        assert sum(line.count(kept) for line in lines) == 6, (width, lines)
        assert all(len(line) <= width for line in lines)


def test_a_report_takes_no_place_that_was_taken_meanwhile(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the first question and the result somebody else writes a file of this name."""
    out = tmp_path / "out.md"
    save = taking.save_report

    def late(*args: object, **more: object) -> None:
        out.write_text("precious")
        save(*args, **more)

    monkeypatch.setattr(taking, "save_report", late)
    take = ("take", "--answers", "-", "-o", out, *DATA)
    done = run(*take, stdin=SHEET)
    assert (done.code, out.read_text()) == (0, "precious")
    assert f"the report is {tmp_path / 'out-2.md'}" in done.err
    assert "# " in (tmp_path / "out-2.md").read_text("utf-8")
    out.unlink()
    assert run(*take, "--force", stdin=SHEET).code == 0
    assert out.read_text("utf-8").replace("\r", "") != "precious"


def test_a_form_is_described_with_the_command_that_takes_it(run: Run, tmp_path: Path) -> None:
    told = run("describe", "quick", *DATA).out
    assert "manager-quiztake--formquick--data" + str(SMALL) in "".join(told.split())
    assert "manager-quiz take --form quick\n" in run("describe", "quick", "--plain").out


@pytest.mark.parametrize("minutes", [0.0, 1.0, 5.0])
def test_from_a_number_to_the_same_is_no_range(minutes: float) -> None:
    forms = [form._replace(minutes=minutes) for form in CATALOG.forms]
    (said, *_promises) = introduction_to_choice(Words("en"), forms)
    n = max(int(minutes), 1)
    assert said.startswith(f"It takes about {n} minute")


def test_erasing_speaks_the_workshops_language(run: Run, tmp_path: Path) -> None:
    make_workshop(tmp_path / "day", "День", "quick", "ru", CATALOG, SMALL)
    for args in ((), ("calm-cow-11",), ("--yes",)):
        told = run("workshop", "erase", tmp_path / "day", *args)
        ours = (told.out + told.err).replace(str(tmp_path), "")
        assert re.search("[а-я]{4}", ours)
        assert not re.search(r"(?<![./a-z-])[a-z]{4,}(?![./a-z-])", ours.replace("day", "")), ours


@pytest.mark.parametrize(("term", "warned"), [("dumb", True), ("xterm", False)])
def test_who_joins_is_told_first_where_nothing_can_be_cleared(
    run: Run, tmp_path: Path, term: str, warned: bool
) -> None:
    make_workshop(tmp_path / "day", "Day", "quick", "en", CATALOG, SMALL)
    joined = ("workshop", "join", tmp_path / "day", "--plain", "--once")
    told = run(*joined, tty=True, TERM=term).err
    first = " ".join(told.split())
    assert first.startswith("This terminal can't be cleared") == warned
    assert "can't be cleared" not in run(*joined, TERM="dumb").err
