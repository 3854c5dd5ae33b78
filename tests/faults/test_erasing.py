"""Erasing takes what the program made, says what it couldn't take, and can be repeated."""

import os
import sys
from pathlib import Path

import pytest

from manager_quiz.catalog.load import load_catalog
from manager_quiz.records.files import ABANDONED, write_whole
from manager_quiz.records.workshops.folder import (
    Workshop,
    make_workshop,
    read_workshop,
    remove,
    whole_removal,
)
from program import SMALL, Run

CODE = "blue-fox-11"
HALF = ".{}.0123abcd"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links are needed")


@pytest.fixture
def day(tmp_path: Path) -> Workshop:
    small = load_catalog(SMALL)
    return make_workshop(tmp_path / "day", "Day", small.forms[0].id, None, small, SMALL)


def person(day: Workshop, code: str = CODE) -> list[Path]:
    """Everything that one person can leave, halves of killed writers too."""
    (day.journals / code).mkdir()
    day.handouts.mkdir(exist_ok=True)
    files = [
        day.results / f"{code}.json",
        day.results / HALF.format(f"{code}.json"),
        day.journals / code / "20261124T101010Z-00000000.jsonl",
        day.handouts / f"{code}.html",
        day.handouts / HALF.format(f"{code}.html"),
    ]
    for file in files:
        file.write_text("{}")
    os.mkfifo(day.journals / code / "pipe.jsonl")
    (day.journals / code / "link.jsonl").symlink_to("/dev/zero")
    (day.journals / code / os.fsdecode(b"\xff\xfe")).write_text("{}")
    return [*files, *(day.journals / code).iterdir()]


OTHERS = ("plan.txt", "photos/a.txt", "results/1.json", "results/notes", "handouts/mine.html")


def others(day: Workshop) -> list[Path]:
    """A counselor's own things: none of them names a code, whatever they are called."""
    files = [day.folder / name for name in OTHERS]
    for file in files:
        file.parent.mkdir(exist_ok=True)
        file.write_text("meet at 10:15, page 1")
    (day.folder / "empty").mkdir()
    (day.results / "sorted").mkdir()
    return [*files, day.folder / "empty", day.results / "sorted"]


def test_a_workshop_is_erased_and_what_is_somebody_s_own_stays(run: Run, day: Workshop) -> None:
    gone, stays = person(day), others(day)
    told = run("workshop", "erase", day.folder, "--yes")
    assert told.code == 0, told.err
    assert [file for file in gone if os.path.lexists(file)] == []
    assert [file for file in stays if not file.exists()] == []
    assert not (day.folder / "workshop.json").exists()
    assert not day.journals.exists()
    for name in OTHERS:
        assert f"  {day.folder / name}" in told.out.partition("Left in the folder")[2]


def test_a_file_of_somebody_s_own_that_names_a_person_goes_too(run: Run, day: Workshop) -> None:
    person(day)
    notes = day.folder / "notes.txt"
    notes.write_text(f"{CODE} wants to talk")
    told = run("workshop", "erase", day.folder, "--yes")
    assert (told.code, notes.exists(), day.folder.exists()) == (0, False, False)


def test_one_person_is_erased_and_nobody_else(run: Run, day: Workshop) -> None:
    stays = [*others(day), *person(day, "red-owl-22")]
    gone = person(day)
    told = run("workshop", "erase", day.folder, CODE, "--yes")
    assert told.code == 0, told.err
    assert [file for file in gone if os.path.lexists(file)] == []
    assert [file for file in stays if not os.path.lexists(file)] == []
    assert not (day.journals / CODE).exists()


def test_a_code_that_was_only_claimed_is_erased(run: Run, day: Workshop) -> None:
    (day.journals / CODE).mkdir()
    assert run("workshop", "erase", day.folder, CODE, "--yes").code == 0
    assert not (day.journals / CODE).exists()


def refusing(patch: pytest.MonkeyPatch, call: str, closed: Path) -> None:
    """The system refuses a call for one file or folder, as for another account's."""
    real = getattr(os, call)

    def refuse(place: os.PathLike[str] | str, *args: object, **more: object) -> object:
        if Path(place) == closed:
            raise PermissionError(13, "Permission denied", str(place))
        return real(place, *args, **more)

    patch.setattr(os, call, refuse)


@pytest.mark.parametrize("call", ["scandir", "unlink", "rmdir"])
def test_what_cannot_be_removed_is_named_and_the_settings_stay(
    run: Run, day: Workshop, call: str
) -> None:
    person(day)
    place = {
        "scandir": day.journals / CODE,
        "unlink": day.results / f"{CODE}.json",
        "rmdir": day.journals / CODE,
    }[call]
    with pytest.MonkeyPatch.context() as patch:
        refusing(patch, call, place)
        told = run("workshop", "erase", day.folder, "--yes")
        assert told.code == 1
        assert f"{place} can't be deleted: Permission denied." in told.err
        one = run("workshop", "erase", day.folder, CODE, "--yes")
        assert one.code == 1
        assert str(place) in one.err
        assert read_workshop(day.folder).name == "Day"
    assert run("workshop", "erase", day.folder, "--yes").code == 0
    assert not day.folder.exists()


def test_somebody_else_s_closed_journal_keeps_nobody_from_being_erased(
    run: Run, day: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(day, "red-owl-22")
    person(day)
    refusing(monkeypatch, "scandir", day.journals / "red-owl-22")
    assert run("workshop", "erase", day.folder, CODE, "--yes").code == 0


def test_how_many_were_deleted_is_how_many_are_gone(day: Workshop, tmp_path: Path) -> None:
    gone = person(day)
    removal = whole_removal(day)
    assert set(gone) <= set(removal.files)
    assert remove(day, removal) == []
    assert not day.folder.exists()


# ------------------------------------------------------------------------- history


def kept(home: Path) -> list[Path]:
    (home / "results").mkdir(parents=True)
    files = [home / "results" / name for name in (f"{CODE}.json", HALF.format(f"{CODE}.json"))]
    for file in files:
        file.write_text("{}")
    return files


@pytest.mark.parametrize("which", [("--all",), (CODE,)])
def test_a_kept_result_is_deleted_with_its_halves(run: Run, tmp_path: Path, which) -> None:
    files = kept(tmp_path / "home")
    told = run("history", "delete", *which, "--yes")
    assert (told.code, told.out) == (0, "2 files deleted.\n")
    assert [file for file in files if file.exists()] == []


@pytest.mark.parametrize("command", [(), ("delete", "--all", "--yes"), ("show", CODE)])
def test_a_history_that_cannot_be_listed_isn_t_told_as_empty(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command
) -> None:
    folder = tmp_path / "home" / "results"
    kept(tmp_path / "home")
    for call in ("scandir", "listdir", "stat"):
        refusing(monkeypatch, call, folder if call != "stat" else folder / f"{CODE}.json")
    told = run("history", *command)
    assert told.code == 1
    assert f"{folder}" in told.err
    assert "can't be read: Permission denied." in told.err
    assert "No results" not in told.out


def test_a_result_that_cannot_be_deleted_is_named_and_the_others_go(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, half = kept(tmp_path / "home")
    refusing(monkeypatch, "unlink", first)
    told = run("history", "delete", "--all", "--yes")
    assert (told.code, told.out) == (1, "1 file deleted.\n")
    assert f"{first} can't be deleted: Permission denied." in told.err
    assert not half.exists()


# -------------------------------------------------------- what killed writers have left


def test_the_next_write_removes_what_a_killed_writer_left(tmp_path: Path) -> None:
    stale, fresh = tmp_path / HALF.format("a.json"), tmp_path / ".a.json.fedc9876"
    mine, other = tmp_path / ".a.json.backup", tmp_path / HALF.format("b.json")
    for file in (stale, fresh, mine, other):
        file.write_text("half of a result")
        if file != fresh:
            long_ago = file.stat().st_mtime - 2 * ABANDONED
            os.utime(file, (long_ago, long_ago))
    write_whole(tmp_path / "a.json", b"{}")
    assert [file.exists() for file in (stale, fresh, mine, other)] == [False, True, True, True]
    # In a folder of the program's own whatever is left goes.
    write_whole(tmp_path / "c.json", b"{}", own=True)
    assert [file.exists() for file in (fresh, mine, other)] == [True, True, False]
