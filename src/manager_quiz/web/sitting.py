"""One person's interview between two requests: taken from the journal, and on disk again."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from manager_quiz.catalog.model import Catalog, Item
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
from manager_quiz.records.journal import Journal, Unfinished, header_for, new_journal, take_up
from manager_quiz.records.results import result_document
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
    """An interview that is taken up for one request.

    Its steps raise OSError where they can't be put on disk, and TooManyStepsError. A step that was
    taken before changes nothing, however often and in whatever order it comes.
    """

    def __init__(self, items: Sequence[Item], journal: Journal, events: Sequence[Event]) -> None:
        self.items = items
        self.state = resume([item.id for item in items], events)
        self._journal = journal
        self._steps = len(events)
        self._open = True

    def answer(self, index: int, choice: int) -> None:
        """Answers the question with this index by the choice with that index."""
        item, answer = self.items[index], self.items[index].choices[choice].answer
        if self.state.current == item.id or self.state.answers.get(item.id) != answer:
            now = self._at(item)
            self._record(Answered(item.id, answer, now))

    def skip(self, index: int) -> None:
        """Leaves a question without an answer."""
        item = self.items[index]
        if self.state.current == item.id or item.id not in self.state.skipped:
            now = self._at(item)
            self._record(Skipped(item.id, now))

    def aspire(self, roles: Sequence[str]) -> None:
        """Names the roles that one would choose today; none is an answer, too."""
        if self.state.aspirations != tuple(roles):
            self._record(Aspired(tuple(roles), self._now()))

    def finish(self, workshop: Workshop, catalog: Catalog, code: str) -> None:
        """Makes a result of the answers and keeps it; only then the journal goes.

        Raises TooFewAnswersError.
        """
        from manager_quiz.measurement.assessment import assess

        form = catalog.form_by_id[workshop.form]
        assessment = assess(catalog, form, self.state.answers, list(self.state.seconds.values()))
        self._record(Finished(self._now()))
        now = datetime.now(UTC).astimezone()
        document = result_document(
            catalog,
            form,
            self.state.answers,
            assessment,
            id=code,
            taken_at=now,
            aspirations=self.state.aspirations or (),
        )
        keep_result(workshop, document)
        self._open = False
        with suppress(OSError):  # the result says that this is done
            self._journal.remove()
        release_code(workshop, code)

    def close(self) -> None:
        """Leaves the interview where it is."""
        if self._open:
            self._journal.close()

    def _at(self, item: Item) -> float:
        """The time, once the interview stands at this question: an earlier one is gone back to."""
        now = self._now()
        if self.state.current != item.id:
            self._record(Jumped(item.id, now))
        return now

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


@contextmanager
def sitting(workshop: Workshop, catalog: Catalog, code: str) -> Iterator[Sitting]:
    """The interview of the person with this code, held from everybody else meanwhile.

    Raises ElsewhereError and OSError.
    """
    journal, events = _journal(workshop, catalog, code)
    held = Sitting(catalog.form_items(catalog.form_by_id[workshop.form]), journal, events)
    try:
        yield held
    finally:
        held.close()


def _patiently(path: Path) -> tuple[Journal, Unfinished] | None:
    """The journal taken up, also where somebody who only looks has it for a moment."""
    for _try in range(5):
        taken = take_up(path)
        if taken is not None:
            return taken
        time.sleep(0.05)
    return None


def _journal(workshop: Workshop, catalog: Catalog, code: str) -> tuple[Journal, Sequence[Event]]:
    """The latest journal that can be read, or else a new one."""
    header = header_for(catalog, catalog.form_by_id[workshop.form])
    folder = journals(workshop, code)
    for path in sorted(folder.glob("*.jsonl"), reverse=True):
        taken = _patiently(path)
        if taken is None:
            raise ElsewhereError
        journal, left = taken
        if left.header is not None and left.header.items == header.items:
            return journal, left.events
        journal.close()
    return new_journal(folder, header), ()
