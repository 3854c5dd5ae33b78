"""Which roles one would choose today: asked before the first question, on a page or by lines."""

import re
from collections.abc import Sequence

from manager_quiz.catalog.model import MOST_ASPIRATIONS, Catalog, Role
from manager_quiz.catalog.naming import find, nearest_roles, normalize
from manager_quiz.errors import N_
from manager_quiz.terminal.interview.dialogue import QUIT, hear
from manager_quiz.terminal.interview.session import Session
from manager_quiz.terminal.screen import tell
from manager_quiz.wording.interview import aspirations_question, role_line
from manager_quiz.wording.words import Words, typed_words

SKIP = N_("skip")
LEAP = 8
"""How far Page Up and Page Down go."""


def unknown(words: Words, catalog: Catalog, name: str) -> str:
    """That no role is called so, and which ones may be meant."""
    near = ", ".join(role.name for role in nearest_roles(catalog, name))
    if near:
        return words("There is no role {name}. Did you mean: {near}?", name=name, near=near)
    return words("There is no role {name}.", name=name)


class Picker:
    """What is marked and pointed at while roles are picked key by key.

    `pointer` is 0 for going on, else the number of a role; `typed` a name that is being typed;
    `full` whether one more was wanted than may be named.
    """

    def __init__(self, catalog: Catalog, chosen: Sequence[str]) -> None:
        self.catalog = catalog
        self.marked = list(chosen)
        self.pointer = 0
        self.typed = ""
        self.full = False

    def press(self, key: str, text: str) -> bool:
        """Does what a key stands for, by the name that prompt_toolkit has for it.

        True where the person goes on.
        """
        self.full = False
        last = len(self.catalog.roles)
        steps = {"up": -1, "down": 1, "pageup": -LEAP, "pagedown": LEAP, "home": -last, "end": last}
        if key in steps:
            self.pointer = max(min(self.pointer + steps[key], last), 0)
            self.typed = ""
        elif key == "right" or (key in {"c-m", " "} and not self.typed and not self.pointer):
            return True
        elif key == "c-m" or (key == " " and not self.typed):
            self._toggle()
        elif key in {"c-h", "escape"}:
            self.typed = self.typed[:-1] if key == "c-h" else ""
        elif len(key) == 1 and text.isprintable() and (self.typed or not text.isdigit()):
            self.typed += text
            self.pointer = self._meant() or self.pointer
        return False

    @property
    def nothing_found(self) -> bool:
        """Whether no role has the name that was typed."""
        return bool(self.typed.strip()) and not self._meant()

    def _toggle(self) -> None:
        if self.nothing_found:
            return
        role = self.catalog.roles[self.pointer - 1].id
        if role in self.marked:
            self.marked.remove(role)
        elif len(self.marked) == MOST_ASPIRATIONS:
            self.full = True
        else:
            self.marked.append(role)
            if len(self.marked) == MOST_ASPIRATIONS:
                self.pointer = 0
        self.typed = ""

    def _meant(self) -> int:
        """The number of the role that the typed name is, or begins; 0 where there is none."""
        wanted = normalize(self.typed)
        roles = self.catalog.roles
        exact = find(self.catalog, self.typed)
        if isinstance(exact, Role):
            return roles.index(exact) + 1
        for fits in (str.startswith, str.__contains__):
            for number, role in enumerate(roles, 1):
                # The name in the language on the screen before all others.
                if wanted and any(
                    fits(normalize(name), wanted) for name in (role.name, *role.names)
                ):
                    return number
        return 0


def ask_by_lines(words: Words, session: Session, catalog: Catalog) -> None:
    """Asks in whole lines. Raises KeyboardInterrupt or EOFError where it is stopped."""
    _ = words
    tell(aspirations_question(words))
    for number, role in enumerate(catalog.roles, 1):
        tell(f"{number}. {role_line(role)}")
    earlier = session.state.aspirations
    named = _names(catalog, earlier or ())
    if named:
        tell(_("Your choice so far: {roles}. Press Enter to leave it.", roles=named))
    how = _("Type numbers or names with commas between them; press Enter to skip this question.")
    tell(how)
    while session.aspiring:
        typed = hear(_("Your choice:"))
        if typed.casefold() in typed_words(QUIT):
            raise KeyboardInterrupt
        if typed.casefold() in typed_words(SKIP):
            session.aspire(())
        elif not typed:
            session.aspire(earlier or ())
        else:
            roles, wrong = _read(words, catalog, typed)
            if wrong:
                tell(wrong, how)
                continue
            session.aspire(roles)
            tell(_("You would choose: {roles}.", roles=_names(catalog, roles)))
    tell("")


def _names(catalog: Catalog, roles: Sequence[str]) -> str:
    return ", ".join(catalog.role_by_id[id].name for id in roles)


def _read(words: Words, catalog: Catalog, typed: str) -> tuple[list[str], str]:
    """The roles that were typed, each once, or what is wrong with them."""
    numbers = re.fullmatch(r"[\d\s,;.]+", typed) is not None
    roles: list[str] = []
    for part in re.split(r"[\s,;.]+" if numbers else r"[,;]", typed):
        name = part.strip()
        if not name:
            continue
        number = int(name) if numbers and len(name) < 5 else 0
        if 1 <= number <= len(catalog.roles):
            role: object = catalog.roles[number - 1]
        else:
            role = find(catalog, name)
        if not isinstance(role, Role):
            return [], unknown(words, catalog, name)
        if role.id not in roles:
            roles.append(role.id)
    if len(roles) > MOST_ASPIRATIONS:
        return [], words("Three at most, please.")
    return roles, ""
