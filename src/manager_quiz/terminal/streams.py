"""Standard streams that never fail for want of a character."""

import codecs
import sys

_TYPEWRITER = {
    **dict.fromkeys("«»“”„″", '"'),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("–—‑−", "-"),
    **dict.fromkeys("●•", "*"),
    "…": "...",
    "→": "->",
    "±": "+-",
    "ё": "е",
    "Ё": "Е",
    "№": "N",
    "®": "(R)",
    "\u00a0": " ",
    "\u202f": " ",
}


def make_writable() -> None:
    """Lets the output have any text: as it is, with typewriter characters, or in UTF-8.

    An encoding with Cyrillic letters (cp866, cp1251, KOI8-R) is kept, since somebody chose it or
    a console needs it; where it lacks a character, one from a typewriter stands in. An encoding
    without Cyrillic would leave nothing but question marks, so that there UTF-8 is written.
    """
    codecs.register_error("manager-quiz-typewriter", _typewriter)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            try:
                "я".encode(stream.encoding)
                stream.reconfigure(errors="manager-quiz-typewriter")
            except UnicodeEncodeError:
                stream.reconfigure(encoding="utf-8", errors="replace")


def _typewriter(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_TYPEWRITER.get(character, "?") for character in missing), error.end
