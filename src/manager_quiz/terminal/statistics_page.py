"""Shows what answers say about a questionnaire."""

from rich.table import Table
from rich.text import Text

from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.statistics import ScaleStatistics, Statistics, item_verdict
from manager_quiz.records.item_report import (
    item_words,
    number,
    people_words,
    scale_words,
    small_bar,
)
from manager_quiz.terminal.layout import Bullets, section
from manager_quiz.terminal.screen import Screen, can_show


def people_counted(screen: Screen, statistics: Statistics) -> str:
    """On how many people everything rests."""
    n = statistics.people.people
    return screen.words.ngettext("Answers of {n} person.", "Answers of {n} people.", n).format(n=n)


def show_statistics(screen: Screen, catalog: Catalog, statistics: Statistics) -> None:
    """Prints the scales, each with its items and what is to be said about them."""
    _ = screen.words.gettext
    lines = [people_counted(screen, statistics), *people_words(statistics, _)]
    screen.console.print(section(_("How people answered"), Bullets(screen, lines)))
    for scale in statistics.scales:
        name = catalog.scale_by_id[scale.id].name
        body = _plain(screen, scale) if screen.plain else _table(screen, scale)
        verdict = Text(scale_words(scale, _), style="bold")
        screen.console.print(section(name, verdict, *_figures(screen, scale), body))


def _figures(screen: Screen, scale: ScaleStatistics) -> list[Text]:
    _ = screen.words.gettext
    first = _(
        "alpha {alpha} [{low}; {high}], lambda 6 {lambda6}, mean r {r}, complete answers: {n}"
    ).format(
        alpha=number(scale.alpha),
        low=number(scale.alpha_low),
        high=number(scale.alpha_high),
        lambda6=number(scale.lambda6),
        r=number(scale.mean_inter_item_r),
        n=scale.people,
    )
    second = _(
        "mean {mean}, SD {sd}, error of measurement {sem}, at the floor {floor} %, "
        "at the ceiling {ceiling} %"
    ).format(
        mean=number(scale.mean, 1),
        sd=number(scale.sd, 1),
        sem=number(scale.sem, 1),
        floor=number(100 * scale.floor, 1),
        ceiling=number(100 * scale.ceiling, 1),
    )
    return [Text(first), Text(second)]


def _table(screen: Screen, scale: ScaleStatistics) -> Table:
    _ = screen.words.gettext
    table = Table.grid(padding=(0, 2, 0, 0))
    titles = (_("Item"), _("Mean"), _("SD"), _("Answers"), _("With the rest"), _("α without"), "")
    for index, _title in enumerate(titles):
        table.add_column(justify="right" if index in {1, 2, 4, 5} else "left", no_wrap=index < 6)
    table.add_row(*(Text(title, style="dim") for title in titles))
    bars = can_show("▁█")
    for item in scale.items:
        wrong = item_verdict(item, scale) == "reversed"
        table.add_row(
            item.id,
            number(item.mean),
            number(item.sd),
            Text(small_bar(item.shares), style="cyan") if bars else _percents(item.shares),
            number(item.item_rest),
            number(item.alpha_dropped),
            Text(item_words(item, scale, _), style="magenta" if wrong else ""),
        )
    return table


def _plain(screen: Screen, scale: ScaleStatistics) -> Bullets:
    _ = screen.words.gettext
    template = _("{item}: mean {mean}, SD {sd}, with the rest {r}, alpha without it {alpha}")
    lines = []
    for item in scale.items:
        line = template.format(
            item=item.id,
            mean=number(item.mean),
            sd=number(item.sd),
            r=number(item.item_rest),
            alpha=number(item.alpha_dropped),
        )
        answers = _("answers in percent: {percents}").format(percents=_percents(item.shares))
        verdict = item_words(item, scale, _)
        lines.append("; ".join(part for part in (line, answers, verdict) if part))
    return Bullets(screen, lines)


def _percents(shares: tuple[float, ...]) -> str:
    return " ".join(f"{100 * share:.0f}" for share in shares)
