"""The first screen of a result: it fits, says one thing, and says it the same way everywhere."""

import re
from collections.abc import Callable

import pytest

from manager_quiz.catalog.model import Catalog
from manager_quiz.reports.page import Table
from manager_quiz.reports.result import first_page
from manager_quiz.wording.result import HANDFUL, ResultWords
from manager_quiz.wording.words import Words
from people import Answers, assessed, leaning, standing
from program import Run, run_program

EXPERT = {"technical-depth": 0.95, "technology": 0.8, "people": 0.2, "leadership": 0, "scope": 0}
FEW = {"clients": 0.9, "deals": 0.8, "people": 0.2, "leadership": 0.25, "scope": 0}
KINDS: dict[str, Callable[[Catalog], Answers]] = {
    "neutral": lambda catalog: standing(catalog, {}),
    "rather not": lambda catalog: standing(catalog, EXPERT),
    "rather few": lambda catalog: standing(catalog, FEW),
    "two flags": lambda catalog: {item.id: item.choices[-1].answer for item in catalog.items},
    **{
        id: lambda catalog, id=id: leaning(catalog, catalog.role_by_id[id])  # type: ignore[misc]
        for id in ("top-manager", "key-account-manager", "middle-manager", "sales-manager")
    },
}


def sheet(answers: Answers) -> bytes:
    return "".join(f"{id}: {answer}\n" for id, answer in answers.items()).encode()


def shown(answers: Answers, language: str, *options: str, width: int = 80) -> list[str]:
    done = run_program(
        "take", "--answers", "-", "--lang", language, *options, stdin=sheet(answers), width=width
    )
    assert (done.code, done.err) == (0, "")
    return done.out.splitlines()


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("kind", KINDS)
def test_everything_fits_a_window_of_80_by_24(
    shipped: dict[str, Catalog], kind: str, language: str
) -> None:
    assert len(shown(KINDS[kind](shipped[language]), language)) <= 24


@pytest.mark.parametrize(("width", "height"), [(60, 20), (40, 15)])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_small_window_has_the_answer_at_its_top(
    run: Run, english: Catalog, language: str, width: int, height: int
) -> None:
    lines = run(
        *("take", "--answers", "examples/dealmaker.yaml", "--lang", language), width=width
    ).out.splitlines()[:height]
    first, second = {
        "en": ("Sales manager", "Account manager"),
        "ru": ("Менеджер по продажам", "Аккаунт-менеджер"),
    }[language]
    assert first in " ".join(map(str.strip, lines[:2]))
    assert any(line.startswith(first) and "99" in line for line in lines)
    assert any(line.startswith(second) and "94" in line for line in lines)


@pytest.mark.parametrize(("width", "height"), [(60, 20), (40, 15)])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_small_window_ends_with_the_answer(
    run: Run, language: str, width: int, height: int
) -> None:
    command = ("take", "--answers", "examples/dealmaker.yaml", "--lang", language)
    done = run(*command, width=width, tty=True, LINES=str(height), NO_COLOR="1")
    seen = done.out.splitlines()[1 - height :]
    first = {"en": "Sales manager", "ru": "Менеджер по"}[language]
    assert sum(first in line for line in seen) >= 2
    assert any("99" in line and "█" in line for line in seen)
    large = run(*command, width=80, tty=True, LINES="40", NO_COLOR="1").out.splitlines()
    assert large.count(large[0]) == 1


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("kind", KINDS)
def test_plain_lines_say_all_that_the_screen_says(
    shipped: dict[str, Catalog], kind: str, language: str
) -> None:
    def words(*options: str) -> set[str]:
        lines = "\n".join(shown(KINDS[kind](shipped[language]), language, *options))
        return set(re.findall(r"[\w<>±]+", lines.casefold()))

    # Lines begin with the role, whose column has a title only where it is a column.
    assert words() - words("--plain") <= {"role", "роль"}


@pytest.mark.parametrize("kind", KINDS)
def test_roles_stand_in_the_order_of_their_numbers_and_no_bars_are_alike(
    english: Catalog, kind: str
) -> None:
    found, _document = assessed(english, KINDS[kind](english))
    page = first_page(ResultWords(Words("en"), english, found))
    (table,) = (block for block in page.sections[0].blocks if isinstance(block, Table))
    names = [row[0] for row in table.rows]
    ranked = [english.role_by_id[match.role].name for match in found.ranking]
    assert names == ranked[: len(names)]
    assert 3 <= len(names) <= HANDFUL
    bars = [row[1].bar.share for row in table.rows]  # type: ignore[union-attr]
    assert bars == sorted(bars, reverse=True)
    assert len(set(bars)) == len({match.resemblance for match in found.ranking[: len(bars)]})


def test_roles_that_nearly_nobody_is_less_like_have_bars_that_differ(run: Run) -> None:
    done = run("take", "--answers", "examples/technologist.yaml", width=80)
    bars = re.findall(r"([█▏▎▍▌▋▊▉]+)░* >99 of 100", done.out)
    assert len(bars) == len(set(bars)) == 3


def test_a_form_shows_the_scales_that_it_asks_for_and_no_others(english: Catalog) -> None:
    answers = standing(english, {"leadership": 0.9}, "skills")
    lines = "\n".join(shown(answers, "en"))
    for scale in english.scales:
        assert (scale.name in lines) == (scale.kind == "skill"), scale.id
