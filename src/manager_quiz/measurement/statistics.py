"""What many people's answers say about a questionnaire: collected in portions, then told."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from manager_quiz.measurement.consistency import Consistency, consistency
from manager_quiz.measurement.key import Choices, Floats, Key
from manager_quiz.measurement.quality import quality, signs
from manager_quiz.measurement.scoring import score

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


@dataclass
class _Moments:
    """Sums over people of the points of one scale's items, and of the scores."""

    items: NDArray[np.intp]
    values: list[Floats]
    people: int = 0
    sums: Floats = field(default_factory=lambda: np.zeros(0))
    products: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    scored: int = 0
    score_sums: Floats = field(default_factory=lambda: np.zeros(4))

    def add(self, choices: Choices) -> None:
        chosen = choices[:, self.items]
        chosen = chosen[(chosen >= 0).all(axis=1)]
        points = np.column_stack(
            [values[column] for values, column in zip(self.values, chosen.T, strict=True)]
        )
        self.people += len(points)
        self.sums = self.sums + points.sum(axis=0) if self.sums.size else points.sum(axis=0)
        product = points.T @ points
        self.products = self.products + product if self.products.size else product

    def add_scores(self, scores: Floats) -> None:
        self.scored += len(scores)
        centred = scores - 50
        least, most = scores <= 1e-9, scores >= 100 - 1e-9
        self.score_sums += [centred.sum(), (centred**2).sum(), least.sum(), most.sum()]

    def merge(self, other: "_Moments") -> None:
        self.people += other.people
        self.sums = self.sums + other.sums
        self.products = self.products + other.products
        self.scored += other.scored
        self.score_sums = self.score_sums + other.score_sums

    def covariance(self) -> Floats:
        if self.people < 2:
            return np.full(self.products.shape, np.nan)
        means = self.sums / self.people
        return (self.products - self.people * np.outer(means, means)) / (self.people - 1)


class Collector:
    """Takes in sheets, portion by portion; memory doesn't grow with their number."""

    def __init__(self, key: Key) -> None:
        self._key = key
        self._widths = [_width(key, item) for item in range(len(key.items))]
        self._counts = [np.zeros(width, dtype=np.int64) for width in self._widths]
        self._scales = [self._moments(scale) for scale in range(len(key.scales))]
        self._people = 0
        self._runs = np.zeros(len(key.items) + 1, dtype=np.int64)
        self._irv = np.zeros(BINS + 1, dtype=np.int64)
        self._unvaried = 0
        self._signs: dict[str, int] = {}

    def add(self, choices: Choices) -> None:
        """Takes in some people's answers, `[person, item]`."""
        self._people += len(choices)
        for item, column in enumerate(choices.T):
            self._counts[item] += np.bincount(column[column >= 0], minlength=self._widths[item])
        scores = score(self._key, choices)
        for scale, moments in enumerate(self._scales):
            moments.add(choices)
            counting = self._key.ranges[:, scale] > 0
            complete = (choices[:, counting] >= 0).all(axis=1) & counting.any()
            moments.add_scores(scores.score[complete, scale])
        self._add_people(choices)

    def _add_people(self, choices: Choices) -> None:
        for name, raised in signs(self._key, choices).items():
            self._signs[name] = self._signs.get(name, 0) + int(raised.sum())
        self._runs += np.bincount(
            quality(self._key, choices).longest_run, minlength=len(self._runs)
        )
        varied = irv(self._key, choices)
        varied = varied[~np.isnan(varied)]
        self._unvaried += int((varied == 0).sum())
        bins = np.minimum(np.round(varied / self._widest() * BINS), BINS).astype(np.int64)
        self._irv += np.bincount(bins, minlength=BINS + 1)

    def merge(self, other: "Collector") -> None:
        """Takes in what another one of the same form has taken in."""
        self._people += other._people
        self._counts = [a + b for a, b in zip(self._counts, other._counts, strict=True)]
        for moments, others in zip(self._scales, other._scales, strict=True):
            moments.merge(others)
        self._runs += other._runs
        self._irv += other._irv
        self._unvaried += other._unvaried
        for name, count in other._signs.items():
            self._signs[name] = self._signs.get(name, 0) + count

    def result(self) -> Statistics:
        """What the answers say so far."""
        runs = np.arange(len(self._runs), dtype=float)
        spreads = np.arange(BINS + 1) * self._widest() / BINS
        total = max(self._people, 1)
        return Statistics(
            people=PeopleStatistics(
                people=self._people,
                longest_run=_quantiles(runs, self._runs),
                irv=_quantiles(spreads, self._irv),
                unvaried=self._unvaried / max(int(self._irv.sum()), 1),
                flagged={name: count / total for name, count in self._signs.items()},
            ),
            scales=tuple(self._scale(scale) for scale in range(len(self._key.scales))),
        )

    def _scale(self, scale: int) -> ScaleStatistics:
        moments = self._scales[scale]
        found = consistency(moments.covariance(), moments.people)
        n = moments.scored
        total, squares, least, most = moments.score_sums
        nan = float("nan")
        variance = (squares - total**2 / n) / (n - 1) if n > 1 else nan
        sd = float(np.sqrt(max(variance, 0.0))) if n > 1 else nan
        return ScaleStatistics(
            id=self._key.scales[scale],
            people=moments.people,
            mean=float(50 + total / n) if n else nan,
            sd=sd,
            floor=float(least / n) if n else nan,
            ceiling=float(most / n) if n else nan,
            alpha=found.alpha,
            alpha_low=found.low,
            alpha_high=found.high,
            lambda6=found.lambda6,
            mean_inter_item_r=found.mean_r,
            sem=float(sd * np.sqrt(max(1 - found.alpha, 0.0))),
            items=tuple(
                self._item(int(item), place, found) for place, item in enumerate(moments.items)
            ),
        )

    def _item(self, item: int, place: int, found: Consistency) -> ItemStatistics:
        counts = self._counts[item]
        people = int(counts.sum())
        if self._key.graded[item]:
            values = np.arange(1, len(counts) + 1, dtype=float)
        else:
            points = _points(self._key, item)
            values = points / max(points.max(), 1e-300)
        mean = float(values @ counts / people) if people else float("nan")
        squares = float((values - mean) ** 2 @ counts)
        return ItemStatistics(
            id=self._key.items[item],
            people=people,
            mean=mean,
            sd=(squares / (people - 1)) ** 0.5 if people > 1 else float("nan"),
            shares=tuple(float(count / max(people, 1)) for count in counts),
            item_rest=float(found.item_rest[place]),
            alpha_dropped=float(found.alpha_dropped[place]),
            loading=float(found.loading[place]),
        )

    def _moments(self, scale: int) -> _Moments:
        items = np.flatnonzero(self._key.asked_for == scale)
        # About the middle, which keeps the sums small and exact.
        values = [_points(self._key, int(item)) for item in items]
        return _Moments(
            items,
            [each - each.max() / 2 for each in values],
            sums=np.zeros(len(items)),
            products=np.zeros((len(items), len(items))),
        )

    def _widest(self) -> float:
        """The largest SD that answers to statements can have."""
        return max(1.0, (max(self._widths) - 1) / 2 * 1.5)


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
    for scale, points in key.points[item]:
        if scale == key.asked_for[item]:
            return points
    return np.zeros(_width(key, item))


def _width(key: Key, item: int) -> int:
    return len(key.points[item][0][1]) if key.points[item] else 1


def _quantiles(values: Floats, counts: NDArray[np.int64]) -> tuple[float, float, float]:
    """The values below which 5, 50 and 95 in 100 lie."""
    total = counts.cumsum()
    if not total[-1]:
        return float("nan"), float("nan"), float("nan")
    low, middle, high = (values[np.searchsorted(total, p * total[-1])] for p in (0.05, 0.5, 0.95))
    return float(low), float(middle), float(high)
