"""The measurement model a second time, from docs/measurement.md: slow, plain, independent.

Reads the content's YAML itself and shares no code with the program.
"""

import math
from pathlib import Path

import yaml


class Questionnaire:
    def __init__(self, folder: Path) -> None:
        questions = yaml.safe_load((folder / "questions.yaml").read_text(encoding="utf-8"))
        self.labels = len(questions["answers"])
        self.scales = {each["id"]: each["norm"] for each in questions["scales"]}
        self.items = {each["id"]: each for each in questions["items"]}
        self.forms = {each["id"]: each["items"] for each in questions["forms"]}
        self.r = questions["reliability"]["mean_inter_item_r"]
        roles = yaml.safe_load((folder / "roles.yaml").read_text(encoding="utf-8"))
        self.roles = {each["id"]: each["profile"] for each in roles["roles"]}
        self.weights = {
            (item, scale): self._weight(item, scale) for item in self.items for scale in self.scales
        }

    def answers(self, item):
        """The answers that an item can be given."""
        item = self.items[item]
        if "options" in item:
            return [option["id"] for option in item["options"]]
        return list(range(1, len(item.get("answers", ())) or self.labels + 1))

    def points(self, item, answer, scale):
        """Points (0-1) that an answer gives on a scale."""
        item = self.items[item]
        if "options" in item:
            (option,) = [each for each in item["options"] if each["id"] == answer]
            return option["points"].get(scale, 0)
        if item["scale"] != scale:
            return 0
        last = len(item.get("answers", ())) or self.labels
        share = (answer - 1) / (last - 1)
        return 1 - share if item.get("reverse") else share

    def least(self, item, scale):
        return min(self.points(item, answer, scale) for answer in self.answers(item))

    def weight(self, item, scale):
        return self.weights[item, scale]

    def _weight(self, item, scale):
        """What the item counts on the scale: its own weight times its range there."""
        most = max(self.points(item, answer, scale) for answer in self.answers(item))
        return self.items[item].get("weight", 1) * (most - self.least(item, scale))

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
        if possible == 0 or possible < sum(self.weight(item, scale) for item in asked) / 2:
            return None
        earned = sum(
            self.items[item].get("weight", 1)
            * (self.points(item, answers[item], scale) - self.least(item, scale))
            for item in answered
        )
        return 100 * earned / possible

    def true_score(self, form, answers, scale):
        """The estimated true score and its standard error."""
        mean, sd = self.scales[scale]["mean"], self.scales[scale]["sd"]
        score = self.score(form, answers, scale)
        if score is None:
            return mean, sd
        full = max(self.length(items, scale) for items in self.forms.values())
        noise = full * (1 - self.r) / (1 + (full - 1) * self.r)
        length = self.length([item for item in self.forms[form] if item in answers], scale)
        share = length / (length + noise)
        return share * score + (1 - share) * mean, sd * math.sqrt(1 - share)

    def scores(self, form, answers):
        return {scale: self.score(form, answers, scale) for scale in self.scales}

    def contributions(self, scores, role):
        """What each scored scale adds to the distance."""
        scored = {scale: score for scale, score in scores.items() if score is not None}
        total = sum(self.importance(role, scale) for scale in scored)
        return {
            scale: self.importance(role, scale)
            * ((score - self.roles[role][scale]["level"]) / self.scales[scale]["sd"]) ** 2
            / total
            for scale, score in scored.items()
        }

    def importance(self, role, scale):
        return self.roles[role][scale].get("importance", 1)

    def distance(self, scores, role):
        return sum(self.contributions(scores, role).values())
