"""Journals: every event is on disk, and whatever damage comes costs no more than it must."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manager_quiz.catalog.model import Catalog
from manager_quiz.interview import (
    Answered,
    Aspired,
    Carried,
    Event,
    Finished,
    Jumped,
    Skipped,
    Started,
    WentBack,
)
from manager_quiz.records.journal import (
    Header,
    Journal,
    encode_event,
    header_for,
    meaning,
    new_journal,
    take_up,
    unfinished_journals,
)

EVENTS: tuple[Event, ...] = (
    Started(0.0),
    Carried({"dough": 2}, {"dough": 3.5}),
    Aspired(("baker", "miller"), 1.0),
    Answered("crust", 4, 1.5),
    Skipped("kitchen", 2.0),
    WentBack(2.5),
    Answered("kitchen", "a", 3.0),
    Jumped("crust", 4.0),
    Finished(5.0),
)


@pytest.fixture
def header(catalog: Catalog) -> Header:
    return header_for(catalog, catalog.form_by_id["full"])


def left(folder: Path, header: Header, *events: Event) -> Path:
    """A journal whose process has ended."""
    journal = new_journal(folder, header)
    for event in events:
        journal.append(event)
    journal.close()
    return journal.path


def test_what_was_appended_is_read_back(journals: Path, header: Header) -> None:
    left(journals, header, *EVENTS)

    (found,) = unfinished_journals(journals)

    assert (header, EVENTS, ()) == (found.header, found.events, found.damaged)
    assert 0 <= found.age < 60


def test_an_event_is_on_disk_when_append_returns(
    journals: Path, header: Header, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_size))
    journal = new_journal(journals, header)
    journal.append(EVENTS[0])

    assert journal.path.stat().st_size == synced[-1]
    journal.close()


@pytest.mark.skipif(sys.platform == "win32", reason="folders can't be opened there")
def test_a_new_journal_s_name_is_on_disk_before_the_first_question(
    journals: Path, header: Header, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a power cut leaves the lines on disk but no file that they belong to."""
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_ino))
    path = new_journal(journals, header).path

    assert synced == [path.stat().st_ino, journals.stat().st_ino]


def test_journals_of_earlier_versions_are_still_understood(journals: Path, header: Header) -> None:
    path = left(journals, header)
    lines = (
        '{"event": "started", "at": 0.0}',
        '{"event": "carried", "answers": {"dough": 2}, "seconds": {"dough": 3.5}}',
        '{"event": "aspired", "roles": ["baker", "miller"], "at": 1.0}',
        '{"event": "answered", "item": "crust", "answer": 4, "at": 1.5}',
        '{"event": "skipped", "item": "kitchen", "at": 2.0}',
        '{"event": "went-back", "at": 2.5}',
        '{"event": "answered", "item": "kitchen", "answer": "a", "at": 3.0}',
        '{"event": "jumped", "item": "crust", "at": 4.0}',
        '{"event": "finished", "at": 5.0}',
    )
    with path.open("a") as file:
        file.writelines(f"{line}\n" for line in lines)
    assert unfinished_journals(journals)[0].events == EVENTS


@pytest.mark.parametrize("cut", [1, 5, 20])
def test_a_torn_last_line_is_dropped_and_written_over(
    journals: Path, header: Header, cut: int
) -> None:
    path = left(journals, header, *EVENTS[:3])
    path.write_bytes(path.read_bytes()[:-cut])

    taken = take_up(path)
    assert taken is not None
    journal, found = taken
    journal.append(Started(9.0))
    journal.close()

    assert (EVENTS[:2], ()) == (found.events, found.damaged)
    assert (*EVENTS[:2], Started(9.0)) == unfinished_journals(journals)[0].events


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\0\0\0",
        b"\xff\xfe",
        b"[" * 100_000,
        b"null",
        b'{"event": ["answered"], "at": 1}',
        b'{"event": "answered", "item": "crust", "answer": true, "at": 1}',
        b'{"event": "answered", "item": "crust", "answer": 1, "at": NaN}',
        b'{"event": "answered", "item": "crust", "answer": 1, "at": 1' + b"0" * 400 + b"}",
        b'{"event": "answered", "item": 7, "answer": 1, "at": 1}',
        b'{"event": "answered", "item": "crust", "at": 1}',
        b'{"event": "exploded", "at": 1}',
    ],
)
def test_a_damaged_line_is_reported_and_costs_only_itself(
    journals: Path, header: Header, damage: bytes
) -> None:
    path = left(journals, header, *EVENTS)
    lines = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join([*lines[:3], damage, *lines[3:], b""]))

    (found,) = unfinished_journals(journals)

    assert (found.events, found.damaged) == (EVENTS, (4,))


@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_bytes_in_a_journal_can_crash_the_next_take(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, place: int
) -> None:
    folder = tmp_path_factory.mktemp("journals")
    good = encode_event(EVENTS[2]) * 5
    (folder / "a.jsonl").write_bytes(good[:place] + noise + good[place:])

    assert len(unfinished_journals(folder)) == 1


def test_a_journal_with_a_damaged_header_is_found_but_not_understood(
    journals: Path, header: Header
) -> None:
    path = left(journals, header, *EVENTS)
    path.write_bytes(b"x" + path.read_bytes())

    (found,) = unfinished_journals(journals)

    assert (None, (1,), path) == (found.header, found.damaged, found.path)


def test_the_newest_comes_first(journals: Path, header: Header) -> None:
    paths = [left(journals, header, EVENTS[0]) for _ in range(3)]
    for path, hours in zip(paths, (5, 1, 3), strict=True):
        then = path.stat().st_mtime - hours * 3600
        os.utime(path, (then, then))

    found = unfinished_journals(journals)

    assert [paths[1], paths[2], paths[0]] == [each.path for each in found]
    assert pytest.approx(found[0].age, abs=60) == 3600


def test_looking_at_a_torn_journal_does_not_make_it_younger(journals: Path, header: Header) -> None:
    path = left(journals, header, EVENTS[0])
    path.write_bytes(path.read_bytes() + b"torn")
    os.utime(path, (1_000_000, 1_000_000))

    ages = [unfinished_journals(journals)[0].age for _ in range(2)]

    assert min(ages) > 1_000_000


def test_a_journal_in_use_is_neither_offered_nor_opened(journals: Path, header: Header) -> None:
    running = new_journal(journals, header)
    running.append(EVENTS[0])

    assert unfinished_journals(journals) == ()
    assert take_up(running.path) is None
    running.close()
    assert len(unfinished_journals(journals)) == 1


def test_a_process_that_died_leaves_no_lock(journals: Path, header: Header) -> None:
    path = left(journals, header, EVENTS[0])
    code = (
        "import sys, os, signal; from pathlib import Path\n"
        "from manager_quiz.records.journal import take_up\n"
        "held = take_up(Path(sys.argv[1])); assert held\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert unfinished_journals(journals) == ()
        holder.kill()
        holder.wait()

    assert [path] == [each.path for each in unfinished_journals(journals)]


def test_two_at_once_write_to_two_files(journals: Path, header: Header) -> None:
    one, other = new_journal(journals, header), new_journal(journals, header)
    one.append(EVENTS[2])
    other.append(EVENTS[3])
    one.close()
    other.close()

    found = {each.path: each.events for each in unfinished_journals(journals)}

    assert {one.path: (EVENTS[2],), other.path: (EVENTS[3],)} == found


def test_a_removed_journal_is_gone(journals: Path, header: Header) -> None:
    journal = new_journal(journals, header)
    journal.remove()

    assert list(journals.iterdir()) == []
    assert take_up(journal.path) is None


def test_others_cannot_read_it(journals: Path, header: Header) -> None:
    path = left(journals, header)

    assert sys.platform == "win32" or path.stat().st_mode & 0o077 == 0


def test_a_full_disk_loses_nothing_once_there_is_room_again(
    journals: Path, header: Header, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = new_journal(journals, header)
    journal.append(EVENTS[0])
    write = os.write

    def half_a_line(file: int, data: bytes) -> int:
        if len(data) < 20:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(file, data[:-10])

    with monkeypatch.context() as full:
        full.setattr(os, "write", half_a_line)
        for event in EVENTS[1:3]:
            with pytest.raises(OSError, match="No space"):
                journal.append(event)
    assert journal.path.read_bytes().count(b"\n") == 2
    assert journal.path.read_bytes().endswith(b"\n")

    journal.append(EVENTS[3])
    journal.close()
    assert unfinished_journals(journals)[0].events == EVENTS[:4]


def test_a_folder_that_cannot_be_made_is_an_os_error(tmp_path: Path, header: Header) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(OSError, match="irectory"):
        new_journal(tmp_path / "file" / "journals", header)


def test_wording_may_change_but_keying_changes_the_meaning(catalog: Catalog) -> None:
    item = catalog.item_by_id["dough"]
    turned = item._replace(choices=tuple(reversed(item.choices)))

    same = meaning(item)

    assert same == meaning(item._replace(text="I knead my dough by hand."))
    assert same != meaning(item._replace(scale="tasting"))
    assert same != meaning(item._replace(reverse=True))
    assert same != meaning(turned)


def test_a_journal_closes_its_file(journals: Path, header: Header) -> None:
    journal: Journal = new_journal(journals, header)
    journal.close()

    with pytest.raises(OSError, match="descriptor"):
        journal.append(EVENTS[0])
