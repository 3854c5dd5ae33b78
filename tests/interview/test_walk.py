"""A walk through a result: every page by keys, in every window, and back to where one was."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("pexpect")
if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from virtual_terminal import COMMAND, DOWN, ENTER, ESCAPE, LEFT, UP, Terminal

from manager_quiz.catalog.model import Catalog
from manager_quiz.records.results import read_result
from manager_quiz.terminal.screen import open_screen
from manager_quiz.terminal.walk import Walk
from program import Run

EXAMPLE = Path(__file__).parents[2] / "examples" / "dealmaker.yaml"
PAGE_DOWN, HOME, END = "\x1b[6~", "\x1b[H", "\x1b[F"
SIZES = [(80, 24), (60, 20), (40, 15)]
LEAVE = {"en": "Esc leave", "ru": "Esc выйти"}


@pytest.fixture
def saved(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "mine.json"
    assert run("take", "--answers", EXAMPLE, "-o", file).code == 0
    monkeypatch.chdir(tmp_path)
    return file


@pytest.fixture
def opened(saved: Path) -> Iterator[object]:
    terminals: list[Terminal] = []

    def open_one(language: str = "en", columns: int = 80, rows: int = 24) -> Terminal:
        terminal = Terminal(
            *("history", "show", saved, "--lang", language),
            program=COMMAND,
            columns=columns,
            rows=rows,
        )
        terminals.append(terminal)
        terminal.wait(LEAVE[language])
        return terminal

    yield open_one
    for terminal in terminals:
        terminal.process.close(force=True)


@pytest.fixture
def walk(saved: Path, english: Catalog) -> Walk:
    """Somebody who stands before the list, with the pointer on the first role."""
    return Walk(open_screen("en"), english, read_result(saved, english), lambda: "Saved.")


def seen(walk: Walk, columns: int = 80, rows: int = 200) -> str:
    return "".join(text for _style, text in walk.draw(columns, rows))


def test_every_role_is_explained_compared_and_described(walk: Walk, english: Catalog) -> None:
    roles = [role for role in walk.stop.rows if role is not None]
    assert sorted(roles) == sorted(role.id for role in english.roles)
    for role in roles:
        name = english.role_by_id[role].name
        assert walk.stop.on == role
        walk.enter()
        assert f"Why {name}" in seen(walk)
        assert f"What next: {name}" in seen(walk)
        walk.describe()
        assert english.role_by_id[role].summary.split()[0] in seen(walk)
        assert "How to become one" in seen(walk)
        walk.back()
        walk.compare()
        assert f"Compare {name} with:" in seen(walk)
        assert set(walk.stop.rows) == set(roles) - {role}
        walk.enter()
        assert "what differs most comes first" in seen(walk)
        while walk.back():
            pass
        walk.move(1)
    assert walk.stop.on == roles[-1]


def test_the_whole_result_is_what_details_prints(walk: Walk, run: Run, saved: Path) -> None:
    walk.move(-1)
    walk.enter()
    printed = run("history", "show", saved, "--details", width=80).out
    shown = " ".join(seen(walk, 84, 400).split())
    for line in printed.splitlines():
        assert " ".join(line.split()) in shown


def test_back_leads_to_where_one_was(walk: Walk) -> None:
    walk.move(4)
    before = walk.stop.pointer
    walk.enter()
    walk.move(3)
    walk.compare()
    walk.enter()
    assert [walk.back(), walk.back(), walk.back()] == [True] * 3
    assert walk.stop.pointer == before
    assert not walk.back()


def test_the_same_page_is_not_opened_over_itself(walk: Walk) -> None:
    for _time in range(3):
        walk.describe()
        walk.explain()
        walk.explain()
        walk.back()
    assert len(walk.way) == 2


@pytest.mark.parametrize(("columns", "rows"), [*SIZES, (200, 60), (20, 6)])
def test_no_line_is_wider_than_the_window_and_a_page_scrolls_to_its_end(
    walk: Walk, columns: int, rows: int
) -> None:
    for step in (lambda: None, walk.describe, walk.explain):
        step()
        whole = seen(walk, columns, 5000)
        last = whole.rstrip().splitlines()[-4].strip()
        told = []
        for _page in range(400):
            window = seen(walk, columns, rows)
            assert len(window.splitlines()) <= rows
            assert all(len(line.rstrip()) <= columns for line in window.splitlines())
            told.append(window)
            walk.move(1)
        assert last in "\n".join(told)
        walk.move(-10_000)
        assert seen(walk, columns, rows) == told[0] or walk.stop.rows


def test_figures_end_where_the_text_does_beside_a_name_or_below_it(walk: Walk) -> None:
    figures = [line for line in seen(walk, 34, 80).splitlines() if line.endswith("of 100")]
    assert {len(line) for line in figures} == {33}  # a margin of one
    assert any(not line.removesuffix("of 100").strip(" <>0123456789") for line in figures)
    assert any(line[10:20].strip() for line in figures)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_in_a_terminal_one_goes_there_and_back(
    opened, language: str, columns: int, rows: int
) -> None:
    terminal = opened(language, columns, rows)
    keys = {"en": ("c", "d", "q"), "ru": ("с", "в", "й")}[language]  # as on a Russian keyboard
    compare = {"en": "Compare Sales manager", "ru": "С чем сравнить: Менеджер по продажам"}
    why = {"en": "Why Sales manager", "ru": "Почему «Менеджер по продажам»"}
    level = {"en": "Level:", "ru": "Уровень:"}
    terminal.press(ENTER)
    terminal.wait(why[language])
    terminal.press(keys[0])
    terminal.wait(compare[language])
    terminal.press(ESCAPE)
    terminal.wait(why[language])
    terminal.press(keys[1])
    terminal.wait(level[language])
    terminal.press(LEFT, LEFT)
    terminal.wait(LEAVE[language])
    terminal.press(keys[2])
    assert terminal.end() == 0


def test_long_pages_scroll_and_the_window_may_change_its_size(opened) -> None:
    terminal = opened()
    terminal.press("d")
    terminal.wait("Level:", "more below")
    terminal.press(END)
    terminal.wait("Sources", "more above")
    terminal.press(HOME)
    terminal.wait("Level:")
    terminal.press(PAGE_DOWN, DOWN, UP)
    terminal.wait("more above")
    terminal.resize(40, 15)
    terminal.wait("more above", "more below")
    terminal.press(HOME)
    terminal.wait("Level:")


@pytest.mark.parametrize("way_out", [ESCAPE, LEFT, "q", "\x03", "\x04"])
def test_after_leaving_the_first_screen_stands_on_the_terminal(opened, way_out: str) -> None:
    terminal = opened()
    terminal.press(way_out)
    assert terminal.end() == 0
    before, _, after = terminal.raw.partition(b"\x1b[?1049h")
    assert b"Sales manager" in before
    assert b"\x1b[?1049l" in after  # back to the normal screen
    assert b"Sales manager" not in after.partition(b"\x1b[?1049l")[2]


def test_saving_says_where_writes_once_and_never_over_another_file(
    opened, saved: Path, tmp_path: Path
) -> None:
    (id,) = [line.split('"')[3] for line in saved.read_text().splitlines() if '"id"' in line][:1]
    taken = tmp_path / f"manager-quiz-{id}.html"
    taken.write_text("mine", "utf-8")
    terminal = opened(columns=200)
    for _time in range(2):
        terminal.press("s")
        terminal.wait("Saved as")
        assert f"manager-quiz-{id}-2.html" in "".join(terminal.text.split())
        terminal.press(DOWN)
        terminal.settle()
    assert taken.read_text("utf-8") == "mine"
    written = sorted(each.name for each in tmp_path.glob("*.html"))
    assert written == [f"manager-quiz-{id}-2.html", f"manager-quiz-{id}.html"]


def test_where_nothing_may_be_saved_no_key_offers_it(saved: Path, english: Catalog) -> None:
    walk = Walk(open_screen("en"), english, read_result(saved, english), None)
    walk.write()
    assert "save" not in seen(walk)
    walk.explain()
    assert "save" not in seen(walk)


def test_a_terminal_without_colour_is_given_none(
    saved: Path, english: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    walk = Walk(open_screen("en"), english, read_result(saved, english), None)
    walk.describe()
    assert {style for style, _text in walk.draw(80, 24)} <= {"", "bold", "reverse"}
