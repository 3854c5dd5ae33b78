"""On a full disk a file is the old one or the new one, never neither, and says which it was."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from spoiling import PROGRAM, named
from world import LINES, make

from manager_quiz.catalog.load import load_catalog
from manager_quiz.measurement.assessment import assess
from manager_quiz.records.results import result_document
from manager_quiz.records.workshops.folder import make_workshop
from manager_quiz.records.workshops.people import result_file, save_result
from program import SMALL, Outcome, Run

if sys.platform != "win32":
    import resource

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its disks can't be filled so")
DATA = ("--data", SMALL)


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """No file can become larger than so many bytes: the system refuses as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def refused(outcome: Outcome, file: Path) -> None:
    assert outcome.code == 1, outcome
    assert f"{file} can't be written: File too large." in outcome.err
    assert "should not have happened" not in outcome.err


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file below a folder and what is in it."""
    return {
        str(file.relative_to(folder)): file.read_bytes() if file.is_file() else None
        for file in folder.rglob("*")
        if "home" not in file.relative_to(folder).parts
    }


@pytest.fixture(scope="module")
def kept_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("kept") / "world"
    make(root)
    return root


@pytest.fixture
def here(kept_world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A world to work in."""
    root = Path(shutil.copytree(kept_world, tmp_path / "world", symlinks=True))
    monkeypatch.chdir(root)
    monkeypatch.setenv("MANAGER_QUIZ_HOME", "home")
    return root


OUTPUTS = ("--output", "-o", "--update")
REPORTS = [
    f"take --answers answers.yaml -o out{ending} --force --data content"
    for ending in (".html", ".md", ".txt", ".csv", ".json")
]
MORE = [
    *REPORTS,
    "score sheets.csv -o out.xlsx --force --data content",
    "columns -o out.xlsx --force --data content",
    "stats sheets.csv -o out.md --force --data content",
    "audit content --people 100 -o out.md --force",
    "workshop export done -o out.csv --force",
]
WRITING = sorted({each.line for each in LINES if set(OUTPUTS) & set(each.args)} | set(MORE))
"""Command lines that write a file whose name they are given."""


def written_by(line: str) -> tuple[str, str]:
    """The option of a command line that names what it writes, and that name."""
    args = line.split()
    option = next(each for each in OUTPUTS if each in args)
    name = args[args.index(option) + 1]
    return option, f"{name}/questions.yaml" if name == "content" else name


def test_every_option_that_names_a_file_to_write_is_tried() -> None:
    there = {
        (name, param.opts[0])
        for name, command in PROGRAM.items()
        for param in command.params
        if param.opts[0] in OUTPUTS
    }
    alike = {"-o": "--output"}
    option = {line: written_by(line)[0] for line in WRITING}
    tried = {(named(line.split()), alike.get(option[line], option[line])) for line in WRITING}
    assert tried == there


@pytest.mark.parametrize("there", [True, False], ids=["replaced", "new"])
@pytest.mark.parametrize("line", WRITING)
def test_a_file_stays_as_it_was(run: Run, here: Path, line: str, there: bool) -> None:
    out = Path(written_by(line)[1])
    if not out.exists() and there:
        out.write_text("precious line\n" * 100)
    before = tree(here)
    with full_disk(20):
        outcome = run(*line.split())
    assert outcome.code == 1, outcome
    assert "can't be written: File too large." in outcome.err
    assert line.startswith("workshop paper") or f"{out} can't be" in outcome.err
    assert "should not have happened" not in outcome.err
    assert {name: data for name, data in tree(here).items() if data is not None} == {
        name: data for name, data in before.items() if data is not None
    }
    assert run(*line.split()).code == 0


def test_a_workshop_that_couldn_t_be_made_doesn_t_keep_the_next_from_it(
    run: Run, tmp_path: Path
) -> None:
    opened = ("workshop", "open", "Day", "--dir", tmp_path / "day", *DATA)
    with full_disk(20):
        refused(run(*opened), tmp_path / "day" / "content" / "questions.yaml")
    assert not (tmp_path / "day").exists()
    (tmp_path / "day").mkdir()
    with full_disk(20):
        assert run(*opened).code == 1
    assert list((tmp_path / "day").iterdir()) == []
    assert run(*opened).code == 0
    assert run(*opened).code == 2


def test_a_workshop_whose_making_was_killed_can_be_made_again(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "day"
    small = load_catalog(SMALL)
    made = make_workshop(folder, "Day", small.forms[0].id, None, small, SMALL)
    (folder / "workshop.json").rename(folder / ".workshop.json.0123abcd")
    (made.content / "roles.yaml").rename(made.content / ".roles.yaml.0123abcd")
    opened = ("workshop", "open", "Day", "--dir", folder, *DATA)
    assert run(*opened).code == 0
    assert run("workshop", "report", folder).code == 0
    (folder / "workshop.json").unlink()
    (folder / "mine.txt").write_text("mine")
    assert run(*opened).code == 2


def test_reports_that_were_handed_out_stay(run: Run, tmp_path: Path) -> None:

    small = load_catalog(SMALL)
    form = small.forms[0]
    day = make_workshop(tmp_path / "day", "Day", form.id, None, small, SMALL)
    answers = {item.id: item.choices[0].answer for item in small.form_items(form)}
    at = datetime(2026, 11, 24, tzinfo=UTC)
    result = assess(small, form, answers)
    save_result(day, result_document(small, form, answers, result, id="blue-fox-11", taken_at=at))
    assert result_file(day, "blue-fox-11").exists()
    assert run("workshop", "close", day.folder, "--yes").code == 0
    assert run("workshop", "handouts", day.folder).code == 0
    before = tree(tmp_path)
    with full_disk(20):
        outcome = run("workshop", "handouts", day.folder)
    assert outcome.code == 1
    assert tree(tmp_path) == before
    # A link that somebody planted there is replaced, not written through.
    report, outside = day.handouts / "blue-fox-11.html", tmp_path / "outside.html"
    shutil.move(report, outside)
    report.symlink_to(outside)
    outside.write_text("mine")
    assert run("workshop", "handouts", day.folder).code == 0
    assert (outside.read_text(), report.is_symlink()) == ("mine", False)


def test_a_home_on_a_full_disk_is_told_and_costs_no_result(run: Run, tmp_path: Path) -> None:
    form = load_catalog(SMALL).forms[0]
    typed = b"1\n" * len(form.items) + b"\n"
    with full_disk(20):
        told = run("take", "--plain", "--no-aspirations", "--form", form.id, *DATA, stdin=typed)
    assert told.code == 0
    assert "Your result" in told.out
    assert "The result could not be kept (File too large)" in told.err
    assert list((tmp_path / "home" / "results").iterdir()) == []
