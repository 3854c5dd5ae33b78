"""Results kept on this computer."""

import errno
import json
import os
import stat
import sys
from pathlib import Path

import pytest

from manager_quiz.records import files
from manager_quiz.records.files import write_whole
from manager_quiz.records.history import keep, kept, new_id
from manager_quiz.records.results import encode
from manager_quiz.wording.codes import new_code


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_kept_result_is_its_owners_alone(make, home):
    file = keep(make())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "results").stat().st_mode) == 0o700


def test_a_kept_result_is_never_written_over(make):
    file = keep(make())
    before = file.read_bytes()
    with pytest.raises(FileExistsError):
        keep(make("technologist"))
    assert file.read_bytes() == before


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt()])
def test_a_fault_at_any_step_of_writing_leaves_the_old_file_and_nothing_else(
    step, fault, tmp_path, monkeypatch
):
    file = tmp_path / "result.json"
    file.write_bytes(b"old")

    def fail(*args, **kwargs):
        raise fault

    monkeypatch.setattr(Path if step == "replace" else files.os, step, fail)
    with pytest.raises(type(fault)) as raised:
        write_whole(file, b"new")
    monkeypatch.undo()
    if isinstance(raised.value, OSError):
        assert (raised.value.filename, raised.value.strerror) == (str(file), "No space left")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_ids_can_be_said_aloud_and_differ():
    assert all(part.isalnum() for part in new_id().split("-"))
    taken = {new_code() for _ in range(500)}
    assert new_code(taken) not in taken


class TestList:
    def test_says_so_when_there_is_nothing_yet(self, run):
        assert "No results are kept here yet" in run("history").out

    def test_is_newest_first(self, make, catalogs, run):
        for day, id in ((3, "old-owl-11"), (5, "new-newt-22"), (4, "mid-mole-33")):
            keep(make(id=id, day=day))
        assert list(kept(catalogs["en"])[0]) == ["new-newt-22", "mid-mole-33", "old-owl-11"]
        out = run("history").out
        assert out.index("new-newt-22") < out.index("mid-mole-33") < out.index("old-owl-11")
        assert "Sales manager" in out

    def test_names_what_it_leaves_out_and_counts_the_others(self, make, run, home):
        keep(make())
        (home / "results" / "broken.json").write_text("{")
        (home / "results" / "evil\x1b[2J.json").write_text("{}")
        (home / "results" / "older.json").write_text('{"schema": "manager-quiz/result@0"}')
        (home / "results" / "notes.txt").write_text("mine")
        done = run("history")
        assert done.code == 0
        assert "blue-otter-42" in done.out
        assert done.out.count("Left out") == 3
        assert "\x1b[2J" not in done.out

    def test_as_json(self, make, run, home):
        keep(make())
        (home / "results" / "broken.json").write_text("{")
        listed = json.loads(run("history", "--json").out)
        assert listed["schema"] == "manager-quiz/history@1"
        assert [each["id"] for each in listed["results"]] == ["blue-otter-42"]
        assert listed["left_out"][0]["reason"] == "not JSON"


class TestShow:
    def test_prints_the_page_that_take_printed(self, make, run):
        keep(make())
        shown = run("history", "show", "blue-otter-42", "--details").out
        assert "32\N{NO-BREAK SPACE}%" in shown
        assert "Why Sales manager" in shown
        taken = run("take", "--answers", "examples/dealmaker.yaml", "--details").out
        assert shown == taken

    def test_tells_of_an_unknown_id_in_one_line(self, run):
        for id in ("nobody", "../../etc/passwd", "/etc/passwd"):
            done = run("history", "show", id)
            assert done.code == 2
            assert done.err.count("\n") == 1

    def test_of_other_content_says_so_and_goes_on_where_it_can(self, make, run):
        keep(make() | {"catalog": {"version": "1999", "sha256": "0" * 64}})
        done = run("history", "show", "blue-otter-42")
        assert done.code == 0
        assert "Made with content 1999" in done.err

    def test_of_content_with_other_roles_says_which_is_needed(self, make, run):
        keep(make() | {"catalog": {"version": "1999", "sha256": "0" * 64}, "form": "long"})
        done = run("history", "show", "blue-otter-42")
        assert done.code == 1
        assert "version 1999" in done.err


class TestExport:
    @pytest.mark.parametrize("ending", [".html", ".md", ".txt", ".csv", ".json", ".HTML"])
    def test_writes_every_format(self, ending, make, run, tmp_path):
        keep(make())
        file = tmp_path / f"report{ending}"
        assert run("history", "export", "blue-otter-42", "-o", file).code == 0
        assert file.stat().st_size > 1000

    def test_is_in_the_language_of_the_result_unless_asked(self, make, run, tmp_path):
        keep(make(language="ru"))
        run("history", "export", "blue-otter-42", "-o", tmp_path / "a.html")
        run("history", "export", "blue-otter-42", "-o", tmp_path / "b.html", "--lang", "en")
        assert '<html lang="ru">' in (tmp_path / "a.html").read_text(encoding="utf-8")
        assert '<html lang="en">' in (tmp_path / "b.html").read_text(encoding="utf-8")

    def test_refuses_other_endings_and_missing_folders(self, make, run, tmp_path):
        keep(make())
        for file in (tmp_path / "a.docx", tmp_path / "a", tmp_path / "none" / "a.html"):
            assert run("history", "export", "blue-otter-42", "-o", file).code == 2


class TestDelete:
    @pytest.mark.skipif(os.name == "nt", reason="no pexpect there")
    @pytest.mark.parametrize(
        ("language", "answer", "gone"),
        [("en", "yes", True), ("en", "n", False), ("en", "", False), ("ru", "y", True)],
    )
    def test_asks_first_and_takes_anything_but_yes_for_no(self, language, answer, gone, make):
        import pexpect

        file = keep(make())
        arguments = ["-m", "manager_quiz", "--lang", language, "history", "delete", file.stem]
        child = pexpect.spawn(sys.executable, arguments, timeout=20, encoding="utf-8")
        child.expect("\\) ")
        child.sendline(answer)
        child.expect(pexpect.EOF)
        child.close()
        assert file.exists() != gone
        assert child.exitstatus == int(not gone)

    def test_without_a_terminal_to_ask_in_wants_a_yes_beforehand(self, make, run):
        file = keep(make())
        assert run("history", "delete", "blue-otter-42").code == 2
        assert file.exists()
        assert run("history", "delete", "blue-otter-42", "--yes").code == 0
        assert not file.exists()

    def test_all_leaves_nothing_personal(self, make, run, home):
        keep(make())
        folder = home / "results"
        (folder / "broken.json").write_text("{")
        (folder / ".red-fox-11.json.abc12345").write_text("half of a result")
        (folder / "notes.txt").write_text("mine")
        assert run("history", "delete", "--all", "--yes").code == 0
        assert [each.name for each in folder.iterdir()] == ["notes.txt"]

    def test_one_goes_with_the_half_of_it_that_a_crash_left(self, make, run, home):
        keep(make())
        folder = home / "results"
        for name in ("blue-otter-42", "red-fox-11"):
            (folder / f".{name}.json.abc12345").write_text("half of a result")
        assert run("history", "delete", "blue-otter-42", "--yes").code == 0
        assert [each.name for each in folder.iterdir()] == [".red-fox-11.json.abc12345"]

    def test_wants_to_know_which(self, make, run):
        file = keep(make())
        assert run("history", "delete").code == 2
        assert run("history", "delete", "blue-otter-42", "--all", "--yes").code == 2
        assert run("history", "delete", "blue-otter-42", "nobody", "--yes").code == 2
        assert run("history", "delete", "../results/blue-otter-42", "--yes").code == 2
        assert file.exists()


class TestCompare:
    def test_shows_the_earlier_first_whatever_the_order(self, make, run):
        keep(make(id="old-owl-11", day=3))
        keep(make("technologist", id="new-newt-22", day=5))
        done = run("history", "compare", "new-newt-22", "old-owl-11", "--plain")
        assert "First role: Sales manager → IT manager" in done.out
        assert "Technical depth: 41 → 88, really higher" in done.out
        assert "Empathy: 66 →" in done.out

    def test_says_where_forms_or_content_differ(self, make, run):
        keep(make(id="old-owl-11", day=3))
        keep(make(id="new-newt-22", day=5) | {"form": "quick"})
        other = {"catalog": {"version": "1999", "sha256": "0" * 64}}
        keep(make(id="odd-otter-33", day=5) | other)
        assert "The forms differ" in run("history", "compare", "old-owl-11", "new-newt-22").out
        assert "The content differs" in run("history", "compare", "old-owl-11", "odd-otter-33").out

    def test_a_scale_that_was_not_scored_has_no_change(self, make, run):
        keep(make(id="old-owl-11", day=3))
        keep(make(id="new-newt-22", day=5, without=("order",)))
        compared = json.loads(run("history", "compare", "old-owl-11", "new-newt-22", "--json").out)
        (order,) = [scale for scale in compared["scales"] if scale["id"] == "order"]
        assert order["after"] is None
        assert order["reliable_change_index"] is None
        assert not order["real"]


def test_a_result_file_is_plain_json_with_everything_in_it(make):
    document = json.loads(keep(make()).read_text(encoding="utf-8"))
    assert document == json.loads(encode(make()))
    assert document["schema"] == "manager-quiz/result@2"


class TestWritingFiles:
    @pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
    @pytest.mark.parametrize("rights", [0o600, 0o644, 0o664])
    def test_a_file_that_is_there_keeps_its_rights(self, tmp_path, rights):
        file = tmp_path / "report.html"
        file.write_bytes(b"old")
        file.chmod(rights)
        write_whole(file, b"new")
        assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"new", rights)

    @pytest.mark.skipif(os.name == "nt", reason="links need rights there")
    def test_a_link_stays_a_link(self, tmp_path):
        (tmp_path / "elsewhere").mkdir()
        there, link = tmp_path / "elsewhere" / "report.html", tmp_path / "report.html"
        there.write_bytes(b"old")
        link.symlink_to(there)
        write_whole(link, b"new")
        assert link.is_symlink()
        assert there.read_bytes() == b"new"

    @pytest.mark.skipif(os.name == "nt", reason="links need rights there")
    def test_a_new_file_is_never_written_through_a_link(self, tmp_path):
        there, link = tmp_path / "there", tmp_path / "link"
        there.write_bytes(b"old")
        link.symlink_to(there)
        with pytest.raises(FileExistsError):
            write_whole(link, b"new", new=True)
        assert there.read_bytes() == b"old"

    @pytest.mark.skipif(os.name == "nt", reason="folders can't be opened there")
    def test_the_file_and_then_its_name_are_on_disk_at_the_end(self, tmp_path, monkeypatch):
        synced: list[int] = []
        monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_ino))
        file = tmp_path / "report.html"
        write_whole(file, b"new")
        assert synced == [file.stat().st_ino, tmp_path.stat().st_ino]

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
    @pytest.mark.parametrize("ending", [".html", ".md", ".txt", ".csv", ".json"])
    def test_a_full_disk_is_told_the_same_way_for_every_format(self, run, tmp_path, ending):
        file = tmp_path / f"report{ending}"
        file.symlink_to("/dev/full")
        done = run("take", "--answers", "examples/dealmaker.yaml", "-o", file)
        assert done.code == 1
        assert done.err == f"{file} can't be written: No space left on device.\n"
        assert file.is_symlink()
