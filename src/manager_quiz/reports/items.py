"""The page about a questionnaire's items: what the answers to them say of it."""

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from math import isnan
from typing import Any

from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.errors import N_
from manager_quiz.measurement.statistics import (
    AGAINST,
    ScaleStatistics,
    Statistics,
    item_verdict,
    scale_verdict,
)
from manager_quiz.reports.page import Column, Page, Section, Table, Text, columns, points, section
from manager_quiz.wording.words import Words, decimal

SCHEMA = "manager-quiz/statistics@1"
ITEM_FIGURES = ("people", "mean", "sd", "item_rest", "alpha_dropped", "loading")
SCALE_FIGURES = (
    *("people", "mean", "sd", "floor", "ceiling"),
    *("alpha", "alpha_low", "alpha_high", "lambda6", "mean_inter_item_r", "sem"),
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


def items_page(words: Words, catalog: Catalog, statistics: Statistics) -> Page:
    """How people answered, and each scale with its items and what is to be said about them."""
    answered = points(list(_people_words(words, statistics)))
    return Page(
        words("What the answers say about the questionnaire"),
        sections=(
            section(words("How people answered"), answered),
            *(_scale_section(words, catalog, scale) for scale in statistics.scales),
        ),
    )


def _scale_section(words: Words, catalog: Catalog, scale: ScaleStatistics) -> Section:
    _, one, two = words, partial(decimal, words, digits=1), partial(decimal, words, digits=2)
    against = ", ".join(item.id for item in scale.items if item.loading < AGAINST)
    agreement = _(
        "alpha {alpha} [{low}; {high}], lambda 6 {lambda6}, mean r {r}, complete answers: {n}",
        alpha=two(scale.alpha),
        low=two(scale.alpha_low),
        high=two(scale.alpha_high),
        lambda6=two(scale.lambda6),
        r=two(scale.mean_inter_item_r),
        n=scale.people,
    )
    scores = _(
        "mean {mean}, SD {sd}, error of measurement {sem}, at the floor {floor} %, "
        "at the ceiling {ceiling} %",
        mean=one(scale.mean),
        sd=one(scale.sd),
        sem=one(scale.sem),
        floor=one(100 * scale.floor),
        ceiling=one(100 * scale.ceiling),
    )
    titles = (_("Mean"), _("SD"), _("Answers, %"), _("With the rest"), _("α without"))
    rows = []
    for item in scale.items:
        shares = " ".join(f"{100 * share:.0f}" for share in item.shares)
        told = ITEMS.get(item_verdict(item, scale))
        figures = (
            two(item.mean),
            two(item.sd),
            shares,
            two(item.item_rest),
            two(item.alpha_dropped),
        )
        rows.append((item.id, *figures, _(told) if told else ""))
    return section(
        catalog.scale_by_id[scale.id].name,
        Text(_(SCALES[scale_verdict(scale)], against=against or "?"), "strong"),
        Text(agreement),
        Text(scores),
        Table((*columns(_("Item"), *titles), Column("")), tuple(rows)),
    )


def _people_words(words: Words, statistics: Statistics) -> Iterator[str]:
    """How people answered, in sentences."""
    _, people = words, statistics.people
    yield _.counted("Answers of {n} person.", "Answers of {n} people.", people.people)
    yield _(
        "Longest run of same answers: {middle} usually, 5 in 100 have {high} or more.",
        middle=decimal(words, people.longest_run[1], 0),
        high=decimal(words, people.longest_run[2], 0),
    )
    yield _(
        "Spread within a person's answers (IRV): {middle}, 5 in 100 have {low} or less.",
        middle=decimal(words, people.irv[1], 2),
        low=decimal(words, people.irv[0], 2),
    )
    signs = {
        "same-answer": N_("Suspiciously long runs: {percent} % of people."),
        "contradiction": N_("Direct and reversed statements contradict: {percent} % of people."),
    }
    for name, share in people.flagged.items():
        if name in signs:
            yield _(signs[name], percent=decimal(words, 100 * share, 1))


ITEM_COLUMNS = (
    *("scale", "item", *ITEM_FIGURES, "shares", "verdict"),
    *(f"scale_{name}" for name in SCALE_FIGURES),
)


def item_rows(statistics: Statistics) -> Iterator[list[Any]]:
    """A table for programs: a row an item, with the figures of its scale."""
    for scale in statistics.scales:
        for item in scale.items:
            shares = "|".join(f"{share:.4f}" for share in item.shares)
            figures = [getattr(item, name) for name in ITEM_FIGURES]
            told = [getattr(scale, name) for name in SCALE_FIGURES]
            verdict = item_verdict(item, scale)
            yield _nulls([scale.id, item.id, *figures, shares, verdict, *told])


def _nulls(value: Any) -> Any:
    """The same with None for what isn't a number."""
    if isinstance(value, dict):
        return {name: _nulls(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_nulls(part) for part in value]
    return None if isinstance(value, float) and isnan(value) else value
