"""What to change first in a questionnaire, from the figures of its audit.

Of shares of simulated people something is said only where it holds beyond the error that comes
of so few of them.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.figures import Audit, FormFigures

TOLD_APART = 0.60
"""So many people of two roles have their own ahead where the two differ by half a standard
deviation, which a careful observer sees with the naked eye (Cohen 1988)."""
PART_OF_EQUAL = 0.25
"""A role hardly ever comes first that has less than this part of an equal share of people in
general; a convention of ours."""
OFF_NORM = 0.5
"""Standard deviations: norms that are off by so much move the first role of one person in ten
(docs/measurement.md)."""
RELIABLE = 0.60
"""A scale less reliable than that is unacceptable (DeVellis 2017)."""
ONE_SIDED = 1.645
"""Standard errors that an error exceeds upwards in 5 % of cases."""


@dataclass(frozen=True)
class Finding:
    """Something to change, and in which form it shows.

    `about` are the ids of what it is about, `figure` is how bad it is:

    - `not-apart`: two roles, and the share of their people who have their own ahead;
    - `never-first`: a role and its nearest, and its share of first places among people in general;
    - `off-norm`: a scale, and by how many points its simulated mean is off the norm;
    - `too-short`: a scale and its reliability; `needed` are the questions that would do;
    - `one-way`: no scale has statements both ways round.
    """

    kind: str
    form: str
    about: tuple[str, ...] = ()
    figure: float | None = None
    needed: int | None = None


KINDS = ("not-apart", "never-first", "off-norm", "too-short", "one-way")
"""What is worse comes first: mending it often mends what follows."""


def verdict(catalog: Catalog, audit: Audit) -> tuple[Finding, ...]:
    """What to change, the worst first."""
    r = catalog.reliability.mean_inter_item_r
    needed = math.ceil(RELIABLE * (1 - r) / (r * (1 - RELIABLE)) - 1e-9)
    found = [each for form in audit.forms for each in _found(form, audit, needed)]

    def order(each: Finding) -> tuple[int, float]:
        figure = each.figure or 0.0
        return KINDS.index(each.kind), -abs(figure) if each.kind == "off-norm" else figure

    return tuple(sorted(found, key=order))


def _found(form: FormFigures, audit: Audit, needed: int) -> Iterator[Finding]:
    alike: dict[tuple[str, ...], float] = {}
    for one, other, share in form.nearest:
        if _surely_below(TOLD_APART, share, 2 * audit.people / audit.roles):
            alike.setdefault(tuple(sorted((one, other))), share)
    for role, first in form.beaten:
        # That takes no people to know: on the scales that are asked their levels are the same.
        alike.setdefault(tuple(sorted((role, first))), 0.5)
    for pair, share in alike.items():
        yield Finding("not-apart", form.form, pair, share)
    # What comes of it need not be told again.
    told = {role for pair in alike for role in pair}
    near = {role: other for role, other, _share in form.nearest}
    for role, share in form.reference[0].wins:
        if role not in told and _surely_below(PART_OF_EQUAL / audit.roles, share, audit.people):
            yield Finding("never-first", form.form, (role, near.get(role, role)), share)
    for scale in form.scales:
        if scale.mean is None or scale.reliability is None:
            continue
        off = scale.mean - scale.norm_mean
        if abs(off) > OFF_NORM * scale.norm_sd:
            yield Finding("off-norm", form.form, (scale.scale,), off)
        if scale.reliability < RELIABLE:
            yield Finding("too-short", form.form, (scale.scale,), scale.reliability, needed)
    if form.manners[0].flagged.contradiction is None:
        yield Finding("one-way", form.form)


def _surely_below(threshold: float, share: float, people: float) -> bool:
    """Whether a share of so many people is below the threshold beyond its error of sampling.

    Two successes and two failures are added (Agresti & Coull 1998): none of ten isn't never.
    """
    likely = (share * people + 2) / (people + 4)
    return likely + ONE_SIDED * math.sqrt(likely * (1 - likely) / (people + 4)) < threshold
