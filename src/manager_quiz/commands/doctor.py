"""`doctor`: versions, where things are kept, and what the terminal can do."""

import os
import platform
import sys
from importlib.metadata import version

from manager_quiz import __version__
from manager_quiz.catalog.load import shipped_folder
from manager_quiz.commands.options import Data, Json, Language, open_all, print_json
from manager_quiz.errors import N_, NotReadError
from manager_quiz.records.files import home

TOLD = (
    N_("system"),
    N_("content"),
    N_("content version"),
    N_("content sha256"),
    N_("personal folder"),
    N_("language"),
    N_("terminal"),
    N_("interactive"),
    N_("width"),
    N_("colours"),
    N_("encoding"),
)
"""Names of facts that have words of their own in each language."""


def _home() -> str:
    try:
        return str(home())
    except NotReadError:
        return "-"


def doctor(json: Json = False, lang: Language = None, data: Data = None) -> None:
    """Show versions, folders and what this terminal can do."""
    screen, catalog = open_all(lang, data)
    libraries = ("typer", "rich", "questionary", "PyYAML", "numpy")
    facts = {
        "manager-quiz": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        **{name: version(name) for name in libraries},
        "content": str(data or shipped_folder()),
        "content version": catalog.version,
        "content sha256": catalog.sha256,
        "personal folder": _home(),
        "language": screen.words.language,
        "terminal": os.environ.get("TERM", "-"),
        "interactive": sys.stdin.isatty() and sys.stdout.isatty(),
        "width": screen.console.width,
        "colours": screen.console.color_system or "-",
        "encoding": sys.stdout.encoding,
    }
    if json:
        print_json({"schema": "manager-quiz/doctor@1", **facts})
        return
    words = screen.words
    for name, value in facts.items():
        shown = (words("yes") if value else words("no")) if isinstance(value, bool) else value
        told = words(name) if name in TOLD else name
        screen.console.print(f"{told}: {shown}", soft_wrap=True)
