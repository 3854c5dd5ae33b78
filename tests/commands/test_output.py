"""`-o/--output`: one name for a file that is written, and no file is lost by it."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pexpect
import pytest

from manager_quiz.commands.app import COMMANDS, Late
from program import SMALL, Run

ANSWERS = "depth-1: 5\ndepth-2: 2\ntalk-1: 3\ntalk-2: 4\nproduct-1: 2\n"
WRITING = {
    "take": ("take", "--answers", "sheet.yaml", "--data", SMALL),
    "history export": ("history", "export", "taken.json", "--data", SMALL),
    "workshop report": ("workshop", "report", "day"),
    "workshop export": ("workshop", "export", "day"),
    "describe": ("describe", "hr-manager", "--data", SMALL),
    "audit": ("audit", "--people", "100", "--form", "quick", "--data", SMALL),
}
ENDING = {"workshop export": "CSV", "describe": "MD"}
OTHERS = {"score", "stats", "columns", "paper", "workshop paper", "workshop codes"}
"""These write too, and are tested with the sheets that they read or print."""


def commands(parts: Mapping[str, Late], *before: str) -> Iterator[tuple[str, ...]]:
    for name, part in parts.items():
        yield (*before, name)
        yield from commands(part.parts, *before, name)


@pytest.fixture(autouse=True)
def folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with everything that the commands read."""
    monkeypatch.chdir(tmp_path)
    Path("sheet.yaml").write_text(ANSWERS, "utf-8")
    assert run(*WRITING["take"], "-o", "taken.json").code == 0
    assert run("workshop", "open", "Day", "--data", SMALL, "--form", "quick").code == 0
    assert run("workshop", "close", "day").code == 0
    return tmp_path


def target(name: str) -> Path:
    """A file that the command may write, its ending in capitals."""
    return Path(f"written.{ENDING.get(name, 'JSON')}")


def test_every_command_that_writes_a_file_calls_it_so_and_can_be_forced(run: Run) -> None:
    writing = set()
    for command in commands(COMMANDS):
        shown = run(*command, "--help").out
        assert "--save" not in shown
        assert ("--output" in shown) == ("-o, " in shown)
        if "--output" in shown:
            writing.add(" ".join(command))
            assert "--force" in shown
    assert writing - OTHERS == set(WRITING)


@pytest.mark.parametrize("name", WRITING)
def test_a_file_that_is_there_is_kept_unless_it_is_forced(run: Run, name: str) -> None:
    file = target(name)
    file.write_text("mine", "utf-8")
    refused = run(*WRITING[name], "-o", file)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == f"{file} is there already; --force replaces it\n"
    assert file.read_text("utf-8") == "mine"
    assert run(*WRITING[name], "-o", file, "--force").code == 0
    assert file.read_text("utf-8") != "mine"


@pytest.mark.parametrize("name", WRITING)
def test_where_it_cannot_be_written_is_said_before_the_work(run: Run, name: str) -> None:
    file = target(name)
    nowhere = run(*WRITING[name], "-o", Path("nowhere") / file)
    assert (nowhere.code, nowhere.out) == (2, "")
    assert nowhere.err == f"There is no folder {Path('nowhere').absolute()}\n"
    file.mkdir()
    taken = run(*WRITING[name], "-o", file, "--force")
    assert (taken.code, taken.out) == (2, "")
    assert taken.err == f"{file} is a folder; name a file\n"


@pytest.mark.parametrize("name", WRITING)
@pytest.mark.parametrize(("answer", "code"), [("yes", 0), ("no", 1), ("", 1)])
def test_at_a_terminal_it_is_asked_before_the_work(name: str, answer: str, code: int) -> None:
    file = target(name)
    file.write_text("mine", "utf-8")
    args = ["-m", "manager_quiz", *map(str, WRITING[name]), "-o", str(file)]
    with pexpect.spawn(sys.executable, args, timeout=30, encoding="utf-8") as typed:
        typed.expect_exact("is there already. Replace it? (yes/no)")
        assert typed.before == f"{file} "
        typed.sendline(answer)
        typed.expect_exact(pexpect.EOF)
    assert typed.exitstatus == code
    assert (file.read_text("utf-8") == "mine") == bool(code)


def test_what_is_read_is_never_what_is_written(run: Run) -> None:
    answers = Path("answers.json")
    answers.write_bytes(Path("taken.json").read_bytes())
    commands = (
        ("take", "--answers", answers, "--data", SMALL),
        ("history", "export", answers, "--data", SMALL),
    )
    before = answers.read_bytes()
    for command in commands:
        outcome = run(*command, "-o", answers, "--force")
        assert (outcome.code, outcome.out) == (2, "")
        assert "is what is read" in outcome.err
    assert answers.read_bytes() == before


def test_the_earlier_name_leads_to_this_one(run: Run) -> None:
    outcome = run(*WRITING["take"], "--save", "result.html")
    assert outcome.code == 2
    assert "There is no option --save. Did you mean: --output?" in outcome.err


@pytest.mark.parametrize("ending", ["HTML", "md", "Txt", "json"])
def test_an_audit_is_written_in_every_format(run: Run, ending: str) -> None:
    file = Path(f"audit.{ending}")
    outcome = run(*WRITING["audit"], "-o", file)
    assert (outcome.code, outcome.out) == (0, "")
    told = file.read_text("utf-8")
    assert "100" in told
    assert ("<html" in told) == (ending == "HTML")
    assert told.startswith("{") == (ending == "json")
