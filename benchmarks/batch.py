"""Scoring many sheets: `score`, beside the scripts an analyst would write, and reading the bytes.

    python benchmarks/batch.py [--people 10000,100000,1000000] [--runs 5] [--update docs/speed.md]

Needs pandas besides manager-quiz[batch]. All programs run in turn, RUNS times; medians of wall
time and peak memory are printed as ratios to `bare/with_polars.py`. The scripts follow the same
rule and write as many decimals, but do less: they check no row, allow for no missing answer, and
give no chances, no places and no flags. `--update` writes the table into a document, between its
markers. 900 roles stands for another questionnaire: 48 statements on six scales, the first five of
900 roles, 100,000 people. At the end `score` alone is run on sheets that each lack other answers.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import yaml

from manager_quiz import load_catalog
from manager_quiz.catalog.model import Catalog, Form
from manager_quiz.measurement.key import role_targets, scoring_key
from manager_quiz.measurement.resemblance import precision

BARE = Path(__file__).with_name("bare")
READ = "import sys\nwith open(sys.argv[1], 'rb') as f:\n    while f.read(1 << 22): pass"
IMPORT = "import manager_quiz.commands.app, numpy, polars"
PROGRAMS = ("score", "Polars and NumPy", "pandas", "reading the bytes", "importing the libraries")
MARKS = ("<!-- batch benchmark -->", "<!-- end of batch benchmark -->")


def make_sheets(
    catalog: Catalog, form: Form, people: int, file: Path, *, gaps: bool = False
) -> None:
    """A thousand made people who mean what they say, shuffled and repeated.

    With `gaps` each sheet lacks some answers, one in twenty, each others.
    """
    rng = np.random.default_rng(1)
    scales = [scale.id for scale in catalog.scales]
    truth = rng.normal(0, 0.25, size=(1000, len(scales)))
    columns = []
    for item in catalog.form_items(form):
        last = len(item.choices) - 1
        lean = truth[:, scales.index(item.scale)] * (-1 if item.reverse else 1)
        place = np.rint((0.55 + lean + rng.normal(0, 0.25, 1000)) * last)
        answers = np.array([str(choice.answer) for choice in item.choices])
        columns.append(answers[np.clip(place, 0, last).astype(int)])
    cells = np.array(columns, dtype=object).T
    bodies = [",".join(row) for row in cells]
    with file.open("w", encoding="utf-8") as out:
        out.write("id," + ",".join(form.items) + "\n")
        for start in range(0, people, 1000):
            order = rng.permutation(1000)[: people - start]
            if gaps:
                lacking = np.where(rng.random(cells.shape) < 0.05, "", cells)
                bodies = [",".join(row) for row in lacking]
            out.writelines(f"p{start + n},{bodies[who]}\n" for n, who in enumerate(order))


def write_key(catalog: Catalog, form: Form, top: int, file: Path) -> None:
    """What the bare scripts need to know."""
    key, targets = scoring_key(catalog, form), role_targets(catalog)
    levels = key.means + key.sds * targets.levels
    inverse = precision(
        key, np.ones((1, len(key.scales)), dtype=bool), key.noise / key.norm_lengths
    )
    covariance = np.linalg.inv([inverse.times(row)[0] for row in np.eye(len(key.scales))])
    items = {
        item.id: {
            str(scale): {
                str(choice.answer): float(point)
                for choice, point in zip(item.choices, given, strict=True)
            }
            for scale, given in points
        }
        for item, points in zip(catalog.form_items(form), key.points, strict=True)
    }
    told = {
        "scales": key.scales,
        "items": items,
        "possible": key.ranges.sum(axis=0).tolist(),
        "means": key.means.tolist(),
        "sds": key.sds.tolist(),
        "levels": levels.tolist(),
        "covariance": covariance.tolist(),
        "roles": targets.roles,
        "top": top,
    }
    file.write_text(json.dumps(told))


def make_questionnaire(folder: Path) -> Path:
    """Six scales, 900 roles."""
    rng = np.random.default_rng(2)
    folder.mkdir()
    scales = list("riasec")
    questions = {
        "version": "1",
        "languages": ["en"],
        "answers": [{"en": str(step)} for step in range(1, 6)],
        "scales": [
            {"id": id, "kind": "interest", "name": {"en": id}, "norm": {"mean": 50, "sd": 20}}
            for id in scales
        ],
        "items": [
            {"id": f"{scale}{n}", "scale": scale, "text": {"en": "…"}}
            for scale in scales
            for n in range(8)
        ],
        "forms": [
            {
                "id": "all",
                "name": {"en": "All"},
                "items": [f"{scale}{n}" for n in range(8) for scale in scales],
            }
        ],
    }
    levels = rng.integers(10, 90, size=(900, 6))
    roles = [
        {
            "id": f"role{n}",
            "name": {"en": f"Role {n}"},
            "profile": {id: {"level": int(x)} for id, x in zip(scales, row, strict=True)},
        }
        for n, row in enumerate(levels)
    ]
    (folder / "questions.yaml").write_text(yaml.safe_dump(questions))
    (folder / "roles.yaml").write_text(yaml.safe_dump({"roles": roles}))
    return folder


def measure(command: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of a command."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        _pid, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(f"{command}: exit code {running.returncode}")
    return time.perf_counter() - start, used.ru_maxrss / 1024


def compare(
    catalog: Catalog, form: Form, data: Path | None, people: int, top: int, runs: int, folder: Path
) -> dict[str, tuple[float, float]]:
    """Medians of seconds and megabytes by program."""
    sheets, key = folder / f"{form.id}-{people}.csv", folder / f"{form.id}.json"
    make_sheets(catalog, form, people, sheets)
    write_key(catalog, form, top, key)
    program = str(Path(sys.executable).with_name("manager-quiz"))
    out = str(folder / "out.csv")
    bare = [str(key), str(sheets), out]
    own = ["--data", str(data)] if data else []
    commands = {
        "score": [program, "score", str(sheets), "-o", out, "--force", "--top", str(top), *own],
        "Polars and NumPy": [sys.executable, str(BARE / "with_polars.py"), *bare],
        "pandas": [sys.executable, str(BARE / "with_pandas.py"), *bare],
        "reading the bytes": [sys.executable, "-c", READ, str(sheets)],
        "importing the libraries": [sys.executable, "-c", IMPORT],
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _run in range(runs):
        for name, command in commands.items():
            taken[name].append(measure(command))
    sheets.unlink()
    return {
        name: (statistics.median(t for t, _m in each), statistics.median(m for _t, m in each))
        for name, each in taken.items()
    }


def gaps(catalog: Catalog, form: Form, people: int, runs: int, folder: Path) -> str:
    """How many times as long `score` takes where each sheet lacks other answers."""
    program = str(Path(sys.executable).with_name("manager-quiz"))
    files = [folder / "whole.csv", folder / "gaps.csv"]
    for file in files:
        make_sheets(catalog, form, people, file, gaps=file.stem == "gaps")
    taken = [
        [
            measure([program, "score", str(file), "-o", str(folder / "o.csv"), "--force"])[0]
            for file in files
        ]
        for _run in range(runs)
    ]
    whole, lacking = (statistics.median(each) for each in zip(*taken, strict=True))
    return (
        f"Where each of {people:,} sheets lacks other answers, `score` takes "
        f"{lacking / whole:.2f} times as long."
    )


def table(results: dict[str, dict[str, tuple[float, float]]]) -> str:
    """Time and memory as ratios to the Polars script, in Markdown."""
    heads = [f"{name}: time | memory" for name in results]
    lines = ["| | " + " | ".join(heads) + " |", "|---|" + "---:|---:|" * len(results)]
    for program in PROGRAMS:
        cells = []
        for medians in results.values():
            (seconds, size), (base, base_size) = medians[program], medians["Polars and NumPy"]
            cells.append(f"{seconds / base:.2f} | {size / base_size:.2f}")
        shown = f"`{program}`" if program == "score" else program
        lines.append(f"| {shown} | " + " | ".join(cells) + " |")
    told = [
        f"{name}: {medians['score'][0]:.2f} s, {medians['score'][1]:.0f} MB"
        for name, medians in results.items()
    ]
    return "\n".join([*lines, "", "`score` itself took: " + "; ".join(told) + "."])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", default="10000,100000,1000000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--update", type=Path)
    asked = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shipped = load_catalog()
        full = shipped.form_by_id["full"]
        for people in map(int, asked.people.split(",")):
            results[f"{people:,}"] = compare(shipped, full, None, people, 3, asked.runs, folder)
        own = make_questionnaire(folder / "own")
        catalog = load_catalog(own)
        results["900 roles"] = compare(
            catalog, catalog.forms[0], own, 100_000, 5, asked.runs, folder
        )
        largest = max(map(int, asked.people.split(",")))
        told = gaps(shipped, full, largest, asked.runs, folder)
    written = f"{table(results)}\n\n{told}"
    sys.stdout.write(written + "\n")
    if asked.update:
        text = asked.update.read_text(encoding="utf-8")
        before, rest = text.split(MARKS[0])
        _old, after = rest.split(MARKS[1])
        new = f"{before}{MARKS[0]}\n\n{written}\n\n{MARKS[1]}{after}"
        asked.update.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
