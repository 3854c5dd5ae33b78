"""A sheet of paper typed in: one key an answer, block by block as they stand on the paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from manager_quiz.catalog.model import MOST_ASPIRATIONS, Catalog, Item
from manager_quiz.errors import N_
from manager_quiz.reports.paper import BLOCK
from manager_quiz.terminal.interview.dialogue import QUIT, hear
from manager_quiz.terminal.interview.session import Session
from manager_quiz.terminal.interview.window import (
    Line,
    Page,
    fill_window,
    fit,
    keys,
    paragraph,
    spread,
    text_width,
)
from manager_quiz.terminal.screen import Screen, can_show, tell
from manager_quiz.wording.keys import (
    LETTERS,
    NONE,
    TypedError,
    choice_of,
    not_a_key,
    roles_of,
    row,
)
from manager_quiz.wording.words import Words, typed_words

BACK = N_("back")
AROUND = 8
"""Lines of a page beside the list of roles."""


@dataclass
class Typing:
    """The sheet that is being typed: what was refused last, and the letters of roles so far."""

    session: Session
    catalog: Catalog
    words: Words
    refused: str = ""
    letters: list[str] = field(default_factory=list)

    def key(self, key: str) -> None:
        """Takes a key where it can be right, and says why where it can't."""
        self.refused = ""
        item = self.session.item
        try:
            if self.session.aspiring:
                self._role(key)
            elif item is not None:
                self._answer(item, key)
        except TypedError as error:
            self.refused = self.words(error.template, **error.values)

    def _answer(self, item: Item, key: str) -> None:
        try:
            choice = choice_of(item, key)
        except ValueError as error:
            raise not_a_key(item, key, self.session.state.position + 1) from error
        if choice is None:
            self.session.skip(item)
        else:
            self.session.answer(item, choice)

    def _role(self, key: str) -> None:
        if key == NONE:
            self.letters.clear()
            self.enter()
            return
        (role,) = roles_of(self.catalog, key)
        for letter in self.letters:
            if roles_of(self.catalog, letter) == (role,):
                self.letters.remove(letter)
                return
        roles_of(self.catalog, "".join([*self.letters, key]))
        self.letters.append(key)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of the roles whose letters were typed."""
        return roles_of(self.catalog, "".join(self.letters))

    def enter(self) -> None:
        """Goes on from the roles, or leaves the sheet that was read back."""
        self.refused = ""
        if self.session.aspiring:
            self.session.aspire(self.chosen)
        elif self.session.item is None:
            self.session.finish()

    def back(self) -> None:
        """One answer back."""
        self.refused = ""
        self.session.back()

    def onward(self) -> None:
        """One answer on, which stays as it was typed."""
        self.refused = ""
        if self.session.aspiring:
            self.enter()
        elif self.session.item is not None:
            self.session.keep(self.session.item)

    def block(self, step: int) -> None:
        """To the first question of the block before (-1), or of the one after as far as typed."""
        while True:
            before = self.session.state.position
            (self.back if step < 0 else self.onward)()
            now = self.session.state.position
            if now == before or now % BLOCK == 0 or self.session.aspiring:
                return


def type_in(screen: Screen, session: Session, catalog: Catalog, title: str) -> None:
    """Has a sheet typed in until it was read back. Raises KeyboardInterrupt where that is left."""
    typing = Typing(session, catalog, screen.words)
    if screen.plain:
        _by_lines(typing, title)
        return
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.keys import Keys

    from manager_quiz.terminal.interview.fullscreen import began_sequence

    arrows = ("↑", "↓") if can_show("↑↓") else ("^", "v")

    def draw(columns: int, rows: int) -> Line:
        page = _page(typing, title, text_width(columns), rows)
        return fit(page, 0, columns, rows, arrows)[0]

    bindings = KeyBindings()

    def bind(action: str, *names: str, **values: int) -> None:
        def press(event: KeyPressEvent) -> None:
            if event.key_sequence[0].key == Keys.Escape and began_sequence(event):
                return
            getattr(typing, action)(**values)
            if session.state.finished:
                event.app.exit()

        for name in names:
            bindings.add(name)(press)

    def typed(event: KeyPressEvent) -> None:
        typing.key(event.data)
        if typing.refused:
            event.app.output.bell()

    def stop(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    bind("enter", "enter")
    bind("back", "left", "backspace", "escape")
    bind("onward", "right")
    bind("block", "up", "pageup", step=-1)
    bind("block", "down", "pagedown", step=1)
    bindings.add(Keys.Any)(typed)
    for name in ("c-c", "c-d", "<sigint>"):
        bindings.add(name)(stop)
    fill_window(draw, bindings)


def _page(typing: Typing, title: str, width: int, rows: int) -> Page:
    _ = typing.words
    session = typing.session
    total = len(session.items)
    done = len(session.state.answers) + len(session.state.skipped)
    page = Page(spread([("bold", title)], _("{n} of {total}", n=done, total=total), width))
    if session.aspiring:
        beside = 1 if len(typing.catalog.roles) + AROUND <= rows else 2
        page.body += _roles(typing, width, beside)
    else:
        page.body += _rows(typing, width)
        page.body += [[], *(_block(typing, width) if session.item else _last(typing, width))]
    for told in filter(None, (typing.refused, session.notice)):
        page.foot += paragraph(told, width, "reverse")
    chunks = [_("Left back"), _("Right on"), _("Up/Down block"), _("Ctrl-C leave")]
    page.foot += keys(chunks, width, 2)
    return page


def _roles(typing: Typing, width: int, beside: int) -> list[Line]:
    """The roles with their letters, so many side by side."""
    _ = typing.words
    letters = typing.words(LETTERS)
    told = _("Roles marked, at most {n}: type their letters, then Enter; a dot for none.")
    lines = [[], *paragraph(told.format(n=MOST_ASPIRATIONS), width), []]
    room = width // beside
    cells = []
    for letter, role in zip(letters, typing.catalog.roles, strict=False):
        marked = role.id in typing.chosen
        text = _cut(f" {'*' if marked else ' '} {letter}  {role.name}", room - 1)
        cells.append(("bold" if marked else "", text.ljust(room)))
    high = -(-len(cells) // beside)
    return [*lines, *(cells[n::high] for n in range(high))]


def _blocks(session: Session) -> Iterator[tuple[int, Sequence[Item]]]:
    for number, begin in enumerate(range(0, len(session.items), BLOCK), 1):
        yield number, session.items[begin : begin + BLOCK]


def _rows(typing: Typing, width: int) -> list[Line]:
    """Blocks that are complete, as they were typed."""
    state = typing.session.state
    seen = state.answers.keys() | state.skipped
    rows = [
        f"{number:>3}: {' '.join(row(typing.words, items, state.answers)):<{2 * BLOCK}}"
        for number, items in _blocks(typing.session)
        if all(item.id in seen for item in items)
    ]
    beside = max((width + 2) // (len(rows[0]) + 2), 1) if rows else 1
    lines = ["  ".join(rows[n : n + beside]) for n in range(0, len(rows), beside)]
    return [[("", line)] for line in lines]


def _block(typing: Typing, width: int) -> list[Line]:
    """The block that is on, with the first words of its questions."""
    session = typing.session
    position = session.state.position
    number, items = list(_blocks(session))[position // BLOCK]
    lines: list[Line] = [[("bold", typing.words("Block {n}", n=number))]]
    for index, item in enumerate(items, (number - 1) * BLOCK):
        key = row(typing.words, [item], session.state.answers)
        known = item.id in session.state.answers or item.id in session.state.skipped
        style = "reverse" if index == position else ""
        first = f"{index + 1:>3}  {key if known else '_'}  "
        lines.append([(style, first + _cut(item.text, width - len(first)))])
    return lines


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(room - 1, 1)] + "…"


def _last(typing: Typing, width: int) -> list[Line]:
    _ = typing.words
    told = _("That was the last answer. Compare the rows with the sheet: Enter keeps them.")
    lines = paragraph(told, width, "bold")
    roles = typing.session.state.aspirations
    if roles:
        names = ", ".join(typing.catalog.role_by_id[id].name for id in roles)
        lines += paragraph(_("Roles: {roles}", roles=names), width)
    return lines


# ------------------------------------------------------------------------ by lines


def _by_lines(typing: Typing, title: str) -> None:
    """The same in whole lines: a line is a block."""
    session = typing.session
    tell(title)
    while not session.state.finished:
        if session.notice:
            tell(session.notice)
        if session.aspiring:
            _roles_by_line(typing)
        elif session.item is None:
            tell(*(line[0][1] for line in _rows(typing, 1)))
            _leave_or_mend(typing)
        else:
            _block_by_line(typing)


def _roles_by_line(typing: Typing) -> None:
    typed = _heard(typing.words("Letters of the roles marked, or Enter for none:"))
    try:
        typing.session.aspire(roles_of(typing.catalog, "".join(typed.split())))
    except TypedError as error:
        tell(typing.words(error.template, **error.values))


def _block_by_line(typing: Typing) -> None:
    _ = typing.words
    session = typing.session
    number, items = list(_blocks(session))[session.state.position // BLOCK]
    first = (number - 1) * BLOCK
    told = _("Block {n}, questions {first}–{last}:")
    typed = _heard(told.format(n=number, first=first + 1, last=first + len(items)))
    if typed in typed_words(BACK):
        typing.block(-1)
        return
    if not typed and items[-1].id in session.state.answers.keys() | session.state.skipped:
        typing.block(1)
        return
    given = "".join(typed.split())
    if len(given) != len(items):
        tell(_("The block has {total} answers, not {n}.", total=len(items), n=len(given)))
        return
    for index, (item, key) in enumerate(zip(items, given, strict=True), first + 1):
        try:
            choice_of(item, key)
        except ValueError:
            error = not_a_key(item, key, index)
            tell(_(error.template, **error.values))
            return
    for item, key in zip(items, given, strict=True):
        choice = choice_of(item, key)
        if choice is None:
            session.skip(item)
        else:
            session.answer(item, choice)
    tell(" ".join(row(typing.words, items, session.state.answers)))


def _leave_or_mend(typing: Typing) -> None:
    """Back to a block that is named; nothing typed leaves the sheet."""
    typed = _heard(typing.words("Press Enter to keep these rows, or type a block's number:"))
    if not typed:
        typing.session.finish()
    elif typed in typed_words(BACK):
        typing.block(-1)
    elif typed.isdecimal() and 1 <= int(typed) <= len(list(_blocks(typing.session))):
        while typing.session.state.position > (int(typed) - 1) * BLOCK:
            typing.session.back()


def _heard(prompt: str) -> str:
    typed = hear(prompt).casefold()
    if typed in typed_words(QUIT):
        raise KeyboardInterrupt
    return typed
