"""Short names that can be said aloud and copied by hand: `blue-otter-42`, «синяя выдра 42».

The codes themselves are English in every language: plain letters, so that a file name survives
any stick and any archive.
"""

import re
import secrets
from collections.abc import Container

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
    while True:
        number = 10 + secrets.randbelow(90)
        code = f"{secrets.choice(list(_COLOURS))}-{secrets.choice(list(_ANIMALS))}-{number}"
        if code not in taken:
            return code


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


def read_code(typed: str) -> str:
    """The code in what was typed, in any way that it is shown: `Blue otter 42`, «синяя выдра 42».

    What is no code comes back as one would be written, for nobody to have.
    """
    words = re.findall(r"[^\W\d_]+|\d+", typed.partition("(")[0].casefold().replace("ё", "е"))
    name, number = "".join(words[:-1]), "".join(words[-1:])
    for colour in _COLOURS:
        for animal in _ANIMALS:
            code = f"{colour}-{animal}-{number}"
            if name in {colour + animal, re.sub(r"[\W\d_]", "", read_aloud(code, "ru"))}:
                return code
    return "-".join(words)
