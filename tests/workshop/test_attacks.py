"""What a picture gives away of one person to somebody who knows all rules."""

import numpy as np
import pytest
from attacker import COLLUDERS, DECAYS, SIZES, Attacker, People

from manager_quiz.measurement.group import FAMILY_REACH, KNOWN, ROLE_REACH

FORMS = ("quick", "full", "skills")


@pytest.mark.parametrize("form", FORMS)
def test_who_knows_all_others_is_not_sure_of_a_band(form: str) -> None:
    """Whatever is told of its scale: beyond one person either way it tells nothing more."""
    people = People.drawn(form, 20_000, np.random.default_rng(1))
    for scale in range(people.bands.shape[1]):
        bands = people.bands[:, scale].astype(float)
        for low, high in np.ndindex(4, 4):
            away = abs(low - 1 - bands[:, 0]) + abs(high - 1 - bands[:, 2])
            assert believed(DECAYS["band"] ** away, bands) <= KNOWN


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("kind", "reach"), [("family", FAMILY_REACH), ("role", ROLE_REACH)])
def test_who_knows_all_others_is_not_sure_of_what_leads(form, kind, reach) -> None:
    people = People.drawn(form, 20_000, np.random.default_rng(1))
    for own, leads in zip(people.figures[kind].T, people.secrets[kind].T, strict=True):
        for told in range(-1, reach + 2):
            assert believed(DECAYS[kind] ** abs(told - own), leads[:, None]) <= KNOWN


def test_a_wish_that_was_as_likely_as_not_is_known_with_three_in_four_at_most() -> None:
    """What is told of a family counts one wish more or less."""
    odds = DECAYS["wish"] ** -1
    assert odds / (odds + 1) <= KNOWN + 1e-9


def believed(likely: np.ndarray, secrets: np.ndarray) -> float:
    return float((likely @ secrets / likely.sum()).max())


def check(form: str, size: int, groups: int, draws: int) -> None:
    """Four who put together what they answered don't know of another what all figures say."""
    rng = np.random.default_rng(size)
    attacker = Attacker(form, rng)
    beliefs, shares = [], []
    for _group in range(groups):
        people = People.drawn(form, size, rng)
        known = People(form, people.choices[:COLLUDERS])
        others = size - COLLUDERS - 1
        beliefs.append(attacker.beliefs(people.shown(rng), known, others, draws))
        secrets = np.concatenate(list(people.secrets.values()), axis=1)
        shares.append(secrets[COLLUDERS:].mean(axis=0))
    sure, true = np.array(beliefs), np.array(shares)
    print(form, size, f"{sure.max():.2f}", np.sort(sure, axis=None)[-3:])
    assert sure.max() <= KNOWN
    # Believed half and half, it is so of about half of them: the attacker reckons right.
    half = sure > 0.45
    assert groups < 100 or abs(sure[half].mean() - true[half].mean()) < 0.03


@pytest.mark.parametrize("size", SIZES)
def test_no_band_family_or_role_of_one_person_is_known(size: int) -> None:
    check("quick", size, groups=3, draws=40)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("form", ["quick", "full"])
def test_no_band_family_or_role_of_one_person_is_known_in_150_groups(form: str, size: int) -> None:
    check(form, size, groups=150, draws=100)


def test_the_attacker_finds_out_what_exact_sums_would_tell(monkeypatch) -> None:
    """So that the others can fail."""
    monkeypatch.setattr("manager_quiz.measurement.group.noisy", lambda sums, *_more: sums)
    rng = np.random.default_rng(1)
    people = People.drawn("quick", 12, rng)
    known = People("quick", people.choices[:11])
    sure = Attacker("quick", rng, noise=0.1).beliefs(people.shown(rng), known, 0, 20)
    bands = people.secrets["band"][11]
    assert sure[: len(bands)][bands].mean() > KNOWN
