"""Nothing out of a file, its name or an argument commands the terminal, or is evaluated."""

import ast
import gettext
import json
import re
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

import manager_quiz
from manager_quiz.text import COMMAND, escaped, in_one_line, printable
from manager_quiz.wording.words import LANGUAGES, Words, preferred_language
from program import SMALL, Outcome, Run

SOURCE = Path(manager_quiz.__file__).parent
CLIPBOARD = "\x1b]52;c;ZXZpbA==\x07"
HOSTILE = f"{CLIPBOARD}\x1b[2J\x9b31m\u202egnp.\u2066{{n.__class__}}%s"
NAME = HOSTILE.replace("/", "")
PEACEFUL = (
    "семья 👩\u200d👩\u200d👧 в\u00adпе\u00adре\u00adнос a\u0308 ❤\ufe0f עברית العربية \u200f1"
    "\u200e नमस्\u200dते"
)
SHEET = b"depth-1: 5\ndepth-2: 2\ntalk-1: 3\ntalk-2: 4\nproduct-1: 2\n"
HEADER = "depth-1,depth-2,talk-1,talk-2,product-1"


def commanding(outcome: Outcome) -> set[str]:
    return set(re.findall(COMMAND, (outcome.out + outcome.err).replace("\r\n", "\n")))


def commands_to_walk(folder: Path) -> Iterator[tuple[str, ...]]:
    """Command lines that come across the name in every kind of place."""
    data = ("--data", str(SMALL))
    home = folder / "home"
    (home / "results").mkdir(parents=True)
    (home / "results" / f"{NAME}.json").write_text("{}")
    yield ("history",)
    yield ("history", "--plain")
    yield ("history", "--json")
    yield ("history", "show", NAME)
    yield ("history", "show", str(home / "results" / f"{NAME}.json"))
    yield ("history", "delete", f"{NAME}?")
    yield ("verify", f"{NAME}.json")
    yield ("take", "--answers", f"{NAME}.yaml", *data)
    yield ("take", "--save", NAME, *data)
    yield ("take", "--form", NAME, *data)
    yield ("roles", "--lang", NAME)
    yield ("describe", NAME, *data)
    yield ("compare", NAME, "it-manager", *data)
    yield (NAME,)
    yield ("take", f"--{NAME}")
    yield ("check", NAME)
    answers = folder / "answers.yaml"
    answers.write_text(json.dumps({"answers": {HOSTILE: 1, "depth-1": HOSTILE}}))
    yield ("take", "--answers", str(answers), *data)
    content = Path(shutil.copytree(SMALL, folder / "content"))
    questions = (content / "questions.yaml").read_text("utf-8")
    hostile = json.dumps(HOSTILE)
    (content / "questions.yaml").write_text(f"{questions}\n{hostile}: 1\n", "utf-8")
    yield ("check", str(content))
    yield ("take", "--answers", "-", "--data", str(content))
    sheets = folder / f"{NAME}.csv"
    sheets.write_text(
        f"id,{HEADER},{HOSTILE}\n{HOSTILE},5,2,3,4,2,{HOSTILE}\n{HOSTILE},9,2,3,4,2,1\n"
    )
    for more in ((), ("--bad-rows", "skip"), ("--keep", HOSTILE), ("--keep", f"{HOSTILE}?")):
        yield ("score", str(sheets), *data, *more)
    yield ("stats", str(sheets), *data)
    yield ("columns", str(sheets), *data)
    yield ("workshop", "open", HOSTILE, "--dir", "day")
    day = folder / "day"
    (day / "results" / f"{NAME}.json").write_text("{}")
    (day / f"{NAME}.txt").write_text("mine")
    (day / "journals" / NAME).mkdir()
    yield ("workshop", "report", "day")
    yield ("workshop", "report", "day", "--json")
    yield ("workshop", "board", "day", "--once")
    yield ("workshop", "collect", "day", f"{NAME}.json", "day")
    yield ("workshop", "export", "day")
    yield ("workshop", "erase", "day", NAME)
    yield ("workshop", "erase", "day", "--yes")


@pytest.mark.parametrize("tty", [False, True], ids=["piped", "on a terminal"])
def test_no_hostile_name_commands_the_terminal_whatever_comes_across_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tty: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in commands_to_walk(tmp_path):
        # Without colours the program has no commands of its own.
        outcome = run(*command, stdin=SHEET, tty=tty, NO_COLOR="1", TERM="dumb")
        assert (command, commanding(outcome)) == (command, set())
        assert "should not have happened" not in outcome.err, (command, outcome.err)
        assert "<class" not in outcome.out + outcome.err, command


def test_json_says_a_hostile_name_in_escapes_and_means_the_same() -> None:
    told = escaped(json.dumps(HOSTILE, ensure_ascii=False))
    assert not re.search(COMMAND, told)
    assert json.loads(told) == HOSTILE


def test_what_people_write_passes_through_unchanged() -> None:
    assert printable(PEACEFUL + "10\u00a0%\t") == PEACEFUL + "10\u00a0%\t"
    assert in_one_line(PEACEFUL) == PEACEFUL
    assert in_one_line("a\r\nb\u2028c\x85d") == "a b c d"


def test_own_content_comes_out_as_it_went_in(run: Run, small: Path, tmp_path: Path) -> None:
    roles = small / "roles.yaml"
    text = roles.read_text("utf-8")
    assert 'en: "What to buy"' in text
    roles.write_text(text.replace('en: "What to buy"', f"en: '{PEACEFUL}'"), "utf-8")
    words = PEACEFUL.split(" ")
    for more in ((), ("--plain",), ("--json",)):
        shown = run("describe", "it-manager", "--data", small, *more)
        assert (shown.code, shown.err) == (0, "")
        assert [word for word in words if word not in shown.out] == []


def test_a_workshop_is_called_what_it_was_called(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("workshop", "open", PEACEFUL, "--dir", "day").code == 0
    shown = run("workshop", "report", "day", "--json")
    assert (shown.code, json.loads(shown.out)["workshop"]) == (0, PEACEFUL)


def test_every_file_that_is_written_has_what_people_wrote(
    run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A role, a workshop and a column of a sheet are called what they are called."""
    monkeypatch.chdir(tmp_path)
    roles = small / "roles.yaml"
    text = roles.read_text("utf-8")
    roles.write_text(text.replace("en: IT manager", f"en: '{PEACEFUL}'"), "utf-8")
    data = ("--data", small)
    Path("sheets.csv").write_text(f"id,{HEADER},{PEACEFUL}\np1,5,2,3,4,2,{PEACEFUL}\n", "utf-8")
    for ending in ("html", "md", "txt", "csv", "json"):
        run("take", "--answers", "-", "-o", f"take.{ending}", "--details", *data, stdin=SHEET)
    for ending in ("html", "md", "txt"):
        run("describe", "it-manager", "-o", f"role.{ending}", *data)
    for ending in ("csv", "parquet", "xlsx"):
        run(
            "score",
            "sheets.csv",
            "-o",
            f"scored.{ending}",
            "--form=quick",
            "--keep",
            PEACEFUL,
            *data,
        )
    run("columns", "sheets.csv", "-o", "columns.yaml", *data)
    run("paper", "-o", "paper.html", *data)
    run("workshop", "open", PEACEFUL, "--dir", "day", *data)
    run("workshop", "paper", "day", "-o", "sheets.html")
    run("workshop", "codes", "day", "-o", "codes.html")
    assert run("workshop", "collect", "day", "take.json").code == 0
    assert run("workshop", "close", "day", "--yes").code == 0
    for ending in ("html", "md", "csv", "json"):
        run("workshop", "report", "day", "-o", f"group.{ending}")
    assert run("workshop", "handouts", "day").code == 0
    # A result names roles by their ids.
    made = {file for file in tmp_path.glob("*.*") if file.is_file()} - {tmp_path / "take.json"}
    assert len(made) == 19
    lost = {
        file.name: missing
        for file in (*made, tmp_path / "day" / "handouts" / "all.html")
        if (missing := [word for word in PEACEFUL.split(" ") if word not in _text_in(file)])
    }
    assert lost == {}, lost


def _text_in(file: Path) -> str:
    if file.suffix in {".parquet", ".xlsx"}:
        table = (pl.read_excel if file.suffix == ".xlsx" else pl.read_parquet)(file)
        return " ".join(map(str, [*table.columns, *table.row(0)]))
    text = file.read_text("utf-8")
    return json.dumps(json.loads(text), ensure_ascii=False) if file.suffix == ".json" else text


# ------------------------------------------------------------------------- one place prints


def test_one_place_prints() -> None:
    """Whoever writes past it is found here; the web keeps a log."""
    allowed = {"terminal/screen.py", "web/room.py"}
    found = set()
    for file in SOURCE.rglob("*.py"):
        name = file.relative_to(SOURCE).as_posix()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called in {"print", "typer.echo", "Console", "sys.stdout.write", "sys.stderr.write"}:
                found.add(name)
    assert found - allowed == set()


# -------------------------------------------------------------- languages come from nowhere else


def planted(folder: Path) -> Path:
    """A folder of translations such as gettext would load from anywhere."""
    texts = {b"": b"Content-Type: text/plain; charset=UTF-8\n", b"It takes {minutes}.": b"OWNED"}
    ids = sorted(texts)
    keys, values = b"\0".join(ids) + b"\0", b"\0".join(texts[id] for id in ids) + b"\0"
    start = 28 + 16 * len(ids)
    table = b""
    for string in (*ids, *(texts[id] for id in ids)):
        table += struct.pack("<2I", len(string), start)
        start += len(string) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(ids), 28, 28 + 8 * len(ids), 0, 0)
    place = folder / "evil" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "messages.mo").write_bytes(head + table + keys + values)
    # It would work.
    assert (
        gettext.translation("messages", folder, ["evil"]).gettext("It takes {minutes}.") == "OWNED"
    )
    return folder / "evil"


def test_translations_come_from_nowhere_else(run: Run, tmp_path: Path, monkeypatch) -> None:
    evil = planted(tmp_path)
    monkeypatch.chdir(tmp_path)
    up = "/".join([".."] * 40) + str(evil)
    assert run("workshop", "open", "Ours", "--dir", "day", "--form", "quick").code == 0
    settings = tmp_path / "day" / "workshop.json"
    for language in (str(evil), up):
        assert Words(language).gettext("It takes {minutes}.") == "It takes {minutes}."
        document = json.loads(settings.read_bytes())
        settings.write_text(json.dumps({**document, "language": language}))
        told = run("workshop", "join", "day", "--plain", "--once", stdin=b"\n")
        assert told.code == 2
        assert "OWNED" not in told.out + told.err
        assert f"{settings.relative_to(tmp_path)}: " in told.err
        asked = run("workshop", "join", "--help", f"--lang={language}")
        assert "OWNED" not in asked.out + asked.err
        for name in ("LANGUAGE", "LANG", "LC_ALL", "MANAGER_QUIZ_LANG"):
            shown = run("--help", **{name: language})
            assert shown.code == 0
            assert "OWNED" not in shown.out + shown.err
    assert LANGUAGES == ("en", "ru")


@pytest.mark.parametrize("named", ["../../tmp/evil", "/tmp/evil", "a:/tmp/evil", "..", "", "r\x00"])
def test_a_language_out_of_the_environment_is_two_letters(named: str) -> None:
    letters = preferred_language({"MANAGER_QUIZ_LANG": named, "LANG": named})
    assert letters.isalpha()
    assert len(letters) == 2
