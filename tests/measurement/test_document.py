"""docs/measurement.md belongs to the shipped content and to the method as it is."""

import re
from pathlib import Path

import pytest

from manager_quiz.commands.audit import BEGIN, END

DOCUMENT = Path(__file__).parents[2] / "docs" / "measurement.md"


def figures():
    text = DOCUMENT.read_text(encoding="utf-8")
    return text[text.index(BEGIN) : text.index(END)]


def test_the_figures_belong_to_the_shipped_content(shipped):
    """After any change of data/: manager-quiz audit --update docs/measurement.md --lang en"""
    (sha256,) = re.findall(r"sha256 ([0-9a-f]{64})", figures())
    assert sha256 == shipped.sha256
    assert f"Content {shipped.version}," in figures()


@pytest.mark.parametrize("assumed", [r"\.30", r"\.25", "two thirds", "60", "15", "55", "20"])
def test_what_is_assumed_is_said(assumed):
    text = DOCUMENT.read_text(encoding="utf-8")
    box = text[text.index("Assumed, not measured") : text.index("## What real answers say")]
    assert re.search(assumed, box)


def test_the_assumptions_said_are_those_of_the_content(shipped):
    assert shipped.reliability.mean_inter_item_r == 0.30
    assert shipped.correlation == (0.25, None)
    assert {(scale.kind, scale.mean, scale.sd) for scale in shipped.scales} == {
        ("skill", 60, 15),
        ("interest", 55, 20),
    }
