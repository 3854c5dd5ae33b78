"""One person's interview between two requests: taken from the journal, and on disk again."""

import time
from collections.abc import Sequence
from contextlib import suppress

from manager_quiz.catalog.model import Catalog
from manager_quiz.interview import (
    Answered,
    Aspired,
    Event,
    Finished,
    Jumped,
    Skipped,
    Started,
    apply,
    resume,
)
from manager_quiz.records.journal import Journal, header_for, new_journal, take_up
from manager_quiz.records.results import new_result
from manager_quiz.records.workshops.folder import Workshop
from manager_quiz.records.workshops.people import journals, keep_result, release_code

PAUSE = 15 * 60
"""Seconds after which somebody isn't thinking about a question any more but was away."""
MOST_STEPS = 3000
"""Nobody needs nearly as many; a journal that is read for every page can't grow for ever."""


class TooManyStepsError(Exception):
    """Answers were changed so often that no more changes are taken."""


class ElsewhereError(Exception):
    """The quiz is being taken at another machine just now."""


class Sitting:
    """The interview of the person with this code, taken up for one request; held until closed.

    Raises ElsewhereError and OSError.

    `aspirations` is whether it is asked which roles the person would choose. Its steps raise
    OSError where they can't be put on disk, and TooManyStepsError. A step that was taken before
    changes nothing, however often and in whatever order it comes.
    """

    def __init__(self, workshop: Workshop, catalog: Catalog, code: str) -> None:
        self.form = catalog.form_by_id[workshop.form]
        self.items = catalog.form_items(self.form)
        self.aspirations = workshop.aspirations
        self._workshop, self._catalog, self._code = workshop, catalog, code
        self._journal, events = self._take_up()
        self._steps, self._open = len(events), True
        self.state = resume(self.form.items, events)

    @property
    def place(self) -> str:
        """The address of what is on."""
        state = self.state
        if self.aspirations and state.aspirations is None and not state.answers:
            return "/roles"
        return "/review" if state.current is None else f"/q/{state.position + 1}"

    def answer(self, index: int, choice: int | None) -> None:
        """Answers the question with this index by the choice with that index, or skips it."""
        item, state = self.items[index], self.state
        answer = None if choice is None else item.choices[choice].answer
        known = item.id in state.skipped if answer is None else state.answers.get(item.id) == answer
        if known and state.current != item.id:
            return
        now = self._now()
        if state.current != item.id:
            self._record(Jumped(item.id, now))
        self._record(Skipped(item.id, now) if answer is None else Answered(item.id, answer, now))

    def aspire(self, roles: Sequence[str]) -> None:
        """Names the roles that one would choose today; none is an answer, too."""
        if self.state.aspirations != tuple(roles):
            self._record(Aspired(tuple(roles), self._now()))

    def finish(self) -> None:
        """Makes a result of the answers and keeps it; only then the journal goes.

        Raises TooFewAnswersError.
        """
        state, seconds = self.state, list(self.state.seconds.values())
        roles = state.aspirations or ()
        document = new_result(self._catalog, self.form, state.answers, seconds, self._code, roles)
        self._record(Finished(self._now()))
        keep_result(self._workshop, document)
        self._open = False
        with suppress(OSError):  # the result says that this is done
            self._journal.remove()
        release_code(self._workshop, self._code)

    def close(self) -> None:
        """Leaves the interview where it is."""
        if self._open:
            self._journal.close()

    def _now(self) -> float:
        now = round(time.monotonic(), 3)
        if not 0 <= now - self.state.clock < PAUSE:
            self._record(Started(now))
        return now

    def _record(self, event: Event) -> None:
        if self._steps >= MOST_STEPS and not isinstance(event, Finished):
            raise TooManyStepsError
        state = apply(self.state, event)
        self._journal.append(event)
        self._steps += 1
        self.state = state

    def _take_up(self) -> tuple[Journal, Sequence[Event]]:
        """The latest journal that can be read, or else a new one."""
        header = header_for(self._catalog, self.form)
        folder = journals(self._workshop, self._code)
        for path in sorted(folder.glob("*.jsonl"), reverse=True):
            for _try in range(5):  # somebody who only looks has it for a moment
                taken = take_up(path)
                if taken is not None:
                    break
                time.sleep(0.05)
            if taken is None:
                raise ElsewhereError
            journal, left = taken
            if left.header is not None and left.header.items == header.items:
                return journal, left.events
            journal.close()
        return new_journal(folder, header), ()
