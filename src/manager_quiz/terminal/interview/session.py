"""An interview that is being held: each step goes through the machine and onto disk."""

import time

from manager_quiz.catalog.model import Item
from manager_quiz.interview import (
    Answered,
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

    `notice` is something that has to be said now, until the next step; `kept` whether the
    answers are on disk.
    """

    def __init__(
        self,
        items: tuple[Item, ...],
        state: State,
        journal: Journal | None,
        words: Words,
        notice: str = "",
    ) -> None:
        self.items = items
        self.state = state
        self.journal = journal
        self.notice = ""
        self.kept = journal is not None
        self._words = words
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

    def answer(self, item: Item, choice: int) -> None:
        """Answers the item by the choice with this index, and goes on."""
        self._record(Answered(item.id, item.choices[choice].answer, self._now()))

    def skip(self, item: Item) -> None:
        """Leaves the item without an answer and goes on."""
        self._record(Skipped(item.id, self._now()))

    def keep(self, item: Item) -> None:
        """Goes on and leaves as it is what was answered or skipped before."""
        chosen = self.chosen(item)
        if chosen is not None:
            self.answer(item, chosen)
        elif item.id in self.state.skipped:
            self.skip(item)

    def back(self) -> None:
        """Goes back one question; on the first there is nowhere to go."""
        if self.state.position > 0 or self.state.origin is not None:
            self._record(WentBack(self._now()))

    def jump(self, index: int) -> None:
        """Goes to the question with this index, to come back from it."""
        self._record(Jumped(self.items[index].id, self._now()))

    def finish(self) -> None:
        """Leaves the review for the result."""
        self._record(Finished(self._now()))

    def _now(self) -> float:
        return round(time.monotonic() - self._began, 3)

    def _record(self, event: Event) -> None:
        state = apply(self.state, event)
        self.notice = ""
        if self.journal is not None:
            try:
                self.journal.append(event)
                self.kept = True
            except OSError as error:
                if self.kept:
                    self.notice = not_kept(self._words, error)
                self.kept = False
        self.state = state


def not_kept(words: Words, error: OSError) -> str:
    """Says that answers can't be put on disk."""
    _ = words.gettext
    if isinstance(error, ErasedError):
        return _(
            "Your answers have been erased just now. You can go on, but nothing is kept any more."
        )
    template = _(
        "Your answers can't be saved to disk ({reason}). The quiz goes on, but if it is"
        " interrupted, they are lost."
    )
    return template.format(reason=error.strerror or error)
