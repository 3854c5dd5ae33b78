"""The records of a content file, declared as data, and the one reader of them all.

A record says which keys a mapping has, how the value of each is written, what it means and what
holds where it is left out; `docs/content.md` is made of the same declarations. Every check notes
its problem and returns something harmless, so that one reading finds everything; what was built
is used only when no problem was noted.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

from manager_quiz.errors import N_

MISSING = N_("{name}: the key {key} is missing")
_NO_TEXT = N_("{name}: the text in {key} is missing")
_UNKNOWN = N_("{name}: unknown key, expected one of: {known}")
_OTHER_LANGUAGE = N_(
    "{name}: the languages are {known}, but this text is in {key}: name it in languages of "
    "questions.yaml, or take the text out"
)
Place = tuple[str | int, ...]
Report = Callable[[Place, str, dict[str, object]], None]


class Reading(NamedTuple):
    """What all fields of a file share: where problems go, its languages, and what there is.

    Every text must be there in all `languages`; the one in `language` is read. `known` are the
    ids of the entries in each list of the file, whether or not they are read by now.
    """

    report: Report
    languages: tuple[str, ...]
    language: str
    known: Mapping[str, Collection[str]]


class Fields(dict[str, "Field"]):
    """The parts of a mapping. A part that isn't there is an empty field that reports nothing."""

    def __missing__(self, key: str) -> "Field":
        return Field(None, (), Reading(lambda *_: None, (), "", {}))


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

    def part(self, *keys: str | int, value: Any = None) -> "Field":
        """What stands at this place inside the value."""
        return Field(value, (*self.path, *keys), self.reading)

    def mapping(
        self,
        required: Collection[str],
        optional: Collection[str] = (),
        retired: Mapping[str, str] | None = None,
    ) -> Fields:
        """The parts by key; of those that are retired the cure is told."""
        if not isinstance(self.value, dict):
            self._unexpected(N_("{name}: expected a mapping (key: value), found {found}"))
            return Fields()
        keys, languages = (*required, *optional), self.reading.languages
        for key in required:
            if key not in self.value:
                self.problem(_NO_TEXT if keys == languages else MISSING, key=key)
        for key in self.value:
            if retired and key in retired:
                self.part(key).problem(retired[key])
            elif key not in keys:
                template = _OTHER_LANGUAGE if keys == languages else _UNKNOWN
                self.part(key).problem(template, known=", ".join(keys), key=key)
        return Fields((key, self.part(key, value=value)) for key, value in self.value.items())

    def sequence(self) -> list["Field"]:
        """The entries of a list; none where nothing is given."""
        if not isinstance(self.value, list):
            self._unexpected(N_("{name}: expected a list (- entry), found {found}"))
            return []
        return [self.part(index, value=value) for index, value in enumerate(self.value)]

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

    def whole(self, least: int) -> int:
        """A whole number that is at least so large."""
        if type(self.value) is int and self.value >= least:
            return self.value
        template = N_("{name}: expected a whole number, at least {least}, found {found}")
        self._unexpected(template, least=least)
        return least

    def boolean(self) -> bool:
        """True or false."""
        if isinstance(self.value, bool):
            return self.value
        self._unexpected(N_("{name}: expected true or false, found {found}"))
        return False


def check_unique(entries: Iterable[tuple[Field, Iterable[str]]]) -> None:
    """Notes a problem at every field one of whose names an earlier field has."""
    first: dict[str, Field] = {}
    for field, names in entries:
        for name in names:
            if name and first.setdefault(name, field) is not field:
                field.problem(N_("{name}: {value} is already taken by another entry"), value=name)


# ------------------------------------------------------------------ how values are written


class Type(NamedTuple):
    """How a value is written, in words for authors, and how it is read.

    `inside` are the records that it is made of.
    """

    words: str
    read: Callable[[Field], Any]
    inside: tuple["Record", ...] = ()


class Key(NamedTuple):
    """A key of a record; `default` is what holds where it is left out, `...` where it can't be."""

    name: str
    type: "Type | Record"
    meaning: str
    default: Any = ...


class Record:
    """A mapping with such keys; `make` is given its field, and the value of each key by name.

    `retired` are keys of earlier versions, and what is said where they stand.
    """

    def __init__(
        self,
        words: str,
        make: Callable[..., Any],
        *keys: Key,
        retired: Mapping[str, str] | None = None,
    ) -> None:
        self.words, self.make, self.keys, self.retired = words, make, keys, retired or {}
        self.inside = (self,)
        self.required = tuple(key.name for key in keys if key.default is ...)
        self.optional = tuple(key.name for key in keys if key.default is not ...)

    def read(self, field: Field) -> Any:
        """What is made of the mapping; problems go to the field's report."""
        parts = field.mapping(self.required, self.optional, self.retired)
        values = {
            key.name: key.type.read(parts[key.name])
            if key.default is ... or key.name in parts
            else key.default
            for key in self.keys
        }
        return self.make(field, **values)


def plain(kind: Callable[..., Any]) -> Callable[..., Any]:
    """For records that need their values alone."""
    return lambda _field, **values: kind(**values)


def _in_all_languages(field: Field) -> tuple[str, tuple[str, ...]]:
    """A text in the language that is read, and in all of them."""
    text = field.text()
    return text, tuple(field.value[each] for each in field.reading.languages) if text else ()


WORD = Type("text", Field.string)
TEXT = Type("text in every language", Field.text)
TEXT_IN_ALL = Type(TEXT.words, _in_all_languages)
YES_NO = Type("`true` or `false`", Field.boolean)


def number(least: float, most: float, *, open_below: bool = False) -> Type:
    """A number from `least`, or above it, to `most`."""
    begin = f"above {least:g}, at most" if open_below else f"from {least:g} to"
    return Type(
        f"number {begin} {most:g}", lambda field: field.number(least, most, open_below=open_below)
    )


PEOPLE = Type("whole number, at least 2", lambda field: field.whole(2))


def one_of(*values: str) -> Type:
    """One of these words."""
    return Type(", ".join(f"`{each}`" for each in values), lambda field: field.reference(values))


def id_in(entries: str) -> Type:
    """The id of an entry of this list of the file."""
    return Type(
        f"id in `{entries}`", lambda field: field.reference(field.reading.known.get(entries, ()))
    )


def list_of(
    type: Type | Record, too_few: str = "", least: int = 1, *, unique: bool = False
) -> Type:
    """A list, of entries that have ids of their own where they are `unique`.

    With fewer than `least` entries `too_few` is said.
    """

    def read(field: Field) -> tuple[Any, ...]:
        fields = field.sequence()
        made = tuple(type.read(each) for each in fields)
        if too_few and len(made) < least and isinstance(field.value, list):
            field.problem(too_few)
        if unique:
            check_unique((each, filter(None, [id_of(each.value)])) for each in fields)
        return made

    words = f"list: {type.words}" + (f"; at least {least}" if too_few else "")
    return Type(words, read, type.inside)


def by_id(entries: str, type: Type | Record, *, all_of_them: bool = False) -> Type:
    """A mapping with a value for each entry of this list of the file, or for some."""
    which = f"{'every' if all_of_them else 'some'} id in `{entries}`"
    return _by(lambda reading: reading.known.get(entries, ()), which, type, all_of_them)


def by_language(type: Type) -> Type:
    """A mapping with a value for some of the languages."""
    return _by(lambda reading: reading.languages, "any language", type, False)


def _by(
    keys: Callable[[Reading], Collection[str]], which: str, type: Type | Record, needed: bool
) -> Type:
    def read(field: Field) -> dict[str, Any]:
        known = keys(field.reading)
        parts = field.mapping(known) if needed else field.mapping((), known)
        return {key: type.read(part) for key, part in parts.items()}

    return Type(f"for {which}: {type.words}", read, type.inside)


TEXTS = list_of(TEXT)
WORDS = list_of(WORD)


def ids(content: Any) -> dict[str, Collection[str]]:
    """The ids of the entries of every list at the top of a file, in their order."""
    lists = content.items() if isinstance(content, dict) else ()
    return {
        key: dict.fromkeys(filter(None, map(id_of, entries)))
        for key, entries in lists
        if isinstance(entries, list)
    }


def id_of(entry: Any) -> str:
    """The id of an entry, or the word that it is; empty where it has none."""
    id = entry.get("id") if isinstance(entry, dict) else entry
    return id if isinstance(id, str) else ""
