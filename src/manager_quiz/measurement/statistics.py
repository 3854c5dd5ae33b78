"""What many people's answers say about a questionnaire: collected in portions, then told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from manager_quiz.measurement.distributions import f_quantile
from manager_quiz.measurement.key import Choices, Floats, Key
from manager_quiz.measurement.scoring import SIGNS, quality, score, signs

BINS = 1000
"""Within-person SDs are counted in so many bins between 0 and the most there can be."""


@dataclass(frozen=True)
class ItemStatistics:
    """One item: how many answered it, and how; `shares` are those of each choice, in order.

    `mean` and `sd` are of the answers 1, 2, 3 … as they were given (of a situation: of the
    points on its own scale, 0-1). `item_rest` is the correlation with the other items of the
    scale, turned round where it is reversed; `loading` that with their first component.
    """

    id: str
    people: int
    mean: float
    sd: float
    shares: tuple[float, ...]
    item_rest: float
    alpha_dropped: float
    loading: float


@dataclass(frozen=True)
class ScaleStatistics:
    """One scale, over the people who answered all of its items.

    Scores are 0-100; `floor` and `ceiling` are the shares of people with the least and the most
    there is. `sem` is the standard error of measurement, in points of the score.
    """

    id: str
    people: int
    mean: float
    sd: float
    floor: float
    ceiling: float
    alpha: float
    alpha_low: float
    alpha_high: float
    lambda6: float
    mean_inter_item_r: float
    sem: float
    items: tuple[ItemStatistics, ...]


@dataclass(frozen=True)
class PeopleStatistics:
    """How people answered. Quantiles are those for 5, 50 and 95 in 100.

    `longest_run` counts same answers in a row, `irv` is the SD within a person's answers to
    statements (Dunn et al. 2018), `unvaried` the share with the same answer to every statement;
    `flagged` has the share of people who show each sign.
    """

    people: int
    longest_run: tuple[float, float, float]
    irv: tuple[float, float, float]
    unvaried: float
    flagged: Mapping[str, float]


@dataclass(frozen=True)
class Statistics:
    """Everything that is known about a questionnaire from the answers to it."""

    people: PeopleStatistics
    scales: tuple[ScaleStatistics, ...]


FEW = 30
"""With fewer people nothing is said of a scale but that they are too few."""
WIDE = 0.2
"""An interval of alpha that is wider says too little as well."""
WEAK = 0.2
"""An item that goes along with the others less than this tells little about the scale."""
SPREADLESS = 1e-9
"""A standard deviation below this is none."""
AGAINST = -0.3
"""A loading below this stands against the other items."""


def item_verdict(item: ItemStatistics, scale: ScaleStatistics) -> str:
    """What to say of an item.

    That is `few`, `reversed`, `either`, `same`, `level`, `alone`, `weak` or `fine`. Reversed are
    items that go against the rest beyond chance: the correlation with the rest is negative at the
    95 % level (Fisher's z), or the loading is clearly negative. Where alpha is negative the scale
    falls into two halves, and the answers can't say which one is reversed. Level is a situation
    whose chosen options give equal points; alone is an item beside which nothing else varies.
    """
    if item.people >= FEW and max(item.shares) == 1:
        return "same"
    if min(item.people, scale.people) < FEW:
        return "few"
    if np.isnan(item.item_rest):
        return "level" if item.sd < SPREADLESS else "alone"
    chance = float(np.tanh(1.96 / np.sqrt(scale.people - 3)))
    if scale.alpha < 0 and abs(item.loading) > -AGAINST:
        return "either"
    if item.item_rest < -chance or item.loading < AGAINST:
        return "reversed"
    if max(item.shares) >= 0.9:
        return "same"
    return "weak" if item.item_rest < WEAK else "fine"


def scale_verdict(scale: ScaleStatistics) -> str:
    """What to say of a scale.

    That is `few`, `flat`, `single`, `split`, `low`, `modest`, `good` or `narrow`. Flat is a scale
    on which all people score alike though its items don't pull against each other; single has but
    one item. Split is a scale whose items pull in two directions, so that alpha means nothing. The
    others go by alpha: below .6, .7, from there on, and above .95, where items repeat each other.
    """
    if np.isnan(scale.alpha):
        if scale.people < FEW:
            return "few"
        if len(scale.items) < 2:
            return "single"
        return "flat" if all(np.isnan(item.item_rest) for item in scale.items) else "split"
    if scale.people < FEW or (scale.alpha_high - scale.alpha_low > WIDE and scale.alpha >= 0):
        return "few"
    if scale.alpha < 0 or any(item.loading < AGAINST for item in scale.items):
        return "split"
    if scale.alpha > 0.95:
        return "narrow"
    return "low" if scale.alpha < 0.6 else "modest" if scale.alpha < 0.7 else "good"


class Consistency(NamedTuple):
    """How well the items of a scale hang together; NaN where that can't be computed.

    `low` and `high` are the 95 % interval of `alpha`. The last three have one value an item:
    alpha without it, its correlation with the sum of the others, and with the first principal
    component, whose sign is that of most items.
    """

    alpha: float
    low: float
    high: float
    lambda6: float
    mean_r: float
    alpha_dropped: Floats
    item_rest: Floats
    loading: Floats


class Collector:
    """Takes in sheets, portion by portion; memory doesn't grow with their number.

    All that is kept are sums over people, by name, so that two of a form are merged by adding.
    """

    def __init__(self, key: Key) -> None:
        self._key = key
        self._values = [_points(key, item) for item in range(len(key.items))]
        self._widest = max(map(len, self._values))
        self._items = [np.flatnonzero(key.asked_for == scale) for scale in range(len(key.scales))]
        self._sums = self._summed(np.empty((0, len(key.items)), dtype=np.int8))

    def add(self, choices: Choices) -> None:
        """Takes in some people's answers, `[person, item]`."""
        self._take(self._summed(choices))

    def merge(self, other: "Collector") -> None:
        """Takes in what another one of the same form has taken in."""
        self._take(other._sums)

    def _take(self, sums: Mapping[object, Any]) -> None:
        self._sums = {name: each + sums[name] for name, each in self._sums.items()}

    def _summed(self, choices: Choices) -> dict[object, Any]:
        key, looked, varied = self._key, quality(self._key, choices), irv(self._key, choices)
        varied = varied[~np.isnan(varied)]
        bins = np.minimum(np.round(varied / self._most() * BINS), BINS).astype(np.int64)
        sums: dict[object, Any] = {
            "people": len(choices),
            "counts": np.array(
                [np.bincount(each[each >= 0], minlength=self._widest) for each in choices.T]
            ),
            "runs": np.bincount(looked.longest_run, minlength=len(key.items) + 1),
            "irv": np.bincount(bins, minlength=BINS + 1),
            "unvaried": int((varied == 0).sum()),
            "signs": np.array([raised.sum() for raised in signs(key, looked).values()]),
        }
        scores = score(key, choices).score
        for scale, items in enumerate(self._items):
            counting = key.ranges[:, scale] > 0
            complete = (choices[:, counting] >= 0).all(axis=1) & counting.any()
            found = scores[complete, scale]
            # About the middle, which keeps the sums small and exact.
            ends = found <= 1e-9, found >= 100 - 1e-9
            sums["scores", scale] = _products(np.ones(len(found)), found - 50, *ends)
            chosen = choices[:, items]
            chosen = chosen[(chosen >= 0).all(axis=1)]
            values = (self._values[item] - self._values[item].max() / 2 for item in items)
            points = (each[column] for each, column in zip(values, chosen.T, strict=True))
            sums["points", scale] = _products(np.ones(len(chosen)), *points)
        return sums

    def result(self) -> Statistics:
        """What the answers say so far."""
        sums, total = self._sums, max(self._sums["people"], 1)
        return Statistics(
            people=PeopleStatistics(
                people=sums["people"],
                longest_run=_quantiles(np.arange(len(sums["runs"]), dtype=float), sums["runs"]),
                irv=_quantiles(np.arange(BINS + 1) * self._most() / BINS, sums["irv"]),
                unvaried=sums["unvaried"] / max(int(sums["irv"].sum()), 1),
                flagged=dict(zip(SIGNS, (sums["signs"] / total).tolist(), strict=True)),
            ),
            scales=tuple(self._scale(scale) for scale in range(len(self._key.scales))),
        )

    def _scale(self, scale: int) -> ScaleStatistics:
        points, (scores, squares, *_rest) = self._sums["points", scale], self._sums["scores", scale]
        people, (n, total, least, most) = int(points[0, 0]), scores
        means = points[0, 1:] / max(people, 1)
        found = consistency(points[1:, 1:] - people * np.outer(means, means), people)
        variance = (squares[1] - total**2 / n) / (n - 1) if n > 1 else np.nan
        sd = float(np.sqrt(max(variance, 0.0)))
        return ScaleStatistics(
            id=self._key.scales[scale],
            people=people,
            mean=float(50 + total / n) if n else np.nan,
            sd=sd,
            floor=float(least / n) if n else np.nan,
            ceiling=float(most / n) if n else np.nan,
            alpha=found.alpha,
            alpha_low=found.low,
            alpha_high=found.high,
            lambda6=found.lambda6,
            mean_inter_item_r=found.mean_r,
            sem=float(sd * np.sqrt(max(1 - found.alpha, 0.0))),
            items=tuple(
                self._item(int(item), place, found) for place, item in enumerate(self._items[scale])
            ),
        )

    def _item(self, item: int, place: int, found: Consistency) -> ItemStatistics:
        values = self._values[item]
        counts = self._sums["counts"][item, : len(values)]
        people = int(counts.sum())
        if self._key.graded[item]:
            values = np.arange(1, len(counts) + 1, dtype=float)
        else:
            values = values / max(values.max(), 1e-300)
        mean = float(values @ counts / people) if people else np.nan
        squares = float((values - mean) ** 2 @ counts)
        return ItemStatistics(
            id=self._key.items[item],
            people=people,
            mean=mean,
            sd=(squares / (people - 1)) ** 0.5 if people > 1 else np.nan,
            shares=tuple(float(count / max(people, 1)) for count in counts),
            item_rest=float(found.item_rest[place]),
            alpha_dropped=float(found.alpha_dropped[place]),
            loading=float(found.loading[place]),
        )

    def _most(self) -> float:
        """The largest SD that answers to statements can have."""
        return max(1.0, (self._widest - 1) / 2 * 1.5)


def _products(*columns: Floats | NDArray[np.bool_]) -> Floats:
    """Sums over people of the products of any two figures; with ones first, of each figure too."""
    each = np.array(columns, dtype=float)
    return each @ each.T


def irv(key: Key, choices: Choices) -> Floats:
    """The SD (n - 1) of each person's answers to statements as given; NaN with fewer than two."""
    stated = choices[:, key.graded].astype(float)
    given = stated >= 0
    count = given.sum(axis=1)
    enough = count > 1
    mean = np.where(given, stated, 0.0).sum(axis=1) / np.maximum(count, 1)
    squares = np.where(given, (stated - mean[:, None]) ** 2, 0.0).sum(axis=1)
    return np.where(enough, np.sqrt(squares / np.maximum(count - 1, 1)), np.nan)


def _points(key: Key, item: int) -> Floats:
    """The weighted points of an item's choices on the scale that it is asked for."""
    points = dict(key.points[item])
    there = next(iter(points.values()), np.zeros(1))
    return points.get(int(key.asked_for[item]), np.zeros(len(there)))


def _quantiles(values: Floats, counts: NDArray[np.int64]) -> tuple[float, float, float]:
    """The values below which 5, 50 and 95 in 100 lie."""
    total = counts.cumsum()
    if not total[-1]:
        return np.nan, np.nan, np.nan
    low, middle, high = (values[np.searchsorted(total, p * total[-1])] for p in (0.05, 0.5, 0.95))
    return float(low), float(middle), float(high)


def consistency(covariance: Floats, people: int) -> Consistency:
    """From the covariances of the items' points, turned round where they are reversed.

    A multiple of them will do, such as the sums of products of deviations: nothing depends on it.
    """
    items = len(covariance)
    nothing: Floats = np.full(items, np.nan)
    if items < 2 or people < 2:
        return Consistency(np.nan, np.nan, np.nan, np.nan, np.nan, nothing, nothing, nothing)
    variances = np.diag(covariance)
    alpha = cronbach(covariance)
    low, high = feldt(alpha, people, items)
    total = covariance.sum(axis=1)
    rest_variance = covariance.sum() - 2 * total + variances
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = covariance / np.sqrt(np.outer(variances, variances))
        item_rest = (total - variances) / np.sqrt(variances * rest_variance)
    others = [np.delete(np.delete(covariance, each, 0), each, 1) for each in range(items)]
    varied = bool((variances > 0).all())
    return Consistency(
        alpha,
        low,
        high,
        lambda6=_lambda6(correlation) if varied else np.nan,
        mean_r=float((correlation.sum() - items) / (items * (items - 1))) if varied else np.nan,
        alpha_dropped=np.array([cronbach(each) for each in others]),
        item_rest=item_rest,
        loading=_loadings(correlation) if varied else nothing,
    )


def cronbach(covariance: Floats) -> float:
    """Cronbach's alpha (1951): k / (k - 1) (1 - sum of variances / variance of the sum)."""
    items, total = len(covariance), covariance.sum()
    if items < 2 or total <= 0:
        return np.nan
    return float(items / (items - 1) * (1 - np.trace(covariance) / total))


def feldt(alpha: float, people: int, items: int) -> tuple[float, float]:
    """The 95 % interval of alpha by Feldt (1965): (1 - alpha) / (1 - a) is F distributed."""
    if np.isnan(alpha):
        return np.nan, np.nan
    freedom = people - 1, (people - 1) * (items - 1)
    low, high = (1 - (1 - alpha) * f_quantile(p, *freedom) for p in (0.975, 0.025))
    return low, high


def _lambda6(correlation: Floats) -> float:
    """Guttman's lambda 6 (1945) of the standardized items.

    1 - sum(1 - R_j^2) / variance of the sum, where R_j^2 is what the other items tell of item
    j: 1 - R_j^2 = 1 / the diagonal of the inverse correlation matrix.
    """
    try:
        with np.errstate(divide="ignore", invalid="ignore"):
            unexplained = 1 / np.diag(np.linalg.inv(correlation))
    except np.linalg.LinAlgError:
        return np.nan
    if not ((unexplained > 0) & (unexplained <= 1 + 1e-9)).all():
        return np.nan  # one item is told by the others altogether, but for rounding
    return float(1 - unexplained.sum() / correlation.sum())


def _loadings(correlation: Floats) -> Floats:
    """Correlations of the items with their first principal component."""
    values, vectors = np.linalg.eigh(correlation)
    loadings: Floats = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
    return loadings if loadings.sum() >= 0 else -loadings
