"""The verdict of an audit names what is wrong with a questionnaire, and nothing that isn't."""

import math
from dataclasses import replace

import numpy as np
import pytest
import questionnaire

from manager_quiz.catalog.model import Correlation
from manager_quiz.measurement.audit import audit
from manager_quiz.measurement.figures import nearest
from manager_quiz.measurement.verdict import RELIABLE, verdict


def found(catalog, people=2000):
    """What is found, by kind."""
    kinds = {}
    for each in verdict(catalog, audit(catalog, catalog.forms, people, seed=1)):
        kinds.setdefault(each.kind, []).append(each)
    return kinds


@pytest.fixture(scope="module")
def sound():
    return questionnaire.small(items_a_scale=6)


def with_role(catalog, id, **levels):
    """The catalog with one more role."""
    return replace(catalog, roles=(*catalog.roles, questionnaire.role(id, levels)))


def test_nothing_is_found_where_all_is_well(sound):
    assert found(sound) == {}


def test_two_roles_with_the_same_levels_cannot_be_told_apart(sound):
    kinds = found(with_role(sound, "twin", a=70, b=60, c=50))
    assert list(kinds) == ["not-apart"]
    (one,) = kinds["not-apart"]
    assert (one.about, one.figure) == (("north", "twin"), pytest.approx(0.5))


def test_two_roles_that_hardly_differ_are_named_with_how_many_are_told_apart(sound):
    (one,) = found(with_role(sound, "near", a=71, b=62, c=49))["not-apart"]
    assert one.about == ("near", "north")
    assert 0.45 < one.figure < 0.60


def test_a_role_that_others_stand_close_round_hardly_ever_comes_first(sound):
    """Each of them can be told from it, but together they leave it little room."""
    wide, near = 2 * math.sin(math.radians(25)), 2 * math.cos(math.radians(25))
    round_it = [(wide * math.cos(x), wide * math.sin(x), near) for x in np.arange(6) * math.pi / 3]
    roles = [
        questionnaire.role(f"role-{at}", {"a": 60 + 15 * a, "b": 55 + 20 * b, "c": 55 + 20 * c})
        for at, (a, b, c) in enumerate([(0, 0, 2), *round_it])
    ]
    kinds = found(replace(sound, roles=tuple(roles), correlation=Correlation(0.0, None)), 5000)
    (one,) = kinds["never-first"]
    assert one.about[0] == "role-0"
    assert one.figure < 0.25 / 7


def test_roles_that_differ_only_in_what_a_form_does_not_ask_are_named_however_few_people(sound):
    part = sound.forms[0]._replace(
        id="part", items=tuple(item.id for item in sound.items if item.scale != "c")
    )
    catalog = with_role(replace(sound, forms=(*sound.forms, part)), "other", a=70, b=60, c=90)
    for people in (100, 2000):
        (one,) = found(catalog, people)["not-apart"]
        assert (one.form, one.about) == ("part", ("north", "other"))


def test_scales_with_few_questions_are_named_with_what_would_do():
    kinds = found(questionnaire.small(items_a_scale=3))
    assert {each.about for each in kinds["too-short"]} == {("a",), ("b",), ("c",)}
    for each in kinds["too-short"]:
        assert each.figure == pytest.approx(3 * 0.3 / (1 + 2 * 0.3))  # Spearman & Brown
        k = each.needed
        assert k * 0.3 / (1 + (k - 1) * 0.3) >= RELIABLE > (k - 1) * 0.3 / (1 + (k - 2) * 0.3)


def test_norms_that_the_questions_cannot_meet_are_named_by_how_much(sound):
    unfair = questionnaire.situation("u", "a", {"a": 0}, {"a": 0.3}, {"a": 0.6}, {"a": 1, "b": 1})
    items = (unfair, *(item for item in sound.items if item.scale != "b"))
    form = sound.forms[0]._replace(items=tuple(item.id for item in items))
    kinds = found(replace(sound, items=items, forms=(form,)))
    (one,) = kinds["off-norm"]
    assert one.about == ("b",)
    assert one.figure < -10


def test_a_form_without_statements_both_ways_round_is_named(sound):
    straight = [questionnaire.statement(item.id, item.scale, reverse=False) for item in sound.items]
    kinds = found(replace(sound, items=tuple(straight)))
    assert list(kinds) == ["one-way"]


def test_too_few_people_are_no_reason_to_say_that_a_role_never_comes(foreign):
    """Of 60 roles many come first for none of 100 people."""
    few = replace(foreign, forms=foreign.forms[:1], roles=foreign.roles[:60])
    assert "never-first" not in found(few, people=100)


def test_the_nearest_role_is_the_one_that_counting_pairs_finds():
    rng = np.random.default_rng(5)
    roles, right = "abcde", rng.integers(0, 5, 400)
    order = np.argsort(rng.normal(size=(400, 5)) - np.eye(5)[right], axis=1)
    for role, other, share in nearest(roles, order, right):
        by_hand = {}
        for rival in set(roles) - {role}:
            shares = []
            for own, against in ((role, rival), (rival, role)):
                sheets = [list(o) for o, r in zip(order, right, strict=True) if roles[r] == own]
                ahead = [
                    sheet.index(roles.index(own)) < sheet.index(roles.index(against))
                    for sheet in sheets
                ]
                shares.append(sum(ahead) / len(ahead))
            by_hand[rival] = sum(shares) / 2
        assert other == min(by_hand, key=by_hand.get)
        assert share == pytest.approx(by_hand[other])
