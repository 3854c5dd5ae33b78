"""Short names that can be said aloud and copied by hand: `blue-otter-42`, «синяя выдра 42».

The codes themselves are English in every language: plain letters, so that a file name survives
any stick and any archive.
"""

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

CODE = re.compile(r"[a-z]{1,20}-[a-z]{1,20}-[0-9]{2}")
"""How a code is written."""
_COLOURS = {
    "amber": "янтарн:ый",
    "blue": "син:ий",
    "bronze": "бронзов:ый",
    "copper": "медн:ый",
    "coral": "коралл:овый",
    "cream": "кремов:ый",
    "crimson": "малинов:ый",
    "golden": "золот:ой",
    "green": "зелен:ый",
    "indigo": "чернильн:ый",
    "ivory": "молочн:ый",
    "jade": "нефритов:ый",
    "lemon": "лимонн:ый",
    "lilac": "лилов:ый",
    "lime": "салатов:ый",
    "mint": "мятн:ый",
    "navy": "темно-син:ий",
    "olive": "оливков:ый",
    "orange": "оранжев:ый",
    "peach": "персиков:ый",
    "plum": "слив:овый",
    "purple": "фиолетов:ый",
    "red": "красн:ый",
    "rose": "розов:ый",
    "ruby": "рубинов:ый",
    "sand": "песочн:ый",
    "scarlet": "ал:ый",
    "silver": "серебрян:ый",
    "teal": "бирюзов:ый",
    "white": "бел:ый",
}
_ENDINGS = {
    "ый": ("ый", "ая"),
    "ой": ("ой", "ая"),
    "ий": ("ий", "яя"),
    "овый": ("овый", "овая"),
}
_ANIMALS = {
    "badger": "барсук",
    "bear": "медведь",
    "beaver": "бобр",
    "bison": "бизон",
    "camel": "верблюд",
    "cat": "кошка",
    "crane": "журавль",
    "deer": "олень",
    "dolphin": "дельфин",
    "dove": "голубка",
    "duck": "утка",
    "eagle": "орел",
    "falcon": "сокол",
    "fox": "лиса",
    "frog": "лягушка",
    "gull": "чайка",
    "hare": "заяц",
    "hawk": "ястреб",
    "hedgehog": "еж",
    "heron": "цапля",
    "horse": "лошадь:",
    "koala": "коала",
    "lark": "жаворонок",
    "lemur": "лемур",
    "lion": "лев",
    "lynx": "рысь:",
    "mole": "крот",
    "moose": "лось",
    "otter": "выдра",
    "owl": "сова",
    "panda": "панда",
    "parrot": "попугай",
    "penguin": "пингвин",
    "pony": "пони",
    "puffin": "тупик",
    "rabbit": "кролик",
    "raven": "ворон",
    "robin": "зарянка",
    "seal": "тюлень",
    "sparrow": "воробей",
    "stork": "аист",
    "swan": "лебедь",
    "swift": "стриж",
    "tiger": "тигр",
    "trout": "форель:",
    "turtle": "черепаха",
    "walrus": "морж",
    "whale": "кит",
    "wolf": "волк",
    "zebra": "зебра",
}


def new_code(taken: Container[str] = ()) -> str:
    """A code that isn't among those taken: one of 135,000, picked without regard to the person."""
    from random import SystemRandom

    return next(code for code in _codes(SystemRandom()) if code not in taken)


def codes_from(text: str) -> Iterator[str]:
    """Codes in an order of their own for each text, always the same."""
    from random import Random

    return _codes(Random(text))


def _codes(source: "Random") -> Iterator[str]:
    colours, animals = list(_COLOURS), list(_ANIMALS)
    while True:
        colour, animal = source.choice(colours), source.choice(animals)
        yield f"{colour}-{animal}-{source.randrange(10, 100)}"


def read_aloud(code: str, language: str) -> str:
    """How a code is read aloud; nothing where that is as it is written."""
    colour, _, rest = code.partition("-")
    animal, _, number = rest.partition("-")
    if language != "ru" or colour not in _COLOURS or animal not in _ANIMALS:
        return ""
    noun = _ANIMALS[animal]
    # A colon marks a feminine noun that doesn't look like one.
    feminine = noun.endswith((":", "а"))
    stem, _, ending = _COLOURS[colour].partition(":")
    return f"{stem}{_ENDINGS[ending][feminine]} {noun.rstrip(':')} {number}"


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
    pairs = [f"{colour}-{animal}" for colour in _COLOURS for animal in _ANIMALS]
    read = {re.sub(r"[ -]", "", read_aloud(f"{pair}-", "ru")): pair for pair in pairs}
    return read | {pair.replace("-", ""): pair for pair in pairs}
