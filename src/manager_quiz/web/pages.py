"""What both applications show pages with: one environment, one style sheet, one language each."""

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from flask import Response

from manager_quiz.reports.page import Page
from manager_quiz.reports.writers import rendered, templates
from manager_quiz.wording.words import LANGUAGES, Words, program_title

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def _templates() -> "Environment":
    environment = templates(__package__ or "")
    environment.globals.update(style=f"/style.css?{hashlib.sha256(_style()).hexdigest()[:8]}")
    return environment


@cache
def _style() -> bytes:
    """The style of all pages, and what those here add to it."""
    homes = (("manager_quiz.reports", "page.css"), (__package__ or "", "templates/web.css"))
    return b"\n".join(files(package).joinpath(name).read_bytes() for package, name in homes)


def style() -> Response:
    """The style sheet; its address changes with it."""
    kept = {"Cache-Control": "max-age=86400"}
    return Response(_style(), mimetype="text/css", headers=kept)


def no_icon() -> Response:
    """Browsers ask for an icon; there is none."""
    return Response(status=204)


def language_name(code: str, words: Words) -> str:
    """What a language calls itself; its code where the program doesn't speak it."""
    # Translated as the name of the language it is translated into.
    return words("English") if code in LANGUAGES else code


def shown(template: str, words: Words, page: Page, status: int = 200, **values: Any) -> Response:
    """A page with what a template adds to it."""
    values |= {"_": words.gettext, "ngettext": words.ngettext, "pages": [page]}
    values |= {"program": program_title(words)}
    return Response(rendered(_templates(), template, words, **values), status)
