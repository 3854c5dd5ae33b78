"""What must hold for any questionnaire and any answers."""

import random
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from statistics import NormalDist

import numpy as np
import pytest
import questionnaire
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from manager_quiz.catalog.load import load_catalog
from manager_quiz.errors import TooFewAnswersError
from manager_quiz.measurement.assessment import Assessor, assess
from manager_quiz.measurement.key import choices_of, role_targets, scoring_key
from manager_quiz.measurement.resemblance import contributions, resemblance
from manager_quiz.measurement.scoring import Scores, long_run, quality, score
from manager_quiz.measurement.simulation import (
    OTHER,
    answers,
    random_answers,
    straight_lines,
    true_population,
)
from manager_quiz.records.results import encode, result_document

SMALL = questionnaire.small()
SHIPPED = load_catalog()
NORMS = {scale.id: scale.mean for scale in SMALL.scales}
FACTORS = st.floats(0.05, 20)
LEVELS = st.tuples(*[st.integers(0, 20).map(lambda step: 5 * step)] * 3)


def sheets(catalog, form=0, skipping=True):
    """Answers to a form, some of them skipped."""
    items = catalog.form_items(catalog.forms[form])
    given_answers = st.tuples(
        *(
            st.sampled_from([choice.answer for choice in item.choices] + [None] * skipping)
            for item in items
        )
    )
    return given_answers.map(
        lambda row: {
            item.id: answer for item, answer in zip(items, row, strict=True) if answer is not None
        }
    )


def assessed(catalog, given_answers):
    try:
        return assess(catalog, catalog.forms[0], given_answers)
    except TooFewAnswersError:
        return None


def scored(catalog, given_answers, form=0):
    key = scoring_key(catalog, catalog.forms[form])
    return key, score(key, choices_of(catalog, catalog.forms[form], given_answers))


def roles_at(*profiles):
    """Roles of the small questionnaire with these levels."""
    return tuple(
        questionnaire.role(f"role-{index}", dict(zip("abc", levels, strict=True)))
        for index, levels in enumerate(profiles)
    )


def stretched(role, factor):
    """The role with levels so many times as far from the norms."""
    return questionnaire.role(
        f"{role.id}-stretched",
        {
            id: NORMS[id] + factor * (target.level - NORMS[id])
            for id, target in role.profile.items()
        },
    )


def people_at(catalog, levels):
    """How people with these scores (`[person, scale]`) from whole sheets compare with roles."""
    key = scoring_key(catalog, catalog.forms[0])
    blank = np.zeros((1, len(key.items)), dtype=np.int8)
    levels = np.array(levels, dtype=float)
    lengths = np.repeat(score(key, blank).length, len(levels), axis=0)
    whole = Scores(levels, lengths, np.zeros(lengths.shape, dtype=np.int64))
    return resemblance(key, role_targets(catalog), whole)


def same(one, other):
    """Two assessments but for rounding, and for the order of what is equal."""
    assert [scale.id for scale in one.scales] == [scale.id for scale in other.scales]
    for mine, theirs in zip(one.scales, other.scales, strict=True):
        assert mine.score == pytest.approx(theirs.score)
        assert mine.standard_error == pytest.approx(theirs.standard_error)
    by_role = {match.role: match for match in other.ranking}
    for match in one.ranking:
        theirs = by_role[match.role]
        assert (match.rank, match.rank_range) == (theirs.rank, theirs.rank_range)
        assert match.resemblance == pytest.approx(theirs.resemblance, abs=1e-9)
        assert match.fit == pytest.approx(theirs.fit)
        assert match.p_best == pytest.approx(theirs.p_best)
        assert len(match.contributions) == len(theirs.contributions)
        for mine, part in zip(match.contributions, theirs.contributions, strict=True):
            assert mine.scale == part.scale
            assert mine.resemblance == pytest.approx(part.resemblance, abs=1e-9)
    assert one.p_top3 == pytest.approx(other.p_top3)
    assert len(one.best_set) == len(other.best_set)
    assert (one.verdict, one.managing is None) == (other.verdict, other.managing is None)
    assert set(one.flags) == set(other.flags)


class TestOrderAndNames:
    @given(sheets(SMALL), st.permutations(SMALL.roles))
    @settings(max_examples=25)
    def test_order_of_roles_changes_nothing(self, given_answers, roles):
        one = assessed(SMALL, given_answers)
        assume(one is not None)
        same(one, assessed(replace(SMALL, roles=tuple(roles)), given_answers))

    @given(sheets(SMALL), st.permutations(SMALL.items), st.permutations(SMALL.forms[0].items))
    @settings(max_examples=25)
    def test_order_of_items_changes_nothing_but_the_runs(self, given_answers, items, asked):
        one = assessed(SMALL, given_answers)
        assume(one is not None)
        form = SMALL.forms[0]._replace(items=tuple(asked))
        other = assessed(replace(SMALL, items=tuple(items), forms=(form,)), given_answers)
        same(replace(one, flags=()), replace(other, flags=()))
        # Whether answers contradict each other has nothing to do with their order either.
        assert ("contradiction" in one.flags) == ("contradiction" in other.flags)

    @given(sheets(SMALL), st.permutations([role.id for role in SMALL.roles]))
    @settings(max_examples=15)
    def test_permuting_names_permutes_results(self, given_answers, names):
        one = assessed(SMALL, given_answers)
        assume(one is not None)
        renamed = dict(zip([role.id for role in SMALL.roles], names, strict=True))
        roles = tuple(role._replace(id=renamed[role.id]) for role in SMALL.roles)
        other = assessed(replace(SMALL, roles=roles), given_answers)
        assert [renamed[match.role] for match in one.ranking] == [
            match.role for match in other.ranking
        ]
        assert [renamed[role] for role in one.best_set] == list(other.best_set)
        if one.upset:
            assert renamed[one.upset.role] == other.upset.role

    @given(sheets(SMALL))
    @settings(max_examples=15)
    def test_turning_all_scales_round_turns_nothing_round(self, given_answers):
        """A scale measured from its other end tells the same of everybody."""
        one = assessed(SMALL, given_answers)
        assume(one is not None)
        turned = replace(
            SMALL,
            scales=tuple(scale._replace(mean=100 - scale.mean) for scale in SMALL.scales),
            items=tuple(
                item._replace(
                    reverse=not item.reverse,
                    choices=tuple(
                        choice._replace(points={id: 1 - each for id, each in choice.points.items()})
                        for choice in item.choices
                    ),
                )
                for item in SMALL.items
            ),
            roles=tuple(
                questionnaire.role(
                    role.id, {id: 100 - target.level for id, target in role.profile.items()}
                )
                for role in SMALL.roles
            ),
        )
        other = assessed(turned, given_answers)
        for mine, theirs in zip(one.ranking, other.ranking, strict=True):
            assert mine.resemblance == pytest.approx(theirs.resemblance, abs=1e-9)
        assert one.verdict == other.verdict


class TestResemblance:
    @given(sheets(SHIPPED))
    @settings(max_examples=15)
    def test_contributions_add_up_to_it(self, given_answers):
        key, scores = scored(SHIPPED, given_answers)
        assume(not np.isnan(scores.score).all())
        targets = role_targets(SHIPPED)
        found = resemblance(key, targets, scores)
        assert np.abs(contributions(targets, found).sum(axis=2) - found.value).max() < 1e-9

    @given(sheets(SMALL), FACTORS)
    @settings(max_examples=25)
    def test_stretching_levels_away_from_the_norms_changes_nothing(self, given_answers, factor):
        one = assessed(SMALL, given_answers)
        assume(one is not None)
        roles = tuple(
            stretched(role, factor)._replace(id=role.id) if role.id == "east" else role
            for role in SMALL.roles
        )
        other = assessed(replace(SMALL, roles=roles), given_answers)
        theirs = {match.role: match for match in other.ranking}
        for match in one.ranking:
            assert match.resemblance == pytest.approx(theirs[match.role].resemblance, abs=1e-9)
            assert match.rank == theirs[match.role].rank

    @given(sheets(SMALL))
    @settings(max_examples=25)
    def test_the_opposite_role_has_the_opposite_resemblance(self, given_answers):
        roles = (SMALL.roles[0], stretched(SMALL.roles[0], -1))
        one = assessed(replace(SMALL, roles=roles), given_answers)
        assume(one is not None)
        first, last = one.ranking
        assert first.resemblance == pytest.approx(-last.resemblance, abs=1e-9)
        assert first.fit + last.fit == pytest.approx(100)

    @given(st.lists(LEVELS, min_size=1, max_size=12))
    @settings(max_examples=50)
    def test_a_person_at_a_roles_levels_has_it_first(self, profiles):
        """Unless another role's levels are a multiple of its own: such tie."""
        catalog = replace(SMALL, roles=roles_at(*profiles))
        t = role_targets(catalog).levels
        found = people_at(catalog, profiles)
        for role, value in enumerate(found.value):
            if not t[role].any():
                assert (value == 0).all()
                continue
            assert value[role] == pytest.approx(found.distinct[0, role])
            for other in np.flatnonzero(value > value[role] - 1e-9):
                along = t[other] @ t[role] / np.linalg.norm(t[role]) ** 2
                assert along > 0
                assert t[other] == pytest.approx(along * t[role])

    def test_every_shipped_role_is_first_at_its_own_levels(self):
        levels = [[target.level for target in role.profile.values()] for role in SHIPPED.roles]
        assert list(SHIPPED.roles[0].profile) == [scale.id for scale in SHIPPED.scales]
        found = people_at(SHIPPED, levels)
        assert found.value.argmax(axis=1).tolist() == list(range(len(levels)))

    @pytest.mark.parametrize("catalog", [SMALL, SHIPPED, questionnaire.foreign()])
    def test_the_average_person_has_50_for_every_role(self, catalog):
        found = people_at(catalog, [[scale.mean for scale in catalog.scales]])
        assert (found.value == 0).all()

    @given(sheets(SMALL), sheets(SMALL, skipping=False))
    @settings(max_examples=25)
    def test_the_fewer_answers_the_less_any_role_stands_out(self, some, rest):
        key = scoring_key(SMALL, SMALL.forms[0])
        targets = role_targets(SMALL)
        few, all_ = (
            resemblance(key, targets, scored(SMALL, each)[1]).distinct[0]
            for each in (some, {**rest, **some})
        )
        assert (few <= all_ + 1e-12).all()

    def test_among_people_it_is_normal_with_variance_1(self):
        """For those who answer all as for those who skip much, under the model it assumes."""
        key, targets = scoring_key(SHIPPED, SHIPPED.forms[0]), role_targets(SHIPPED)
        whole = score(key, random_answers(key, 1, np.random.default_rng(1)))
        chance = np.random.default_rng(2)
        truth = true_population(key, 20_000, chance)
        for share in (1.0, 0.5):
            length = share * whole.length
            error = key.sds * np.sqrt(key.noise / length)
            scores = truth + error * chance.standard_normal(truth.shape)
            answered = np.zeros(truth.shape, dtype=np.int64)
            lengths = np.broadcast_to(length, truth.shape)
            value = resemblance(key, targets, Scores(scores, lengths, answered)).value
            assert np.abs(value.mean(axis=0)).max() < 0.03
            assert np.abs(value.std(axis=0) - 1).max() < 0.02


class TestSpecialRoles:
    @given(sheets(SMALL))
    @settings(max_examples=20)
    def test_a_role_at_the_norms_has_a_match_of_50(self, given_answers):
        plain = questionnaire.role("plain", NORMS)
        one = assessed(replace(SMALL, roles=(plain, *SMALL.roles)), given_answers)
        assume(one is not None)
        (match,) = [each for each in one.ranking if each.role == "plain"]
        assert (match.resemblance, match.fit) == (0, 50)
        assert all(part.resemblance == 0 for part in match.contributions)
        assert sum(each.p_best for each in one.ranking) == pytest.approx(1)

    def test_a_role_at_the_norms_but_for_rounding(self):
        almost = {id: norm * (1 + 1e-15) for id, norm in NORMS.items()}
        assert almost != NORMS
        catalog = replace(SMALL, roles=(questionnaire.role("plain", almost), *SMALL.roles))
        one = assess(catalog, catalog.forms[0], dict.fromkeys(catalog.forms[0].items[:-1], 4))
        assert {match.role: match.fit for match in one.ranking}["plain"] == 50

    def test_nothing_but_roles_at_the_norms(self):
        roles = roles_at(NORMS.values(), NORMS.values())
        catalog = replace(SMALL, roles=roles)
        one = assess(catalog, catalog.forms[0], dict.fromkeys(catalog.forms[0].items, 4))
        assert [(match.rank, match.p_best) for match in one.ranking] == [(1, 0.5), (1, 0.5)]
        assert [match.rank_range for match in one.ranking] == [(1, 2), (1, 2)]
        assert one.upset is None

    @given(sheets(SMALL), LEVELS)
    @settings(max_examples=20)
    def test_roles_alike_share_a_place(self, given_answers, levels):
        catalog = replace(SMALL, roles=(*SMALL.roles, *roles_at(levels, levels)))
        one = assessed(catalog, given_answers)
        assume(one is not None)
        twins = [match for match in one.ranking if match.role.startswith("role-")]
        assert twins[0].rank == twins[1].rank
        assert twins[0].rank_range == twins[1].rank_range
        assert twins[0].p_best == pytest.approx(twins[1].p_best)
        # As in the catalog, where nothing else decides.
        assert [match.role for match in twins] == ["role-0", "role-1"]

    @given(sheets(SMALL), st.permutations([0.4, 0.8, 1.0, 1.7, 3.0]))
    @settings(max_examples=25)
    def test_multiples_of_each_other_tie_and_are_ordered_by_chance(self, given_answers, factors):
        roles = tuple(
            stretched(SMALL.roles[2], each)._replace(id=f"x{index}")
            for index, each in enumerate(factors)
        )
        one = assessed(replace(SMALL, roles=(*roles, SMALL.roles[1])), given_answers)
        assume(one is not None)
        tied = [match for match in one.ranking if match.role.startswith("x")]
        assert len({match.rank for match in tied}) == 1
        assert len({match.rank_range for match in tied}) == 1
        chances = [match.p_best for match in tied]
        assert chances == sorted(chances, reverse=True) or chances == pytest.approx(
            sorted(chances, reverse=True)
        )

    @given(sheets(SMALL))
    @settings(max_examples=20)
    def test_one_role_only(self, given_answers):
        one = assessed(replace(SMALL, roles=SMALL.roles[:1]), given_answers)
        assume(one is not None)
        (match,) = one.ranking
        assert (match.rank, match.p_best, match.rank_range) == (1, 1, (1, 1))
        assert one.best_set == (match.role,)
        assert one.p_top3 == 1
        assert one.verdict in ("one", "no-pattern")
        assert one.upset is None


class TestChancesAndPlaces:
    @given(sheets(SHIPPED))
    @settings(max_examples=15)
    def test_chances_add_up_and_the_set_is_the_shortest_beginning(self, given_answers):
        one = assessed(SHIPPED, given_answers)
        assume(one is not None)
        chances = [match.p_best for match in one.ranking]
        assert sum(chances) == pytest.approx(1)
        size = len(one.best_set)
        assert one.best_set == tuple(match.role for match in one.ranking[:size])
        assert sum(chances[:size]) >= 0.90 - 1e-9
        assert sum(chances[: size - 1]) < 0.90
        assert one.p_top3 == pytest.approx(sum(chances[:3]))

    @given(sheets(SHIPPED))
    @settings(max_examples=15)
    def test_the_list_is_in_the_order_of_the_numbers_beside_it(self, given_answers):
        one = assessed(SHIPPED, given_answers)
        assume(one is not None)
        for earlier, later in zip(one.ranking, one.ranking[1:], strict=False):
            assert earlier.resemblance > later.resemblance - 1e-9
            assert earlier.fit >= later.fit - 1e-7
            assert earlier.rank <= later.rank
        for match in one.ranking:
            assert match.fit == pytest.approx(100 * NormalDist().cdf(match.resemblance))

    @given(sheets(SHIPPED))
    @settings(max_examples=15)
    def test_a_range_of_places_has_ones_own(self, given_answers):
        one = assessed(SHIPPED, given_answers)
        assume(one is not None)
        roles = len(one.ranking)
        for place, match in enumerate(one.ranking, start=1):
            first, last = match.rank_range
            assert 1 <= first <= match.rank <= place <= last <= roles
        # Nobody is ahead of the first or behind the last.
        assert one.ranking[0].rank_range[0] == 1
        assert one.ranking[-1].rank_range[1] == roles
        # As many are ahead of somebody as there are who have somebody ahead of them.
        ahead = sum(match.rank_range[0] - 1 for match in one.ranking)
        assert ahead == sum(roles - match.rank_range[1] for match in one.ranking)
        if one.verdict == "lead":
            assert one.ranking[0].rank_range == (1, 1)
            assert all(match.rank_range[0] > 1 for match in one.ranking[1:])

    def test_the_same_profile_from_more_answers_gives_narrower_places(self):
        catalog = questionnaire.small(items_a_scale=20)
        widths = []
        for length in (2, 20):
            asked = [id for id in catalog.forms[0].items if int(id.split("-")[1]) < length]
            form = catalog.forms[0]._replace(id="part", items=tuple(asked))
            # High on a and b, low on c; every other item is reverse-keyed.
            high = {id: id[0] in "ab" for id in asked}
            found = assess(
                replace(catalog, forms=(*catalog.forms, form)),
                form,
                {id: 4 if high[id] != catalog.item_by_id[id].reverse else 2 for id in asked},
            )
            assert [scale.score for scale in found.scales] == [75, 75, 25]
            ranges = [match.rank_range for match in found.ranking]
            widths.append(sum(last - first for first, last in ranges))
        assert widths[1] < widths[0]


class TestBatches:
    @given(st.integers(0, 10_000), st.lists(st.integers(0, 40), max_size=5))
    @settings(max_examples=12)
    def test_a_batch_is_its_rows_in_any_split(self, seed, cuts):
        chance = random.Random(seed)
        form = SHIPPED.forms[seed % len(SHIPPED.forms)]
        choices = np.concatenate(
            [
                choices_of(SHIPPED, form, questionnaire.any_answers(SHIPPED, form, chance))
                for _person in range(40)
            ]
        )
        assessor = Assessor(SHIPPED, form)
        whole = assessor.assess(choices)
        for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), 40], strict=True):
            equal_rows(assessor.assess(choices[start:end]), whole, slice(start, end))
        for row in range(0, 40, 7):
            equal_rows(assessor.assess(choices[[row]]), whole, slice(row, row + 1))

    def test_blocks_are_joined_in_order(self, foreign):
        assessor = Assessor(foreign, foreign.forms[0])
        choices = random_answers(assessor.key, 1200, np.random.default_rng(1))
        whole = assessor.assess(choices)
        assert len(whole.fit) == 1200
        equal_rows(assessor.assess(choices[480:520]), whole, slice(480, 520))

    def test_nobody_is_no_rows(self):
        assessor = Assessor(SHIPPED, SHIPPED.forms[0])
        nobody = assessor.assess(np.empty((0, len(assessor.key.items)), dtype=np.int8))
        assert nobody.roles.shape == (0, 3)
        assert nobody.managing.mean.shape == nobody.flags["not-scored"].shape == (0,)


def equal_rows(part, whole, rows):
    for field in fields(part):
        mine, theirs = getattr(part, field.name), getattr(whole, field.name)
        if is_dataclass(mine):
            equal_rows(mine, theirs, rows)
        elif isinstance(mine, dict):
            assert all((mine[name] == theirs[name][rows]).all() for name in mine)
        elif mine.dtype.kind == "f":
            np.testing.assert_allclose(mine, theirs[rows], rtol=1e-9, atol=1e-9)
        else:
            assert (mine == theirs[rows]).all(), field.name


class TestSkipping:
    @given(sheets(SMALL), st.integers(1, 5))
    @settings(max_examples=25)
    def test_a_scale_below_the_share_takes_no_part(self, given_answers, answer):
        others = {id: value for id, value in given_answers.items() if not id.startswith("b")}
        key, without = scored(SMALL, others)
        _key, below = scored(SMALL, {**others, "b-0": answer})
        targets = role_targets(SMALL)
        one, other = (resemblance(key, targets, each).value for each in (without, below))
        assert np.array_equal(one, other, equal_nan=True)
        _key, enough = scored(SMALL, {**others, "b-0": answer, "b-1": answer})
        assert resemblance(key, targets, enough).scored[0, 1]

    @given(sheets(SMALL, skipping=False), st.sampled_from(SMALL.forms[0].items))
    @settings(max_examples=25)
    def test_skipping_never_equals_answering_neutral(self, given_answers, item):
        neutral = {**given_answers, item: 3}
        skipped = {id: answer for id, answer in given_answers.items() if id != item}
        scale = SMALL.item_by_id[item].scale
        (answered,), (left_out,) = (
            [each for each in assess(SMALL, SMALL.forms[0], given).scales if each.id == scale]
            for given in (neutral, skipped)
        )
        assert answered.standard_error < left_out.standard_error
        assert answered.answered == left_out.answered + 1
        if answered.score != pytest.approx(50):
            assert left_out.score != pytest.approx(answered.score)

    def test_nothing_answered_is_no_result(self):
        with pytest.raises(TooFewAnswersError):
            assess(SMALL, SMALL.forms[0], {})


class TestNoPattern:
    """Sheets without any thought in them are told that they point nowhere."""

    @pytest.mark.parametrize("form", SHIPPED.forms, ids=lambda form: form.id)
    @pytest.mark.parametrize("answer", [1, 2, 3, 4, 5])
    def test_one_answer_to_every_statement(self, form, answer):
        chance = random.Random(answer)
        for _sheet in range(5):
            given_answers = {
                item.id: chance.choice([choice.answer for choice in item.choices])
                if not item.kind.graded
                else answer
                for item in SHIPPED.form_items(form)
            }
            assert assess(SHIPPED, form, given_answers).verdict == "no-pattern"
            statements = {
                id: value for id, value in given_answers.items() if isinstance(value, int)
            }
            assert assess(SHIPPED, form, statements).verdict == "no-pattern"

    def test_the_middle_of_whatever_there_is_to_answer(self):
        """Middles of 3, 5 and 7 answers are not the same answer, and all the middle."""
        items = [
            questionnaire.statement(f"{name}-{width}-{index}", name, answers=width)
            for name in "abc"
            for width in (3, 5, 7)
            for index in range(2)
        ]
        catalog = questionnaire.catalog(
            # The middle is far from what is usual here.
            [questionnaire.scale(name, mean=30 + 20 * index) for index, name in enumerate("abc")],
            items,
            SMALL.roles,
        )
        middles = {item.id: (len(item.choices) + 1) // 2 for item in items}
        assert assess(catalog, catalog.forms[0], middles).verdict == "no-pattern"
        other = {**middles, "a-3-0": 3}
        assert assess(catalog, catalog.forms[0], other).verdict != "no-pattern"

    def test_a_profile_at_the_norms(self):
        """Different answers that make an average profile."""
        catalog = replace(SMALL, scales=tuple(each._replace(mean=50) for each in SMALL.scales))
        up_and_down = {
            item: 2 if int(item.split("-")[1]) < 2 else 4 for item in catalog.forms[0].items
        }
        up_and_down |= {"a-0": 1, "a-1": 1}
        found = assess(catalog, catalog.forms[0], up_and_down)
        assert {scale.score for scale in found.scales} == {50}
        assert {match.fit for match in found.ranking} == {50}
        assert found.verdict == "no-pattern"

    def test_two_answers_may_be_the_same_by_chance(self):
        catalog = questionnaire.catalog(
            [questionnaire.scale("a")],
            [questionnaire.statement("a-0", "a"), questionnaire.statement("a-1", "a")],
            [questionnaire.role("up", {"a": 80}), questionnaire.role("down", {"a": 20})],
        )
        found = assess(catalog, catalog.forms[0], {"a-0": 5, "a-1": 5})
        assert found.verdict != "no-pattern"


@given(sheets(SHIPPED))
@settings(max_examples=3)
def test_the_same_answers_give_the_same_bytes_but_for_id_and_time(given_answers):
    def document():
        form = SHIPPED.forms[0]
        taken_at = datetime(2026, 1, 1, tzinfo=UTC)
        assessment = assess(SHIPPED, form, given_answers)
        return encode(
            result_document(SHIPPED, form, given_answers, assessment, id="x", taken_at=taken_at)
        )

    assume(assessed(SHIPPED, given_answers) is not None)
    assert document() == document()


class TestFlags:
    key = scoring_key(SHIPPED, SHIPPED.form_by_id["full"])

    def test_nobody_is_unusual_for_agreeing_more_than_others_do(self):
        people = true_population(self.key, 2000, np.random.default_rng(7))
        agreeing = replace(OTHER, careless=0.0, agreement=15.0)
        looked = quality(self.key, answers(self.key, people, agreeing, np.random.default_rng(8)))
        assert (looked.contradiction > 1.645).mean() < 0.05

    def test_random_answers_contradict_each_other(self):
        looked = quality(self.key, random_answers(self.key, 2000, np.random.default_rng(9)))
        assert (looked.contradiction > 1.645).mean() > 0.6

    def test_one_answer_throughout_is_a_long_run(self):
        looked = quality(self.key, straight_lines(self.key, 50, np.random.default_rng(10)))
        assert (looked.longest_run == (self.key.graded).sum()).all()

    @pytest.mark.parametrize(("width", "run"), [(2, 21), (3, 14), (5, 9), (7, 8)])
    def test_fewer_answers_take_a_longer_run(self, width, run):
        items = [questionnaire.statement(f"a-{index}", "a", answers=width) for index in range(4)]
        roles = [questionnaire.role("one", {"a": 50})]
        catalog = questionnaire.catalog([questionnaire.scale("a")], items, roles)
        assert long_run(scoring_key(catalog, catalog.forms[0])) == run
