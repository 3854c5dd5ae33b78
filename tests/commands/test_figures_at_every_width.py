"""No figure or word of any page is cut, folded or left out, however narrow the screen is."""

import io
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from manager_quiz.catalog.load import load_catalog
from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.reports.page import Bar, Cell, Column, Page, Table, plain, section
from manager_quiz.terminal.page import drawn
from manager_quiz.terminal.screen import Screen
from manager_quiz.wording.words import Words
from program import SMALL, Run, run_program

WORD = re.compile(r"[^\W\d_]+")
FIGURE = re.compile(r"[<>±−-]?\d+(?:[.,–]\d+)*")
ROOM = 250
"""A width at which nothing has to be folded."""
PEOPLE = 30
"""Enough for a picture of a group that counts single roles."""
SIZES = (7, 12, PEOPLE)
"""Groups that see skills alone, families of roles, single roles."""


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
    for size in SIZES:
        day, files = folder / f"day-{size}", [folder / "results" / f"{n}.json" for n in range(size)]
        for command in (
            ("workshop", "open", "Career day", "--dir", day, "--form", "quick"),
            ("workshop", "collect", day, *files),
            ("workshop", "close", day),
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
        "roles": ("roles",),
        "topic": ("describe", "levels"),
        "scale": ("describe", "empathy"),
        "one result": ("history", "show", kept / "results" / "0.json", "--details"),
        "own and role": ("compare", "it-manager", "--result", kept / "results" / "0.json"),
        "result": ("take", "--answers", "examples/dealmaker.yaml", "--details", "--no-history"),
        "history": ("history",),
        "items": ("stats", kept / "sheets.csv"),
        **{
            f"board of {size}": ("workshop", "board", kept / f"day-{size}", "--once")
            for size in SIZES
        },
        **{
            f"group of {size}": ("workshop", "report", kept / f"day-{size}", "--private")
            for size in SIZES
        },
        "audit": ("audit", SMALL, "--people", "100"),
    }[page]


PAGES = (
    *("role", "two roles", "many roles", "roles", "topic", "scale", "result", "one result"),
    *("history", "history compare", "items", "audit"),
    *(f"{page} of {size}" for size in SIZES for page in ("board", "group")),
)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("page", PAGES)
def test_a_narrow_screen_shows_every_figure_and_word_whole(
    run: Run, kept: Path, page: str, language: str
) -> None:
    """The figures are those of the plain lines, which have no columns, and as many as ever."""

    def shown(*options: str, width: int) -> str:
        command = (*typed(page, kept), "--lang", language, *options)
        done = run(*command, width=width, MANAGER_QUIZ_HOME=str(kept / "home"))
        assert done.code == 0, done.err
        assert max(map(len, done.out.splitlines())) <= width
        return done.out

    plain, wide = shown("--plain", width=ROOM), shown(width=ROOM)
    lines, figures = Counter(FIGURE.findall(plain)), Counter(FIGURE.findall(wide))
    assert figures.keys() == lines.keys()
    for width in (80, 60):
        text = shown(width=width)
        narrow = Counter(FIGURE.findall(text))
        assert narrow.keys() == lines.keys(), width
        # A list says the titles of its columns, and the figures in them, once a row.
        assert figures - narrow == Counter(), width
        # No piece of a word; a list leaves out what its first column is called.
        assert set(WORD.findall(text)) <= set(WORD.findall(wide)), width


FIGURES = st.integers(-10_000, 10_000).map(str)
TEXTS = st.lists(st.text("abcdef", min_size=1, max_size=14), min_size=1, max_size=6).map(" ".join)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Any table: columns of figures with or without bars, and of texts, named by its first."""
    kinds = draw(st.lists(st.sampled_from(["text", "figure", "bar"]), max_size=7))
    columns = [Column(draw(TEXTS), figures=kind != "text") for kind in kinds]
    cells = {
        "text": TEXTS,
        "figure": FIGURES,
        "bar": st.builds(Cell, FIGURES, st.builds(Bar, st.floats(0, 1))),
    }
    row = st.tuples(TEXTS, *(cells[kind] for kind in kinds))
    rows = draw(st.lists(row, min_size=1, max_size=5))
    return Table((Column(draw(TEXTS)), *columns), tuple(rows))


@given(st.lists(tables(), min_size=1, max_size=3), st.integers(20, 100), st.booleans())
def test_whatever_a_table_holds_its_figures_and_words_are_drawn_whole(
    held: list[Table], width: int, beside: bool
) -> None:
    parts = [
        section("", table, column=number % 2 + 1 if beside else 0)
        for number, table in enumerate(held)
    ]
    console = Console(width=width, file=io.StringIO(), color_system=None)
    screen = Screen(console, Words("en"), plain=False)
    console.print(drawn(screen, Page(sections=tuple(parts))))
    text = console.file.getvalue()
    assert max(map(len, text.splitlines()), default=0) <= width
    cells = [plain(cell) for table in held for row in table.rows for cell in row]
    for found in (FIGURE, WORD):
        assert Counter(found.findall(" ".join(cells))) - Counter(found.findall(text)) == Counter()
