"""Reads a catalog from a content folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from manager_quiz.catalog.field import Field, Place, Reading
from manager_quiz.catalog.model import Catalog
from manager_quiz.catalog.questions import read_questions
from manager_quiz.catalog.roles import read_roles
from manager_quiz.catalog.yaml_file import Lines, parse_yaml, read_bytes
from manager_quiz.errors import ContentError, Problem

_T = TypeVar("_T")
FILES = ("questions.yaml", "roles.yaml")
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
    data = [_try(problems, read_bytes, file) for file in files]
    if data[0] is None or data[1] is None:
        raise ContentError(tuple(problems))
    content = [data[0], data[1]]
    compiled = _compiled(content) if folder == shipped_folder() else None
    parsed: list[tuple[Any, Lines] | None]
    if compiled is not None:
        sha256, values = compiled
        parsed = [(value, {}) for value in values]
    else:
        sha256 = fingerprint(content)
        parsed = [_try(problems, parse_yaml, *pair) for pair in zip(data, files, strict=True)]
    languages = _languages(parsed[0][0] if parsed[0] is not None else None)
    read = language if language in languages else languages[0]

    def root(index: int, value: Any, lines: Lines) -> Field:
        def report(path: Place, template: str, values: dict[str, object]) -> None:
            values = {"name": _dotted(path), **values}
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
        sha256=sha256,
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
    )


def _try(problems: list[Problem], read: Callable[..., _T], *arguments: object) -> _T | None:
    """What `read` gives; where it finds problems, they are added and there is nothing."""
    try:
        return read(*arguments)
    except ContentError as error:
        problems.extend(error.problems)
        return None


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda each: (str(each.file), each.line)))


def _languages(questions: Any) -> tuple[str, ...]:
    """The languages that the content says it has; English where it says nothing usable."""
    given = questions.get("languages") if isinstance(questions, dict) else None
    known = [each for each in given if isinstance(each, str)] if isinstance(given, list) else []
    return tuple(dict.fromkeys(known)) or ("en",)


def fingerprint(data: list[bytes]) -> str:
    """SHA-256 over the content files, in hexadecimal."""
    import hashlib

    return hashlib.sha256(b"\0".join(data)).hexdigest()


def compile_content(folder: Path) -> str:
    """The shipped content as JSON, which reads many times faster; made when a wheel is built."""
    import json

    data = [read_bytes(folder / name) for name in FILES]
    values = [parse_yaml(each, folder / name)[0] for each, name in zip(data, FILES, strict=True)]
    compiled = {"made_from": _checksums(data), "sha256": fingerprint(data), "content": values}
    return json.dumps(compiled, ensure_ascii=False)


def _checksums(data: list[bytes]) -> list[int]:
    """Tell whether files have changed; unlike a fingerprint, at hardly any cost."""
    from binascii import crc32

    return [crc32(each) for each in data]


def _compiled(data: list[bytes]) -> tuple[str, list[Any]] | None:
    """Fingerprint and values of the compiled content, if it was made from these very files."""
    import json

    try:
        compiled = json.loads((_PACKAGE / "compiled.json").read_bytes())
        if compiled["made_from"] != _checksums(data):
            return None
        return str(compiled["sha256"]), list(compiled["content"])
    except (OSError, ValueError, TypeError, LookupError):
        return None


def _dotted(path: Place) -> str:
    """A path as people write it: `roles[2].profile.leadership.level`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".") or "content"


def _line(lines: Lines, path: Place) -> int:
    """The line of the value at `path` or of the nearest thing round it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0)
