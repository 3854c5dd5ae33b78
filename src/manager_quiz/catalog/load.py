"""Reads a catalog from a content folder."""

from collections.abc import Callable, Collection, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from manager_quiz.catalog.model import Catalog
from manager_quiz.catalog.record import Field, Place, Reading, ids
from manager_quiz.catalog.yaml_file import Lines, parse_yaml, read_bytes
from manager_quiz.errors import ContentError, Problem
from manager_quiz.text import language_in

_T = TypeVar("_T")
FILES = ("questions.yaml", "roles.yaml")
COMPILED = "manager_quiz.compiled"
"""The package in a wheel that holds the shipped catalog ready-made."""
_PACKAGE = Path(__file__).parents[1]


def shipped_folder() -> Path:
    """Where the content that comes with the program is: in the package, or in a checkout."""
    packaged = _PACKAGE / "data"
    return packaged if packaged.is_dir() else _PACKAGE.parents[1] / "data"


def load_catalog(folder: Path | None = None, language: str = "en") -> Catalog:
    """The catalog in `folder` (by default the one shipped) in `language`.

    Content without that language is read in the first language it names.
    Raises ContentError with every problem found, each at its file and line.
    """
    folder = folder or shipped_folder()
    files = [folder / name for name in FILES]
    problems: list[Problem] = []
    data = [_try(problems, _read, file) for file in files]
    if data[0] is None or data[1] is None:
        raise ContentError(tuple(problems))
    content = [data[0], data[1]]
    ready = _compiled(content, language) if folder == shipped_folder() else None
    if ready is not None:
        return ready
    # A catalog that is ready needs no readers.
    from manager_quiz.catalog.questions import read_questions
    from manager_quiz.catalog.roles import read_roles

    parsed = [_try(problems, parse_yaml, *pair) for pair in zip(content, files, strict=True)]
    languages = _languages(parsed[0][0] if parsed[0] is not None else None)
    read = language_in(languages, language) or languages[0]

    known: dict[str, Collection[str]] = {}

    def read_part(index: int, reader: Callable[[Field], dict[str, Any]]) -> dict[str, Any]:
        value, lines = parsed[index] or (None, Lines())
        known.update(ids(value))

        def report(path: Place, template: str, values: dict[str, object]) -> None:
            values = {"name": _dotted(path), **values}
            if "found" in values and path in lines.written:
                values["found"] = lines.written[path][:40]
            problems.append(Problem(files[index], _line(lines, path), template, values))

        return reader(Field(value, (), Reading(report, languages, read, known)))

    # Roles can be checked only against scales; questions alone still tell of their own faults.
    parts = read_part(0, read_questions) if parsed[0] is not None else {}
    if parts and parsed[1] is not None:
        parts |= read_part(1, read_roles)
    if problems:
        raise ContentError(tuple(sorted(problems, key=lambda each: (str(each.file), each.line))))
    return Catalog(**parts, sha256=fingerprint(content), language=read, languages=languages)


def _read(file: Path) -> bytes:
    return read_bytes(file, plain=True)


def _try(problems: list[Problem], read: Callable[..., _T], *arguments: object) -> _T | None:
    """What `read` gives; where it finds problems, they are added and there is nothing."""
    try:
        return read(*arguments)
    except ContentError as error:
        problems.extend(error.problems)
        return None


def _languages(questions: Any) -> tuple[str, ...]:
    """The languages that the content says it has; English where it says nothing usable."""
    given = questions.get("languages") if isinstance(questions, dict) else None
    known = [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
    return tuple(dict.fromkeys(known)) or ("en",)


def fingerprint(data: Sequence[bytes]) -> str:
    """SHA-256 over the content files, in hexadecimal."""
    import hashlib

    return hashlib.sha256(b"\0".join(data)).hexdigest()


def compile_content(folder: Path) -> dict[str, str]:
    """The catalog in each of its languages as Python source, by file name; for a wheel.

    Reading YAML takes half a second, and making a catalog of what it says a tenth of every
    start; a module that is compiled at installation takes next to nothing.
    """
    languages = load_catalog(folder).languages
    checksums = _checksums([read_bytes(folder / name) for name in FILES])
    modules = {"__init__.py": f"LANGUAGES = {languages!r}\nMADE_FROM = {checksums!r}\n"}
    for language in languages:
        source = repr(load_catalog(folder, language))
        imports = "from manager_quiz.catalog.model import *"
        modules[f"{language}.py"] = f"{imports}\n\nCATALOG = {source}\n"
    return modules


def _checksums(data: Sequence[bytes]) -> list[int]:
    """Tell whether files have changed; unlike a fingerprint, at hardly any cost."""
    from binascii import crc32

    return [crc32(each) for each in data]


def _compiled(data: Sequence[bytes], language: str) -> Catalog | None:
    """The compiled catalog, if there is one and it was made from these very files."""
    try:
        compiled = import_module(COMPILED)
    except ModuleNotFoundError:
        return None
    if _checksums(data) != compiled.MADE_FROM:
        return None
    read = language_in(compiled.LANGUAGES, language) or compiled.LANGUAGES[0]
    catalog: Catalog = import_module(f"{COMPILED}.{read}").CATALOG
    return catalog


def _dotted(path: Place) -> str:
    """A path as people write it: `roles[2].profile.leadership.level`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".") or "content"


def _line(lines: Lines, path: Place) -> int:
    """The line of the value at `path` or of the nearest thing round it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0)
