"""Reads a catalog from a content folder."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from manager_quiz.catalog.field import OTHER_LANGUAGE, Field, Place, Reading
from manager_quiz.catalog.items import ITEM_KINDS
from manager_quiz.catalog.model import Catalog, ItemKind
from manager_quiz.catalog.questions import read_questions
from manager_quiz.catalog.roles import read_roles
from manager_quiz.catalog.yaml_file import Lines, parse_yaml, read_bytes
from manager_quiz.errors import N_, ContentError, Problem

_T = TypeVar("_T")
FILES = ("questions.yaml", "roles.yaml")
PLACES = 5
"""How many lines are named of faults of one kind."""
_LANGUAGE_OUT = N_(
    "the languages are {known}, but here are texts in {key} ({n}, on the lines {lines}): "
    "name it in languages of questions.yaml, or take the texts out"
)
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
    parsed = [_try(problems, parse_yaml, *pair) for pair in zip(content, files, strict=True)]
    languages = _languages(parsed[0][0] if parsed[0] is not None else None)
    read = language if language in languages else languages[0]

    def root(index: int, value: Any, lines: Lines) -> Field:
        def report(path: Place, template: str, values: dict[str, object]) -> None:
            values = {"name": _dotted(path), **values}
            if "found" in values and path in lines.written:
                values["found"] = lines.written[path][:40]
            problems.append(Problem(files[index], _line(lines, path), template, values))

        return Field(value, (), Reading(report, languages, read))

    # Roles can be checked only against scales; questions alone still tell of their own faults.
    questions = read_questions(root(0, *parsed[0])) if parsed[0] is not None else None
    if questions is None or parsed[1] is None:
        raise ContentError(_in_order(problems))
    told = read_roles(root(1, *parsed[1]), [scale.id for scale in questions.scales if scale.id])
    if problems:
        raise ContentError(_in_order(problems))
    return Catalog(
        version=questions.version,
        sha256=fingerprint(content),
        language=read,
        languages=languages,
        reliability=questions.reliability,
        correlation=questions.correlation,
        managing=questions.managing,
        prompt=questions.prompt,
        scales=questions.scales,
        items=questions.items,
        forms=questions.forms,
        levels=told.levels,
        families=told.families,
        roles=told.roles,
        topics=told.topics,
        without_managing=told.without_managing,
    )


def _read(file: Path) -> bytes:
    return read_bytes(file, plain=True)


def _try(problems: list[Problem], read: Callable[..., _T], *arguments: object) -> _T | None:
    """What `read` gives; where it finds problems, they are added and there is nothing."""
    try:
        return read(*arguments)
    except ContentError as error:
        problems.extend(error.problems)
        return None


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(_gathered(problems), key=lambda each: (str(each.file), each.line)))


def _gathered(problems: Sequence[Problem]) -> Iterator[Problem]:
    """The problems, but those of a language that was taken out as one for each file."""
    kinds: dict[tuple[object, ...], list[Problem]] = {}
    for number, each in enumerate(problems):
        other = each.template == OTHER_LANGUAGE
        kind = (each.file, each.values["key"]) if other else (number,)
        kinds.setdefault(kind, []).append(each)
    for same in kinds.values():
        if len(same) == 1:
            yield same[0]
            continue
        lines = sorted({each.line for each in same})
        values = {
            **same[0].values,
            "n": len({each.values["name"] for each in same}),  # some texts are read twice
            "lines": ", ".join(map(str, lines[:PLACES])) + ("…" if len(lines) > PLACES else ""),
        }
        yield Problem(same[0].file, lines[0], _LANGUAGE_OUT, values)


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
        catalog = load_catalog(folder, language)
        items = tuple(item._replace(kind=_Constant(item.kind)) for item in catalog.items)
        source = repr(replace(catalog, items=items))
        modules[f"{language}.py"] = f"{_IMPORTS}\nCATALOG = {source}\n"
    return modules


_IMPORTS = """from manager_quiz.catalog.items import *
from manager_quiz.catalog.model import *
"""


class _Constant(ItemKind):
    """A kind of question that stands in source under its own name."""

    def __new__(cls, kind: ItemKind) -> "_Constant":
        return super().__new__(cls, *kind)

    def __repr__(self) -> str:
        return f"ITEM_KINDS[{ITEM_KINDS.index(self)}]"


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
    read = language if language in compiled.LANGUAGES else compiled.LANGUAGES[0]
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
