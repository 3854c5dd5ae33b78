"""No figure of any page is cut, folded or left out, however narrow the screen is."""

import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from manager_quiz.catalog.load import load_catalog
from manager_quiz.catalog.model import Catalog, Form
from program import SMALL, Run, run_program

FIGURE = re.compile(r"[<>±−-]?\d+(?:[.,–]\d+)*")
ROOM = 250
"""A width at which nothing has to be folded."""
PEOPLE = 24
"""Enough for a picture of a group that counts single roles."""


def some_answers(catalog: Catalog, form: Form, seed: int) -> dict[str, int | str]:
    """What somebody might answer who leans this way or that on each scale."""
    rng = np.random.default_rng(seed)
    leaning = {scale.id: rng.standard_normal() for scale in catalog.scales}
    answers = {}
    for item in catalog.form_items(form):
        middle = (len(item.choices) - 1) / 2
        lean = -leaning[item.scale] if item.reverse else leaning[item.scale]
        place = round(middle + lean + 0.7 * rng.standard_normal())
        answers[item.id] = item.choices[min(max(place, 0), len(item.choices) - 1)].answer
    return answers


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workshop, two kept results, and answer sheets, made by the program."""
    folder = tmp_path_factory.mktemp("kept")
    home = {"MANAGER_QUIZ_HOME": str(folder / "home")}
    catalog = load_catalog(language="en")
    form = catalog.form_by_id["quick"]
    people = [some_answers(catalog, form, seed) for seed in range(PEOPLE)]
    header = ["id", *people[0]]
    rows = [[f"p{n}", *map(str, each.values())] for n, each in enumerate(people * 2)]
    sheets = "\n".join(",".join(row) for row in [header, *rows])
    (folder / "sheets.csv").write_text(sheets + "\n", "utf-8")
    (folder / "results").mkdir()
    for number, answers in enumerate(people):
        sheet = "".join(f"{id}: {answer}\n" for id, answer in answers.items()).encode()
        took = run_program(
            "take", "--form", "quick", "--answers", "-", "--json", "--no-history", stdin=sheet
        )
        assert took.code == 0, took.err
        (folder / "results" / f"{number}.json").write_text(took.out, "utf-8")
    history = folder / "home" / "results"
    history.mkdir(parents=True)
    for number in (0, 1):
        text = (folder / "results" / f"{number}.json").read_text("utf-8")
        (history / f"{json.loads(text)['id']}.json").write_text(text, "utf-8")
    day = folder / "day"
    for command in (
        ("workshop", "open", "Career day", "--dir", day, "--form", "quick"),
        ("workshop", "collect", day, folder / "results"),
    ):
        done = run_program(*command, **home)
        assert done.code == 0, done.err
    return folder


def typed(page: str, kept: Path) -> tuple[str | Path, ...]:
    """The command that shows a page."""
    if page == "history compare":
        documents = [
            json.loads((kept / "results" / f"{n}.json").read_text("utf-8")) for n in (0, 1)
        ]
        return ("history", "compare", *(each["id"] for each in documents))
    return {
        "role": ("describe", "it-manager"),
        "two roles": ("compare", "it-manager", "top-manager"),
        "many roles": ("compare", *(role.id for role in load_catalog().roles)),
        "result": ("take", "--answers", "examples/dealmaker.yaml", "--details", "--no-history"),
        "history": ("history",),
        "items": ("stats", kept / "sheets.csv"),
        "board": ("workshop", "board", kept / "day", "--once"),
        "group": ("workshop", "report", kept / "day", "--private"),
        "audit": ("audit", SMALL, "--people", "100"),
    }[page]


PAGES = (
    *("role", "two roles", "many roles", "result"),
    *("history", "history compare", "items", "board", "group", "audit"),
)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("page", PAGES)
def test_a_narrow_screen_shows_every_figure_whole(
    run: Run, kept: Path, page: str, language: str
) -> None:
    """The figures are those of the plain lines, which have no columns, and as many as ever."""

    def figures(*options: str, width: int) -> Counter[str]:
        command = (*typed(page, kept), "--lang", language, *options)
        done = run(*command, width=width, MANAGER_QUIZ_HOME=str(kept / "home"))
        assert done.code == 0, done.err
        assert max(map(len, done.out.splitlines())) <= width
        return Counter(FIGURE.findall(done.out))

    lines, wide = figures("--plain", width=ROOM), figures(width=ROOM)
    assert lines
    assert wide.keys() == lines.keys()
    for width in (80, 60):
        narrow = figures(width=width)
        assert narrow.keys() == lines.keys(), width
        # A list says the titles of its columns, and the figures in them, once a row.
        assert wide - narrow == Counter(), width
