"""Damage, hostility and haste: the file at fault is named and left out, the others count."""

import json
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from workshop_people import CATALOG, some_result

from manager_quiz.errors import ContentError
from manager_quiz.records.files import write_whole
from manager_quiz.records.workshops.closing import checked, close, read_closing, without
from manager_quiz.records.workshops.gather import Gatherer
from manager_quiz.records.workshops.people import (
    claim_code,
    is_closed,
    journals,
    result_file,
    save_result,
)
from room import all_at_once


def left_out(workshop) -> dict[str, str]:
    gathered = Gatherer(workshop, CATALOG).gather()
    return {problem.file.name: problem.template for problem in gathered.left_out}


def rewritten(file: Path, **changes: object) -> None:
    document = json.loads(file.read_bytes())
    file.write_text(json.dumps({**document, **changes}))


HOSTILE = "blue-fox-11.json"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff\xfe",
        b'{"schema": "manager-quiz/result@1"}',
        b'{"schema": "manager-quiz/result@0"}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"1" * 5_000,
        b'{"schema": "manager-quiz/result@1", "id": "\x1b[2J<script>"}',
    ],
)
def test_what_is_no_result_is_left_out_and_the_others_count(workshop, fill, data) -> None:
    codes = fill(3)
    (workshop.results / HOSTILE).write_bytes(data)

    gathered = Gatherer(workshop, CATALOG).gather()

    assert list(gathered.sheets) == sorted(codes)
    assert [problem.file.name for problem in gathered.left_out] == [HOSTILE]


def test_a_hundred_megabytes_are_not_even_read(workshop, fill) -> None:
    fill(1)
    with (workshop.results / HOSTILE).open("wb") as file:
        file.truncate(100_000_000)

    assert left_out(workshop) == {HOSTILE: "this is no plain file, or far too large"}


@pytest.mark.skipif(sys.platform == "win32", reason="making links needs rights there")
def test_links_lead_nowhere(workshop, fill, tmp_path: Path) -> None:
    (code,) = fill(1)
    outside = tmp_path / HOSTILE
    shutil.move(result_file(workshop, code), outside)
    (workshop.results / HOSTILE).symlink_to(outside)
    (workshop.results / "loop.json").symlink_to(workshop.results)
    os.mkfifo(workshop.results / "pipe.json")

    assert set(left_out(workshop)) == {HOSTILE, "loop.json", "pipe.json"}


@pytest.mark.parametrize(
    "changes",
    [
        {"answers": {}},
        {"answers": {"nonsense": 1}},
        {"answers": {"leadership-1": 9}},
        {"best_set": ["top-manager"]},
        {"scales": []},
        {"ranking": []},
        {"form": "full"},
        {"catalog": {"version": "1", "sha256": "0" * 64}},
        {"id": "blue-fox-12"},
    ],
)
def test_a_result_that_is_not_what_its_answers_give_is_left_out(workshop, fill, changes) -> None:
    first, second = fill(2)
    rewritten(result_file(workshop, first), **changes)

    gathered = Gatherer(workshop, CATALOG).gather()

    assert list(gathered.sheets) == [second]
    assert [problem.file.stem for problem in gathered.left_out] == [first]


def test_a_score_that_was_touched_up_is_left_out(workshop, fill) -> None:
    first, second = fill(2)
    file = result_file(workshop, first)
    document = json.loads(file.read_bytes())
    document["scales"][0]["score"] += 1
    file.write_text(json.dumps(document))

    assert list(Gatherer(workshop, CATALOG).gather().sheets) == [second]


def test_nothing_out_of_a_file_reaches_the_terminal_as_a_command(program, workshop, fill) -> None:
    fill(2)
    (workshop.results / "\x1b[2J\x07.json").write_text("{}")

    shown = program("report", workshop.folder, "--plain")

    assert shown.returncode == 0
    assert "\x1b" not in shown.stdout + shown.stderr
    assert "Left out" in shown.stderr


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: b"",
        lambda text: b"\x00\xff",
        lambda text: b"[" * 100_000,
        lambda text: b"null",
        lambda text: text.replace(b"closing@2", b"closing@1"),
        lambda text: text.replace(b'"closed": true', b'"closed": "true"'),
        lambda text: text.replace(b'"people": 10', b'"people": 0'),
        lambda text: text.replace(b'"people": 10', b'"people": NaN'),
        lambda text: text.replace(b'"people": 10', b'"people": 1' + b"0" * 5_000),
        lambda text: text.replace(b'"parts": 1', b'"parts": -1'),
        lambda text: text.replace(b'"technology": [', b'"technology": [1, '),
        lambda text: text.replace(b'"technology": [', b'"\\u001b[2J": ['),
        lambda text: text.replace(b'"families": {', b'"families": {"x": 1, '),
        lambda text: text.replace(b'"pictured": [', b'"pictured": [null, '),
    ],
)
def test_a_picture_that_was_damaged_is_refused(workshop, fill, damage) -> None:
    """And nobody takes part meanwhile, since it may have been closed."""
    codes = fill(10)
    close(workshop, Gatherer(workshop, CATALOG).gather(), np.random.default_rng(1))
    file = workshop.folder / "closing.json"
    before = file.read_bytes()
    file.write_bytes(damage(before))
    assert file.read_bytes() != before
    with pytest.raises(ContentError, match="this isn't how the workshop was closed"):
        checked(read_closing(workshop), workshop, CATALOG)
    assert is_closed(workshop)
    left = without(workshop, codes[0])
    assert left is not None
    assert left.picture is None
    assert codes[0] not in left.pictured


def test_a_workshop_whose_content_was_changed_is_refused(program, workshop) -> None:
    questions = workshop.content / "questions.yaml"
    settings = workshop.folder / "workshop.json"
    rewritten(settings, catalog={"version": "1", "sha256": "0" * 64})
    questions.write_bytes(questions.read_bytes() + b"\n# \n")

    told = program("board", workshop.folder, "--once")

    assert told.returncode == 2
    assert "the content has been changed" in told.stderr


def test_two_machines_never_overwrite_each_other(workshop) -> None:
    save_result(workshop, some_result(1, "blue-fox-11"))
    before = result_file(workshop, "blue-fox-11").read_bytes()

    with pytest.raises(FileExistsError):
        save_result(workshop, some_result(2, "blue-fox-11"))

    assert result_file(workshop, "blue-fox-11").read_bytes() == before
    assert [file.name for file in workshop.results.iterdir()] == ["blue-fox-11.json"]


def test_without_links_as_on_a_stick_nothing_is_overwritten_either(tmp_path, monkeypatch) -> None:
    def no_links(*_args):
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    write_whole(tmp_path / "a", b"first", new=True)
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "a", b"second", new=True)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a", b"first")]


def test_a_crash_while_writing_leaves_no_half_result(workshop, fill, monkeypatch) -> None:
    def crash(_handle):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(KeyboardInterrupt):
        save_result(workshop, some_result(1, "blue-fox-11"))
    assert list(workshop.results.iterdir()) == []


def test_codes_are_claimed_once(workshop, monkeypatch) -> None:
    codes = iter(["red-fox-11", "red-fox-11", "red-owl-12"])
    monkeypatch.setattr(
        "manager_quiz.records.workshops.people.new_code", lambda _taken: next(codes)
    )
    assert [claim_code(workshop), claim_code(workshop)] == ["red-fox-11", "red-owl-12"]
    assert journals(workshop, "red-fox-11").is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_forty_at_once_are_forty_results(workshop, tmp_path: Path) -> None:
    runs = all_at_once(workshop.folder, range(40), tmp_path / "home")

    assert [run.code for run in runs] == [0] * 40, runs[0].err
    gathered = Gatherer(workshop, CATALOG).gather()
    assert (len(gathered.sheets), gathered.left_out) == (40, ())


@pytest.mark.slow
def test_a_thousand_results_are_shown_in_two_seconds(program, workshop) -> None:
    import time

    documents = [some_result(seed, "") for seed in range(20)]
    for number in range(1000):
        code = claim_code(workshop)
        save_result(workshop, {**documents[number % 20], "id": code})
        journals(workshop, code).rmdir()
    for command in (["board", "--once"], ["report"]):
        began = time.perf_counter()
        assert program(command[0], workshop.folder, *command[1:]).returncode == 0
        assert time.perf_counter() - began < 2
