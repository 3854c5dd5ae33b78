"""What screens look like, and that nothing of the texts is lost on them at any width."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from manager_quiz.catalog.model import Catalog, Role
from program import SMALL, Run

SHEET = b"depth-1: 4\ndepth-2: 3\ntalk-1: 3\ntalk-2: 3\ntalk-3: c\nproduct-1: 4\nproduct-2: 1\n"
COMMANDS = {
    "describe-role": ("describe", "it-manager"),
    "describe-topic": ("describe", "file-manager"),
    "roles": ("roles",),
    "compare": ("compare", "it-manager", "product-manager"),
    "take": ("take", "--answers", "-", "--details"),
}


@pytest.mark.parametrize("width", [60, 100])
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", COMMANDS)
def test_screen_is_as_it_was_read_and_approved(
    run: Run, golden: Callable[[str, str], None], name: str, language: str, width: int
) -> None:
    options = ("--data", SMALL, "--lang", language)
    outcome = run(*COMMANDS[name], *options, width=width, stdin=SHEET)
    assert (outcome.code, outcome.err) == (0, "")
    golden(f"{name}-{language}-{width}", outcome.out)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", COMMANDS)
def test_plain_screen_is_as_it_was_read_and_approved(
    run: Run, golden: Callable[[str, str], None], name: str, language: str
) -> None:
    options = ("--data", SMALL, "--lang", language, "--plain")
    outcome = run(*COMMANDS[name], *options, stdin=SHEET)
    assert (outcome.code, outcome.err) == (0, "")
    golden(f"{name}-{language}-plain", outcome.out)


def words(text: str) -> list[str]:
    """The words of a text without what only lays it out."""
    return re.sub(r"[│╭╮╰╯─•]", " ", text).split()


def told(role: Role) -> Iterator[str]:
    """Every text of a role, list by list, in the order of one column."""
    yield role.summary
    for field in ("duties", "decides", "answers_for", "measured_by", "qualities", "knows"):
        yield from getattr(role, field)
    yield from role.works_with
    yield role.day
    for field in ("becoming", "study", "onward", "cautions"):
        yield from getattr(role, field)
    for each in role.confused_with:
        yield f"{each.what}: {each.difference}"
    yield role.try_next
    for citation in role.sources:
        yield citation.note


def in_order(parts: list[list[str]], shown: list[str]) -> list[str]:
    """The texts that don't stand whole in `shown`, each after the one before."""
    missing, after = [], 0
    for part in parts:
        place = next(
            (at for at in range(after, len(shown)) if shown[at : at + len(part)] == part), None
        )
        if place is None:
            missing.append(" ".join(part))
        else:
            after = place + len(part)
    return missing


@pytest.mark.parametrize("width", [20, 40, 60])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_text_of_any_role_is_lost_in_one_column(
    run: Run, shipped: dict[str, Catalog], language: str, width: int
) -> None:
    for role in shipped[language].roles[:: 5 if width == 20 else 1]:
        outcome = run("describe", role.id, "--lang", language, width=width)
        assert outcome.code == 0
        assert max(map(len, outcome.out.splitlines())) <= width
        if width > 20:
            # Only a word longer than the line may be broken.
            longest = width - 4
            parts = [words(text) for text in told(role)]
            whole = [part for part in parts if max(map(len, part)) <= longest]
            assert len(whole) > 0.9 * len(parts)
            assert in_order(whole, words(outcome.out)) == [], role.id


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_text_of_any_role_is_lost_in_two_columns(
    run: Run, shipped: dict[str, Catalog], language: str
) -> None:
    for role in shipped[language].roles:
        outcome = run("describe", role.id, "--lang", language, width=100)
        lines = outcome.out.splitlines()
        assert max(map(len, lines)) <= 100
        # Columns of 49 with 2 between them; what spans both is found in the whole lines.
        columns = [
            words("\n".join(line[start:end] for line in lines))
            for start, end in ((0, 49), (51, 100), (0, 100))
        ]
        lost = [
            text for text in told(role) if all(in_order([words(text)], shown) for shown in columns)
        ]
        assert lost == [], role.id


@pytest.mark.parametrize("language", ["en", "ru"])
def test_plain_output_tells_everything_that_the_page_tells(
    run: Run, shipped: dict[str, Catalog], language: str
) -> None:
    for role in shipped[language].roles:
        command = ("describe", role.id, "--lang", language)
        page = set(re.findall(r"\w+", run(*command).out))
        plain = set(re.findall(r"\w+", run(*command, "--plain").out))
        assert page - plain == set(), role.id


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("width", [40, 60, 80, 100, 250])
def test_no_line_is_longer_than_the_terminal_or_than_one_likes_to_read(
    run: Run, shipped: dict[str, Catalog], language: str, width: int
) -> None:
    ids = [role.id for role in shipped["en"].roles]
    asked = [item.id for item in shipped["en"].items if item.scale == "technology"]
    sheet = "".join(f"{id}: 4\n" for id in asked).encode()
    for command in (
        ("roles",),
        ("compare", "it-manager", "top-manager"),
        ("compare", *ids),
        ("describe", "file-manager"),
        ("describe", "levels"),
        ("take", "--answers", "-", "--details"),
    ):
        for plain in ((), ("--plain",)):
            outcome = run(*command, *plain, "--lang", language, width=width, stdin=sheet)
            assert outcome.code == 0, outcome.err
            assert max(map(len, outcome.out.splitlines())) <= min(width, 100), command


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("width", [40, 60, 100])
def test_no_scale_is_broken_where_roles_stand_side_by_side(
    run: Run, shipped: dict[str, Catalog], language: str, width: int
) -> None:
    for one, other in pairwise(shipped[language].roles):
        shown = words(run("compare", one.id, other.id, "--lang", language, width=width).out)
        for scale in shipped[language].scales:
            for word in scale.name.split():
                assert word in {each.rstrip(":") for each in shown}


@pytest.mark.parametrize("width", ["0", "1", "2", "3", "7", "-5", "wide", ""])
def test_an_absurd_width_breaks_nothing(run: Run, width: str) -> None:
    for name in COMMANDS.values():
        outcome = run(*name, "--data", SMALL, stdin=SHEET, COLUMNS=width)
        assert (outcome.code, outcome.err) == (0, "")


def test_brackets_and_colons_of_texts_are_shown_as_they_are(run: Run, small: Path) -> None:
    roles = small / "roles.yaml"
    strange = "[bold]a[/bold] :smile: [link=x] 1.5 \\\\[ %s {name}"
    text = roles.read_text("utf-8").replace("Draws up the budget", strange)
    roles.write_text(text.replace('en: "What to buy"', f'en: "{strange}"'), "utf-8")
    shown = " ".join(words(run("describe", "it-manager", "--data", small, width=60).out))
    assert shown.count("[bold]a[/bold] :smile: [link=x] 1.5 \\[ %s {name}") == 2
