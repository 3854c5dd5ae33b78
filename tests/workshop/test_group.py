"""Nothing that is shown of a group gives a few people away: laws of the pure functions."""

from collections import defaultdict
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manager_quiz.catalog.load import load_catalog
from manager_quiz.measurement.group import (
    CELL,
    ROLES_AT,
    WHOLE_AT,
    brought,
    group_of,
    next_shown,
    pairs,
    picture,
    publish,
    strongest,
)
from manager_quiz.measurement.key import scoring_key

CATALOG = load_catalog()
FORM = CATALOG.form_by_id["quick"]
KEY = scoring_key(CATALOG, FORM)
ROLES = tuple(role.id for role in CATALOG.roles)
KINDS = [scale.kind for scale in CATALOG.scales]
FAMILIES = {"half": ROLES[:8], "rest": ROLES[8:]}
Counts = st.lists(st.integers(0, 40), min_size=2, max_size=6)


@given(Counts)
def test_no_count_under_five_is_shown_and_shown_ones_are_true(counts):
    for count, told in zip(counts, publish(counts), strict=True):
        assert told is None or told == count >= CELL


@given(Counts)
def test_what_is_held_back_is_two_counts_or_more_of_five_people_or_more(counts):
    """So that total minus what is shown is neither one count nor a small one."""
    held = [count for count, told in zip(counts, publish(counts), strict=True) if told is None]
    if held and len(held) < len(counts):
        assert len(held) > 1
        assert sum(held) >= CELL


@given(Counts)
def test_no_more_is_held_back_than_needed(counts):
    if all(count >= CELL for count in counts):
        assert publish(counts) == tuple(counts)


@pytest.mark.parametrize(
    ("cells", "people"),
    [*((2, n) for n in range(CELL, 41)), *((3, n) for n in range(CELL, 41)), (4, 17), (4, 21)],
)
def test_nobody_who_knows_the_rule_can_work_out_a_count_that_is_held_back(cells, people):
    """All tables that look the same when shown: each hidden count can be at least two things."""
    alike = defaultdict(list)
    for counts in product(range(people + 1), repeat=cells - 1):
        if sum(counts) <= people:
            table = (*counts, people - sum(counts))
            alike[publish(table)].append(table)
    for told, tables in alike.items():
        for index, count in enumerate(told):
            if count is None:
                assert len({table[index] for table in tables}) > 1, (told, tables)


@given(st.lists(st.integers(1, 12), max_size=12), st.data())
def test_pictures_on_the_wall_step_by_five_and_leave_five_for_the_report(arrivals, data):
    arrived: list[str] = []
    shown: tuple[str, ...] = ()
    for number in arrivals:
        arrived += [f"p{len(arrived) + each}" for each in range(number)]
        before, shown = shown, next_shown(shown, arrived)
        added = set(shown) - set(before)
        assert shown == before or len(added) >= CELL
        assert not shown or len(set(arrived) - set(shown)) >= CELL
        assert len(shown) % CELL == 0 or before


@given(st.integers(0, 40), st.integers(1, 40))
def test_somebody_who_is_erased_changes_no_picture_before_five_more_have_come(index, more):
    arrived = [f"p{number}" for number in range(40)]
    shown = next_shown((), arrived)
    arrived.remove(arrived[min(index, 39)])
    arrived += [f"q{number}" for number in range(more)]

    after = next_shown(shown, arrived)

    assert after == shown or len(set(after) - set(shown)) >= CELL


def some_group(people, seed=1):
    rng = np.random.default_rng(seed)
    sheets = {}
    for number in range(people):
        choices = np.array([[rng.integers(0, len(item.choices)) for item in items()]], np.int8)
        sheets[f"p{number}"] = (choices, tuple(rng.choice(ROLES, 4, replace=False)))
    return group_of(KEY, ROLES, sheets)


def items():
    return CATALOG.form_items(FORM)


def shown(people, **options):
    return picture(KEY, some_group(people), KINDS, ROLES, FAMILIES, **options)


def test_below_five_people_nothing_is_shown():
    assert (shown(CELL - 1).spreads, shown(CELL - 1).shares) == ((), {})


def test_below_ten_people_only_skills_are_shown():
    few = shown(WHOLE_AT - 1)
    skills = [scale.id for scale in CATALOG.scales if scale.kind == "skill"]
    assert ([spread.scale for spread in few.spreads], few.shares) == (skills, {})


def test_a_picture_shows_families_or_roles_and_never_both():
    assert set(shown(ROLES_AT - 1).shares) == set(FAMILIES)
    assert set(shown(ROLES_AT).shares) == set(ROLES)
    assert set(shown(ROLES_AT, finest="families").shares) == set(FAMILIES)


@given(st.integers(CELL, 60), st.integers(0, 9))
@settings(deadline=None)
def test_no_cell_of_a_whole_picture_is_small(people, seed):
    told = picture(KEY, some_group(people, seed), KINDS, ROLES, FAMILIES)
    for spread in told.spreads:
        assert all(count is None or count >= CELL for count in spread.counts)
    for count in told.shares.values():
        assert count is None or CELL <= count <= people - CELL


@given(st.integers(0, 12), st.integers(0, 99))
@settings(deadline=None)
def test_everybody_is_in_one_pair_and_with_an_odd_number_one_is_a_three(people, seed):
    sizes = [len(team) for team in pairs(some_group(people, seed), range(4))]
    assert sum(sizes) == (people if people > 1 else 0)
    assert sorted(sizes, reverse=True)[1:] == [2] * (len(sizes) - 1)
    assert people < 2 or max(sizes) == 2 + people % 2


@given(st.integers(2, 9), st.integers(0, 99))
@settings(deadline=None)
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


def test_low_and_high_begin_half_a_standard_deviation_from_the_norm():
    group = some_group(30)
    steps = np.repeat([-0.501, -0.499, 0.0, 0.499, 0.501], [5, 5, 10, 5, 5])
    standings = np.tile(steps[:, None], (1, group.standings.shape[1]))
    told = picture(KEY, replace(group, standings=standings), KINDS, ROLES, FAMILIES)
    assert told.spreads
    assert {spread.counts for spread in told.spreads} == {(5, 20, 5)}


@given(st.integers(2, 8), st.integers(0, 99))
def test_pairs_come_in_the_order_of_what_the_two_gain_from_each_other(people, seed):
    """A second, naive way: again and again the two who are left and gain most."""
    group = some_group(people)
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
    found = pairs(replace(group, standings=own), range(4))
    assert [team[:2] for team in found] == expected
