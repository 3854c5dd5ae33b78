"""`check` warns of roles that are hardly to be told from people in general."""

import re
from pathlib import Path

import numpy as np
import pytest

from manager_quiz.catalog.load import load_catalog
from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.resemblance import DISTINCT_ENOUGH, distinctness
from program import SMALL, Run


def by_hand(catalog: Catalog) -> dict[str, float]:
    """sqrt(t' Sigma^-1 t) with a matrix that is inverted as it stands."""
    r, rho = catalog.reliability.mean_inter_item_r, catalog.correlation.value
    assert isinstance(rho, float)
    # Every scale's longest form has as many items of like weight as it counts for.
    lengths = []
    for scale in catalog.scales:
        weights = []
        for form in catalog.forms:
            given = [
                item.weight * float(np.ptp([each.points.get(scale.id, 0) for each in item.choices]))
                for item in catalog.form_items(form)
            ]
            if sum(given):
                weights.append(sum(given) ** 2 / sum(each**2 for each in given))
        lengths.append(max(weights))
    reliable = np.array([k * r / (1 + (k - 1) * r) for k in lengths])
    covariance = rho * np.sqrt(np.outer(reliable, reliable))
    np.fill_diagonal(covariance, 1.0)
    levels = {
        role.id: np.array([(role.profile[s.id].level - s.mean) / s.sd for s in catalog.scales])
        for role in catalog.roles
    }
    return {id: float(np.sqrt(t @ np.linalg.inv(covariance) @ t)) for id, t in levels.items()}


@pytest.mark.parametrize("folder", [None, SMALL], ids=["shipped", "small"])
def test_it_is_what_an_inverted_matrix_says(folder: Path | None) -> None:
    catalog = load_catalog(folder)
    assert distinctness(catalog) == pytest.approx(by_hand(catalog))


def test_the_shipped_roles_stand_out(run: Run, english: Catalog) -> None:
    assert min(distinctness(english).values()) > 1
    outcome = run("check")
    assert (outcome.code, outcome.err) == (0, "")


def with_levels(folder: Path, *levels: float) -> None:
    """Gives the last of the small questionnaire's roles other levels."""
    file = folder / "roles.yaml"
    head, tail = file.read_text("utf-8").split("  - id: hr-manager")
    given = iter(levels)
    tail = re.sub(r"level: \d+", lambda _: f"level: {next(given)}", tail, count=3)
    file.write_text(head + "  - id: hr-manager" + tail, "utf-8")


@pytest.mark.parametrize("option", [(), ("--json",)], ids=["text", "json"])
def test_a_role_at_the_norms_is_warned_of_and_no_fault(
    run: Run, small: Path, option: tuple[str, ...]
) -> None:
    before = run("check", SMALL, *option)
    with_levels(small, 60, 60, 55)
    outcome = run("check", small, *option)
    assert outcome.code == 0
    assert outcome.err.startswith("Warning: the levels of hr-manager are the norms on every scale")
    assert outcome.err.count("\n") == 1
    assert len(outcome.out.splitlines()) == len(before.out.splitlines())


def test_a_role_that_hardly_stands_out_is_warned_of_with_its_figure(run: Run, small: Path) -> None:
    with_levels(small, 62, 60, 58)
    found = distinctness(load_catalog(small))["hr-manager"]
    assert 0 < found < DISTINCT_ENOUGH
    outcome = run("check", small)
    assert outcome.code == 0
    assert outcome.err.startswith("Warning: hardly anything sets hr-manager apart")
    assert f"({found:.2f}; at least 0.50 is needed)" in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_role_that_stands_out_enough_is_not_warned_of(run: Run, small: Path) -> None:
    with_levels(small, 67, 66, 66)
    assert distinctness(load_catalog(small))["hr-manager"] >= DISTINCT_ENOUGH
    assert run("check", small).err == ""
