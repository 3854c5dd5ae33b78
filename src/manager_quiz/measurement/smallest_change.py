"""The fewest changed answers after which another role comes first."""

import numpy as np

from manager_quiz.measurement.key import Choices, Floats, Key, Targets
from manager_quiz.measurement.resemblance import TIED, resemblance
from manager_quiz.measurement.scoring import score

AHEAD = 2 * 10.0**-TIED
"""So much ahead a role comes first, whatever rounding makes of it."""


def smallest_change(key: Key, targets: Targets, choices: Choices, first: int) -> Choices | None:
    """One person's answers (one row), changed in the fewest places that put another role on top.

    F is linear in the points that answers give as long as the same items are answered, so what
    each answer can do for one role against the first adds up: for each role those that do most are
    changed until it is ahead of `first`, the last of them by as little as will do. None where no
    changes of answers put another role on top.
    """
    found = resemblance(key, targets, score(key, choices))
    distinct = np.where(found.distinct > 0, found.distinct, np.inf)
    # F as weights of z, so that a change of scores changes F by weights times change.
    weights = found.precision.times((targets.levels / distinct.T)[:, None, :])[:, 0, :]
    gained = _gained(key, choices)
    best: tuple[int, float, Choices] | None = None
    for rival in range(len(targets.roles)):
        behind = float(found.value[0, first] - found.value[0, rival])
        changed = _overtaking(
            [each @ (weights[rival] - weights[first]) for each in gained], behind + AHEAD, choices
        )
        if rival == first or changed is None:
            continue
        candidate = (int((changed != choices).sum()), behind, changed)
        if best is None or candidate[:2] < best[:2]:
            best = candidate
    return None if best is None else best[2]


def _gained(key: Key, choices: Choices) -> list[Floats]:
    """What each choice of each item gives beside the one taken, in z: `[choice, scale]` an item."""
    given = choices[0] >= 0
    possible = given @ key.ranges
    gained = []
    for item, chosen in enumerate(choices[0]):
        width = len(key.points[item][0][1]) if key.points[item] and given[item] else 0
        change = np.zeros((width, len(key.scales)))
        for scale, points in key.points[item] if width else ():
            change[:, scale] = 100 * (points - points[chosen]) / (possible[scale] * key.sds[scale])
        gained.append(change)
    return gained


def _overtaking(effects: list[Floats], needed: float, choices: Choices) -> Choices | None:
    """The choices with the fewest items changed whose effects together are at least `needed`."""
    most = np.array([each.max(initial=0.0) for each in effects])
    order = np.argsort(-most, kind="stable")
    reached = np.cumsum(most[order])
    if not reached.size or reached[-1] < needed:
        return None
    count = int(np.argmax(reached >= needed))
    changed = choices.copy()
    for item in order[:count]:
        changed[0, item] = int(effects[item].argmax())
    last = order[count]
    left = needed - (reached[count] - most[last])
    enough = np.where(effects[last] >= left, effects[last], np.inf)
    changed[0, last] = int(enough.argmin())
    return changed
