"""`doctor`: versions, where things are kept, and what the terminal can do."""

import os
import platform
import sys
from importlib.metadata import version

from manager_quiz import __version__
from manager_quiz.catalog.load import shipped_folder
from manager_quiz.commands.options import Data, Json, Language, open_all, print_json
from manager_quiz.errors import NotReadError
from manager_quiz.records.files import home


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
        "language": screen.language,
        "terminal": os.environ.get("TERM", "-"),
        "interactive": sys.stdin.isatty() and sys.stdout.isatty(),
        "width": screen.console.width,
        "colours": screen.console.color_system or "-",
        "encoding": sys.stdout.encoding,
    }
    if json:
        print_json({"schema": "manager-quiz/doctor@1", **facts})
        return
    _ = screen.words.gettext
    told = {
        "system": _("system"),
        "content": _("content"),
        "content version": _("content version"),
        "content sha256": _("content sha256"),
        "personal folder": _("personal folder"),
        "language": _("language"),
        "terminal": _("terminal"),
        "interactive": _("interactive"),
        "width": _("width"),
        "colours": _("colours"),
        "encoding": _("encoding"),
    }
    for name, value in facts.items():
        shown = {True: _("yes"), False: _("no")}[value] if isinstance(value, bool) else value
        screen.console.print(f"{told.get(name, name)}: {shown}", soft_wrap=True)
