"""What `roles.yaml` may say: levels, families, sources, roles and topics."""

from itertools import chain
from typing import Any, TypeVar

from manager_quiz.catalog.model import (
    Citation,
    Confusion,
    Family,
    Level,
    Role,
    Source,
    Target,
    Topic,
)
from manager_quiz.catalog.naming import normalize
from manager_quiz.catalog.record import (
    MISSING,
    PEOPLE,
    TEXT,
    TEXT_IN_ALL,
    TEXTS,
    WORD,
    WORDS,
    Field,
    Key,
    Record,
    by_id,
    by_language,
    check_unique,
    id_in,
    list_of,
    number,
    one_of,
    plain,
)
from manager_quiz.errors import N_

_InAll = tuple[str, tuple[str, ...]]
_Aliases = dict[str, tuple[str, ...]]
_Entry = TypeVar("_Entry", Role, Topic)


def read_roles(field: Field) -> dict[str, Any]:
    """The roles' parts of a catalog, by name; problems go to the field's report."""
    parts: dict[str, Any] = ROLES.read(field)
    del parts["schema"]
    levels = {level.id: level for level in parts["levels"]}
    sources = {source.id: source for source in parts.pop("sources")}

    def cited(entry: _Entry) -> _Entry:
        known = [each for each in entry.sources if each.source in sources]
        found = tuple(Citation(sources[each.source], each.note) for each in known)
        return entry._replace(sources=found)

    roles = tuple(
        cited(role)._replace(levels=tuple(levels[id] for id in role.levels if id in levels))
        for role in parts["roles"]
    )
    topics = tuple(map(cited, parts["topics"]))
    fields = [field.part(key, at) for key in ("roles", "topics") for at in range(len(parts[key]))]
    names = [{normalize(name) for name in (each.id, *each.names)} for each in (*roles, *topics)]
    check_unique(zip(fields, names, strict=True))
    without = next((each for each in topics if each.id == parts["without_managing"]), None)
    return {**parts, "roles": roles, "topics": topics, "without_managing": without}


def _role(field: Field, name: _InAll, aliases: _Aliases, family: str, **keys: Any) -> Role:
    if field.reading.known.get("families") and not family:
        field.problem(MISSING, key="family")
    return Role(
        **keys,
        name=name[0],
        names=(*name[1], *chain(*aliases.values())),
        aliases=aliases.get(field.reading.language, ()),
        family=family,
    )


def _topic(_field: Field, name: _InAll, aliases: _Aliases, **keys: Any) -> Topic:
    return Topic(**keys, name=name[0], names=(*name[1], *chain(*aliases.values())))


def _confusion(_field: Field, what: _InAll, names: tuple[str, ...], difference: str) -> Confusion:
    return Confusion(what[0], difference, (*what[1], *names))


# ---------------------------------------------------------------------- what it may say

_ID = Key("id", WORD, "What it is called in this file.")
_ROLE_ID = Key("id", WORD, "What it is called in files and commands; the same for ever.")
_NAME = Key("name", TEXT_IN_ALL, "What people call it.")
_ALIASES = Key(
    "aliases",
    by_language(WORDS),
    "Other names that it is found by, each given to one entry only; case, hyphens and endings "
    "don't matter.",
    {},
)
SOURCE = Record(
    "source",
    plain(Source),
    _ID,
    Key("title", TEXT, "What it is called, and by whom."),
    Key("attribution", TEXT, "The wording that its licence asks for.", ""),
)
CITATION = Record(
    "citation",
    lambda _field, id, note: Citation(id, note),
    Key("id", id_in("sources"), "The source."),
    Key("note", TEXT, "What was taken from it.", ""),
)
_SOURCES = Key("sources", list_of(CITATION), "Where the facts come from.", ())
LEVEL = Record("level", plain(Level), _ID, Key("name", TEXT, "What people call it."))
FAMILY = Record("family", plain(Family), _ID, Key("name", TEXT, "What people call it."))
TARGET = Record(
    "level on a scale",
    plain(Target),
    Key("level", number(0, 100), "The score of a person who thrives in the role."),
    Key("evidence", TEXT, "What makes you think so.", ""),
    retired={"importance": N_("{name}: importances are not used any more; delete the key")},
)
CONFUSION = Record(
    "confusion",
    _confusion,
    Key("what", TEXT_IN_ALL, "What the role is often taken for."),
    Key("difference", TEXT, "How the two differ."),
    Key("names", WORDS, "Other names that it is found by.", ()),
)
ROLE = Record(
    "role",
    _role,
    _ROLE_ID,
    _NAME,
    Key(
        "profile",
        by_id("scales", TARGET, all_of_them=True),
        "Where on each scale somebody stands who thrives in the role; what counts is how far that "
        "is from the scale's norm.",
    ),
    Key("family", id_in("families"), "The family it belongs to; needed where there are any.", ""),
    _ALIASES,
    Key("levels", list_of(id_in("levels")), "The levels of management that it is found on.", ()),
    Key("brief", TEXT, "The summary in three to six words, for lists.", ""),
    Key("summary", TEXT, "What the role is for, in a sentence.", ""),
    Key("duties", TEXTS, "What one does.", ()),
    Key("decides", TEXTS, "What one decides.", ()),
    Key("answers_for", TEXTS, "What one answers for.", ()),
    Key("measured_by", TEXTS, "By what one can tell that it is done well.", ()),
    Key("works_with", TEXTS, "Whom one works with.", ()),
    Key("knows", TEXTS, "What one has to know.", ()),
    Key("qualities", TEXTS, "What kind of person it suits.", ()),
    Key("day", TEXT, "What an ordinary day is like.", ""),
    Key("becoming", TEXTS, "How people get there.", ()),
    Key("study", TEXTS, "What to study.", ()),
    Key("onward", TEXTS, "What comes after it.", ()),
    Key("cautions", TEXTS, "What is hard about it, and better known before.", ()),
    Key("confused_with", list_of(CONFUSION), "What it is often taken for.", ()),
    Key("related", list_of(id_in("roles")), "Roles worth reading next.", ()),
    Key("try_next", TEXT, "A small thing to do within a month to see whether it suits.", ""),
    _SOURCES,
    Key(
        "people",
        PEOPLE,
        "On how many people the levels were measured; else they are assumed.",
        None,
    ),
)
TOPIC = Record(
    "topic",
    _topic,
    _ROLE_ID,
    _NAME,
    Key("summary", TEXT, "What it is, in a sentence."),
    _ALIASES,
    Key("text", TEXTS, "The rest, paragraph by paragraph.", ()),
    Key("see", list_of(id_in("roles")), "Roles worth reading next.", ()),
    _SOURCES,
)
ROLES = Record(
    "roles",
    lambda _field, **parts: parts,
    Key(
        "roles",
        list_of(ROLE, N_("{name}: at least one role is needed")),
        "What is recommended, in the order that `roles` lists it.",
    ),
    Key("schema", one_of("manager-quiz/roles@1"), "Which format this file is in.", ""),
    Key("levels", list_of(LEVEL, unique=True), "Levels of management.", ()),
    Key(
        "families",
        list_of(FAMILY, unique=True),
        "Kindred roles, counted together where a group is too small to be counted role by role.",
        (),
    ),
    Key("sources", list_of(SOURCE, unique=True), "Where facts come from.", ()),
    Key("topics", list_of(TOPIC), "What `describe` explains though it is no role.", ()),
    Key(
        "without_managing",
        id_in("topics"),
        "The topic shown to somebody who would rather not manage.",
        "",
    ),
)
