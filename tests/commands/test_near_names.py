"""Who mistypes an id, a code or a name is told what is spelt alike."""

from pathlib import Path

import pytest

from program import Run

EXAMPLE = Path(__file__).parents[2] / "examples" / "dealmaker.yaml"


@pytest.fixture(autouse=True)
def kept(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A result that is kept under a code, in history and in a workshop."""
    monkeypatch.chdir(tmp_path)
    results = tmp_path / "home" / "results"
    results.mkdir(parents=True)
    assert run("take", "--answers", EXAMPLE, "-o", results / "blue-otter-42.json").code == 0
    assert run("workshop", "open", "Day").code == 0
    (tmp_path / "day" / "journals" / "jade-lark-17").mkdir(parents=True)


@pytest.mark.parametrize(
    "command",
    [
        ("history", "show", "blue-ottr-42"),
        ("history", "export", "Blue-otter-24", "-o", "x.html"),
        ("history", "compare", "blue-otter-4", "blue-otter-42"),
        ("history", "delete", "blue-other-42", "--yes"),
        ("verify", "blue-oter-42"),
        ("compare", "it-manager", "hr-manager", "--result", "blue-otte-42"),
    ],
    ids=" ".join,
)
def test_an_id_of_a_kept_result(run: Run, command: tuple[str, ...]) -> None:
    outcome = run(*command)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.endswith(" Did you mean: blue-otter-42?\n")


def test_a_code_of_a_workshop_to_erase(run: Run) -> None:
    outcome = run("workshop", "erase", "day", "jade-lark-71", "--yes")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.endswith(" Did you mean: jade-lark-17?\n")


def test_nobodys_code_is_given_away_to_whoever_wants_to_go_on(run: Run) -> None:
    typed = b"jade-lark-71\n12\n\n"
    outcome = run("workshop", "join", "day", "--once", "--plain", stdin=typed)
    assert "jade-lark-17" not in outcome.err + outcome.out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("it manger", "IT manager"), ("leadrship", "Leadership"), ("quik", "Quick")],
)
def test_whatever_is_described(run: Run, typed: str, meant: str) -> None:
    assert f"Did you mean: {meant}" in run("describe", typed).err


def test_what_is_like_nothing_gets_no_question(run: Run) -> None:
    assert "Did you mean" not in run("history", "show", "qwxz").err
