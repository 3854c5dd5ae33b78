"""A sheet of paper typed in: one key an answer, block by block as they stand on the paper."""

from collections.abc import Sequence

from prompt_toolkit.application import get_app

from manager_quiz.catalog.model import MOST_ASPIRATIONS, Item
from manager_quiz.errors import N_
from manager_quiz.reports.paper import BLOCK
from manager_quiz.terminal.dialogue import ask_line
from manager_quiz.terminal.interview.session import Session
from manager_quiz.terminal.screen import Screen, tell
from manager_quiz.terminal.window import FAR, Line, Sheet, fill_window, short, steps
from manager_quiz.wording.interview import role_names
from manager_quiz.wording.keys import LETTERS, NONE, TypedError, choice_of, roles_of, row
from manager_quiz.wording.words import typed_words

BACK = N_("back")
AROUND = 8
"""Lines of a page beside the list of roles."""


def type_in(screen: Screen, session: Session, title: str) -> None:
    """Has a sheet typed in until it was read back. Raises KeyboardInterrupt where that is left."""
    typing = Typing(session, title)
    if screen.plain:
        _by_lines(typing)
    else:
        fill_window(typing.draw, typing.press)


class Typing:
    """The sheet that is being typed: what was refused last, and the roles so far, by their ids.

    Each has the letter that it was typed by.
    """

    def __init__(self, session: Session, title: str) -> None:
        self.session, self.title = session, title
        self.refused = ""
        self.roles: dict[str, str] = {}
        self._keys = {
            "enter": self._enter,
            "right": self._onward,
            **dict.fromkeys(("left", "backspace", "escape"), session.back),
        }

    def press(self, key: str, text: str) -> bool:
        """Does what a key stands for. True where the sheet was read back."""
        self.refused = ""
        typed = "".join(text.split())
        if key in self._keys:
            self._keys[key]()
        elif key in steps():
            self.block(steps()[key])
        elif typed.isprintable():
            try:
                for each in typed:  # one, unless it is pasted
                    self._type(each)
            except TypedError as error:
                self.refused = self.session.words(error.template, **error.values)
                get_app().output.bell()
        return self.session.state.finished

    def _type(self, key: str) -> None:
        """Takes a key where it can be right. Raises TypedError where it can't."""
        session, catalog = self.session, self.session.catalog
        item = session.item
        if not session.aspiring:
            if item is not None:
                session.answer(item, choice_of(item, key, session.state.position + 1))
        elif key == NONE:
            self.roles.clear()
            session.aspire(())
        else:
            (role,) = roles_of(catalog, key)
            if not self.roles.pop(role, ""):
                roles_of(catalog, "".join([*self.roles.values(), key]))  # not too many
                self.roles[role] = key

    def _enter(self) -> None:
        """Goes on from the roles, or leaves the sheet that was read back."""
        if self.session.aspiring:
            self.session.aspire(tuple(self.roles))
        elif self.session.item is None:
            self.session.finish()

    def _onward(self) -> None:
        """One answer on, which stays as it was typed."""
        if self.session.aspiring:
            self._enter()
        else:
            self.session.keep()

    def block(self, step: int) -> None:
        """To the first question of the block before (-1), or of the one after as far as typed.

        With a step as far as the Home and End keys', past all blocks.
        """
        while True:
            before = self.session.state.position
            (self.session.back if step < 0 else self._onward)()
            now = self.session.state.position
            there = now % BLOCK == 0 and abs(step) < FAR
            if now == before or there or self.session.aspiring:
                return

    def draw(self, columns: int, rows: int) -> Line:
        """The whole window."""
        session, state = self.session, self.session.state
        _ = session.words
        sheet = Sheet(_, columns, rows)
        done = _("{n} of {total}", n=len(state.seen), total=len(session.items))
        sheet.head = sheet.spread(sheet.folded(self.title, "bold"), done)
        if session.aspiring:
            self._draw_roles(sheet)
        else:
            lines = _rows(session, sheet.width)
            sheet.body += [*([("", line)] for line in lines), []]
            self._draw_block(sheet)
        for told in filter(None, (self.refused, session.notice)):
            sheet.foot += sheet.folded(told, "reverse")
        sheet.keys(_("Left back"), _("Right on"), _("Up/Down block"), _("Ctrl-C leave"))
        return sheet.fit(0)[0]

    def _draw_roles(self, sheet: Sheet) -> None:
        """The roles with their letters, in two columns where the window is low."""
        _, roles = sheet.words, self.session.catalog.roles
        beside = 1 if len(roles) + AROUND <= sheet.rows else 2
        told = _(
            "Roles marked, at most {n}: type their letters, then Enter; a dot for none.",
            n=MOST_ASPIRATIONS,
        )
        sheet.body += [[], *sheet.folded(told), []]
        room = sheet.width // beside
        cells = []
        for letter, role in zip(_(LETTERS), roles, strict=False):
            marked = role.id in self.roles
            first = f" {'*' if marked else ' '} {letter}  "
            text = first + short(role.name, room - len(first) - 1)
            cells.append(("bold" if marked else "", text.ljust(room)))
        high = -(-len(cells) // beside)
        sheet.body += [cells[n::high] for n in range(high)]

    def _draw_block(self, sheet: Sheet) -> None:
        """The block that is on, with the first words of its questions; or what comes after all."""
        _, session, state = sheet.words, self.session, self.session.state
        if session.item is None:
            told = _("That was the last answer. Compare the rows with the sheet: Enter keeps them.")
            sheet.say(told, "bold")
            if state.aspirations:
                roles = role_names(session.catalog, state.aspirations)
                sheet.say(_("Roles: {roles}", roles=roles))
            return
        number, items = _blocks(session)[state.position // BLOCK]
        sheet.say(_("Block {n}", n=number), "bold")
        for index, item in enumerate(items, (number - 1) * BLOCK):
            key = row(_, [item], state.answers) if item.id in state.seen else "_"
            first = f"{index + 1:>3}  {key}  "
            text = first + short(item.text, sheet.width - len(first))
            sheet.body.append([("reverse" if index == state.position else "", text)])


def _blocks(session: Session) -> list[tuple[int, Sequence[Item]]]:
    """The questions block by block, with the numbers of the blocks."""
    begins = range(0, len(session.items), BLOCK)
    return [(n, session.items[begin : begin + BLOCK]) for n, begin in enumerate(begins, 1)]


def _rows(session: Session, width: int) -> list[str]:
    """Blocks that are complete, as they were typed."""
    state = session.state
    rows = [
        f"{number:>3}: {' '.join(row(session.words, items, state.answers)):<{2 * BLOCK}}"
        for number, items in _blocks(session)
        if all(item.id in state.seen for item in items)
    ]
    beside = max((width + 2) // (len(rows[0]) + 2), 1) if rows else 1
    return ["  ".join(rows[n : n + beside]) for n in range(0, len(rows), beside)]


# ------------------------------------------------------------------------ by lines


def _by_lines(typing: Typing) -> None:
    """The same in whole lines: a line is a block."""
    session = typing.session
    tell(typing.title)
    while not session.state.finished:
        if session.notice:
            tell(session.notice)
        try:
            if session.aspiring:
                typed = ask_line(session.words("Letters of the roles marked, or Enter for none:"))
                session.aspire(roles_of(session.catalog, "".join(typed.split())))
            elif session.item is None:
                tell(*_rows(session, 1))
                _leave_or_mend(typing)
            else:
                _block_by_line(typing)
        except TypedError as error:
            tell(session.words(error.template, **error.values))


def _block_by_line(typing: Typing) -> None:
    session = typing.session
    _ = session.words
    number, items = _blocks(session)[session.state.position // BLOCK]
    first = (number - 1) * BLOCK + 1
    last = first + len(items) - 1
    asked = _("Block {n}, questions {first}–{last}:", n=number, first=first, last=last)
    typed = ask_line(asked).casefold()
    if typed in typed_words(BACK):
        typing.block(-1)
    elif not typed and items[-1].id in session.state.seen:
        typing.block(1)
    else:
        given = "".join(typed.split())
        if len(given) != len(items):
            message = N_("The block has {total} answers, not {n}.")
            raise TypedError(message, total=len(items), n=len(given))
        pairs = enumerate(zip(items, given, strict=True), first)
        choices = [choice_of(item, key, number) for number, (item, key) in pairs]
        for item, choice in zip(items, choices, strict=True):
            session.answer(item, choice)
        tell(" ".join(row(_, items, session.state.answers)))


def _leave_or_mend(typing: Typing) -> None:
    """Back to a block that is named; nothing typed leaves the sheet."""
    session = typing.session
    asked = session.words("Press Enter to keep these rows, or type a block's number:")
    typed = ask_line(asked).casefold()
    if not typed:
        session.finish()
    elif typed in typed_words(BACK):
        typing.block(-1)
    elif typed.isdecimal() and len(typed) < 5 and 1 <= int(typed) <= len(_blocks(session)):
        while session.state.position > (int(typed) - 1) * BLOCK:
            session.back()
