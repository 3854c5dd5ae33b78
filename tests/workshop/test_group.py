"""What a picture of a group holds: laws of the pure functions."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manager_quiz.catalog.load import load_catalog
from manager_quiz.measurement.group import (
    KNOWN,
    ROLES_AT,
    SHOWN_AT,
    Group,
    Picture,
    brought,
    error,
    factor,
    group_of,
    noisy,
    pairs,
    picture,
    share_factor,
    shares,
    spread,
    strongest,
    together,
    wishes,
)
from manager_quiz.measurement.key import role_targets, scoring_key
from manager_quiz.measurement.simulation import OWN, answers, random_answers, true_population

CATALOG = load_catalog()
FORM = CATALOG.form_by_id["quick"]
KEY, TARGETS = scoring_key(CATALOG, FORM), role_targets(CATALOG)
FAMILIES = {
    family.id: [role.id for role in CATALOG.roles if role.family == family.id]
    for family in CATALOG.families
}


def some_group(people: int, seed: int = 1) -> Group:
    choices = random_answers(KEY, people, np.random.default_rng(seed))
    rows = {f"p{number}": choices[number : number + 1] for number in range(people)}
    return group_of(KEY, TARGETS, rows)


def standing(group: Group, standings: np.ndarray) -> Group:
    """The same people, at other places on the scales."""
    return replace(group, standings=standings)


def shown(group: Group, seed: int | np.random.Generator = 1) -> Picture:
    told = picture(KEY, TARGETS, group, FAMILIES, [], np.random.default_rng(seed))
    assert told is not None
    return told


def test_noise_is_a_whole_number_that_gets_rarer_by_the_same_factor_with_each_step():
    drawn = noisy(np.zeros(400_000, np.int64), 0.5, np.random.default_rng(1))
    told = Counter(drawn.tolist())
    for step in range(-4, 4):
        nearer, farther = sorted((step, step + 1), key=abs)
        assert abs(told[farther] / told[nearer] - 0.5) < 0.03
    assert abs(told[0] / 400_000 - 1 / 3) < 0.003


def test_odds_that_grow_by_a_factor_end_at_what_counts_as_known():
    for share in (0.05, 0.3, 3 / 7):
        odds = share / (1 - share) * factor(share)
        assert abs(odds / (1 + odds) - KNOWN) < 1e-9
    # Where there are but two families each is likely for anybody: nothing may be told.
    assert share_factor(2) <= 1 < share_factor(3)


def test_below_ten_people_there_is_no_picture():
    few = some_group(SHOWN_AT - 1)
    assert picture(KEY, TARGETS, few, FAMILIES, [], np.random.default_rng(1)) is None


def test_a_small_group_sees_bands_and_families_a_larger_one_roles_too():
    few, many = shown(some_group(ROLES_AT - 1)), shown(some_group(ROLES_AT))
    for told in (few, many):
        assert list(told.bands) == [scale.id for scale in CATALOG.scales]
        assert list(told.families) == list(FAMILIES)
    assert few.roles == {}
    assert list(many.roles) == list(TARGETS.roles)


def without_noise(monkeypatch) -> None:
    monkeypatch.setattr("manager_quiz.measurement.group.noisy", lambda sums, *_more: sums)


def test_low_and_high_begin_half_a_standard_deviation_from_the_norm(monkeypatch):
    without_noise(monkeypatch)
    steps = np.repeat([-0.501, -0.499, 0.0, 0.499, 0.501], [10, 5, 10, 5, 12])
    told = shown(standing(some_group(42), np.tile(steps[:, None], (1, len(KEY.scales)))))
    assert set(told.bands.values()) == {(10, 12)}
    assert spread(told, "technology", 50, 20)[:3] == (10, 20, 12)


def test_what_the_noise_makes_impossible_is_not_shown():
    told = Picture(
        12, 1, {"a": (-2, 15), "b": (10, 8)}, {"f": -90, "g": 1500}, {}, {"f": -1, "g": 14}
    )
    assert spread(told, "a", 50, 20)[:3] == (0, 0, 12)
    assert spread(told, "b", 50, 20)[:3] == (10, 0, 8)
    assert shares(told, told.families) == {"f": 0, "g": 100}
    assert wishes(told) == {"f": 0, "g": 12}


def test_wishes_count_once_for_each_family_that_has_a_role_of_them(monkeypatch):
    without_noise(monkeypatch)
    (first, *_), (second, *_) = list(FAMILIES.values())[:2]
    named = [[first, second], FAMILIES["technology"][:2], [], *[[]] * 9]
    told = picture(KEY, TARGETS, some_group(12), FAMILIES, named, np.random.default_rng(1))
    assert told is not None
    naive = {
        family: sum(any(role in roles for role in each) for each in named)
        for family, roles in FAMILIES.items()
    }
    assert told.wished == naive
    assert sum(naive.values()) == 3
    assert shown(some_group(12)).wished == {}


def test_shares_are_those_of_the_chances_that_people_are_told(monkeypatch):
    without_noise(monkeypatch)
    group = some_group(30)
    told = shown(group)
    for family, roles in FAMILIES.items():
        at = [TARGETS.roles.index(role) for role in roles]
        exact = [min(sum(chances[role] for role in at), 0.6) for chances in group.found.chance]
        assert abs(shares(told, told.families)[family] - 100 * sum(exact) / 30) <= 1


@pytest.mark.parametrize("people", [12, 30])
def test_nine_in_ten_figures_are_off_by_no_more_than_is_said(people):
    rng = np.random.default_rng(people)
    off: dict[str, list[float]] = {"ends": [], "middle": [], "mean": [], "family": [], "role": []}
    for _group in range(60):
        truth = true_population(KEY, people, rng)
        choices = answers(KEY, truth, OWN, rng)
        group = group_of(KEY, TARGETS, {str(n): row[None] for n, row in enumerate(choices)})
        told = shown(group, rng)
        z = group.standings
        for index, scale in enumerate(KEY.scales):
            each = spread(told, scale, float(KEY.means[index]), float(KEY.sds[index]))
            low, high = (z[:, index] < -0.5).sum(), (z[:, index] > 0.5).sum()
            mean = KEY.means[index] + KEY.sds[index] * z[:, index].mean()
            off["ends"] += [abs(each.low - low), abs(each.high - high)]
            off["middle"].append(abs(each.middle - (people - low - high)))
            # Means are said to be as far off as on the scale with the widest spread.
            off["mean"].append(abs(each.mean - mean) * max(KEY.sds) / KEY.sds[index])
        chance = group.found.chance
        for family, share in shares(told, told.families).items():
            at = [TARGETS.roles.index(role) for role in FAMILIES[family]]
            off["family"].append(abs(share - 100 * chance[:, at].sum(axis=1).mean()))
        for role, share in shares(told, told.roles).items():
            off["role"].append(abs(share - 100 * chance[:, TARGETS.roles.index(role)].mean()))
    said = error(told, max(KEY.sds))._asdict()
    for kind, distances in off.items():
        # Shown figures are rounded: so near half a step more.
        assert not distances or np.mean(np.array(distances) <= said[kind] + 0.5) >= 0.88, kind


def test_two_pictures_of_different_people_are_added_up():
    first, second = shown(some_group(30), 1), shown(some_group(12), 2)
    both = together(first, second)
    assert (both.people, both.parts, both.roles) == (42, 2, {})
    low, high = (first.bands["technology"][end] + second.bands["technology"][end] for end in (0, 1))
    assert both.bands["technology"] == (low, high)
    assert error(both, 20).ends > error(first, 20).ends


@given(st.integers(0, 12), st.integers(0, 99))
def test_everybody_is_in_one_pair_and_with_an_odd_number_one_is_a_three(people, seed):
    sizes = [len(team) for team in pairs(some_group(people, seed), range(4))]
    assert sum(sizes) == (people if people > 1 else 0)
    assert sorted(sizes, reverse=True)[1:] == [2] * (len(sizes) - 1)
    assert people < 2 or max(sizes) == 2 + people % 2


@given(st.integers(2, 9), st.integers(0, 99))
def test_what_somebody_brings_begins_with_their_strongest_skill(people, seed):
    """And is something that they have more of than the others, where there is such a thing."""
    group = some_group(people, seed)
    for team in pairs(group, range(4)):
        for person, scales in zip(team, brought(group, team, range(4)), strict=True):
            assert scales[0] == strongest(group, person, range(4))
            others = [each for each in team if each != person]
            ahead = (group.standings[person] - group.standings[others].max(axis=0))[:4]
            assert ahead[scales[-1]] > 0 or max(ahead) <= 0
            assert len(scales) == 1 or ahead[scales[0]] <= 0


def test_the_strongest_skill_is_one_that_is_scored():
    group = some_group(2)
    scores = replace(group.scores, score=np.where(np.arange(13) == 0, np.nan, group.scores.score))
    standings = np.where(np.arange(13) == 0, 0.0, -1.0) + np.zeros_like(group.standings)
    assert strongest(replace(group, scores=scores, standings=standings), 0, range(4)) == 1


@given(st.integers(2, 8), st.integers(0, 99))
def test_pairs_come_in_the_order_of_what_the_two_gain_from_each_other(people, seed):
    """A second, naive way: again and again the two who are left and gain most."""
    own = np.random.default_rng(seed).standard_normal((people, 4))
    left, expected = set(range(people)), []
    while len(left) > 1:

        def gain(pair):
            one, other = own[pair[0]], own[pair[1]]
            together = sum(max(a, b) for a, b in zip(one, other, strict=True))
            return together - max(sum(one), sum(other))

        best = max(((a, b) for a in left for b in left if a < b), key=gain)
        expected.append(best)
        left -= set(best)
    found = pairs(standing(some_group(people), own), range(4))
    assert [team[:2] for team in found] == expected
