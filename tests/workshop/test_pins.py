"""A code that is seen over a shoulder opens nobody's answers: the PIN is asked for too."""

import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from workshop_people import some_answers, some_result, typed

from manager_quiz.records.workshops.folder import removal_of
from manager_quiz.records.workshops.people import claim_code, release_code, save_result
from manager_quiz.records.workshops.pins import (
    FREE_TRIES,
    LONGEST_WAIT,
    TooSoonError,
    forget_pin,
    move_pin,
    new_pin,
    opens,
)
from manager_quiz.wording.codes import read_aloud

NOBODY = "ruby-zebra-99"


def another(pin: str) -> str:
    return f"{(int(pin) + 1) % 10_000:04}"


def last_try(folder: Path, seconds: float) -> None:
    """Makes the tries so many seconds old."""
    for file in folder.glob("*.try-*"):
        os.utime(file, (time.time() - seconds,) * 2)


def tries_until_waiting(workshop, code: str, pin: str) -> int:
    for number in range(1, 100):
        last_try(workshop.pins, 0)
        try:
            assert not opens(workshop, code, pin)
        except TooSoonError:
            return number
    raise AssertionError


@pytest.mark.parametrize("shown", ["{0}", " {0} ", "{0[0]}{0[1]} {0[2]}{0[3]}"])
def test_the_pin_opens_as_it_is_shown_and_no_other_does(workshop, shown: str) -> None:
    code = claim_code(workshop)
    pin = new_pin(workshop, code)
    assert re.fullmatch("[0-9]{4}", pin)
    assert opens(workshop, code, shown.format(pin))
    assert not opens(workshop, code, another(pin))
    assert not opens(workshop, code, "")


def test_the_pin_is_nowhere_on_disk(workshop) -> None:
    code = claim_code(workshop)
    pin = new_pin(workshop, code)
    (file,) = workshop.pins.iterdir()
    kept = file.read_bytes()
    assert f'"{pin}"'.encode() not in kept
    new_pin(workshop, code)
    assert kept != file.read_bytes()


def test_wrong_tries_wait_longer_and_longer_but_never_for_good(workshop) -> None:
    code = claim_code(workshop)
    pin = new_pin(workshop, code)
    waits = []
    assert tries_until_waiting(workshop, code, another(pin)) == FREE_TRIES + 1
    for _round in range(9):
        last_try(workshop.pins, 0)
        with pytest.raises(TooSoonError) as told:
            opens(workshop, code, pin)
        waits.append(round(told.value.seconds))
        last_try(workshop.pins, LONGEST_WAIT + 1)
        assert not opens(workshop, code, another(pin))
    assert waits == [4, 8, 16, 32, *[LONGEST_WAIT] * 5]
    last_try(workshop.pins, LONGEST_WAIT + 1)
    assert opens(workshop, code, pin)
    assert tries_until_waiting(workshop, code, another(pin)) == FREE_TRIES + 1


def test_a_try_from_a_machine_whose_clock_is_wrong_locks_nobody_out(workshop) -> None:
    code = claim_code(workshop)
    pin = new_pin(workshop, code)
    tries_until_waiting(workshop, code, another(pin))
    last_try(workshop.pins, -3600)
    assert opens(workshop, code, pin)


def test_many_at_once_have_no_more_tries_than_one(workshop) -> None:
    code = claim_code(workshop)
    pin = new_pin(workshop, code)

    def guess(_number: int) -> bool:
        try:
            return not opens(workshop, code, another(pin))
        except TooSoonError:
            return False

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(guess, range(24))) <= FREE_TRIES + 1


def test_a_code_that_nobody_has_waits_like_any_other(workshop) -> None:
    code = claim_code(workshop)
    pin = new_pin(workshop, code)
    tried = [tries_until_waiting(workshop, each, another(pin)) for each in (code, NOBODY)]
    assert tried[0] == tried[1]
    assert not opens(workshop, "../results/x", pin)
    assert not opens(workshop, "", pin)


@pytest.mark.parametrize("damage", [b"", b"{}", b'{"salt": "x", "hash": ""}', b"\xff", b"[" * 9999])
def test_a_damaged_pin_opens_nothing(workshop, damage: bytes) -> None:
    code = claim_code(workshop)
    pin = new_pin(workshop, code)
    (workshop.pins / f"{code}.json").write_bytes(damage)
    assert not opens(workshop, code, pin)


def test_a_pin_goes_with_its_person(workshop) -> None:
    kept, left = claim_code(workshop), claim_code(workshop)
    new_pin(workshop, left)
    pin = new_pin(workshop, kept)
    save_result(workshop, some_result(1, kept))
    release_code(workshop, kept)
    release_code(workshop, left)
    assert opens(workshop, kept, pin)
    assert [file.stem for file in workshop.pins.glob("*.json")] == [kept]

    move_pin(workshop, kept, NOBODY)
    assert opens(workshop, NOBODY, pin)
    opens(workshop, NOBODY, another(pin))
    removed = removal_of(workshop, NOBODY).files
    assert set(removed) == set(workshop.pins.glob(f"{NOBODY}.*"))
    forget_pin(workshop, NOBODY)
    assert not list(workshop.pins.glob(f"{NOBODY}.*"))


def test_a_stranger_with_the_code_gets_nothing_and_its_owner_goes_on(program, workshop) -> None:
    begun = program("join", workshop.folder, "--once", "--plain", stdin="\n\n5\n5\nquit\n")
    code, pin = shown_to_the_person(begun.stderr)
    again = ("join", workshop.folder, "--once", "--plain")

    for wrong in (f"{code}\n{another(pin)}\n", f"{NOBODY}\n{pin}\n"):
        stranger = program(*again, stdin=wrong)
        assert "open nothing here" in stranger.stderr
        assert "2 of 39" not in stranger.stderr
    assert "Question 1 of 39" not in stranger.stderr

    said = read_aloud(code, "ru")
    owner = program(*again, "--lang", "ru", stdin=f"{said.upper()}\n{pin}\n1\nвыход\n")
    assert "2 из 39" in owner.stderr


def test_whoever_leaves_at_the_offer_to_go_on_loses_nothing(program, workshop) -> None:
    begun = program("join", workshop.folder, "--once", "--plain", stdin="\n\n5\n5\nquit\n")
    code, pin = shown_to_the_person(begun.stderr)
    (journal,) = (workshop.journals / code).iterdir()
    kept = journal.read_bytes()

    program("join", workshop.folder, "--once", "--plain", stdin=f"{code}\n{pin}\nquit\n")

    assert journal.read_bytes() == kept


def test_ones_own_result_is_shown_again_by_code_and_pin(program, workshop) -> None:
    done = program("join", workshop.folder, "--once", "--plain", stdin=typed(some_answers(1)))
    code, pin = shown_to_the_person(done.stderr)

    again = program("join", workshop.folder, "--once", "--plain", stdin=f"{code}\n{pin}\n")
    assert again.stdout == done.stdout
    assert len(list(workshop.results.iterdir())) == 1

    stranger = program(
        "join", workshop.folder, "--once", "--plain", stdin=f"{code}\n{another(pin)}\n"
    )
    assert stranger.stdout == ""


def shown_to_the_person(told: str) -> tuple[str, str]:
    return (
        re.findall(r"Your code: ([a-z]+-[a-z]+-\d\d)", told)[0],
        re.findall(r"Your PIN: (\d{4})", told)[0],
    )
