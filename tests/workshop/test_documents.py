"""What the README and the guide show of workshops is what the program does."""

import re
import shlex
from pathlib import Path

import pytest
import typer.main
from workshop_people import some_result

from manager_quiz.commands.app import app
from manager_quiz.records.workshops.folder import read_workshop
from manager_quiz.records.workshops.people import claim_code, release_code, save_result

ROOT = Path(__file__).parents[2]
GUIDES = {
    language: (ROOT / "docs" / name).read_text("utf-8")
    for language, name in (("en", "workshop.md"), ("ru", "workshop.ru.md"))
}


def test_the_guide_shows_a_workshop_as_it_is(program, tmp_path: Path) -> None:
    block = r"```console\n\$ manager-quiz workshop (.*?)\n(.*?)```"
    shown = re.findall(block, GUIDES["en"], re.DOTALL)
    assert [command.split()[0] for command, _output in shown] == ["open", "close", "board"]
    for command, output in shown:
        lines = program(*shlex.split(command)).stdout
        for part in output.split("…\n"):
            # The figures are those of thirty made-up people: they change with the content.
            assert set(re.findall(r"[^\W\d]+", part)) <= set(re.findall(r"[^\W\d]+", lines))
        if command.startswith("open"):
            workshop = read_workshop(tmp_path / "career-day")
            for seed in range(30):
                code = claim_code(workshop)
                save_result(workshop, some_result(seed, code))
                release_code(workshop, code)


@pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES)
def test_the_guide_names_every_command(guide: str) -> None:
    group = typer.main.get_command(app)
    for name in group.commands["workshop"].commands:
        assert f"workshop {name}" in guide


@pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES)
def test_the_guide_sends_nobody_to_the_network(guide: str) -> None:
    assert "http" not in guide
    assert "--no-index" in guide
