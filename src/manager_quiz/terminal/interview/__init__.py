"""Holds an interview with a person at a terminal, or line by line without one.

It begins with what was left unfinished, or afresh. Nothing heavy is imported before it is needed:
plain mode and `--help` never see prompt_toolkit.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.errors import N_, TOLD
from manager_quiz.interview import Answer, Aspired, Carried, Event, State, resume
from manager_quiz.records.journal import (
    Journal,
    Unfinished,
    header_for,
    new_journal,
    take_up,
    unfinished_journals,
)
from manager_quiz.terminal.dialogue import choose, fold, is_plain, numbered, say
from manager_quiz.terminal.interview import plain
from manager_quiz.terminal.interview.session import Session, let_go, not_kept
from manager_quiz.terminal.screen import Screen, tell
from manager_quiz.wording import interview as wording
from manager_quiz.wording.words import Words, form_size

DAY = 86_400
PLACE = "\ue000"
"""Where a command comes to stand, which mustn't be folded: its end would be another command."""


@dataclass(frozen=True)
class Completed:
    """The answers, the seconds that each item was on, and the roles one would choose."""

    form: str
    answers: Mapping[str, Answer]
    seconds: Mapping[str, float]
    journal: Journal | None
    aspirations: tuple[str, ...] = ()

    def let_go(self) -> None:
        """Removes the journal, once the result is kept or needn't be."""
        if self.journal is not None:
            let_go(self.journal, remove=True)


@dataclass(frozen=True)
class Left:
    """Somebody stopped in the middle, or only threw away what was left unfinished."""

    stopped: bool


@dataclass(frozen=True)
class _Offer:
    """What going on with an unfinished interview would mean.

    `carry` is set where the questions have changed: what remains of what was said.
    """

    left: Unfinished
    form: Form
    state: State
    carry: tuple[Event, ...]
    answered: int
    total: int


def hold_interview(
    screen: Screen,
    catalog: Catalog,
    form: str | None,
    journals: Path | None,
    command: str = "manager-quiz take",
    *,
    aspirations: bool = False,
    notice: str = "",
) -> Completed | Left:
    """Asks the questions of `form`, or of the one that the person chooses.

    With `aspirations` it is asked first which roles the person would choose.

    Every answer is kept in the folder `journals` until the interview is done (None: nowhere).
    A person who stops has been told how to go on, by `command`, when this returns. The `notice`
    is said with the first question.
    """
    session = None
    try:
        session = begin(screen, catalog, form, journals, notice, aspirations=aspirations)
        if session is None:
            return Left(stopped=False)
        if is_plain(screen):
            plain.ask(session)
        else:
            from manager_quiz.terminal.interview.fullscreen import ask

            ask(session)
    except (KeyboardInterrupt, EOFError, SystemExit) as error:
        _tell_stopped(screen, session, command)
        if isinstance(error, SystemExit):  # a signal asks the program to end
            raise
        return Left(stopped=True)
    return completed(session)


def completed(session: Session) -> Completed:
    """What an interview that was finished came to."""
    form, state = session.form.id, session.state
    seconds = state.seconds if session.timed else {}
    return Completed(form, state.answers, seconds, session.journal, state.aspirations or ())


def _tell_stopped(screen: Screen, session: Session | None, command: str) -> None:
    _ = screen.words
    if session is None:
        tell(_("Stopped."))
        return
    session.leave()
    answers = len(session.state.answers)
    if not answers and session.state.aspirations and session.kept:
        said = _("Stopped. To go on, run: {command}")
    elif answers and session.kept:
        said = _("Stopped. {n} of {total} answers are kept. To go on, run: {command}")
    else:
        said = _("Stopped. The answers are not kept.") if answers else _("Stopped.")
    place = PLACE * len(command)
    told = fold(screen, said.format(n=answers, total=len(session.items), command=place))
    tell(told.replace(place, command))


# --------------------------------------------------------------------------- how it begins


def begin(
    screen: Screen,
    catalog: Catalog,
    form: str | None,
    journals: Path | None,
    notice: str = "",
    *,
    aspirations: bool,
    asking: bool = True,
    timed: bool = True,
) -> Session | None:
    """An interview ready to be held; None where the unfinished one was thrown away instead.

    `aspirations`: whether it is asked which roles the person would choose. Without `asking` an
    unfinished one is gone on with.

    Raises KeyboardInterrupt or EOFError where somebody leaves before it has begun.
    """
    _ = screen.words
    interview = partial(Session, _, catalog, aspirations=aspirations, timed=timed)
    offer = next(_offers(screen, catalog, form, journals), None)
    if offer is not None:
        onward = _("Go on with question {number}", number=offer.state.position + 1)
        if offer.state.current is None:
            onward = _("Go on and look over the answers")
        afresh = _("Start again from the first question")
        entries = numbered([onward, afresh, _("Throw these answers away and leave")])
        choice = choose(screen, _described(_, offer), entries) if asking else "1"
        if choice == "1":
            taken = take_up(offer.left.path)
            if taken is not None:
                journal: Journal | None = taken[0]
                if offer.carry:
                    journal, notice = _open(_, catalog, offer.form, journals, *offer.carry)
                    let_go(taken[0], remove=journal is not None)
                return interview(offer.form, offer.state, journal, notice)
            said = _("This quiz is being taken elsewhere just now, so a new one begins.")
            say(screen, said)
        else:
            _throw_away(offer.left.path)
            if choice == "3":
                tell(_("The answers were thrown away."))
                return None
            form = offer.form.id
    # Who chooses between forms has been told before.
    chosen = _choose_form(screen, catalog) if form is None else catalog.form_by_id[form]
    introduction = () if form is None else wording.introduction(_, chosen)
    journal, said = _open(_, catalog, chosen, journals)
    return interview(chosen, None, journal, notice or said, introduction)


def _offers(
    screen: Screen, catalog: Catalog, form: str | None, journals: Path | None
) -> Iterator[_Offer]:
    """What can be gone on with, newest first."""
    for left in unfinished_journals(journals) if journals is not None else ():
        if left.header is None and left.damaged:
            said = N_("An unfinished quiz can't be read, as the first line is damaged: {file}")
            say(screen, screen.words(said, file=left.path))
        elif not left.events and left.age > DAY:
            _throw_away(left.path)
        else:
            offer = _offer(catalog, left)
            if offer is not None and form in (None, offer.form.id):
                yield offer


def _offer(catalog: Catalog, left: Unfinished) -> _Offer | None:
    if left.header is None or left.header.form not in catalog.form_by_id:
        return None
    form = catalog.form_by_id[left.header.form]
    before, now = left.header.items, header_for(catalog, form).items
    old = resume(before, left.events)
    roles = old.aspirations
    if roles is not None:
        roles = tuple(id for id in roles if id in catalog.role_by_id)
    kept = {
        id: answer
        for id, answer in old.answers.items()
        if now.get(id) == before[id] and catalog.item_by_id[id].choice(answer) is not None
    }
    if not kept and not roles:
        return None
    if list(now.items()) == list(before.items()) and len(kept) == len(old.answers):
        state, carry = replace(old, aspirations=roles), ()
    else:
        seconds = {id: old.seconds.get(id, 0.0) for id in kept}
        carry = (Carried(kept, seconds), *((Aspired(roles, 0.0),) if roles is not None else ()))
        state = resume(form.items, carry)
    return _Offer(left, form, state, carry, len(old.answers), len(before))


def _described(words: Words, offer: _Offer) -> str:
    lines = [
        words(
            "There is an unfinished quiz: {form}, {n} of {total} answered, {ago}.",
            form=offer.form.name,
            n=offer.answered,
            total=offer.total,
            ago=wording.ago(words, offer.left.age),
        )
    ]
    if offer.carry:
        told = N_("The questions have changed since then. Answers that still count: {n}.")
        lines.append(words(told, n=len(offer.state.answers)))
    if offer.left.damaged:
        numbers = ", ".join(map(str, offer.left.damaged[:TOLD]))
        numbers += " …" if len(offer.left.damaged) > TOLD else ""
        told = N_("Damaged lines of its file that can't be read: {lines}. The rest is kept.")
        lines.append(words(told, lines=numbers))
    return "\n".join(lines)


def _choose_form(screen: Screen, catalog: Catalog) -> Form:
    """Between quick and full, where a questionnaire has these; else between all it has."""
    usual = [catalog.form_by_id[id] for id in ("quick", "full") if id in catalog.form_by_id]
    forms = usual if len(usual) == 2 else catalog.forms
    said = wording.introduction_to_choice(screen.words, forms)
    say(screen, *said, "")
    if len(forms) == 1:
        return forms[0]
    labels = [
        f"{form.name}: {form_size(screen.words, len(form.items), form.minutes)}" for form in forms
    ]
    choice = choose(screen, screen.words("Which form would you like?"), numbered(labels))
    return forms[int(choice) - 1]


def _open(
    words: Words, catalog: Catalog, form: Form, journals: Path | None, *first: Event
) -> tuple[Journal | None, str]:
    """A new journal, or none and what has to be said about that."""
    if journals is None:
        return None, ""
    try:
        journal = new_journal(journals, header_for(catalog, form))
        for event in first:
            journal.append(event)
    except OSError as error:
        return None, not_kept(words, error)
    return journal, ""


def _throw_away(path: Path) -> None:
    taken = take_up(path)
    if taken is not None:
        let_go(taken[0], remove=True)
