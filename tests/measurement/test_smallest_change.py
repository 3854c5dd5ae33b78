"""The fewest answers that would change the first role, found by trying everything out."""

import random
from itertools import combinations, product

import numpy as np
import pytest
import questionnaire

from manager_quiz.measurement.assessment import assess
from manager_quiz.measurement.key import choices_of, role_targets, scoring_key
from manager_quiz.measurement.resemblance import resemblance
from manager_quiz.measurement.scoring import score

MOST = 3


def tiny(chance):
    """Two scales of two or three statements, up to two situations that speak for both, roles."""
    items = [
        questionnaire.statement(
            f"{name}-{index}",
            name,
            answers=chance.choice((2, 3, 3, 4)),
            reverse=chance.random() < 0.3,
            weight=chance.choice((1, 1, 0.7, 2)),
        )
        for name in "ab"
        for index in range(chance.randint(2, 3))
    ]
    for index in range(chance.randint(0, 2)):
        options = [{"a": chance.randint(0, 2) / 2, "b": chance.randint(0, 2) / 2} for _ in "xyz"]
        items.append(questionnaire.situation(f"s-{index}", "a", *options))
    roles = [
        questionnaire.role(f"role-{index}", {name: chance.randint(20, 80) for name in "ab"})
        for index in range(chance.randint(2, 4))
    ]
    scales = [questionnaire.scale("a", mean=55, sd=15), questionnaire.scale("b", mean=45)]
    return questionnaire.catalog(scales, items, roles, correlation=chance.choice((0, 0.25, 0.6)))


def by_trying(catalog, answers, first):
    """The fewest changes after which a role has more than the first one; None above `MOST`."""
    form = catalog.forms[0]
    key, targets = scoring_key(catalog, form), role_targets(catalog)
    for count in range(1, MOST + 1):
        rows = []
        for items in combinations(answers, count):
            others = [
                [each.answer for each in catalog.item_by_id[item].choices
                 if each.answer != answers[item]]
                for item in items
            ]  # fmt: skip
            for instead in product(*others):
                changed = {**answers, **dict(zip(items, instead, strict=True))}
                rows.append(choices_of(catalog, form, changed))
        if rows:
            value = resemblance(key, targets, score(key, np.concatenate(rows))).value
            if (value - value[:, [first]] > 1e-9).any():
                return count
    return None


@pytest.mark.parametrize("seed", range(60))
def test_no_fewer_changes_would_do(seed):
    chance = random.Random(seed)
    catalog = tiny(chance)
    form = catalog.forms[0]
    answers = {
        item.id: chance.choice(item.choices).answer
        for item in catalog.form_items(form)
        if chance.random() < 0.9
    }
    if not any(item.startswith(("a", "b")) for item in answers):
        answers["a-0"] = 1
    found = assess(catalog, form, answers)
    first = found.ranking[0].role
    least = by_trying(catalog, answers, [role.id for role in catalog.roles].index(first))
    if least is None:
        assert found.upset is None or len(found.upset.changes) > MOST
        return
    assert len(found.upset.changes) == least
    for change in found.upset.changes:
        assert change.given == answers[change.item] != change.instead
    changed = {change.item: change.instead for change in found.upset.changes}
    after = assess(catalog, form, {**answers, **changed})
    assert after.ranking[0].role == found.upset.role != first
    assert ahead(after, found.upset.role, first)
    if len(changed) == 1 and len(catalog.roles) == 2 and isinstance(change.given, int):
        # Nor would an answer nearer to the one given.
        low, high = sorted((change.given, change.instead))
        for nearer in range(low + 1, high):
            closer = assess(catalog, form, {**answers, change.item: nearer})
            assert not ahead(closer, found.upset.role, first)


def ahead(found, role, other):
    values = {match.role: match.resemblance for match in found.ranking}
    return values[role] > values[other] + 1e-9


def marked(catalog, form, role, chance):
    """Answers of somebody who is all that a role asks for, and skips some questions."""
    answers = {}
    for item in catalog.form_items(form):
        if chance.random() < 0.9:
            high = role.profile[item.scale].level > catalog.scale_by_id[item.scale].mean
            best = max if high else min
            points = {choice.answer: choice.points.get(item.scale, 0) for choice in item.choices}
            answers[item.id] = best(points, key=points.__getitem__)
    return answers


@pytest.mark.parametrize("form", ["full", "quick"])
def test_in_the_shipped_content_the_other_role_really_leads(shipped, form):
    form, chance = shipped.form_by_id[form], random.Random(5)
    sizes = set()
    for role in shipped.roles[::4]:
        answers = marked(shipped, form, role, chance)
        found = assess(shipped, form, answers)
        changed = {change.item: change.instead for change in found.upset.changes}
        sizes.add(len(changed))
        after = assess(shipped, form, {**answers, **changed})
        assert after.ranking[0].role == found.upset.role != found.ranking[0].role
        # Only answered items change, and each change is needed.
        assert changed.keys() <= answers.keys()
        for item in changed:
            fewer = {**answers, **changed, item: answers[item]}
            assert assess(shipped, form, fewer).ranking[0].role == found.ranking[0].role
    assert max(sizes) > 2


def test_an_only_role_stays_first(small):
    catalog = questionnaire.catalog(small.scales, small.items, small.roles[:1])
    answers = dict.fromkeys(catalog.forms[0].items, 2)
    assert assess(catalog, catalog.forms[0], answers).upset is None


def test_a_role_whose_levels_are_a_multiple_never_overtakes():
    """It has the same resemblance whatever is answered."""
    items = [questionnaire.statement(f"a-{index}", "a") for index in range(4)]
    roles = [questionnaire.role("near", {"a": 60}), questionnaire.role("far", {"a": 70})]
    catalog = questionnaire.catalog([questionnaire.scale("a", mean=50)], items, roles)
    for answer in (1, 2, 4, 5):
        found = assess(catalog, catalog.forms[0], dict.fromkeys(catalog.forms[0].items, answer))
        assert found.upset is None
