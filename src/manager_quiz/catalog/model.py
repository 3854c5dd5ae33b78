"""What can be asked and recommended, as frozen, typed values in one language.

A catalog is read for one language (see `load_catalog`), so every text here is a plain string.
Identifiers are the same in every language. Named tuples, since many dataclasses cost more
time at every start than reading the content.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from manager_quiz.errors import N_

MOST_ASPIRATIONS = 3
"""So many roles may be named that one would choose; more would be no choice."""


class Kind(NamedTuple):
    """A kind of scale in a few words, and whether its scales are something that one learns."""

    words: str
    learned: bool


KINDS: Mapping[str, Kind] = {
    "skill": Kind(N_("A skill: what one does"), learned=True),
    "interest": Kind(N_("An interest: what one would enjoy"), learned=False),
}


class Scale(NamedTuple):
    """One dimension that answers are scored on.

    `mean` and `sd` are the norms: mean and standard deviation of the scale's scores (0-100)
    in the reference population; `norm_people` is how many people they were measured on (None:
    they are assumed), `norm_date` when.
    """

    id: str
    kind: str
    name: str
    description: str
    low: str
    middle: str
    high: str
    develop: str
    mean: float
    sd: float
    norm_people: int | None = None
    norm_date: str | None = None

    def standing(self, score: float) -> float:
        """How far a score is above the mean of the reference population, in its `sd`."""
        return (score - self.mean) / self.sd


class Choice(NamedTuple):
    """One possible answer to an item and the points (0-1) it gives on each scale it names."""

    answer: int | str
    text: str
    points: Mapping[str, float]


class ItemKind(NamedTuple):
    """A kind of question; `catalog/questions.py` lists them.

    In a content file it is told by `key`, under which its text stands. A person takes one of an
    item's choices, and a cell of a sheet is read as the one whose answer or words it holds.
    `explanation` says what one is asked for.

    Graded are questions whose choices are 1, 2, 3 …, equal steps along their scale alone, in words
    that such questions share: the questionnaire's prompt stands over them, a mapping file says
    once for all of them what is in cells, and runs and contradictions are looked for.
    """

    key: str
    graded: bool
    explanation: str


class Item(NamedTuple):
    """A question whose choices may give points on more scales than its own.

    `scale` is the one it is asked for. Choices are in the order shown. For a reverse-keyed
    item their points already run downwards: nothing has to be turned round later.
    """

    id: str
    text: str
    choices: tuple[Choice, ...]
    scale: str
    kind: ItemKind
    reverse: bool
    weight: float

    def choice(self, answer: object) -> int | None:
        """Index of the choice that `answer` names, or None where it names none."""
        for index, choice in enumerate(self.choices):
            if type(answer) is type(choice.answer) and answer == choice.answer:
                return index
        return None


class Form(NamedTuple):
    """A selection of items in the order they are asked; `minutes` is how long it takes."""

    id: str
    name: str
    description: str
    minutes: float
    items: tuple[str, ...]


class Target(NamedTuple):
    """Where on a scale (0-100) a person who thrives in a role stands."""

    level: float
    evidence: str


class Confusion(NamedTuple):
    """Something a role is often taken for, and how the two differ; `names` in all languages."""

    what: str
    difference: str
    names: tuple[str, ...] = ()


class Source(NamedTuple):
    """Where a fact comes from; `attribution` is the wording its licence asks for."""

    id: str
    title: str
    attribution: str


class Citation(NamedTuple):
    """A source as used for one role or topic."""

    source: Source
    note: str


class Level(NamedTuple):
    """A level of management."""

    id: str
    name: str


class Family(NamedTuple):
    """Kindred roles, counted together where a group is small."""

    id: str
    name: str


class Role(NamedTuple):
    """A kind of manager. `names` are all its names in all languages, for looking it up.

    `brief` is the summary in a few words, for lists. `family` is the id of the family it belongs
    to, empty where there are none. `people` is on how many people the levels of its profile were
    measured (None: they are assumed).
    """

    id: str
    name: str
    names: tuple[str, ...]
    aliases: tuple[str, ...]
    levels: tuple[Level, ...]
    summary: str
    duties: tuple[str, ...]
    decides: tuple[str, ...]
    answers_for: tuple[str, ...]
    measured_by: tuple[str, ...]
    works_with: tuple[str, ...]
    knows: tuple[str, ...]
    qualities: tuple[str, ...]
    day: str
    becoming: tuple[str, ...]
    study: tuple[str, ...]
    onward: tuple[str, ...]
    cautions: tuple[str, ...]
    confused_with: tuple[Confusion, ...]
    related: tuple[str, ...]
    try_next: str
    sources: tuple[Citation, ...]
    profile: Mapping[str, Target]
    family: str = ""
    people: int | None = None
    brief: str = ""


class Topic(NamedTuple):
    """Something that `describe` explains though it is no role."""

    id: str
    name: str
    names: tuple[str, ...]
    summary: str
    text: tuple[str, ...]
    see: tuple[str, ...]
    sources: tuple[Citation, ...]


class Reliability(NamedTuple):
    """Mean correlation between two items of a scale.

    `people` is how many it was measured on; None means that it is assumed.
    """

    mean_inter_item_r: float
    people: int | None


class Correlation(NamedTuple):
    """How the true scores of the scales correlate: any two alike, or a matrix in their order.

    `people` is how many it was measured on; None means that it is assumed.
    """

    value: float | tuple[tuple[float, ...], ...]
    people: int | None


@dataclass(frozen=True)
class Catalog:
    """Everything that can be asked and recommended, in `language`.

    `sha256` identifies the files it was read from, `version` is what their author calls them.
    `prompt` is the question that every statement is answered to. `managing` are the scales that
    together make the wish to manage at all; none where the questionnaire names no such scales.
    `without_managing` is the topic for somebody who would rather not.
    """

    version: str
    sha256: str
    language: str
    languages: tuple[str, ...]
    reliability: Reliability
    correlation: Correlation
    prompt: str
    scales: tuple[Scale, ...]
    items: tuple[Item, ...]
    forms: tuple[Form, ...]
    levels: tuple[Level, ...]
    roles: tuple[Role, ...]
    topics: tuple[Topic, ...]
    families: tuple[Family, ...] = ()
    managing: tuple[str, ...] = ()
    without_managing: Topic | None = None

    @cached_property
    def item_by_id(self) -> Mapping[str, Item]:
        """Items by id."""
        return {item.id: item for item in self.items}

    @cached_property
    def scale_by_id(self) -> Mapping[str, Scale]:
        """Scales by id."""
        return {scale.id: scale for scale in self.scales}

    @cached_property
    def role_by_id(self) -> Mapping[str, Role]:
        """Roles by id."""
        return {role.id: role for role in self.roles}

    @cached_property
    def form_by_id(self) -> Mapping[str, Form]:
        """Forms by id."""
        return {form.id: form for form in self.forms}

    def form_items(self, form: Form) -> tuple[Item, ...]:
        """The items of a form in the order they are asked."""
        return tuple(self.item_by_id[id] for id in form.items)
