"""What answers say about a questionnaire, as a document and as a report in plain words."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import asdict
from math import isnan
from typing import Any

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.catalog.problems import N_
from manager_quiz.measurement.statistics import (
    AGAINST,
    ItemStatistics,
    ScaleStatistics,
    Statistics,
    item_verdict,
    scale_verdict,
)

SCHEMA = "manager-quiz/statistics@1"
BARS = "▁▂▃▄▅▆▇█"
Translate = Callable[[str], str]
ITEM_FIGURES = ("people", "mean", "sd", "item_rest", "alpha_dropped", "loading")
SCALE_FIGURES = (
    "people",
    "mean",
    "sd",
    "floor",
    "ceiling",
    "alpha",
    "alpha_low",
    "alpha_high",
    "lambda6",
    "mean_inter_item_r",
    "sem",
)

SCALES = {
    "few": N_("Too few people to rely on this: the interval is wide. Collect more answers."),
    "flat": N_("Everybody scores alike: the answers say nothing of this scale."),
    "single": N_("One question alone: how well questions hang together can't be said."),
    "split": N_("The items pull in two directions: {against} against the rest. Check the key."),
    "low": N_("The items hang together too loosely to tell people apart."),
    "modest": N_("Enough to compare groups, little for single people."),
    "good": N_("The items hang together well."),
    "narrow": N_("The items repeat each other: fewer would do."),
}
ITEMS = {
    "few": N_("too few people to say"),
    "reversed": N_("probably keyed the wrong way"),
    "either": N_("this half or the other is keyed the wrong way"),
    "same": N_("nearly everybody answers alike"),
    "level": N_("the options people choose give equal points"),
    "alone": N_("nothing to compare with: the other items don't vary"),
    "weak": N_("tells little about the scale"),
    "fine": "",
}


def document(catalog: Catalog, form: Form, statistics: Statistics, bad: int) -> dict[str, Any]:
    """Everything, ready for JSON; what can't be computed is null."""
    scales = []
    for scale in statistics.scales:
        told = {"verdict": scale_verdict(scale)}
        items = [asdict(item) | {"verdict": item_verdict(item, scale)} for item in scale.items]
        scales.append(asdict(scale) | told | {"items": items})
    return {
        "schema": SCHEMA,
        "form": form.id,
        "catalog": {"version": catalog.version, "sha256": catalog.sha256},
        "bad_rows": bad,
        "people": _nulls(asdict(statistics.people)),
        "scales": _nulls(scales),
    }


def scale_words(scale: ScaleStatistics, _: Translate) -> str:
    """The verdict on a scale in a sentence."""
    against = ", ".join(item.id for item in scale.items if item.loading < AGAINST)
    return _(SCALES[scale_verdict(scale)]).format(against=against or "?")


def item_words(item: ItemStatistics, scale: ScaleStatistics, _: Translate) -> str:
    """The verdict on an item; nothing where all is well."""
    words = ITEMS[item_verdict(item, scale)]
    return _(words) if words else ""


def small_bar(shares: tuple[float, ...]) -> str:
    """The distribution of answers as a bar a choice."""
    most = max(shares, default=0) or 1
    return "".join(BARS[round(share / most * (len(BARS) - 1))] for share in shares)


def number(value: float, digits: int = 2) -> str:
    """A figure for people, or a dash."""
    return "–" if isnan(value) else f"{value:.{digits}f}"


def people_words(statistics: Statistics, _: Translate) -> list[str]:
    """How people answered, in sentences."""
    people = statistics.people
    runs, spread = people.longest_run, people.irv
    lines = [
        _("Longest run of same answers: {middle} usually, 5 in 100 have {high} or more.").format(
            middle=number(runs[1], 0), high=number(runs[2], 0)
        ),
        _("Spread within a person's answers (IRV): {middle}, 5 in 100 have {low} or less.").format(
            middle=number(spread[1]), low=number(spread[0])
        ),
    ]
    signs = {
        "same-answer": N_("Suspiciously long runs: {percent} % of people."),
        "contradiction": N_("Direct and reversed statements contradict: {percent} % of people."),
    }
    return lines + [
        _(signs[name]).format(percent=number(100 * share, 1))
        for name, share in people.flagged.items()
        if name in signs
    ]


def as_csv(statistics: Statistics) -> str:
    """One row an item, with the figures of its scale."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            "scale",
            "item",
            *ITEM_FIGURES,
            "shares",
            "verdict",
            *(f"scale_{n}" for n in SCALE_FIGURES),
        ]
    )
    for scale in statistics.scales:
        for item in scale.items:
            shares = "|".join(f"{share:.4f}" for share in item.shares)
            figures = [_blank(getattr(item, name)) for name in ITEM_FIGURES]
            told = [_blank(getattr(scale, name)) for name in SCALE_FIGURES]
            verdict = item_verdict(item, scale)
            writer.writerow([scale.id, item.id, *figures, shares, verdict, *told])
    return out.getvalue()


def as_page(
    ending: str, catalog: Catalog, statistics: Statistics, people: str, _: Translate
) -> str:
    """The report in Markdown or HTML, by the `ending`. `people` says on how many it rests."""
    from jinja2 import Environment, PackageLoader

    pages = Environment(
        loader=PackageLoader("manager_quiz.records", "templates"),
        autoescape=ending == "html",
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template(f"item_report.{ending}").render(
        titles=_titles(_),
        catalog=catalog,
        people=people,
        how=people_words(statistics, _),
        scales=[_described(catalog, scale, _) for scale in statistics.scales],
        number=number,
        small_bar=small_bar,
    )


def _titles(_: Translate) -> dict[str, str]:
    """The fixed words of a report."""
    return {
        "title": _("What the answers say about the questionnaire"),
        "mean": _("Mean"),
        "sd": _("SD"),
        "error": _("error of measurement"),
        "floor": _("at the floor"),
        "ceiling": _("at the ceiling"),
        "item": _("Item"),
        "answers": _("Answers"),
        "rest": _("With the rest"),
        "without": _("α without"),
    }


def _described(catalog: Catalog, scale: ScaleStatistics, _: Translate) -> Mapping[str, Any]:
    words = [(item, item_words(item, scale, _)) for item in scale.items]
    name = catalog.scale_by_id[scale.id].name
    return {"name": name, "figures": scale, "verdict": scale_words(scale, _), "items": words}


def _blank(value: float) -> float | str:
    return "" if isnan(value) else value


def _nulls(value: Any) -> Any:
    """The same with None for what isn't a number."""
    if isinstance(value, dict):
        return {name: _nulls(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_nulls(part) for part in value]
    return None if isinstance(value, float) and isnan(value) else value
