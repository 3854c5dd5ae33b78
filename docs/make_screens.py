"""Pictures of the real program for the README.

    python docs/make_screens.py

Takes the quiz in a pseudo-terminal of 80x24 and writes what is on screen to docs/screens/*.svg.
Needs the `test` extra.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import pexpect
import pyte
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from manager_quiz.catalog.load import load_catalog
from manager_quiz.records.answers import parse_answers

UNHURRIED = 2.2
"""Seconds an answer: faster ones get a remark in the result."""
EXAMPLE = Path(__file__).parents[1] / "examples" / "dealmaker.yaml"
SCREENS = Path(__file__).parent / "screens"
COLUMNS, ROWS = 80, 24
LEFT = b"\x1b[?1049l"
"""What a program sends when it gives the window back."""
THEME = TerminalTheme(
    (255, 255, 255),
    (36, 41, 47),
    [
        *((36, 41, 47), (207, 34, 46), (17, 99, 41), (77, 45, 0)),
        *((9, 105, 218), (130, 80, 223), (27, 124, 131), (110, 119, 129)),
    ],
)
# Rich's own frame asks the network for a font; this one takes what the reader has.
FRAME = """<svg viewBox="-8 -8 {width} {height}" xmlns="http://www.w3.org/2000/svg"
 role="img" aria-label="TITLE">
<style>text {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
 font-size: {char_height}px; white-space: pre; }} {styles}</style>
<rect x="-8" y="-8" width="100%" height="100%" rx="8" fill="#ffffff" stroke="#d0d7de"/>
<defs>{lines}</defs>
<g>{backgrounds}{matrix}</g>
</svg>
"""


class Session:
    """The program in a pseudo-terminal, and the screen that a person would see."""

    def __init__(self, home: str, *arguments: str) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.process = pexpect.spawn(
            sys.executable,
            ["-m", "manager_quiz", *arguments],
            dimensions=(ROWS, COLUMNS),
            env={
                **os.environ,
                "MANAGER_QUIZ_HOME": home,
                "PROMPT_TOOLKIT_NO_CPR": "1",
                "TERM": "xterm-256color",
            },
        )

    def rest(self, seconds: float = 1.0) -> None:
        """Reads until nothing has been drawn for so long."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                drawn = self.process.read_nonblocking(65536, 0.05)
                if LEFT in drawn:
                    # A real terminal brings back the screen from before; pyte knows no other.
                    self.screen.reset()
                    drawn = drawn.rpartition(LEFT)[2]
                self.stream.feed(drawn)
                until = time.monotonic() + seconds
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                return

    def picture(self, name: str, title: str) -> None:
        """Writes what is on screen to a file."""
        console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
        for row in range(ROWS):
            line = Text()
            for column in range(COLUMNS):
                cell = self.screen.buffer[row][column]
                color = None if cell.fg == "default" else cell.fg
                style = Style(color=color, bold=cell.bold, reverse=cell.reverse)
                line.append(cell.data, style)
            console.print(line)
        frame = FRAME.replace("TITLE", title)
        svg = console.export_svg(theme=THEME, code_format=frame, unique_id=name)
        (SCREENS / f"{name}.svg").write_text(svg, encoding="utf-8")


def main() -> None:
    """Takes the quiz in both languages, unhurriedly, and keeps four pictures of each."""
    SCREENS.mkdir(exist_ok=True)
    catalog = load_catalog()
    answers = parse_answers(catalog, EXAMPLE.read_bytes(), EXAMPLE).answers
    items = catalog.form_items(catalog.form_by_id["quick"])
    keys = [str((item.choice(answers[item.id]) or 0) + 1) for item in items]
    first_situation = next(number for number, item in enumerate(items) if not item.kind.graded)
    for language, titles in (
        ("en", ("A question", "A situation", "A walk through the result", "A result")),
        ("ru", ("Вопрос", "Ситуация", "По результату клавишами", "Результат")),
    ):
        with tempfile.TemporaryDirectory() as home:
            session = Session(home, "take", "--form", "quick", "--lang", language)
            session.rest(UNHURRIED)
            session.process.send("\r")  # no role is named
            session.rest(UNHURRIED)
            for number, key in enumerate(keys):
                if number == first_situation - 1:
                    session.picture(f"question-{language}", titles[0])
                if number == first_situation:
                    session.picture(f"situation-{language}", titles[1])
                session.process.send(key)
                session.rest(UNHURRIED)
            session.process.send("\r")
            session.rest(UNHURRIED)
            session.picture(f"walk-{language}", titles[2])
            session.process.send("q")
            session.rest()
            # A walk begins right after the result is on the screen; from a file there is none.
            session = Session(home, "take", "--answers", str(EXAMPLE), "--lang", language)
            session.rest(UNHURRIED)
            session.picture(f"result-{language}", titles[3])


if __name__ == "__main__":
    main()
