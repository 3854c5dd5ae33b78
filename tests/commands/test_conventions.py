"""What all commands have in common: streams, exit codes, languages, colours, encodings, help."""

import gettext
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from manager_quiz import __version__
from manager_quiz.commands.app import COMMANDS as COMMANDS_BY_NAME
from manager_quiz.commands.app import Late
from manager_quiz.wording.words import preferred_language
from program import SMALL, Outcome, Run

SHEET = b"depth-1: 5\ndepth-2: 2\ntalk-1: 3\ntalk-2: 4\nproduct-1: 2\n"
DATA = ("--data", SMALL)
SHOWING = {
    "describe": ("describe", "it-manager", *DATA),
    "describe a topic": ("describe", "file-manager", *DATA),
    "roles": ("roles", *DATA),
    "compare": ("compare", "it-manager", "hr-manager", *DATA),
    "take": ("take", "--answers", "-", *DATA),
    "take --details": ("take", "--answers", "-", "--details", *DATA),
    "check": ("check", *DATA),
    "doctor": ("doctor", *DATA),
}


def commands(parts: Mapping[str, Late], *before: str) -> Iterator[tuple[str, ...]]:
    """Every command of the program, those within others too, as it is typed."""
    for name, part in parts.items():
        yield (*before, name)
        yield from commands(part.parts, *before, name)


COMMANDS = tuple(" ".join(command) for command in commands(COMMANDS_BY_NAME))
NEEDED = {
    "compare": ("it-manager", "hr-manager"),
    "verify": ("none.json",),
    "score": ("none.csv",),
    "stats": ("none.csv",),
    "init": ("somewhere",),
    "history show": ("none",),
    "history export": ("none", "-o", "none.html"),
    "paper": ("-o", "none.html"),
    "workshop paper": ("-o", "none.html"),
    "history compare": ("none", "none"),
    "history delete": ("--all", "--yes"),
    "workshop open": ("Ours",),
    "workshop collect": (".", "none.json"),
    "workshop erase": ("--yes",),
}
"""What has to be typed after a command before it looks at anything else."""
WRONG = {
    "an unknown option": ("roles", "--nope"),
    "an option that is nearly right": ("roles", "--jsn"),
    "an unknown command": ("nope",),
    "a missing argument": ("compare",),
    "a missing folder": ("init",),
    "an argument too many": ("roles", "it-manager"),
    "an option without its value": ("roles", "--level"),
    "a flag with a value": ("roles", "--json=yes"),
    "an unknown role": ("describe", "qwxz"),
    "a slip": ("describe", "it-manger"),
    "an unknown level": ("roles", "--level", "nope"),
    "an unknown form": ("take", "--form", "nope", "--answers", "-"),
    "an unknown language": ("roles", "--lang", "xx"),
    "an unknown language of init": ("init", "--lang", "xx", "somewhere"),
    "a single role to compare": ("compare", "it-manager"),
    "no terminal": ("take",),
    "nowhere to save": ("take", "--answers", "-", "-o", "no/where.json"),
    "no result": ("compare", "it-manager", "hr-manager", "--result", "none.json"),
    "no content": ("roles", "--data", SMALL / "questions.yaml"),
}
BOXES = re.compile("[\u2500-\u259f]")
ESCAPE = "\x1b"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written in spite of all leaves nothing behind."""
    monkeypatch.chdir(tmp_path)


# ---------------------------------------------------------------- streams and exit codes


@pytest.mark.parametrize("command", SHOWING.values(), ids=SHOWING.keys())
def test_results_go_to_stdout_and_nothing_else_does(run: Run, command: tuple[str, ...]) -> None:
    outcome = run(*command, stdin=SHEET)
    assert outcome.code == 0
    assert outcome.out.strip()
    assert outcome.err == ""


@pytest.mark.parametrize("command", WRONG.values(), ids=WRONG.keys())
def test_wrong_usage_ends_with_2_and_lines_on_stderr_alone(
    run: Run, command: tuple[str, ...]
) -> None:
    outcome = run(*command, stdin=SHEET)
    assert (outcome.code, outcome.out) == (2, "")
    lines = outcome.err.splitlines()
    assert 1 <= len(lines) <= 2  # content that can't be read is told of file by file
    assert all(lines)
    assert "Traceback" not in outcome.err


def test_a_fault_of_the_program_is_one_line_and_1(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("manager_quiz.commands.roles.find", lambda *_: 1 / 0)
    outcome = run("describe", "it-manager")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("This should not have happened: ZeroDivisionError (test_conv")
    assert outcome.err.count("\n") == 1


def test_a_fault_of_the_program_can_be_looked_into(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("manager_quiz.commands.roles.find", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run("describe", "it-manager", MANAGER_QUIZ_DEBUG="1")


def program(*args: object, **variables: str) -> "subprocess.Popen[bytes]":
    """The program as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "manager_quiz", *map(str, args)],
        env={**os.environ, **variables},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe with a name")
def test_interrupting_ends_with_130_without_a_traceback(tmp_path: Path) -> None:
    pipe = tmp_path / "answers"
    os.mkfifo(pipe)
    # Opening the pipe waits until the program reads the answers.
    with program("take", "--answers", pipe, *DATA) as process, pipe.open("wb"):
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out == b""
    assert err.strip() == b""


@pytest.mark.skipif(os.name != "posix", reason="pipes break in another way there")
@pytest.mark.parametrize(
    "args",
    [("--version",), ("--help",), ("roles", *DATA), ("describe", "it-manager", "--json")],
    ids=["version", "help", "roles", "describe"],
)
def test_a_closed_pipe_is_no_reason_for_words(args: tuple[str, ...]) -> None:
    """As after `| head -1`: whoever reads our output has seen enough."""
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        [sys.executable, "-m", "manager_quiz", *map(str, args)],
        stdout=writing,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(writing)
        _, err = process.communicate(timeout=30)
    assert err == b""
    assert process.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("args", [("--version",), ("roles", "--json", *DATA), ("roles", *DATA)])
def test_a_full_disk_is_one_line(args: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "manager_quiz", *map(str, args)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert done.stderr == b"The output can't be written: No space left on device.\n"


@pytest.mark.skipif(os.name != "posix", reason="streams can't be closed like that there")
def test_closed_output_is_no_traceback() -> None:
    done = subprocess.run(
        ["sh", "-c", '"$0" -m manager_quiz roles >&-', sys.executable],
        stderr=subprocess.PIPE,
        check=False,
    )
    assert b"Traceback" not in done.stderr


# --------------------------------------------------------------------- colours and boxes


@pytest.mark.parametrize("command", SHOWING.values(), ids=SHOWING.keys())
def test_a_pipe_gets_no_escapes(run: Run, command: tuple[str, ...]) -> None:
    assert ESCAPE not in run(*command, stdin=SHEET).out


@pytest.mark.parametrize("name", [name for name in SHOWING if name not in {"check", "doctor"}])
def test_a_terminal_gets_colours(run: Run, name: str) -> None:
    assert ESCAPE in run(*SHOWING[name], stdin=SHEET, tty=True).out


@pytest.mark.parametrize("command", SHOWING.values(), ids=SHOWING.keys())
@pytest.mark.parametrize("forced", [{}, {"FORCE_COLOR": "1"}], ids=["", "forced"])
def test_no_color_gives_a_terminal_no_escapes(
    run: Run, command: tuple[str, ...], forced: dict[str, str]
) -> None:
    outcome = run(*command, stdin=SHEET, tty=True, NO_COLOR="1", **forced)
    assert ESCAPE not in outcome.out


PLAIN: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "--plain": (("--plain",), {}),
    "TERM=dumb": ((), {"TERM": "dumb"}),
    "ACCESSIBLE": ((), {"ACCESSIBLE": "yes"}),
}


@pytest.mark.parametrize("how", PLAIN)
@pytest.mark.parametrize("name", [name for name in SHOWING if name not in {"check", "doctor"}])
def test_plain_output_has_no_boxes_blocks_or_escapes(run: Run, name: str, how: str) -> None:
    option, variables = PLAIN[how]
    for language in ("en", "ru"):
        command = (*SHOWING[name], *option, "--lang", language)
        outcome = run(*command, stdin=SHEET, tty=True, **variables)
        assert (outcome.code, outcome.err) == (0, "")
        assert not BOXES.search(outcome.out)
        assert ESCAPE not in outcome.out


def test_a_dumb_terminal_has_the_width_it_says(run: Run) -> None:
    shown = run("describe", "it-manager", TERM="dumb", width=40).out
    assert max(map(len, shown.splitlines())) <= 40


# ----------------------------------------------------------------------------- encodings


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp866", "cp1251", "koi8-r"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_encoding_of_the_output_is_a_reason_to_crash(
    run: Run, encoding: str, language: str
) -> None:
    for command in SHOWING.values():
        for more in ((), ("--json",)):
            outcome = run(*command, *more, "--lang", language, stdin=SHEET, encoding=encoding)
            assert (outcome.code, outcome.err) == (0, "")
    outcome = run("describe", "Щ", "--lang", language, encoding=encoding)
    assert outcome.code == 2


@pytest.mark.parametrize("encoding", ["cp866", "cp1251", "koi8-r"])
def test_a_console_with_cyrillic_letters_shows_russian_in_its_own_encoding(
    run: Run, encoding: str
) -> None:
    for id in ("it-manager", "community-manager", "office-manager"):
        shown = run("describe", id, "--lang", "ru", encoding=encoding).out
        assert "менеджер" in shown.lower()
        assert "?" not in re.sub(r"\w\?", "", shown)  # a question keeps its mark


@pytest.mark.parametrize("encoding", ["ascii", "cp866", "cp1251"])
def test_json_loses_no_character_whatever_the_encoding(run: Run, encoding: str) -> None:
    command = ("describe", "community-manager", "--json", "--lang", "ru")
    assert json.loads(run(*command, encoding=encoding).out) == json.loads(run(*command).out)


@pytest.mark.parametrize("encoding", ["ascii", "cp866", "cp1251"])
def test_encodings_in_a_process_of_its_own(encoding: str) -> None:
    with program("describe", "it-manager", "--lang", "ru", PYTHONIOENCODING=encoding) as process:
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, b"")
    kept = "utf-8" if encoding == "ascii" else encoding
    assert "Составляет бюджет" in out.decode(kept)


@pytest.mark.parametrize("off", ["", "0", "false", "No", "off"])
def test_accessible_can_be_off(run: Run, off: str) -> None:
    shown = run("roles", *DATA, tty=True)
    assert run("roles", *DATA, tty=True, ACCESSIBLE=off) == shown
    assert run("roles", *DATA, tty=True, ACCESSIBLE="1") != shown


# ------------------------------------------------------------------------------ language


def title(run: Run, *args: str, **variables: str) -> str:
    """In which language a role is shown."""
    shown = run("describe", "hr-manager", *DATA, "--json", *args, **variables).out
    return str(json.loads(shown)["name"])


def test_lang_wins_over_everything(run: Run) -> None:
    assert title(run, "--lang", "ru", MANAGER_QUIZ_LANG="en", LC_ALL="C") == "HR-менеджер"
    assert title(run, "--lang=en", MANAGER_QUIZ_LANG="ru") == "HR manager"


def test_the_program_s_own_variable_wins_over_the_locale(run: Run) -> None:
    assert title(run, MANAGER_QUIZ_LANG="ru", LC_ALL="en_GB.UTF-8") == "HR-менеджер"


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "ru_RU.UTF-8", "LC_MESSAGES": "en_US"}, "en"),
        ({"LC_MESSAGES": "en_US", "LC_ALL": "ru"}, "ru"),
        ({"LC_ALL": "", "LANG": "ru_RU"}, "ru"),
        ({"LC_ALL": "C", "LANG": "ru_RU"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "ru_RU"}, "en"),
        ({"LC_ALL": "POSIX", "LANG": "ru_RU"}, "en"),
        ({"MANAGER_QUIZ_LANG": "RU"}, "ru"),
        ({"MANAGER_QUIZ_LANG": "ru_RU.UTF-8"}, "ru"),
        ({"MANAGER_QUIZ_LANG": "", "LANG": "ru_RU"}, "ru"),
        ({"LANGUAGE": "ru:en", "LANG": "en_US.UTF-8"}, "ru"),
        ({"LANGUAGE": "ru"}, "ru"),
        ({"LANGUAGE": "fr:xx:ru_RU:en", "LC_ALL": "en_US.UTF-8"}, "ru"),
        ({"LANGUAGE": "", "LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANGUAGE": "ru", "LC_ALL": "C"}, "en"),
        ({"LANGUAGE": "ru", "MANAGER_QUIZ_LANG": "en"}, "en"),
    ],
)
def test_the_locale_is_looked_at_in_the_usual_order(
    variables: dict[str, str], language: str
) -> None:
    assert preferred_language(variables) == language


def test_language_is_heeded_by_the_whole_program(run: Run) -> None:
    surroundings = {"MANAGER_QUIZ_LANG": "", "LANG": "en_US.UTF-8", "LANGUAGE": "ru:en"}
    assert title(run, **surroundings) == "HR-менеджер"
    assert run("roles", "--help", **surroundings) == run("roles", "--help", "--lang", "ru")


@pytest.mark.parametrize("named", ["RU", "Ru", "ru_RU", "ru-RU", "ru_RU.UTF-8"])
def test_a_language_is_taken_in_any_form(run: Run, named: str) -> None:
    assert title(run, "--lang", named) == "HR-менеджер"
    assert title(run, f"--lang={named}") == "HR-менеджер"
    assert run("roles", "--help", "--lang", named) == run("roles", "--help", "--lang", "ru")


def test_one_given_before_the_command_counts_but_less_than_one_behind(run: Run) -> None:
    shown = run("--lang", "ru", "describe", "hr-manager", *DATA)
    assert shown == run("describe", "hr-manager", *DATA, "--lang", "ru")
    assert run("--lang", "ru", "describe", "hr-manager", *DATA, "--lang", "en") == run(
        "describe", "hr-manager", *DATA
    )


@pytest.mark.parametrize("before", [("--lang", "en", "workshop"), ("workshop", "--lang", "EN")])
def test_the_language_that_somebody_asks_for_wins_over_a_workshop_s(
    run: Run, before: tuple[str, ...], tmp_path: Path
) -> None:
    run("workshop", "open", "T", "--dir", tmp_path / "ws", "--form", "quick", "--lang", "ru")
    shown = run("workshop", "board", tmp_path / "ws", "--once")
    asked = run(*before, "board", tmp_path / "ws", "--once")

    assert shown.out != asked.out
    assert asked == run("workshop", "board", tmp_path / "ws", "--once", "--lang", "en")


def test_a_locale_that_nothing_is_written_in_gets_english(run: Run) -> None:
    assert title(run, MANAGER_QUIZ_LANG="", LANG="fr_FR.UTF-8") == "HR manager"


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_language_is_told_with_those_there_are(run: Run, command: str) -> None:
    """Before anything else is looked at, deleted or asked for."""
    if command == "workshop":
        pytest.skip("does nothing by itself")
    if command.startswith("workshop ") and command != "workshop open":
        assert run("workshop", "open", "Ours", "--dir", ".").code == 0
    before = sorted(Path().rglob("*"))
    outcome = run(*command.split(), *NEEDED.get(command, ()), "--lang", "xx")
    assert outcome == (2, "", "There is no language xx; choose one of: en, ru\n")
    assert sorted(Path().rglob("*")) == before


class _Marked(gettext.NullTranslations):
    """A language in which every message of ours can be told from one that was forgotten."""

    def gettext(self, message: str) -> str:
        return f"‹{message}›"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"‹{msgid1 if n == 1 else msgid2}›"


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gettext, "translation", lambda *_args, **_more: _Marked())
    monkeypatch.setattr(gettext, "gettext", _Marked().gettext)


@pytest.mark.parametrize("name", [name for name in WRONG if name != "an unknown command"])
def test_whatever_is_wrong_is_told_in_the_person_s_language(
    run: Run, marked: None, name: str
) -> None:
    """Content and answers have a place in front; an unknown command is Typer's own message."""
    outcome = run(*WRONG[name], stdin=SHEET)
    for line in outcome.err.splitlines():
        assert (
            line.removeprefix(f"{SMALL / 'questions.yaml'}/questions.yaml: ")
            .removeprefix(f"{SMALL / 'questions.yaml'}/roles.yaml: ")
            .startswith("‹")
        )


def test_faults_of_content_are_told_in_the_person_s_language(
    run: Run, marked: None, small: Path
) -> None:
    roles = small / "roles.yaml"
    roles.write_text(roles.read_text("utf-8").replace("level: 85", "level: x"), "utf-8")
    assert ": ‹roles[1].profile.product.level: expected a number" in run("check", small).err


# ---------------------------------------------------------------------------------- help


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help(run: Run, command: str, option: str, language: str) -> None:
    outcome = run(*command.split(), option, MANAGER_QUIZ_LANG=language)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines()[0].split(": ", 1)[1].startswith("manager-quiz")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_names_what_every_argument_and_option_does(run: Run, command: str) -> None:
    shown = run(*command.split(), "--help").out
    described = [line for line in shown.splitlines() if re.match(r"  -|  \S+( \S+)?  +", line)]
    assert described
    for line in described:
        name, _, text = line.strip().partition("  ")
        assert text.strip(), name


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_wholly_in_the_person_s_language(run: Run, marked: None, command: str) -> None:
    shown = run(*command.split(), "--help", width=80).out
    assert shown.startswith("‹Usage:›")
    texts = [re.split(r"  +", line.strip(), maxsplit=1) for line in shown.splitlines()]
    helps = [text[1] for text in texts if len(text) == 2 and text[0].startswith("-")]
    assert helps
    assert all(text.startswith("‹") for text in helps)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_list_says_of_a_command_what_its_own_help_says(run: Run, command: str) -> None:
    *within, name = command.split()
    listed = " ".join(run(*within, "--help", width=200).out.split("Commands:")[1].split())
    told = run(*command.split(), "--help", width=200).out.split("\n\n")[1]
    first = " ".join(told.split()).partition(". ")[0].rstrip(".")
    assert f"{name} {first}" in listed


def test_no_help_in_the_list_of_commands_is_cut(run: Run) -> None:
    assert "..." not in run("--help").out.split("Commands")[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_lang_and_those_that_show_content_take_data(
    run: Run, command: str
) -> None:
    shown = run(*command.split(), "--help").out
    assert "--lang" in shown
    shows_content = command not in {"init", "history delete"} and "workshop" not in command
    assert ("--data" in shown) == (shows_content or command == "workshop open")


def test_the_bare_name_shows_what_there_is(run: Run) -> None:
    assert run() == run("--help")
    assert run().code == 0


def test_version(run: Run) -> None:
    assert run("--version") == Outcome(0, f"manager-quiz {__version__}\n", "")


def test_it_runs_as_a_module() -> None:
    with program("--version") as process:
        out, _ = process.communicate(timeout=30)
    assert out.decode().strip() == f"manager-quiz {__version__}"
