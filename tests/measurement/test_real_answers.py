"""`benchmarks/real_answers.py` on made people, as the real file isn't part of the project."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "real_answers.py"
ITEMS = [f"{scale}{number}" for scale in "RIASEC" for number in range(1, 9)]
FIELDS = ("art history", "physics", "nursing", "trade")


def write(file: Path, apart: float) -> None:
    """150 people a field, who lie `apart` spreads from the others on one scale of their own."""
    rng = np.random.default_rng(5)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([*ITEMS, "major"])
        for place, field in enumerate(FIELDS):
            for _person in range(150):
                truth = rng.normal(0, 0.7, 6)
                truth[place] += apart
                given = np.rint(3 + np.repeat(truth, 8) + rng.normal(0, 0.7, 48))
                writer.writerow([*np.clip(given, 1, 5).astype(int), field])
        writer.writerow([0, *[3] * 47, "physics"])
        writer.writerow([*[3] * 48, ""])


def run(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), str(file), *options],
        capture_output=True,
        text=True,
        check=False,
    )


def found(file: Path, *options: str) -> dict[str, Any]:
    done = run(file, "--json", *options)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("options", [(), ("--assumed",)])
def test_fields_that_lie_apart_are_found(tmp_path: Path, options: tuple[str, ...]) -> None:
    write(tmp_path / "a.csv", 2.0)
    figures = found(tmp_path / "a.csv", *options)
    ours = figures["rules"]["resemblance"]
    assert figures["people"] + figures["norming"] == 600
    assert ours["first"] > 0.7
    assert ours["auc"] > 0.85
    for rule in figures["rules"].values():
        assert all(0 <= rule[each] <= 1 for each in ("first", "top3", "auc"))
    assert all(0 <= figures[each] <= 1 for each in ("chance_of_first", "in_set", "no_pattern"))
    assert 0 <= ours["match_flat"] <= 100


def test_fields_that_are_alike_are_not_found(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", 0.0)
    ours = found(tmp_path / "a.csv")["rules"]["resemblance"]
    assert ours["first"] < 0.4
    assert abs(ours["auc"] - 0.5) < 0.1


def test_rows_that_cannot_be_used_are_counted(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", 2.0)
    done = run(tmp_path / "a.csv")
    assert "1 rows left out: an answer missing" in done.stderr
    assert "1 rows left out: no field" in done.stderr
    assert "| resemblance |" in done.stdout


def test_a_file_without_the_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("R1,major\n3,law\n", encoding="utf-8")
    done = run(tmp_path / "a.csv")
    assert done.returncode == 2
    assert "no column R2" in done.stderr
    assert "Traceback" not in done.stderr
