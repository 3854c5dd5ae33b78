"""How an interview begins: with what was left unfinished, or afresh."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.errors import TOLD
from manager_quiz.interview import Aspired, Carried, Event, State, resume
from manager_quiz.records.journal import (
    Journal,
    Unfinished,
    header_for,
    new_journal,
    take_up,
    unfinished_journals,
)
from manager_quiz.terminal.interview.dialogue import choose, fold, numbered
from manager_quiz.terminal.interview.session import Session, not_kept
from manager_quiz.terminal.screen import Screen, tell
from manager_quiz.wording import interview as wording
from manager_quiz.wording.words import form_size

DAY = 86_400


@dataclass(frozen=True)
class Beginning:
    """An interview that is ready to be held, and what to say before its first question."""

    session: Session
    form: Form
    introduction: Sequence[str]


@dataclass(frozen=True)
class _Offer:
    """What going on with an unfinished interview would mean.

    `carry` is set where the questions have changed: what remains of what was said.
    """

    left: Unfinished
    form: Form
    state: State
    carry: tuple[Event, ...]
    answers_left: int


def begin(
    screen: Screen,
    catalog: Catalog,
    form: str | None,
    journals: Path | None,
    notice: str = "",
    *,
    aspirations: bool,
    asking: bool = True,
) -> Beginning | None:
    """The interview to hold; None where the unfinished one was thrown away instead.

    `aspirations`: whether it is asked which roles the person would choose. Without `asking` an
    unfinished one is gone on with.

    Raises KeyboardInterrupt or EOFError where somebody leaves before it has begun.
    """
    offer = next(_offers(screen, catalog, form, journals), None)
    if offer is None:
        return _afresh(screen, catalog, form, journals, aspirations, notice)
    labels = [
        _go_on(screen, offer),
        screen.words("Start again from the first question"),
        screen.words("Throw these answers away and leave"),
    ]
    choice = choose(screen, _describe(screen, offer), numbered(labels)) if asking else "1"
    if choice == "1":
        beginning = _resumed(screen, catalog, offer, journals, aspirations)
        if beginning is not None:
            return beginning
        said = screen.words("This quiz is being taken elsewhere just now, so a new one begins.")
        tell(fold(screen, said))
        return _afresh(screen, catalog, form, journals, aspirations)
    _throw_away(offer.left.path)
    if choice == "3":
        tell(screen.words("The answers were thrown away."))
        return None
    return _afresh(screen, catalog, offer.form.id, journals, aspirations)


def _offers(
    screen: Screen, catalog: Catalog, form: str | None, journals: Path | None
) -> Iterator[_Offer]:
    """What can be gone on with, newest first."""
    _ = screen.words
    for left in unfinished_journals(journals) if journals is not None else ():
        if left.header is None and left.damaged:
            template = _("An unfinished quiz can't be read, as the first line is damaged: {file}")
            tell(fold(screen, template.format(file=left.path)))
        elif not left.events and left.age > DAY:
            _throw_away(left.path)
        elif left.header is not None and form in (None, left.header.form):
            offer = _offer(catalog, left)
            if offer is not None:
                yield offer


def _offer(catalog: Catalog, left: Unfinished) -> _Offer | None:
    if left.header is None or left.header.form not in catalog.form_by_id:
        return None
    form = catalog.form_by_id[left.header.form]
    now = header_for(catalog, form)
    old = resume(left.header.items, left.events)
    roles = old.aspirations
    if roles is not None:
        roles = tuple(id for id in roles if id in catalog.role_by_id)
    kept = {
        id: answer
        for id, answer in old.answers.items()
        if now.items.get(id) == left.header.items[id]
        and catalog.item_by_id[id].choice(answer) is not None
    }
    if not kept and not roles:
        return None
    same = list(now.items.items()) == list(left.header.items.items())
    if same and len(kept) == len(old.answers):
        return _Offer(left, form, replace(old, aspirations=roles), (), len(kept))
    seconds = {id: old.seconds.get(id, 0.0) for id in kept}
    carry = (Carried(kept, seconds), *((Aspired(roles, 0.0),) if roles is not None else ()))
    return _Offer(left, form, resume(form.items, carry), carry, len(old.answers))


def _describe(screen: Screen, offer: _Offer) -> str:
    words = screen.words
    lines = [
        words(
            "There is an unfinished quiz: {form}, {n} of {total} answered, {ago}.",
            form=offer.form.name,
            n=offer.answers_left,
            total=len(offer.left.header.items) if offer.left.header else 0,
            ago=wording.ago(words, offer.left.age),
        )
    ]
    if offer.carry:
        template = words("The questions have changed since then. Answers that still count: {n}.")
        lines.append(template.format(n=len(offer.state.answers)))
    if offer.left.damaged:
        numbers = ", ".join(map(str, offer.left.damaged[:TOLD]))
        numbers += " …" if len(offer.left.damaged) > TOLD else ""
        template = words("Damaged lines of its file that can't be read: {lines}. The rest is kept.")
        lines.append(template.format(lines=numbers))
    return "\n".join(lines)


def _go_on(screen: Screen, offer: _Offer) -> str:
    if offer.state.current is None:
        return screen.words("Go on and look over the answers")
    return screen.words("Go on with question {number}", number=offer.state.position + 1)


def _resumed(
    screen: Screen, catalog: Catalog, offer: _Offer, journals: Path | None, aspirations: bool
) -> Beginning | None:
    taken = take_up(offer.left.path)
    if taken is None:
        return None
    journal: Journal | None = taken[0]
    notice = ""
    if offer.carry:
        journal, notice = _open(screen, catalog, offer.form, journals, *offer.carry)
        _close(taken[0], remove=journal is not None)
    items = catalog.form_items(offer.form)
    session = Session(items, offer.state, journal, screen.words, notice, aspirations=aspirations)
    return Beginning(session, offer.form, ())


def _afresh(
    screen: Screen,
    catalog: Catalog,
    form: str | None,
    journals: Path | None,
    aspirations: bool,
    notice: str = "",
) -> Beginning:
    chosen = catalog.form_by_id[form] if form is not None else None
    introduction: Sequence[str] = ()
    if chosen is None:
        chosen = _choose_form(screen, catalog)
    else:
        introduction = wording.introduction(screen.words, chosen)
    journal, said = _open(screen, catalog, chosen, journals)
    state = State(chosen.items)
    items = catalog.form_items(chosen)
    session = Session(items, state, journal, screen.words, notice or said, aspirations=aspirations)
    return Beginning(session, chosen, introduction)


def _choose_form(screen: Screen, catalog: Catalog) -> Form:
    """Between quick and full, where a questionnaire has these; else between all it has."""
    usual = [catalog.form_by_id[id] for id in ("quick", "full") if id in catalog.form_by_id]
    forms = usual if len(usual) == 2 else catalog.forms
    said = wording.introduction_to_choice(screen.words, forms)
    tell(*(fold(screen, line) for line in said), "")
    if len(forms) == 1:
        return forms[0]
    labels = [
        f"{form.name}: {form_size(screen.words, len(form.items), form.minutes)}" for form in forms
    ]
    choice = choose(screen, screen.words("Which form would you like?"), numbered(labels))
    return forms[int(choice) - 1]


def _open(
    screen: Screen, catalog: Catalog, form: Form, journals: Path | None, *first: Event
) -> tuple[Journal | None, str]:
    """A new journal, or none and what has to be said about that."""
    if journals is None:
        return None, ""
    try:
        journal = new_journal(journals, header_for(catalog, form))
        for event in first:
            journal.append(event)
    except OSError as error:
        return None, not_kept(screen.words, error)
    return journal, ""


def _throw_away(path: Path) -> None:
    taken = take_up(path)
    if taken is not None:
        _close(taken[0], remove=True)


def _close(journal: Journal, *, remove: bool) -> None:
    """What can't be removed is offered again another time, which does no harm."""
    with suppress(OSError):
        if remove:
            journal.remove()
        else:
            journal.close()
