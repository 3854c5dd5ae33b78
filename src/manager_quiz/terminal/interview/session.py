"""An interview that is being held: each step goes through the machine and onto disk."""

import time
from collections.abc import Sequence
from contextlib import suppress

from manager_quiz.catalog.model import Catalog, Form, Item
from manager_quiz.errors import reason
from manager_quiz.interview import (
    Answered,
    Aspired,
    Event,
    Finished,
    Jumped,
    Skipped,
    Started,
    State,
    WentBack,
    apply,
)
from manager_quiz.records.journal import ErasedError, Journal
from manager_quiz.wording.words import Words


class Session:
    """What full-screen and plain mode share: where the interview stands, and the steps to take.

    `introduction` is what to say with the first question. `aspiring` is whether it is being asked
    which roles the person would choose; that comes before the first question, if at all. `notice`
    is something that has to be said now, until the next step; `kept` whether the answers are on
    disk; `timed` whether the times of the answers mean anything, as they don't where somebody
    types in a sheet of paper.
    """

    def __init__(
        self,
        words: Words,
        catalog: Catalog,
        form: Form,
        state: State | None = None,
        journal: Journal | None = None,
        notice: str = "",
        introduction: Sequence[str] = (),
        *,
        aspirations: bool = False,
        timed: bool = True,
    ) -> None:
        self.words, self.catalog, self.form = words, catalog, form
        self.items = catalog.form_items(form)
        self.state = state or State(form.items)
        self.journal = journal
        self.introduction = introduction
        self.notice = ""
        self.kept = journal is not None
        self.aspiring = aspirations and self.state.aspirations is None and not self.state.answers
        self.timed = timed
        self._aspirations = aspirations
        self._began = time.monotonic()
        self._record(Started(0.0))
        self.notice = self.notice or notice

    @property
    def item(self) -> Item | None:
        """The question that is on; None in the review."""
        return self.items[self.state.position] if self.state.current is not None else None

    def chosen(self, item: Item) -> int | None:
        """The index of the choice that answered this item before."""
        return item.choice(self.state.answers.get(item.id))

    def aspire(self, roles: Sequence[str]) -> None:
        """Takes the roles that the person would choose, by their ids, and goes to the questions."""
        self._record(Aspired(tuple(roles), self._now()))
        self.aspiring = False

    def answer(self, item: Item, choice: int | None) -> None:
        """Answers the item by the choice with this index, or leaves it unanswered; and goes on."""
        if choice is None:
            self._record(Skipped(item.id, self._now()))
        else:
            self._record(Answered(item.id, item.choices[choice].answer, self._now()))

    def keep(self) -> None:
        """Goes on and leaves the question that is on as it was answered or skipped before."""
        if self.item is not None and self.item.id in self.state.seen:
            self.answer(self.item, self.chosen(self.item))

    def back(self) -> None:
        """Goes back one question; from the first to the roles, where these are asked for."""
        if self.state.position > 0 or self.state.origin is not None:
            self._record(WentBack(self._now()))
        elif self._aspirations:
            self._record(WentBack(self._now()))  # the time until now was the first question's
            self.aspiring = True

    def jump(self, index: int) -> None:
        """Goes to the question with this index, to come back from it."""
        self._record(Jumped(self.items[index].id, self._now()))

    def finish(self) -> None:
        """Leaves the review for the result."""
        self._record(Finished(self._now()))

    def leave(self) -> None:
        """Leaves the interview to be gone on with; where nothing was said, nothing remains."""
        if self.journal is not None:
            let_go(self.journal, remove=not (self.state.answers or self.state.aspirations))

    def _now(self) -> float:
        return round(time.monotonic() - self._began, 3) if self.timed else 0.0

    def _record(self, event: Event) -> None:
        state = apply(self.state, event)
        self.notice = ""
        if self.journal is not None:
            try:
                self.journal.append(event)
                self.kept = True
            except OSError as error:
                if self.kept:
                    self.notice = not_kept(self.words, error)
                self.kept = False
        self.state = state


def let_go(journal: Journal, *, remove: bool) -> None:
    """What can't be removed is offered again another time, which does no harm."""
    with suppress(OSError):
        if remove:
            journal.remove()
        else:
            journal.close()


def not_kept(words: Words, error: OSError) -> str:
    """Says that answers can't be put on disk."""
    if isinstance(error, ErasedError):
        return words(
            "Your answers have been erased just now. You can go on, but nothing is kept any more."
        )
    return words(
        "Your answers can't be saved to disk ({reason}). The quiz goes on, but if it is"
        " interrupted, they are lost.",
        reason=reason(error, words),
    )
