"""The quiz as a pure state machine: which question is next, what was answered, how fast.

The list of an interview's events is all there is to know about it. An event's `at` is a time in
seconds on a clock that need only be right between a `Started` and the next.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace

from manager_quiz.catalog.model import MOST_ASPIRATIONS

Answer = int | str


@dataclass(frozen=True)
class Started:
    """Somebody sat down: at the beginning, or to go on after a pause of any length."""

    at: float


@dataclass(frozen=True)
class Carried:
    """Answers, and the seconds they took, came over from an earlier version of the questions."""

    answers: Mapping[str, Answer]
    seconds: Mapping[str, float]


@dataclass(frozen=True)
class Aspired:
    """Which roles the person would choose today, at most three; none where they skipped it."""

    roles: tuple[str, ...]
    at: float


@dataclass(frozen=True)
class Answered:
    """The item got this answer."""

    item: str
    answer: Answer
    at: float


@dataclass(frozen=True)
class Skipped:
    """The item was left without an answer, or lost the one it had."""

    item: str
    at: float


@dataclass(frozen=True)
class WentBack:
    """One question back; after a jump, back to where it came from."""

    at: float


@dataclass(frozen=True)
class Jumped:
    """To this item, and after it back to where the jump came from."""

    item: str
    at: float


@dataclass(frozen=True)
class Finished:
    """The review was left for the result."""

    at: float


Event = Started | Carried | Aspired | Answered | Skipped | WentBack | Jumped | Finished

OWN_PACE_FROM = 5
"""A person's own pace is trusted from this many answers on."""


@dataclass(frozen=True)
class State:
    """An interview over `items`, the ids of the questions in the order they are asked.

    `position` is the index of the question that is on, or the number of questions while all of
    them are reviewed. `seconds` is how long each item has been on altogether, where times are
    known; `clock` the time of the latest event. `carried` items are passed over on the way
    forward. `origin` is where a jump goes back to. `aspirations` are roles by their ids; None as
    long as nobody has said.
    """

    items: tuple[str, ...]
    position: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    seconds: Mapping[str, float] = field(default_factory=dict)
    clock: float = 0.0
    carried: frozenset[str] = frozenset()
    origin: int | None = None
    finished: bool = False
    aspirations: tuple[str, ...] | None = None

    @property
    def current(self) -> str | None:
        """The item that is on; None in the review."""
        return self.items[self.position] if self.position < len(self.items) else None

    @property
    def seen(self) -> Set[str]:
        """The items that have an answer or were skipped."""
        return self.answers.keys() | self.skipped


def apply(state: State, event: Event) -> State:
    """The state after `event`.

    Raises ValueError for an item that isn't asked, for finishing anywhere but in the review, and
    for more aspirations than `MOST_ASPIRATIONS`, or one twice. Whether an answer is one that the
    item offers, and a role one that there is, is for the caller to know.
    """
    match event:
        case Started(at):
            return replace(state, clock=at, finished=False)
        case Carried(answers, seconds):
            for item in (*answers, *seconds):
                state.items.index(item)
            carried = replace(
                state,
                answers={**state.answers, **answers},
                seconds={**state.seconds, **seconds},
                carried=state.carried | set(answers),
            )
            return replace(carried, position=_forward(carried, 0))
        case Aspired(roles, at):
            if len(roles) > MOST_ASPIRATIONS or len(set(roles)) < len(roles):
                raise ValueError("too many aspirations, or one twice")
            # The time belongs to no item: none of them was on.
            return replace(state, clock=at, aspirations=roles)
    return _move(_tick(state, event.at), event)


def _move(state: State, event: Answered | Skipped | WentBack | Jumped | Finished) -> State:
    match event:
        case Answered(item, answer):
            answers = {**state.answers, item: answer}
            return _leave(replace(state, answers=answers, skipped=state.skipped - {item}), item)
        case Skipped(item):
            answers = {id: answer for id, answer in state.answers.items() if id != item}
            return _leave(replace(state, answers=answers, skipped=state.skipped | {item}), item)
        case WentBack():
            back = max(state.position - 1, 0) if state.origin is None else state.origin
            return replace(state, position=back, origin=None)
        case Jumped(item):
            origin = state.position if state.origin is None else state.origin
            return replace(state, position=state.items.index(item), origin=origin)
        case Finished():
            if state.current is not None:
                raise ValueError("an interview is finished from its review")
            return replace(state, finished=True)


def resume(items: Iterable[str], events: Iterable[Event]) -> State:
    """The state that a journal leads to. An event that can't be applied costs only itself."""
    state = State(tuple(items))
    for event in events:
        try:
            state = apply(state, event)
        except ValueError:
            continue
    return state


def minutes_left(state: State, usual_seconds: float) -> float:
    """How long the questions that are still open will take at the person's own pace.

    That is the median over the answered items, which a break for tea doesn't spoil;
    `usual_seconds` an item stand in for it during the first few.
    """
    times = sorted(state.seconds.get(item, 0.0) for item in state.answers)
    pace = times[len(times) // 2] if len(times) >= OWN_PACE_FROM else usual_seconds
    return sum(item not in state.seen for item in state.items) * pace / 60


def _tick(state: State, at: float) -> State:
    """Time that has passed belongs to the item that was on."""
    seconds = state.seconds
    passed = max(at - state.clock, 0.0)
    if state.current is not None and passed:
        seconds = {**seconds, state.current: seconds.get(state.current, 0.0) + passed}
    return replace(state, seconds=seconds, clock=at)


def _leave(state: State, item: str) -> State:
    """On from `item`: back from a jump, or forward."""
    after = state.items.index(item) + 1
    position = _forward(state, after) if state.origin is None else state.origin
    return replace(state, position=position, origin=None)


def _forward(state: State, position: int) -> int:
    while position < len(state.items) and state.items[position] in state.carried:
        position += 1
    return position
