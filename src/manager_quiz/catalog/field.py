"""A value of a content file together with where it stands, and checks that say what is wrong.

Every check notes its problem and returns something harmless, so that one reading finds
everything; what was built is used only when no problem was noted.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from manager_quiz.errors import N_

OTHER_LANGUAGE = N_("{name}: the languages are {known}, but this text is in {key}")
Place = tuple[str | int, ...]
Report = Callable[[Place, str, dict[str, object]], None]


class Reading(NamedTuple):
    """What all fields of a file share: where problems go, and the languages of its texts.

    Every text must be there in all `languages`; the one in `language` is read.
    """

    report: Report
    languages: tuple[str, ...]
    language: str


class Fields(dict[str, "Field"]):
    """The parts of a mapping. A part that isn't there is an empty field that reports nothing."""

    def __missing__(self, key: str) -> "Field":
        return Field(None, (), Reading(lambda *_: None, (), ""))


class Field:
    """A cursor over plain values."""

    __slots__ = ("path", "reading", "value")

    def __init__(self, value: Any, path: Place, reading: Reading) -> None:
        self.value = value
        self.path = path
        self.reading = reading

    def problem(self, template: str, **values: object) -> None:
        """Notes a problem here; see `Problem.template`."""
        self.reading.report(self.path, template, values)

    def _unexpected(self, template: str, **values: object) -> None:
        found = "null" if self.value is None else f"{self.value!r:.40}"
        self.problem(template, found=found, **values)

    def _part(self, key: str | int, value: Any) -> "Field":
        return Field(value, (*self.path, key), self.reading)

    def mapping(self, required: Collection[str], optional: Collection[str] = ()) -> Fields:
        """The parts by key."""
        if not isinstance(self.value, dict):
            self._unexpected(N_("{name}: expected a mapping (key: value), found {found}"))
            return Fields()
        for key in required:
            if key not in self.value:
                self.problem(N_("{name}: the key {key} is missing"), key=key)
        for key in self.value:
            if key not in required and key not in optional:
                known = ", ".join([*required, *optional])
                template = N_("{name}: unknown key, expected one of: {known}")
                if (*required, *optional) == self.reading.languages:
                    template = OTHER_LANGUAGE
                self._part(key, None).problem(template, known=known, key=key)
        return Fields((key, self._part(key, value)) for key, value in self.value.items())

    def sequence(self) -> list["Field"]:
        """The entries of a list; none where nothing is given."""
        if not isinstance(self.value, list):
            self._unexpected(N_("{name}: expected a list (- entry), found {found}"))
            return []
        return [self._part(index, value) for index, value in enumerate(self.value)]

    def string(self) -> str:
        """A text that isn't blank and is the same in every language."""
        if isinstance(self.value, str) and self.value.strip():
            return self.value
        if isinstance(self.value, bool):
            template = N_(
                "{name}: expected a text, found {found}, which is read as yes or no here: "
                "put it in quotation marks"
            )
        elif isinstance(self.value, int | float):
            template = N_(
                "{name}: expected a text, found {found}, which is read as a number: "
                "put it in quotation marks"
            )
        else:
            template = N_("{name}: expected a text, found {found}")
        self._unexpected(template)
        return ""

    def text(self) -> str:
        """A text given in every language, read in one."""
        languages, value = self.reading.languages, self.value
        if (
            isinstance(value, dict)
            and value.keys() == set(languages)
            and all(isinstance(text, str) and text.strip() for text in value.values())
        ):
            return str(value[self.reading.language])
        # Something is wrong: go through it the slow way, which says what.
        parts = self.mapping(languages)
        for language in languages:
            parts[language].string()
        return ""

    def texts(self) -> tuple[str, ...]:
        """A list of such texts."""
        return tuple(field.text() for field in self.sequence())

    def reference(self, known: Collection[str]) -> str:
        """A text that must be one of `known`."""
        value = self.string()
        if value and value not in known:
            from difflib import get_close_matches

            near = get_close_matches(value, known, n=3) or sorted(known)[:9]
            template = N_("{name}: {value} is unknown, perhaps: {near}")
            self.problem(template, value=value, near=", ".join(near) or "-")
        return value

    def number(self, least: float, most: float, *, open_below: bool = False) -> float:
        """A number from `least` (or above it, where the range is open below) to `most`."""
        value = self.value if isinstance(self.value, int | float) else float("nan")
        inside = least < value <= most or (value == least and not open_below)
        if inside and not isinstance(value, bool):
            return value
        template = N_("{name}: expected a number from {least} to {most}, found {found}")
        if open_below:
            template = N_("{name}: expected a number above {least}, at most {most}, found {found}")
        self._unexpected(template, least=f"{least:g}", most=f"{most:g}")
        return most

    def boolean(self) -> bool:
        """True or false."""
        if isinstance(self.value, bool):
            return self.value
        self._unexpected(N_("{name}: expected true or false, found {found}"))
        return False


def check_ids(fields: Sequence[Field], ids: Sequence[str]) -> None:
    """Notes a problem at every field whose id an earlier one has."""
    check_unique([(field, (id,)) for field, id in zip(fields, ids, strict=True)])


def check_unique(entries: Collection[tuple[Field, Collection[str]]]) -> None:
    """Notes a problem at every field one of whose names an earlier field has."""
    first: dict[str, Field] = {}
    for field, names in entries:
        for name in names:
            if name and first.setdefault(name, field) is not field:
                field.problem(N_("{name}: {value} is already taken by another entry"), value=name)
