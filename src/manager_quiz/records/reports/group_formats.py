"""A group's report in the format that the end of a file's name asks for."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from manager_quiz.records.reports.group import GroupReport
from manager_quiz.records.reports.page import environment
from manager_quiz.records.reports.prose import escaped

SCHEMA = "manager-quiz/group@1"
HEADER = ("kind", "id", "name", "people", "low", "middle", "high", "mean")


def as_html(report: GroupReport) -> str:
    """One page that needs nothing else."""
    return environment().get_template("group.html").render(report=report, say=report.label)


def as_markdown(report: GroupReport) -> str:
    """Markdown; nothing in its texts is taken for a mark."""
    return "\n\n".join(_markdown(report)) + "\n"


def _markdown(report: GroupReport) -> Iterator[str]:
    say = report.label
    yield f"# {escaped(report.title)}"
    yield from map(escaped, (f"{report.took_part}. {report.made_from}.", *report.notes))
    yield from map(escaped, report.sentences)
    if report.scales:
        yield f"## {escaped(say['scales'])}"
        rows = [[row.name, *(cell.told for cell in row.cells), row.mean] for row in report.scales]
        yield _table([say[each] for each in ("scale", "low", "middle", "high", "mean")], rows)
    if report.parts:
        yield f"## {escaped(report.parts_title)}"
        yield _table(
            [say["part"], say["people"]], [[row.name, row.cell.told] for row in report.parts]
        )
    for title, lines in (
        (say["lacks"], report.lacks),
        (say["talk"], report.talk),
        (say["reading"], report.reading),
    ):
        if lines:
            yield f"## {escaped(title)}"
            yield "\n".join(f"- {escaped(line)}" for line in lines)
    if report.people:
        yield f"## {escaped(say['private'])}"
        yield _table([say[each] for each in ("code", "roles", "strongest", "flags")], report.people)
        yield f"## {escaped(say['pairs'])}"
        yield "\n".join(f"- {escaped(line)}" for line in report.pairs)


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [header, ["---"] * len(header)]
    lines += [[escaped(str(cell)) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def as_csv(report: GroupReport) -> str:
    """A row a scale and a row a role or family; a count that is held back is empty.

    Begins with a byte order mark, without which Excel takes Cyrillic for something else.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    picture = report.picture
    writer.writerow(["group", "", report.title, picture.people])
    for spread, row in zip(picture.spreads, report.scales, strict=True):
        writer.writerow(["scale", row.id, row.name, "", *map(_blank, spread.counts), spread.mean])
    kind = "role" if picture.by == "roles" else "family"
    for part in report.parts:
        writer.writerow([kind, part.id, part.name, _blank(picture.shares[part.id])])
    for person in report.people:
        writer.writerow(["person", person.code, person.roles])
    return "\ufeff" + text.getvalue()


def _blank(count: int | None) -> int | str:
    return "" if count is None else count


def as_json(report: GroupReport) -> str:
    """The picture for other programs; `null` is a count that is held back."""
    return json.dumps(group_document(report), ensure_ascii=False, indent=2) + "\n"


def group_document(report: GroupReport) -> dict[str, object]:
    """The picture as a plain mapping."""
    picture = report.picture
    document: dict[str, object] = {
        "schema": SCHEMA,
        "workshop": report.title,
        "people": picture.people,
        "scales": [
            {
                "id": spread.scale,
                "mean": spread.mean,
                **dict(zip(("low", "middle", "high"), spread.counts, strict=True)),
            }
            for spread in picture.spreads
        ],
        picture.by: dict(picture.shares),
    }
    if report.people:
        document["private"] = {
            "people": [row._asdict() for row in report.people],
            "pairs": list(report.pairs),
        }
    return document


GROUP_FORMATS: Mapping[str, Callable[[GroupReport], str]] = {
    ".html": as_html,
    ".md": as_markdown,
    ".csv": as_csv,
    ".json": as_json,
}
