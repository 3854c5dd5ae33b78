"""What the README and the guide show of workshops is what the program does."""

import re
import shlex
from pathlib import Path

import typer.main
from workshop_people import some_result

from manager_quiz.commands.app import app
from manager_quiz.records.workshops.folder import read_workshop
from manager_quiz.records.workshops.people import claim_code, save_result

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "workshop.md").read_text("utf-8")


def test_the_readme_shows_a_workshop_as_it_is(program, tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = re.findall(r"```console\n\$ manager-quiz workshop (.*?)\n(.*?)```", readme, re.DOTALL)
    assert [command.split()[0] for command, _output in shown] == ["open", "board"]
    for command, output in shown:
        lines = program(*shlex.split(command)).stdout
        for part in output.split("…\n"):
            # The figures are those of thirty made-up people: they change with the content.
            assert set(re.findall(r"[^\W\d]+", part)) <= set(re.findall(r"[^\W\d]+", lines))
        for seed in range(30):
            workshop = read_workshop(tmp_path / "career-day")
            save_result(workshop, some_result(seed, claim_code(workshop)))


def test_the_guide_names_every_command_twice_once_a_language() -> None:
    english, russian = GUIDE.split("# Занятие")
    group = typer.main.get_command(app)
    for name in group.commands["workshop"].commands:
        assert f"workshop {name}" in english
        assert f"workshop {name}" in russian


def test_the_guide_sends_nobody_to_the_network() -> None:
    assert "http" not in GUIDE
    assert "--no-index" in GUIDE
