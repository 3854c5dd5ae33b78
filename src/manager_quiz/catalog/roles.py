"""Reads `roles.yaml`: levels, sources, roles and topics."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from manager_quiz.catalog.field import Field, Fields, check_unique
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
from manager_quiz.errors import N_

SCHEMA = "manager-quiz/roles@1"
LISTS = (
    "duties",
    "decides",
    "answers_for",
    "measured_by",
    "works_with",
    "knows",
    "qualities",
    "becoming",
    "study",
    "onward",
    "cautions",
)


class Roles(NamedTuple):
    """What `roles.yaml` says."""

    levels: tuple[Level, ...]
    families: tuple[Family, ...]
    roles: tuple[Role, ...]
    topics: tuple[Topic, ...]
    without_managing: Topic | None


class _Known(NamedTuple):
    """What a role or topic may refer to."""

    scales: Collection[str]
    levels: Mapping[str, Level]
    families: Mapping[str, Family]
    sources: Mapping[str, Source]
    roles: Collection[str]
    importances: list[Field]


def read_roles(field: Field, scales: Collection[str]) -> Roles:
    """The roles, with a target on each of `scales`; problems go to the field's report."""
    parts = field.mapping(
        required=("roles",),
        optional=("schema", "levels", "families", "sources", "topics", "without_managing"),
    )
    parts["schema"].reference((SCHEMA,))
    level_fields = parts["levels"].sequence()
    levels = tuple(_level(each) for each in level_fields)
    family_fields = parts["families"].sequence()
    families = tuple(_family(each) for each in family_fields)
    source_fields = parts["sources"].sequence()
    sources = tuple(_source(each) for each in source_fields)
    role_fields = parts["roles"].sequence()
    if not role_fields and isinstance(parts["roles"].value, list):
        parts["roles"].problem(N_("{name}: at least one role is needed"))
    ids = [each.value.get("id") for each in role_fields if isinstance(each.value, dict)]
    known = _Known(
        scales,
        {level.id: level for level in levels},
        {family.id: family for family in families},
        {source.id: source for source in sources},
        {id for id in ids if isinstance(id, str)},
        [],
    )
    roles = tuple(_role(each, known) for each in role_fields)
    if known.importances:
        template = N_(
            "{name}: importances are not used any more; delete the key (here and wherever else it "
            "stands: {count} in all)"
        )
        known.importances[0].problem(template, count=len(known.importances))
    topic_fields = parts["topics"].sequence()
    topics = tuple(_topic(each, known) for each in topic_fields)
    without_managing = None
    if "without_managing" in parts:
        by_id = {topic.id: topic for topic in topics}
        without_managing = by_id.get(parts["without_managing"].reference(by_id))

    check_unique([(each, (level.id,)) for each, level in zip(level_fields, levels, strict=True)])
    check_unique([(each, (one.id,)) for each, one in zip(family_fields, families, strict=True)])
    check_unique([(each, (one.id,)) for each, one in zip(source_fields, sources, strict=True)])
    entries: tuple[Role | Topic, ...] = (*roles, *topics)
    names = [{normalize(name) for name in (entry.id, *entry.names)} for entry in entries]
    check_unique(list(zip((*role_fields, *topic_fields), names, strict=True)))
    return Roles(levels, families, roles, topics, without_managing)


def _level(field: Field) -> Level:
    parts = field.mapping(required=("id", "name"))
    return Level(parts["id"].string(), parts["name"].text())


def _family(field: Field) -> Family:
    parts = field.mapping(required=("id", "name"))
    return Family(parts["id"].string(), parts["name"].text())


def _source(field: Field) -> Source:
    parts = field.mapping(required=("id", "title"), optional=("attribution",))
    return Source(parts["id"].string(), parts["title"].text(), parts["attribution"].text())


def _citations(field: Field, known: _Known) -> tuple[Citation, ...]:
    citations = []
    for each in field.sequence():
        parts = each.mapping(required=("id",), optional=("note",))
        source = known.sources.get(parts["id"].reference(known.sources))
        if source is not None:
            citations.append(Citation(source, parts["note"].text()))
    return tuple(citations)


def _aliases(parts: Fields) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Aliases in the language that is read, and names and aliases in all languages."""
    languages = parts["name"].reading.languages
    names = parts["name"].mapping(languages)
    aliases = {
        language: tuple(each.string() for each in field.sequence())
        for language, field in parts["aliases"].mapping((), optional=languages).items()
    }
    every = [names[language].string() for language in languages]
    every.extend(alias for given in aliases.values() for alias in given)
    return aliases.get(parts["name"].reading.language, ()), tuple(every)


def _role(field: Field, known: _Known) -> Role:
    optional = (
        *("aliases", "levels", "summary", "day", "try_next", "confused_with", "related"),
        *("people", "sources", "brief"),
    )
    required = ("id", "name", "profile", *(("family",) if known.families else ()))
    parts = field.mapping(required, (*optional, *LISTS))
    aliases, names = _aliases(parts)
    levels = [each.reference(known.levels) for each in parts["levels"].sequence()]
    return Role(
        id=parts["id"].string(),
        name=parts["name"].text(),
        names=names,
        aliases=aliases,
        levels=tuple(known.levels[id] for id in levels if id in known.levels),
        summary=parts["summary"].text(),
        brief=parts["brief"].text(),
        day=parts["day"].text(),
        try_next=parts["try_next"].text(),
        confused_with=tuple(_confusion(each) for each in parts["confused_with"].sequence()),
        related=tuple(each.reference(known.roles) for each in parts["related"].sequence()),
        sources=_citations(parts["sources"], known),
        family=parts["family"].reference(known.families) if known.families else "",
        people=int(parts["people"].number(2, 1e9)) if "people" in parts else None,
        profile={
            scale: _target(each, known)
            for scale, each in parts["profile"].mapping(required=known.scales).items()
        },
        **{key: parts[key].texts() for key in LISTS},
    )


def _confusion(field: Field) -> Confusion:
    parts = field.mapping(required=("what", "difference"), optional=("names",))
    said = parts["what"].mapping(field.reading.languages)
    return Confusion(
        what=parts["what"].text(),
        difference=parts["difference"].text(),
        names=(
            *(name.string() for name in said.values()),
            *(name.string() for name in parts["names"].sequence()),
        ),
    )


def _target(field: Field, known: _Known) -> Target:
    parts = field.mapping(required=("level",), optional=("evidence", "importance"))
    if "importance" in parts:
        known.importances.append(parts["importance"])
    return Target(level=parts["level"].number(0, 100), evidence=parts["evidence"].text())


def _topic(field: Field, known: _Known) -> Topic:
    parts = field.mapping(("id", "name", "summary"), ("aliases", "text", "see", "sources"))
    _, names = _aliases(parts)
    return Topic(
        id=parts["id"].string(),
        name=parts["name"].text(),
        names=names,
        summary=parts["summary"].text(),
        text=parts["text"].texts(),
        see=tuple(each.reference(known.roles) for each in parts["see"].sequence()),
        sources=_citations(parts["sources"], known),
    )
