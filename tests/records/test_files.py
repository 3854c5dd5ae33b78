"""A file is there whole or not at all, and only what it can't do itself is told as its own."""

import errno
import os
import stat
from pathlib import Path

import pytest

from manager_quiz.errors import NotWrittenError
from manager_quiz.records.files import whole_file, write_whole

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "elsewhere")


@pytest.mark.parametrize("error", [FULL, ValueError("no"), KeyboardInterrupt()])
@pytest.mark.parametrize("before", [b"before", None])
def test_an_error_of_the_block_stays_what_it_is(tmp_path, error, before):
    file = tmp_path / "out"
    if before:
        file.write_bytes(before)
    with pytest.raises(type(error)) as caught, whole_file(file):
        raise error
    assert caught.value is error
    assert [each.read_bytes() for each in tmp_path.iterdir()] == ([before] if before else [])


@pytest.mark.skipif(os.name == "nt", reason="there are no such pipes")
def test_an_error_of_the_block_stays_what_it_is_where_a_pipe_is_written_into():
    reading, writing = os.pipe()
    try:
        with (
            pytest.raises(OSError, match="space") as caught,
            whole_file(Path(f"/dev/fd/{writing}")),
        ):
            raise FULL
    finally:
        os.close(reading)
        os.close(writing)
    assert caught.value is FULL


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device")
def test_what_finds_no_room_names_the_file():
    with pytest.raises(NotWrittenError) as caught:
        write_whole(Path("/dev/full"), b"data")
    assert caught.value.filename == "/dev/full"


@pytest.mark.skipif(os.name == "nt", reason="rights are others there")
def test_an_existing_file_keeps_its_rights_and_a_link_stays_one(tmp_path):
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"before")
    file.chmod(0o640)
    link.symlink_to(file)
    write_whole(link, b"after")
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"after", 0o640)
    assert link.is_symlink()


@pytest.mark.skipif(os.name == "nt", reason="folders can't be opened there")
def test_a_file_s_name_is_on_disk_too_when_it_is_written(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_ino))
    write_whole(tmp_path / "out", b"all of it")
    assert synced == [(tmp_path / "out").stat().st_ino, tmp_path.stat().st_ino]
