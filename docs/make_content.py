"""The reference of every field of content, made from the code that reads it: docs/content.md.

    python docs/make_content.py

tests/test_docs.py holds that it is as the program is, and that its examples pass `check`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any, NamedTuple

import yaml

from manager_quiz.catalog.load import FILES, shipped_folder
from manager_quiz.catalog.model import Correlation, Reliability
from manager_quiz.catalog.questions import QUESTIONS
from manager_quiz.catalog.record import Record
from manager_quiz.catalog.roles import ROLES

PAGE = Path(__file__).with_name("content.md")
ROOTS = dict(zip(FILES, (QUESTIONS, ROLES), strict=True))
BEGUN = shipped_folder() / "small" / "en"
"""The examples stand in what `init --small` writes."""
MORE: Mapping[str, str] = {
    "questions": """
        reliability: {mean_inter_item_r: 0.32}
        correlation: 0.2
    """,
    "norm": """
        people: 412
        date: "2026-11-25"
    """,
    "statement": """
        weight: 2
        answers:
          - {en: "No"}
          - {en: "Yes"}
    """,
    "situation": "weight: 2",
    "form": "minutes: 3",
    "reliability": """
        mean_inter_item_r: 0.32
        people: 412
    """,
    "correlation": """
        value: 0.2
        people: 412
    """,
    "level": """
        id: first-line
        name: {en: "first line"}
    """,
    "role": """
        levels: [first-line]
        people: 38
        answers_for:
          - {en: "The money of the day"}
        works_with:
          - {en: "Cooks, suppliers, the owner"}
        knows:
          - {en: "What hygiene asks for"}
        onward:
          - {en: "Several cafés, or one's own"}
    """,
    "source": 'attribution: {en: "Used under CC BY 4.0."}',
    "citation": 'note: {en: "what the day is like"}',
    "confusion": "names: [maître d'hôtel]",
    "topic": """
        sources:
          - id: practice
    """,
}
"""What the small beginning doesn't use, by the record that it can be added to."""

INTRODUCTION = """\
# Content: every field

For authors. A questionnaire is a folder with two files, `questions.yaml` and `roles.yaml`.

```sh
manager-quiz init DIR --small        # three roles and twelve questions to begin with
manager-quiz check DIR               # what is wrong, file and line; --json has all of it
manager-quiz take --data DIR         # try it
manager-quiz audit DIR               # does it find people's roles? what to change first
```

`init` without `--small` copies all that is shipped. How a question is written and tried out is in
[questions.md](questions.md), what the figures mean in [measurement.md](measurement.md).

**Text in every language** is a mapping with one text for each of the `languages`:
`{en: "Yes", ru: "Да"}`. **Text** alone is the same in all of them. Put texts in quotation marks
that YAML would read as something else: `yes`, `no`, `on` and `off`, numbers, and whatever has a
colon or a `#` in it. An **id** is a text, best a short one of small Latin letters, digits and
hyphens; two entries of a list never have the same. Nothing but mappings, lists and plain values
is read: no tags, no aliases (`*name`), no key twice, at most 5 MB a file.

In the tables *needed* stands where a key can't be left out, and – where leaving it out means
nothing. The examples are taken from what `init --small` writes; *also* is added to them.
"""


class Example(NamedTuple):
    """A record in the small beginning: what it says, and the lines that it stands on."""

    value: dict[str, Any]
    lines: list[str]


def records(record: Record) -> list[Record]:
    """The record and all that it is made of, each once."""
    found = [record]
    for each in found:
        parts = [inside for key in each.keys for inside in key.type.inside if inside not in found]
        at = found.index(each) + 1
        found[at:at] = list(dict.fromkeys(parts))
    return found


def examples() -> dict[str, Example]:
    """For each record, by its words, the entry of the small beginning that has most keys."""
    best: dict[str, Example] = {}
    for name, root in ROOTS.items():
        text = (BEGUN / name).read_text("utf-8")
        node, value = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
        for record, each, content in mappings((root,), node, value):
            if record.words not in best or len(content) > len(best[record.words].value):
                lines = lines_of(each, text)
                if record is root:
                    of_parts = [key.name for key in root.keys if key.type.inside]
                    pairs = [pair for pair in each.value if pair[0].value not in of_parts]
                    lines = [line for pair in pairs for line in lines_of(pair[1], text, pair[0])]
                best[record.words] = Example(content, lines)
    return best


def lines_of(node: yaml.Node, text: str, key: yaml.Node | None = None) -> list[str]:
    """The lines that a value stands on, with its key; without comments that follow it."""
    on_its_line = node.id == "scalar" or node.flow_style
    end = node.end_mark.line + (1 if on_its_line else 0)
    lines = text.splitlines()[(key or node).start_mark.line : end]
    while not lines[-1].strip() or lines[-1].strip().startswith("#"):
        lines.pop()
    return lines


def mappings(
    inside: tuple[Record, ...], node: yaml.Node, value: Any
) -> Iterator[tuple[Record, yaml.Node, dict[str, Any]]]:
    """Every mapping in a value that is one of these records, or in one of them."""
    if isinstance(value, list):
        for part, content in zip(node.value, value, strict=True):
            yield from mappings(inside, part, content)
    elif isinstance(value, dict) and inside:
        record = next((each for each in inside if set(each.required) <= set(value)), None)
        if record is not None:
            yield record, node, value
        types = {key.name: key.type.inside for key in record.keys} if record else {}
        for (key, part), content in zip(node.value, value.values(), strict=True):
            yield from mappings(types.get(key.value, ()) if record else inside, part, content)


def more(record: Record) -> str:
    """What is added to the example of this record."""
    return dedent(MORE.get(record.words, "")).strip()


def default(value: Any) -> str:
    """What holds where a key is left out, in words."""
    if value is ...:
        return "needed"
    if isinstance(value, Reliability | Correlation):
        value = value[0]
    return "–" if value in (None, "", (), {}) and value is not False else f"`{value}`".lower()


def section(record: Record, example: Example | None, heading: str) -> str:
    """A record as a table of its keys, with an example of it."""
    rows = ["| key | value | if left out | what it means |", "|---|---|---|---|"]
    for key in record.keys:
        words = key.type.words
        for inside in key.type.inside:
            anchor = inside.words.replace(" ", "-")
            words = words.replace(inside.words, f"[{inside.words}](#{anchor})")
        rows.append(f"| `{key.name}` | {words} | {default(key.default)} | {key.meaning} |")
    parts = [heading, "\n".join(rows)]
    if example is not None:
        parts.append(f"```yaml\n{dedent(chr(10).join(example.lines))}\n```")
    if more(record):
        parts.append(f"{'Also:' if example else 'For example:'}\n\n```yaml\n{more(record)}\n```")
    return "\n\n".join(parts)


def reference() -> str:
    """The whole page."""
    best = examples()
    parts = [INTRODUCTION.strip()]
    for name, root in ROOTS.items():
        for each in records(root):
            title = f"## {name}" if each is root else f"### {each.words.capitalize()}"
            parts.append(section(each, best.get(each.words), title))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
