"""The interface's own words in the person's language, by gettext."""

import gettext
import os
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from math import isnan
from pathlib import Path

from manager_quiz.text import language_code, language_in

LOCALE = Path(__file__).parents[1] / "locale"
LANGUAGES = ("en", *sorted(each.name for each in LOCALE.iterdir() if each.is_dir()))


class Words(gettext.NullTranslations):
    """What the program says, in one language: `words("{n} of {total}", n=1, total=2)`.

    The `language` is the one asked for: content may have more of them than the program.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        spoken = language_in(LANGUAGES, language)
        if spoken is not None:  # it may come out of a file, and must not lead anywhere else
            self.add_fallback(gettext.translation("messages", LOCALE, [spoken], fallback=True))

    def __call__(self, message: str, /, **values: object) -> str:
        """The message in this language, with values in its fields; without any just as it is."""
        told = self.gettext(message)
        return told.format(**values) if values else told

    def counted(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The message for `n` of something, with `n` and values in its fields."""
        return self.ngettext(one, many, n).format(n=n, **values)


def day(words: Words, at: datetime) -> str:
    """A day as people write it."""
    year, month = f"{at.year:04}", f"{at.month:02}"
    return words("{year}-{month}-{day}", year=year, month=month, day=f"{at.day:02}")


def decimal(words: Words, value: float, digits: int = 1) -> str:
    """A figure with so many decimals and the language's decimal mark; a dash where there is none.

    NaN is what can't be computed.
    """
    if isnan(value):
        return "–"
    return f"{value:.{digits}f}".replace(".", words("."))


def program_title(words: Words) -> str:
    """What the program is called on pages that go to people."""
    return words("Which kind of manager could you be?")


def of_hundred(fit: float) -> str:
    """A match as people read it, so many of 100; nobody is the most or the least of all."""
    return "<1" if fit < 1 else ">99" if fit > 99 else f"{fit:.0f}"


def place(rank_range: Sequence[int]) -> str:
    """The places that a role may have: `2`, or `2–4`."""
    return "–".join(map(str, dict.fromkeys(rank_range)))


def percent(share: float) -> str:
    """A probability for people: none is certain."""
    told = "<1" if share < 0.01 else ">99" if share > 0.99 else f"{100 * share:.0f}"
    return f"{told}\N{NO-BREAK SPACE}%"


def tenths(words: Words, share: float) -> str:
    """A probability as people say it: so many times in 10; none is certain."""
    n = round(10 * share)
    if n == 0:
        return words("less than once in 10 times")
    if n == 10:
        return words("more than 9 times in 10")
    return words.counted("about {n} time in 10", "about {n} times in 10", n)


def minutes_about(words: Words, minutes: float) -> str:
    """How long something takes: at least a minute, in whole ones."""
    n = max(round(minutes), 1)
    return words.counted("about {n} minute", "about {n} minutes", n)


def form_size(words: Words, n: int, minutes: float) -> str:
    """How many questions a form has, and how long they take."""
    questions = words.counted("{n} question", "{n} questions", n)
    return f"{questions}, {minutes_about(words, minutes)}"


@cache
def typed_words(message: str) -> frozenset[str]:
    """The words, or keys, of all languages that mean the same, separated by spaces in each.

    Who has another keyboard on, or has learnt the English words, need not think of it.
    """
    return frozenset(word for each in LANGUAGES for word in Words(each)(message).split())


def preferred_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language that the environment asks for, by its code; English by default.

    `MANAGER_QUIZ_LANG` wins over `LANGUAGE`, of which the first that there is counts, and that
    over the locale (`LC_ALL`, `LC_MESSAGES`, `LANG`; on Windows the system's own); but a locale
    of `C` or `POSIX` asks for no language, whatever `LANGUAGE` says, as everywhere.
    """
    if environment.get("MANAGER_QUIZ_LANG"):
        return _code(environment["MANAGER_QUIZ_LANG"])
    named = [environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    locale_name = next(filter(None, named), None)
    listed = [_code(each) for each in environment.get("LANGUAGE", "").split(":") if each]
    if locale_name not in {"C", "POSIX"} and listed:
        return next((each for each in listed if each in LANGUAGES), listed[0])
    if locale_name is None and os.name == "nt":
        import locale

        locale_name = locale.getlocale()[0]
    return _code(locale_name or "")


def _code(locale_name: str) -> str:
    """`ru` from `ru_RU.UTF-8` or `Russian_Russia`, `pt-br` from `pt_BR`; English from `C`, `POSIX`.

    It is whole where the program doesn't speak it: content may.
    """
    code = language_code(locale_name)
    if not re.fullmatch("[a-z]{2,3}(-[a-z0-9]+)*", code):
        code = code[:2] if code != "posix" and re.match("[a-z]{2}", code) else "en"
    return language_in(LANGUAGES, code) or code
