"""What a picture of a group holds: laws of the pure functions."""

from collections import Counter
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from manager_quiz.catalog.load import load_catalog
from manager_quiz.measurement.group import (
    COUNTED_AT,
    SHOWN_AT,
    STEP,
    Figure,
    Group,
    brought,
    group_of,
    pairs,
    picture,
    rounded,
    strongest,
)
from manager_quiz.measurement.key import role_targets, scoring_key
from manager_quiz.measurement.simulation import random_answers

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


def shown(group: Group, seed: int = 1):
    told = picture(KEY, TARGETS, group, FAMILIES, np.random.default_rng(seed))
    assert told is not None
    return told


@given(st.floats(0, 40), st.integers(1, 10), st.floats(0, 0.999))
def test_a_figure_is_one_of_the_two_steps_round_a_number(number, step, chance):
    told = rounded(number, step, (-100, 100), chance)
    assert told.sign == ""
    assert told.value % step == 0
    assert abs(told.value - number) < step


def test_the_nearer_a_step_the_likelier_and_the_number_itself_on_average():
    draws = np.random.default_rng(1).random(20_000)
    told = Counter(rounded(6.0, STEP, (0, 100), chance).value for chance in draws)
    assert told.keys() == {5, 10}
    assert 0.19 < told[10] / 20_000 < 0.21


def test_beyond_its_ends_a_figure_only_says_so():
    for number in (17.0, 25.0, 30.0):
        assert rounded(number, STEP, (5, 15), 0.99) == Figure(15, ">")
        assert str(rounded(number, STEP, (5, 15), 0.99)) == ">15"
    assert str(rounded(0.0, STEP, (5, 15), 0.5)) == "<5"


def test_below_ten_people_there_is_no_picture():
    few = some_group(SHOWN_AT - 1)
    assert picture(KEY, TARGETS, few, FAMILIES, np.random.default_rng(1)) is None


def test_with_twelve_people_everything_on_the_page_is_a_figure():
    told = shown(some_group(12))
    assert [spread.scale for spread in told.spreads] == [scale.id for scale in CATALOG.scales]
    assert {spread.counts for spread in told.spreads} == {()}
    assert told.roles == {}
    figures = [*(spread.mean for spread in told.spreads), *told.families.values()]
    assert all(isinstance(figure, Figure) for figure in figures)


def test_from_twenty_people_on_bands_are_counted_and_roles_shown():
    assert shown(some_group(COUNTED_AT - 1)).roles == {}
    told = shown(some_group(COUNTED_AT))
    assert set(told.roles) == set(TARGETS.roles)
    assert {len(spread.counts) for spread in told.spreads} == {3}


@given(st.integers(COUNTED_AT, 60), st.integers(0, 9))
@settings(max_examples=30)
def test_no_count_is_exact_and_none_is_of_nearly_everybody(people, seed):
    for spread in shown(some_group(people, seed)).spreads:
        for count in spread.counts:
            assert count.value % STEP == 0
            assert STEP <= count.value <= 0.75 * (people - 4)


def test_low_and_high_begin_half_a_standard_deviation_from_the_norm():
    group = some_group(40)
    steps = np.repeat([-0.501, -0.499, 0.0, 0.499, 0.501], [10, 5, 10, 5, 10])
    placed = standing(group, np.tile(steps[:, None], (1, len(KEY.scales))))
    # Round numbers stay as they are, whichever way they are rounded.
    told = {tuple(count.value for count in each.counts) for each in shown(placed).spreads}
    assert told == {(10, 20, 10)}


def test_a_mean_far_from_the_norm_is_told_as_lying_beyond():
    group = some_group(12)
    placed = standing(group, np.full(group.standings.shape, 2.0))
    assert {spread.mean.sign for spread in shown(placed).spreads} == {">"}


def test_shares_are_those_of_the_chances_that_people_are_told():
    group = some_group(30)
    told = shown(group)
    for family, roles in FAMILIES.items():
        at = [TARGETS.roles.index(role) for role in roles]
        exact = 100 * sum(chances[role] for chances in group.found.chance for role in at) / 30
        assert abs(told.families[family].value - exact) < STEP


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
