"""The interview as a state machine: going back and forth equals going straight through."""

from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from manager_quiz.interview import (
    Answered,
    Aspired,
    Carried,
    Event,
    Finished,
    Jumped,
    Skipped,
    Started,
    State,
    WentBack,
    apply,
    minutes_left,
    resume,
)

ITEMS = ("a", "b", "c", "d", "e", "f")
ANSWERS = st.integers(1, 5) | st.sampled_from("abcd")


def after(*events: Event, items: tuple[str, ...] = ITEMS) -> State:
    state = State(items)
    for event in events:
        state = apply(state, event)
    return state


def straight_through(answers: dict[str, int | str]) -> State:
    """The state after every item got its answer, or was skipped, in order and at once."""
    steps = [
        Answered(item, answers[item], 1.0) if item in answers else Skipped(item, 1.0)
        for item in ITEMS
    ]
    return after(Started(0.0), *steps, Finished(2.0))


class Walk(RuleBasedStateMachine):
    """Somebody wanders through the questions, stopping and going on now and then."""

    @initialize()
    def start(self) -> None:
        self.events: list[Event] = []
        self.state = State(ITEMS)
        self.meant: dict[str, int | str] = {}
        self.aspirations: tuple[str, ...] | None = None
        self.time = 0.0
        self.do(Started(0.0))

    def do(self, event: Event) -> None:
        self.events.append(event)
        self.state = apply(self.state, event)
        self.time += 1.0

    @precondition(lambda self: self.state.current is not None)
    @rule(answer=ANSWERS)
    def answer(self, answer: int | str) -> None:
        assert self.state.current is not None
        self.meant[self.state.current] = answer
        self.do(Answered(self.state.current, answer, self.time))

    @precondition(lambda self: self.state.current is not None)
    @rule()
    def skip(self) -> None:
        assert self.state.current is not None
        self.meant.pop(self.state.current, None)
        self.do(Skipped(self.state.current, self.time))

    @rule()
    def back(self) -> None:
        self.do(WentBack(self.time))

    @rule(item=st.sampled_from(ITEMS))
    def jump(self, item: str) -> None:
        self.do(Jumped(item, self.time))

    @rule(roles=st.lists(st.sampled_from("xyz"), unique=True, max_size=3))
    def aspire(self, roles: list[str]) -> None:
        self.aspirations = tuple(roles)
        self.do(Aspired(self.aspirations, self.time))

    @rule(pause=st.floats(-1e6, 1e6))
    def stop_and_go_on(self, pause: float) -> None:
        resumed = resume(ITEMS, self.events)
        assert self.state == resumed
        self.state = resumed
        self.time += pause
        self.do(Started(self.time))

    @precondition(lambda self: self.state.current is None)
    @rule()
    def finish_and_think_again(self) -> None:
        self.do(Finished(self.time))
        self.do(Started(self.time))

    @invariant()
    def shows_what_was_meant(self) -> None:
        assert self.meant == self.state.answers
        assert self.aspirations == self.state.aspirations
        assert 0 <= self.state.position <= len(ITEMS)
        assert not self.state.skipped & self.state.answers.keys()

    def teardown(self) -> None:
        while self.state.current is not None:
            item = self.state.current
            self.do(
                Answered(item, self.meant[item], self.time)
                if item in self.meant
                else Skipped(item, self.time)
            )
        self.do(Finished(self.time))
        straight = straight_through(self.meant)
        # Items that a jump left behind unseen are neither answered nor skipped: the same, scored.
        unseen = set(ITEMS) - self.state.answers.keys()
        assert straight == replace(
            self.state,
            skipped=frozenset(unseen),
            seconds=straight.seconds,
            clock=straight.clock,
            aspirations=None,
        )
        assert self.state == resume(ITEMS, self.events)


class TestRandomWalks(Walk.TestCase):
    settings = settings(max_examples=150, stateful_step_count=25)


@pytest.mark.slow
class TestManyRandomWalks(Walk.TestCase):
    settings = settings(max_examples=3000, stateful_step_count=25)


def test_an_answer_goes_on_and_back_shows_it_again() -> None:
    state = after(Started(0), Answered("a", 4, 1), WentBack(2))

    assert state.current == "a"
    assert state.answers == {"a": 4}


def test_back_on_the_first_question_stays_there() -> None:
    assert after(Started(0), WentBack(1)).current == "a"


def test_skipping_takes_an_earlier_answer_away() -> None:
    state = after(Started(0), Answered("a", 4, 1), WentBack(2), Skipped("a", 3))

    assert state.answers == {}
    assert state.skipped == {"a"}


def test_a_jump_from_the_review_returns_to_it() -> None:
    seen = [Skipped(item, 1) for item in ITEMS]

    assert after(Started(0), *seen, Jumped("b", 2)).current == "b"
    assert after(Started(0), *seen, Jumped("b", 2), Answered("b", 1, 3)).current is None
    assert after(Started(0), *seen, Jumped("b", 2), WentBack(3)).current is None


def test_only_the_review_can_be_finished() -> None:
    with pytest.raises(ValueError, match="review"):
        after(Started(0), Finished(1))


def test_an_event_that_makes_no_sense_costs_only_itself() -> None:
    events = [Started(0), Answered("a", 1, 1), Answered("gone", 2, 2), Answered("b", 3, 3)]

    assert resume(ITEMS, events).answers == {"a": 1, "b": 3}


def test_carried_answers_are_passed_over_but_can_be_gone_back_to() -> None:
    carried = after(Carried({"a": 1, "c": 3}, {"a": 2.0, "c": 2.0}), Started(0))

    assert carried.current == "b"
    onward = apply(carried, Answered("b", 2, 1))
    assert onward.current == "d"
    assert apply(onward, WentBack(2)).current == "c"


def test_time_counts_for_the_question_that_was_on_and_pauses_do_not() -> None:
    state = after(
        Started(100),
        Answered("a", 1, 103),
        Answered("b", 1, 104),
        WentBack(106),
        Answered("b", 2, 110),
        Started(5000),
        Answered("c", 1, 5007),
    )

    assert state.seconds == {"a": 3, "b": 5, "c": 9}


def test_the_time_spent_on_aspirations_counts_for_no_question() -> None:
    state = after(Started(0), Aspired(("x",), 60), Answered("a", 1, 63))

    assert state.seconds == {"a": 3}
    assert state.aspirations == ("x",)


@pytest.mark.parametrize("roles", [("w", "x", "y", "z"), ("x", "x")])
def test_four_aspirations_or_one_twice_are_none(roles: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="aspirations"):
        after(Started(0), Aspired(roles, 1))


def test_a_clock_set_back_never_gives_negative_time() -> None:
    assert after(Started(100), Answered("a", 1, 50)).seconds == {}


def test_minutes_left_follow_the_persons_own_pace_from_the_fifth_answer() -> None:
    items = tuple("abcdefghij")
    slow = [Answered(item, 1, 30 * (n + 1)) for n, item in enumerate("abcde")]
    tea = Answered("f", 1, 5000)

    assert minutes_left(after(Started(0), items=items), 6) == pytest.approx(1)
    assert minutes_left(after(Started(0), *slow[:4], items=items), 6) == pytest.approx(0.6)
    assert minutes_left(after(Started(0), *slow, items=items), 6) == pytest.approx(2.5)
    assert minutes_left(after(Started(0), *slow, tea, items=items), 6) == pytest.approx(2)
