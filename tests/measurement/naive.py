"""The measurement model a second time, from docs/measurement.md: slow, plain, independent.

Plain loops over plain values, an explicit inverse of every covariance, and no code of the program.
Indices of scales and roles are used nowhere: everything goes by id.
"""

import math
from functools import cache
from pathlib import Path
from statistics import NormalDist, median
from types import SimpleNamespace

import yaml

NORMAL = NormalDist()
LAMBDA = 0.67


class Questionnaire:
    """What there is to know of a questionnaire, as plain values."""

    def __init__(self, *, scales, items, forms, r, correlation, managing, roles, measured):
        self.scales = scales  # id: (mean, sd)
        self.items = items  # id: (scale, is a situation, weight, {answer: {scale: points}})
        self.forms = forms  # id: ids of items
        self.r = r
        self.correlation = correlation  # {(scale, scale): correlation of true scores}
        self.managing = managing
        self.roles = roles  # id: {scale: level}
        self.measured = measured  # the roles whose levels were measured
        self.length_of_norm = {
            scale: max(self.length(asked, scale) for asked in forms.values()) for scale in scales
        }

    # Answers to scores

    def answers(self, item):
        """The answers that an item can be given, in order."""
        return list(self.items[item][3])

    def points(self, item, answer, scale):
        return self.items[item][3][answer].get(scale, 0)

    def least(self, item, scale):
        return min(self.points(item, answer, scale) for answer in self.answers(item))

    def weight(self, item, scale):
        """What the item counts on the scale: its own weight times its range there."""
        most = max(self.points(item, answer, scale) for answer in self.answers(item))
        return self.items[item][2] * (most - self.least(item, scale))

    def length(self, items, scale):
        """How many equally weighted items would tell as much."""
        weights = [self.weight(item, scale) for item in items]
        squares = sum(weight**2 for weight in weights)
        return sum(weights) ** 2 / squares if squares else 0

    def score(self, form, answers, scale):
        """The scale score, 0-100; None below half of the scale's weight."""
        asked = [item for item in self.forms[form] if self.weight(item, scale) > 0]
        answered = [item for item in asked if item in answers]
        possible = sum(self.weight(item, scale) for item in answered)
        wanted = sum(self.weight(item, scale) for item in asked) / 2
        if possible == 0 or possible < wanted - 1e-9:
            return None
        earned = sum(
            self.items[item][2]
            * (self.points(item, answers[item], scale) - self.least(item, scale))
            for item in answered
        )
        return 100 * earned / possible

    # People in general

    def alpha(self, scale):
        """The reliability at the length of the norm (Spearman-Brown)."""
        length = self.length_of_norm[scale]
        return length * self.r / (1 + (length - 1) * self.r)

    def error_variance(self, form, answers, scale):
        """Of the score, where the norm's variance is 1."""
        length = self.length_of_norm[scale]
        of_one_item = length * (1 - self.r) / (1 + (length - 1) * self.r)
        answered = [item for item in self.forms[form] if item in answers]
        return of_one_item / self.length(answered, scale)

    def true_covariance(self, scales):
        return [
            [
                self.alpha(one)
                if one == other
                else self.correlation[one, other] * math.sqrt(self.alpha(one) * self.alpha(other))
                for other in scales
            ]
            for one in scales
        ]

    # What is said

    def assess(self, form, answers, seconds=()):
        """Everything that is said of one person; of the roles by id."""
        scores = {scale: self.score(form, answers, scale) for scale in self.scales}
        scored = [scale for scale in self.scales if scores[scale] is not None]
        errors = [self.error_variance(form, answers, scale) for scale in scored]
        means = [self.scales[scale][0] for scale in scored]
        sds = [self.scales[scale][1] for scale in scored]
        z = [
            (scores[scale] - mean) / sd for scale, mean, sd in zip(scored, means, sds, strict=True)
        ]
        said = SimpleNamespace(
            scores=scores,
            standard_errors=dict.fromkeys(self.scales)
            | {
                scale: sd * math.sqrt(error)
                for scale, sd, error in zip(scored, sds, errors, strict=True)
            },
            answered={
                scale: sum(self.items[item][0] == scale for item in answers)
                for scale in self.scales
            },
            items={
                scale: sum(self.items[item][0] == scale for item in self.forms[form])
                for scale in self.scales
            },
            flags=self.flags(form, answers, seconds),
        )
        if not scored:
            said.ranking = None
            return said

        true = self.true_covariance(scored)
        observed = [
            [value + errors[row] * (row == column) for column, value in enumerate(values)]
            for row, values in enumerate(true)
        ]
        precise, true_precise = inverse(observed), inverse(true)
        freed = times(precise, z)
        t = {
            role: [
                (levels[scale] - mean) / sd
                for scale, mean, sd in zip(scored, means, sds, strict=True)
            ]
            for role, levels in self.roles.items()
        }
        said.resemblance, said.contributions, odds = {}, {}, {}
        distinct = {}
        for role in self.roles:
            distinct[role] = d = math.sqrt(dot(t[role], times(precise, t[role])))
            parts = [
                each * part / d if d else 0.0 for each, part in zip(t[role], freed, strict=True)
            ]
            said.contributions[role] = dict(zip(scored, parts, strict=True))
            said.resemblance[role] = dot(t[role], freed) / d if d else 0.0
            sharpness = 1 if role in self.measured else LAMBDA
            odds[role] = math.exp(sharpness * d * said.resemblance[role] - sharpness**2 * d**2 / 2)
        said.fit = {role: 100 * NORMAL.cdf(value) for role, value in said.resemblance.items()}
        said.chance = {role: each / sum(odds.values()) for role, each in odds.items()}

        catalogued = list(self.roles)
        rounded = {role: round(value, 9) for role, value in said.resemblance.items()}
        said.ranking = sorted(
            self.roles,
            key=lambda role: (-rounded[role], -round(said.chance[role], 9), catalogued.index(role)),
        )
        said.rank = {
            role: 1 + sum(rounded[other] > rounded[role] for other in self.roles)
            for role in self.roles
        }
        said.best_set = []
        while sum(said.chance[role] for role in said.best_set) < 0.90 - 1e-9:
            said.best_set.append(said.ranking[len(said.best_set)])
        said.p_top3 = sum(said.chance[role] for role in said.ranking[:3])

        ahead = self.surely_ahead(t, z, true, precise, true_precise, rounded)
        said.rank_range = {
            role: (
                1 + sum((other, role) in ahead for other in self.roles),
                len(self.roles) - sum((role, other) in ahead for other in self.roles),
            )
            for role in self.roles
        }

        first = said.ranking[0]
        departure = dot(z, freed)
        if departure < chi_square_quantile(len(scored)) or self.plain(form, answers):
            said.verdict = "no-pattern"
        elif len(said.best_set) == 1:
            said.verdict = "one"
        elif all((first, other) in ahead for other in self.roles if other != first):
            said.verdict = "lead"
        else:
            said.verdict = "no-lead"
        said.managing = self.wish_to_manage(scored, z, errors, observed, first)
        return said

    def surely_ahead(self, t, z, true, precise, true_precise, rounded):
        """Pairs of roles, the one surely ahead of the other.

        From the distribution of the true scores given z: round G z with covariance V.
        """
        gain = product(true, precise)
        expected = times(gain, z)
        left = difference(true, product(gain, true))
        directions = {}
        for role, profile in t.items():
            direction = times(true_precise, profile)
            size = math.sqrt(dot(profile, direction))
            directions[role] = [each / size if size else 0.0 for each in direction]
        ahead = set()
        for one in t:
            for other in t:
                between = [a - b for a, b in zip(directions[one], directions[other], strict=True)]
                lead = dot(between, expected)
                sd = math.sqrt(max(dot(between, times(left, between)), 0.0))
                # Sure in 80 of 100 cases, and the list has it so.
                if rounded[one] > rounded[other] and lead >= NORMAL.inv_cdf(0.80) * sd:
                    ahead.add((one, other))
        return ahead

    def wish_to_manage(self, scored, z, errors, observed, first):
        if not self.managing or any(scale not in scored for scale in self.managing):
            return None
        places = [scored.index(scale) for scale in self.managing]
        count = len(places)
        mean = sum(z[place] for place in places) / count
        error = math.sqrt(sum(errors[place] for place in places)) / count
        spread = math.sqrt(sum(observed[one][other] for one in places for other in places)) / count
        own = sum(
            (self.roles[first][scale] - self.scales[scale][0]) / self.scales[scale][1]
            for scale in self.managing
        )
        percentile = 100 * NORMAL.cdf(mean / spread)
        among_own = 100 * NORMAL.cdf((mean - own / count) / spread)
        return SimpleNamespace(
            mean=mean,
            standard_error=error,
            percentile=percentile,
            among_own=among_own,
            rare=percentile < 5,
            rare_in_role=percentile < 5 and among_own < 2,
        )

    # Signs that answers may not mean much

    def statements(self, form):
        return [item for item in self.forms[form] if not self.items[item][1]]

    def place(self, item, answer):
        """Which of the item's answers it is, from 0."""
        return self.answers(item).index(answer)

    def plain(self, form, answers):
        """Whether three statements or more have all the same answer or all the middle one."""
        answered = [item for item in self.statements(form) if item in answers]
        chosen = [self.place(item, answers[item]) for item in answered]
        middles = [(len(self.answers(item)) - 1) / 2 for item in answered]
        return len(chosen) >= 3 and (len(set(chosen)) == 1 or chosen == middles)

    def flags(self, form, answers, seconds):
        flags = []
        if self.longest_run(form, answers) >= self.long_run(form):
            flags.append("same-answer")
        if self.contradiction(form, answers) > 1.645:
            flags.append("contradiction")
        if seconds and median(seconds) < 2:
            flags.append("hasty")
        return flags

    def longest_run(self, form, answers):
        longest, run = 0, []
        for item in self.statements(form):
            if item in answers:
                place = self.place(item, answers[item])
                run = [*run, place] if run and run[-1] == place else [place]
                longest = max(longest, len(run))
        return longest

    def long_run(self, form):
        """As unlikely as nine of five answers."""
        widths = [len(self.answers(item)) for item in self.statements(form)]
        return math.ceil(9 * math.log(5) / math.log(median(widths))) if widths else 9

    def contradiction(self, form, answers):
        """Chi-square of the gaps between direct and reversed halves, as a normal deviate."""
        gaps, variances = [], []
        for scale, (_mean, sd) in self.scales.items():
            halves = {False: [], True: []}
            for item in self.statements(form):
                if item in answers and self.items[item][0] == scale:
                    points = 100 * self.points(item, answers[item], scale)
                    last = self.answers(item)[-1]
                    halves[self.points(item, last, scale) == 0].append(points)
            if halves[False] and halves[True]:
                direct, turned = (sum(half) / len(half) for half in halves.values())
                gaps.append(direct - turned)
                length = self.length_of_norm[scale]
                noise = length * (1 - self.r) / (1 + (length - 1) * self.r)
                variances.append(sd**2 * noise * (1 / len(halves[False]) + 1 / len(halves[True])))
        if not gaps:
            return 0
        # Agreeing to whatever is said differs by 15 points: it moves a gap by twice as much.
        covariance = [
            [30**2 + variance * (row == column) for column in range(len(gaps))]
            for row, variance in enumerate(variances)
        ]
        square = dot(gaps, times(inverse(covariance), gaps))
        freedom = len(gaps)
        spread = 2 / (9 * freedom)
        return (max(square / freedom, 0) ** (1 / 3) - (1 - spread)) / math.sqrt(spread)


def of_folder(folder: Path):
    """The questionnaire in a folder, from its YAML itself."""
    questions = yaml.safe_load((folder / "questions.yaml").read_text(encoding="utf-8"))
    roles = yaml.safe_load((folder / "roles.yaml").read_text(encoding="utf-8"))["roles"]
    scales = [each["id"] for each in questions["scales"]]
    items = {}
    for each in questions["items"]:
        if "options" in each:
            choices = {option["id"]: option["points"] for option in each["options"]}
        else:
            last = len(each.get("answers", questions["answers"])) - 1
            choices = {}
            for step in range(last + 1):
                share = (last - step if each.get("reverse") else step) / last
                choices[step + 1] = {each["scale"]: share}
        items[each["id"]] = (each["scale"], "options" in each, each.get("weight", 1), choices)
    return Questionnaire(
        scales={
            each["id"]: (each["norm"]["mean"], each["norm"]["sd"]) for each in questions["scales"]
        },
        items=items,
        forms={each["id"]: each["items"] for each in questions["forms"]},
        r=questions["reliability"]["mean_inter_item_r"],
        correlation={(one, other): questions["correlation"] for one in scales for other in scales},
        managing=questions.get("managing", []),
        roles={
            each["id"]: {scale: each["profile"][scale]["level"] for scale in scales}
            for each in roles
        },
        measured={each["id"] for each in roles if "people" in each},
    )


def of_catalog(catalog):
    """The questionnaire that a test has built."""
    scales = [scale.id for scale in catalog.scales]
    rho = catalog.correlation.value
    return Questionnaire(
        scales={scale.id: (scale.mean, scale.sd) for scale in catalog.scales},
        items={
            item.id: (
                item.scale,
                not item.kind.graded,
                item.weight,
                {choice.answer: choice.points for choice in item.choices},
            )
            for item in catalog.items
        },
        forms={form.id: form.items for form in catalog.forms},
        r=catalog.reliability.mean_inter_item_r,
        correlation={
            (one, other): rho[row][column] if isinstance(rho, tuple) else rho
            for row, one in enumerate(scales)
            for column, other in enumerate(scales)
        },
        managing=catalog.managing,
        roles={
            role.id: {scale: role.profile[scale].level for scale in scales}
            for role in catalog.roles
        },
        measured={role.id for role in catalog.roles if role.people is not None},
    )


def dot(one, other):
    return sum(a * b for a, b in zip(one, other, strict=True))


def times(matrix, vector):
    return [dot(row, vector) for row in matrix]


def product(one, other):
    return [[dot(row, column) for column in zip(*other, strict=True)] for row in one]


def difference(one, other):
    return [[a - b for a, b in zip(*rows, strict=True)] for rows in zip(one, other, strict=True)]


def inverse(matrix):
    """By elimination (Gauss-Jordan), the largest pivot first."""
    size = len(matrix)
    rows = [
        [*row, *(float(index == column) for column in range(size))]
        for index, row in enumerate(matrix)
    ]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [each / rows[column][column] for each in rows[column]]
        for row in range(size):
            if row != column:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [row[size:] for row in rows]


@cache
def chi_square_quantile(degrees, p=0.10, steps=400):
    """By bisection of Simpson's rule over u, where u^2 is chi-square distributed."""
    constant = 2 ** (degrees / 2) * math.gamma(degrees / 2)

    def density(u):
        return 2 * u ** (degrees - 1) * math.exp(-u * u / 2) / constant

    def below(x):
        width = math.sqrt(x) / steps
        inside = sum((4 if step % 2 else 2) * density(step * width) for step in range(1, steps))
        return width / 3 * (density(0) + inside + density(math.sqrt(x)))

    low, high = 0.0, float(degrees)
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < p else (low, middle)
    return low
