"""In Russian, decimals have a comma, ranges a dash, and days are written as people write them."""

import re

import pytest

from program import SMALL, Run

ALLOWED = re.compile(
    r"\d\d\.\d\d\.\d{4}|20\d\d\.\d\d|O\\?\*NET\s+\d\d\.\d|BY\s+4\.0|https?://\S+|[0-9a-f]{12,}|\b\d\d-\d{4}\.\d\d"
    r"|\b\d{2}-\d{4}\b|[a-z]+-[a-z]+-\d\d"
)
DECIMAL_POINT = re.compile(r"\d\.\d")
HYPHEN_RANGE = re.compile(r"\d-\d")
LOOSE_PERCENT = re.compile(r"\d %")


def wrong(text: str) -> list[str]:
    """Figures that a Russian reader would stumble over, each in its surroundings."""
    text = ALLOWED.sub("", text)
    rules = (DECIMAL_POINT, HYPHEN_RANGE, LOOSE_PERCENT)
    found = [each for rule in rules for each in rule.finditer(text)]
    return [text[max(each.start() - 20, 0) : each.end() + 10] for each in found]


EXAMPLE = ("take", "--answers", "examples/dealmaker.yaml")


@pytest.mark.parametrize(
    "typed",
    [
        EXAMPLE,
        (*EXAMPLE, "--details"),
        (*EXAMPLE, "--details", "--plain"),
        ("describe", "it-manager"),
        ("describe", "quick"),
        ("compare", "it-manager", "hr-manager"),
        ("roles",),
        ("check",),
        ("audit", str(SMALL), "--people", "100"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("width", [60, 80])
def test_screens(run: Run, typed: tuple[str, ...], width: int) -> None:
    outcome = run(*typed, "--lang", "ru", width=width)
    assert outcome.code == 0
    assert wrong(outcome.out) == []


@pytest.mark.parametrize("ending", ["html", "md", "txt"])
def test_reports(run: Run, tmp_path, ending: str) -> None:
    file = tmp_path / f"report.{ending}"
    assert run(*EXAMPLE, "--lang", "ru", "-o", file).code == 0
    text = file.read_text("utf-8").partition("</style>")[2] or file.read_text("utf-8")
    assert wrong(re.sub(r"<[^>]*>", " ", text)) == []


def test_item_statistics(run: Run, tmp_path) -> None:
    items = ("depth-1", "depth-2", "talk-1", "talk-2", "product-1", "product-2", "talk-3")
    rows = [[*(1 + (n * step) % 2 for step in range(1, 7)), "abc"[n % 3]] for n in range(40)]
    sheet = tmp_path / "sheets.csv"
    lines = [",".join(items), *(",".join(map(str, row)) for row in rows)]
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    outcome = run("stats", sheet, "--data", SMALL, "--lang", "ru")
    assert outcome.code == 0
    assert re.search(r"\d,\d", outcome.out)
    assert wrong(outcome.out) == []
