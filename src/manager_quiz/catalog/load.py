"""Reads a catalog from a content folder."""

from pathlib import Path
from typing import Any

from manager_quiz.catalog.field import Field, Place, Reading
from manager_quiz.catalog.model import Catalog
from manager_quiz.catalog.problems import ContentError, Problem
from manager_quiz.catalog.questions import CORRELATION, read_questions
from manager_quiz.catalog.roles import check_shapes, read_roles
from manager_quiz.catalog.yaml_file import Lines, parse_yaml, read_bytes

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
    data = [read_bytes(file) for file in files]
    sha256 = fingerprint(data)
    compiled = _compiled(sha256) if folder == shipped_folder() else None
    problems: list[Problem] = []
    parsed: list[tuple[Any, Lines]] = []
    if compiled is not None:
        parsed = [(value, {}) for value in compiled]
    else:
        for each, file in zip(data, files, strict=True):
            try:
                parsed.append(parse_yaml(each, file))
            except ContentError as error:
                problems.extend(error.problems)
        if problems:
            raise ContentError(tuple(problems))

    def root(index: int, languages: tuple[str, ...]) -> Field:
        value, lines = parsed[index]

        def report(path: Place, template: str, values: dict[str, object]) -> None:
            values = {"name": _dotted(path), **values}
            problems.append(Problem(files[index], _line(lines, path), template, values))

        read = language if language in languages else languages[0]
        return Field(value, (), Reading(report, languages, read))

    languages = _languages(parsed[0][0])
    questions = read_questions(root(0, languages))
    told = read_roles(root(1, languages), [scale.id for scale in questions.scales])
    if questions.method == CORRELATION:
        check_shapes(root(1, languages), told.roles, questions.scales)
    if problems:
        raise ContentError(tuple(sorted(problems, key=lambda each: (str(each.file), each.line))))
    return Catalog(
        version=questions.version,
        sha256=sha256,
        language=language if language in languages else languages[0],
        languages=languages,
        method=questions.method,
        reliability=questions.reliability,
        prompt=questions.prompt,
        scales=questions.scales,
        items=questions.items,
        forms=questions.forms,
        levels=told.levels,
        roles=told.roles,
        topics=told.topics,
    )


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
    return json.dumps({"sha256": fingerprint(data), "content": values}, ensure_ascii=False)


def _compiled(sha256: str) -> list[Any] | None:
    """The compiled content, if there is one and the YAML is still what it was made from."""
    import json

    try:
        compiled = json.loads((_PACKAGE / "compiled.json").read_bytes())
    except (OSError, ValueError):
        return None
    return compiled["content"] if compiled["sha256"] == sha256 else None


def _dotted(path: Place) -> str:
    """A path as people write it: `roles[2].profile.leadership.level`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(
        "."
    )


def _line(lines: Lines, path: Place) -> int:
    """The line of the value at `path` or of the nearest thing round it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0)
