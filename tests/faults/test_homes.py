"""A home that keeps nothing is said once, before the first question; nobody needs it otherwise."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from manager_quiz.catalog.load import load_catalog
from manager_quiz.errors import NotReadError
from manager_quiz.records.files import home
from manager_quiz.records.journal import Journal
from program import SMALL, Run

FORM = load_catalog(SMALL).forms[0]
TYPED = b"1\n" * len(FORM.items) + b"\n"
TAKE = ("take", "--plain", "--no-aspirations", "--form", FORM.id, "--data", SMALL)
SHEET = b"depth-1: 5\ndepth-2: 2\ntalk-1: 3\ntalk-2: 4\nproduct-1: 2\n"
SAID = "The quiz goes on, but neither your answers nor the result are kept"


@pytest.fixture
def no_home(tmp_path: Path) -> Path:
    """A home that is a file."""
    file = tmp_path / "home"
    file.write_text("mine")
    return file


def test_the_quiz_goes_on_and_says_once_that_nothing_is_kept(run: Run, no_home: Path) -> None:
    told = run(*TAKE, stdin=TYPED)
    assert told.code == 0
    assert "Your result" in told.out
    assert told.err.count(SAID) == 1
    assert f"{no_home}/results can't be written: " in told.err
    assert told.err.index(SAID) < told.err.index("Question 1 of")
    assert "could not be kept" not in told.err
    assert no_home.read_text() == "mine"


@pytest.mark.parametrize(
    "command",
    [(*TAKE, "--no-history"), ("take", "--answers", "-", "--data", SMALL)],
    ids=["--no-history", "--answers"],
)
def test_where_nothing_is_kept_the_home_isn_t_touched(
    run: Run, no_home: Path, command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def touched(*_args: object) -> None:
        raise AssertionError("the home was asked for")

    monkeypatch.setattr("manager_quiz.records.history.home", touched)
    told = run(*command, stdin=SHEET if "--answers" in command else TYPED)
    assert told.code == 0, told.err
    assert "IT manager" in told.out
    assert SAID not in told.err


def test_a_history_whose_home_is_a_file_says_so(run: Run, no_home: Path) -> None:
    told = run("history")
    assert told.code == 1
    assert f"{no_home}/results can't be read: Not a directory." in told.err


def test_a_result_in_a_file_is_shown_without_a_home(run: Run, no_home: Path, tmp_path) -> None:
    file = tmp_path / "result.json"
    run("take", "--answers", "-", "--data", SMALL, "-o", file, stdin=SHEET)
    told = run("history", "show", file, "--data", SMALL)
    assert (told.code, told.err) == (0, "")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no HOME")
def test_a_folder_that_is_no_whole_path_is_none(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MANAGER_QUIZ_HOME")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    assert home() == tmp_path / "me" / ".local" / "share" / "manager-quiz"
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_args, **_more: Path("~/data"))
    assert home() == tmp_path / "me" / ".local" / "share" / "manager-quiz"
    monkeypatch.setenv("HOME", "nowhere")
    with pytest.raises(NotReadError):
        home()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no HOME")
def test_without_a_home_the_quiz_goes_on(run: Run, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MANAGER_QUIZ_HOME")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "nowhere")
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_args, **_more: Path("~/data"))
    told = run(*TAKE, stdin=TYPED)
    assert (told.code, told.err.count(SAID)) == (0, 1)
    assert run("doctor").code == 0
    assert run("history").code == 1
    assert list(tmp_path.iterdir()) == []


POWERS = "-dac_override,-dac_read_search,-fowner"
"""What lets root do what the rights of files forbid."""


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux to do without root's powers")
def test_a_home_that_may_not_be_entered(tmp_path: Path) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o000)
    powerless = ["setpriv", "--bounding-set", POWERS, "--inh-caps", POWERS]
    command = [sys.executable, "-m", "manager_quiz", *map(str, TAKE)]
    told = subprocess.run(
        [*powerless, *command] if os.geteuid() == 0 else command,
        input=TYPED,
        capture_output=True,
        check=False,
        timeout=60,
    )
    said = told.stderr.decode()
    assert told.returncode == 0, said
    assert (said.count(SAID), b"Your result" in told.stdout) == (1, True)


@pytest.mark.parametrize("again", [b"1\n\n"])
def test_a_result_whose_journal_outlived_it_is_kept_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: bytes
) -> None:
    with monkeypatch.context() as patch:
        # Ended between keeping the result and letting go of the answers.
        patch.setattr(Journal, "remove", Journal.close)
        assert run(*TAKE, stdin=TYPED).code == 0
    assert len(list((tmp_path / "home" / "journals").iterdir())) == 1
    told = run(*TAKE, stdin=again)
    assert told.code == 0, told.err
    assert "Your result" in told.out
    assert len(list((tmp_path / "home" / "results").iterdir())) == 1
    assert list((tmp_path / "home" / "journals").iterdir()) == []


def test_in_a_workshop_too(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    day = tmp_path / "day"
    opened = ("workshop", "open", "Day", "--dir", day, "--data", SMALL, "--form", FORM.id)
    made = run(*opened, "--no-aspirations")
    assert made.code == 0
    join = ("workshop", "join", day, "--plain", "--once")
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "remove", Journal.close)
        patch.setattr("manager_quiz.commands.workshop.join.release_code", lambda *_args: None)
        patch.setattr("manager_quiz.records.workshops.pins.secrets.randbelow", lambda n: n // 2)
        assert run(*join, stdin=b"\n\n" + TYPED).code == 0
    (result,) = (day / "results").iterdir()
    told = run(*join, stdin=f"{result.stem}\n5000\n\n".encode())
    assert told.code == 0, told.err
    assert [each.name for each in (day / "results").iterdir()] == [result.name]
