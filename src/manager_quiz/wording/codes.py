"""Short names that can be said aloud and copied by hand: `blue-otter-42`, «синяя выдра 42».

The codes themselves are English in every language: plain letters, so that a file name survives
any stick and any archive.
"""

import re
import unicodedata
from collections.abc import Callable, Container, Iterator, Sequence
from functools import cache
from typing import Any

from manager_quiz.errors import N_
from manager_quiz.wording.words import LANGUAGES, Words

CODE = re.compile(r"[a-z]{1,20}-[a-z]{1,20}-[0-9]{2}")
"""How a code is written."""
COLOURS = N_(
    "amber blue bronze copper coral cream crimson golden green indigo ivory jade lemon lilac "
    "lime mint navy olive orange peach plum purple red rose ruby sand scarlet silver teal white"
)
ANIMALS = N_(
    "badger bear beaver bison camel cat crane deer dolphin dove duck eagle falcon fox frog gull "
    "hare hawk hedgehog heron horse koala lark lemur lion lynx mole moose otter owl panda "
    "parrot penguin pony puffin rabbit raven robin seal sparrow stork swan swift tiger trout "
    "turtle walrus whale wolf zebra"
)
"""A language has its own in the same order: a colour in as many forms as there are, and with an
animal the number of the form that goes with it, unless that is the first: `синий/синяя`, `сова/2`.
"""


def new_code(taken: Container[str] = ()) -> str:
    """A code that isn't among those taken: one of 135,000, picked without regard to the person."""
    from random import SystemRandom

    return next(code for code in _codes(SystemRandom().choice) if code not in taken)


def codes_from(text: str) -> Iterator[str]:
    """Codes in an order of their own for each text, always the same."""
    from random import Random

    return _codes(Random(text).choice)


def _codes(choice: Callable[[Sequence[Any]], Any]) -> Iterator[str]:
    colours, animals, numbers = COLOURS.split(), ANIMALS.split(), range(10, 100)
    while True:
        yield f"{choice(colours)}-{choice(animals)}-{choice(numbers)}"


def read_aloud(code: str, language: str) -> str:
    """How a code is read aloud; nothing where that is as it is written."""
    colour, _, rest = code.partition("-")
    animal, _, number = rest.partition("-")
    colours, animals = _read(COLOURS, language), _read(ANIMALS, language)
    if colour not in colours or animal not in animals or colours[colour] == colour:
        return ""
    noun, _, form = animals[animal].partition("/")
    return f"{colours[colour].split('/')[int(form or 1) - 1]} {noun} {number}"


@cache
def _read(message: str, language: str) -> dict[str, str]:
    """How each word of a message is said in a language."""
    return dict(zip(message.split(), Words(language)(message).split(), strict=True))


def typed_code(text: str) -> str:
    """The code that somebody means who types it as it is shown or read; nothing where it is none.

    In either language or both, with hyphens, dashes, spaces or none, in capitals, with ё for е.
    """
    words = _words(text)
    if "/" in text or "\\" in text or not re.fullmatch(r"(?:\D+ [0-9]{2}(?: |$))+", words):
        return ""  # a file may be called so
    codes = {f"{_named(name)}-{n}" for name, n in re.findall(r"(\D+) (\d\d)(?: |$)", words)}
    return codes.pop() if len(codes) == 1 and all(map(CODE.fullmatch, codes)) else ""


def with_codes(arguments: Sequence[str]) -> list[str]:
    """A command line with each code that was typed as words of their own put together."""
    whole: list[str] = []
    for argument in arguments:
        whole.append(argument)
        for size in (4, 3):  # «темно синяя выдра 42», «синяя выдра 42»
            name, _, number = _words(" ".join(whole[-size:])).rpartition(" ")
            if len(whole) >= size and number.isdigit() and name.replace(" ", "") in _spoken():
                whole[-size:] = [f"{_named(name)}-{number}"]
    return whole


def _words(text: str) -> str:
    shown = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    return " ".join(re.findall(r"[^\W\d_]+|\d+", shown))


def _named(spoken: str) -> str:
    """Colour and animal of a code, by how they are read in any language."""
    return _spoken().get(spoken.replace(" ", ""), spoken.replace(" ", "-"))


@cache
def _spoken() -> dict[str, str]:
    """By how colour and animal are read, written together: how a code has them."""
    pairs = [f"{colour}-{animal}" for colour in COLOURS.split() for animal in ANIMALS.split()]
    return {pair.replace("-", ""): pair for pair in pairs} | {
        re.sub(r"[ -]", "", aloud): pair
        for language in LANGUAGES
        for pair in pairs
        if (aloud := read_aloud(f"{pair}-", language))
    }
