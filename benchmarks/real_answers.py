"""How well answers of real people point to their own field, by our rule and by its rivals.

    python benchmarks/real_answers.py FILE [--seed 1] [--assumed] [--json]

FILE is a CSV file (or .csv.gz) of answers to the 48 RIASEC statements R1 to C8, 1 to 5 with 0 for
missing, and a column `major`. One half of the people sets the norms and the fields' levels, and
what is measured of reliability and correlation; the other half is run through the product, with
the fields as roles. `--assumed` takes reliability, correlation and sharpness as they are shipped.
"""

import argparse
import csv
import gzip
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from manager_quiz import load_catalog
from manager_quiz.catalog.model import Catalog
from manager_quiz.measurement.assessment import Assessor
from manager_quiz.measurement.audit import OURS, rankings
from manager_quiz.measurement.findings import VERDICTS
from manager_quiz.measurement.key import Floats
from manager_quiz.measurement.resemblance import normal_share, resemblance
from manager_quiz.measurement.scoring import score

SCALES = {
    "R": "Realistic",
    "I": "Investigative",
    "A": "Artistic",
    "S": "Social",
    "E": "Enterprising",
    "C": "Conventional",
}
ITEMS = [f"{scale}{number}" for scale in SCALES for number in range(1, 9)]
LEAST = 30
"""The fewest people of a field in each half."""
OLD = "squared-distance"


def refused(message: str) -> SystemExit:
    """Says on stderr why the input can't be used; exit code 2."""
    print(message, file=sys.stderr)
    return SystemExit(2)


def read(file: Path) -> tuple[np.ndarray, np.ndarray, dict[str, int]]:
    """Answers 1 to 5 `[person, item]`, fields `[person]`, and how many rows were left out, why."""
    opened = gzip.open if file.suffix == ".gz" else open
    rows, fields = [], []
    out = {"an answer missing": 0, "an answer that isn't 1 to 5": 0, "no field": 0}
    with opened(file, "rt", encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        absent = [name for name in (*ITEMS, "major") if name not in (reader.fieldnames or ())]
        if absent:
            raise refused(f"{file}: no column {', '.join(absent)}")
        for row in reader:
            given = [(row[item] or "").strip() for item in ITEMS]
            field = (row["major"] or "").strip()
            if not field:
                out["no field"] += 1
            elif any(each in ("", "0") for each in given):
                out["an answer missing"] += 1
            elif any(each not in ("1", "2", "3", "4", "5") for each in given):
                out["an answer that isn't 1 to 5"] += 1
            else:
                rows.append([int(each) for each in given])
                fields.append(field)
    return np.array(rows, dtype=np.int8).reshape(-1, len(ITEMS)), np.array(fields), out


def questionnaire(answers: np.ndarray, fields: np.ndarray, assumed: bool) -> Catalog:
    """The fields as roles of a questionnaire, as these people are, by the product's own loader."""
    items = (answers - 1) / 4
    scores = 100 * items.reshape(len(items), len(SCALES), 8).mean(axis=2)
    people = len(items)
    questions: dict[str, Any] = {
        "version": "real answers",
        "languages": ["en"],
        "prompt": {"en": "How much would you like it?"},
        "answers": [{"en": str(step)} for step in range(1, 6)],
        "scales": [
            {
                "id": id,
                "kind": "interest",
                "name": {"en": name},
                "norm": {
                    "mean": float(scores[:, index].mean()),
                    "sd": float(scores[:, index].std(ddof=1)),
                    "people": people,
                },
            }
            for index, (id, name) in enumerate(SCALES.items())
        ],
        "items": [{"id": item, "scale": item[0], "text": {"en": item}} for item in ITEMS],
        "forms": [{"id": "full", "name": {"en": "Full"}, "items": ITEMS}],
    }
    if not assumed:
        r = float(
            np.mean(
                [
                    np.corrcoef(items[:, 8 * n : 8 * n + 8].T)[np.triu_indices(8, 1)].mean()
                    for n in range(len(SCALES))
                ]
            )
        )
        true = np.corrcoef(scores.T) / (8 * r / (1 + 7 * r))
        true = np.round((true + true.T) / 2, 6)
        np.fill_diagonal(true, 1.0)
        questions["reliability"] = {"mean_inter_item_r": r, "people": people}
        questions["correlation"] = {"value": true.tolist(), "people": people}
    roles = []
    for field in np.unique(fields):
        own = fields == field
        role: dict[str, Any] = {
            "id": field.replace(" ", "-"),
            "name": {"en": str(field)},
            "profile": {
                id: {"level": float(scores[own, index].mean())} for index, id in enumerate(SCALES)
            },
        }
        if not assumed:
            role["people"] = int(own.sum())
        roles.append(role)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "questions.yaml").write_text(yaml.safe_dump(questions), encoding="utf-8")
        (folder / "roles.yaml").write_text(yaml.safe_dump({"roles": roles}), encoding="utf-8")
        return load_catalog(folder)


def auc(value: Floats, own: np.ndarray) -> float:
    """How often one of the people has a higher value than one of the others; ties count half."""
    _, at, counts = np.unique(np.round(value, 9), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[at]
    n = own.sum()
    return float((ranks[own].sum() - n * (n + 1) / 2) / (n * (len(own) - n)))


def figures(answers: np.ndarray, fields: np.ndarray, seed: int, assumed: bool) -> dict[str, Any]:
    """All figures, of people not used for setting levels."""
    order = np.random.default_rng(seed).permutation(len(answers))
    norming, testing = order[: len(order) // 2], order[len(order) // 2 :]
    names, counts = np.unique(fields[norming], return_counts=True)
    few = [str(name) for name, count in zip(names, counts, strict=True) if count < LEAST]
    few += [str(name) for name in np.unique(fields) if (fields[testing] == name).sum() < LEAST]
    if few:
        raise refused(f"Fewer than {LEAST} people in a half: {', '.join(sorted(set(few)))}")
    catalog = questionnaire(answers[norming], fields[norming], assumed)
    assessor = Assessor(catalog, catalog.forms[0], top=len(catalog.roles))
    key, targets = assessor.key, assessor.targets
    scores = score(key, (answers[testing] - 1).astype(np.int8))
    found = resemblance(key, targets, scores)
    assessed = assessor.assess((answers[testing] - 1).astype(np.int8))
    role = np.searchsorted(names, fields[testing])
    each = np.bincount(role)
    people = np.arange(len(role))

    def balanced(hit: np.ndarray) -> float:
        return float((np.bincount(role, hit) / each).mean())

    # The old fit: the share of people (those of the norming half) who are further away.
    norm_z = (score(key, (answers[norming] - 1).astype(np.int8)).score - key.means) / key.sds
    fits = np.empty(found.value.shape)
    for place, level in enumerate(targets.levels):
        far = np.sort(((norm_z - level) ** 2).sum(axis=1))
        here = ((found.z - level) ** 2).sum(axis=1)
        fits[:, place] = 100 * (1 - np.searchsorted(far, here, side="right") / len(far))
    length = np.linalg.norm(found.z, axis=1, keepdims=True)
    centred = np.linalg.norm(found.z - found.z.mean(axis=1, keepdims=True), axis=1, keepdims=True)
    matches = {OURS: 100 * normal_share(found.value), OLD: fits}
    scaled = {"cosine": length, "correlation": centred}
    marked = (found.z**2).sum(axis=1)
    flat_tenth = marked <= np.quantile(marked, 0.1)
    most_tenth = marked >= np.quantile(marked, 0.9)
    rules = {}
    for name, value in rankings(key, targets, scores).items():
        place = (np.argsort(-np.round(value, 9), axis=1, kind="stable") == role[:, None]).argmax(1)
        # Between people the order needs what rankings may leave out of each person's row.
        compared = matches.get(name, value / np.maximum(scaled.get(name, 1.0), 1e-9))
        by_field = [auc(compared[:, n], role == n) for n in range(len(names))]
        own = matches[name][people, role] if name in matches else None
        rules[name] = {
            "first": balanced(place == 0),
            "top3": balanced(place < 3),
            "auc": float(np.average(by_field, weights=each)),
            "auc_fields": float(np.mean(by_field)),
            "match": None if own is None else float(own.mean()),
            "match_marked": None if own is None else float(own[most_tenth].mean()),
            "match_flat": None if own is None else float(own[flat_tenth].mean()),
        }
    place = (assessed.roles == role[:, None]).argmax(axis=1)
    return {
        "people": len(testing),
        "norming": len(norming),
        "fields": len(names),
        "seed": seed,
        "assumed": assumed,
        "rules": rules,
        "chance_of_first": float(assessed.chance[:, 0].mean()),
        "first_right": float((place == 0).mean()),
        "first_right_balanced": balanced(place == 0),
        "chance_of_first_balanced": balanced(assessed.chance[:, 0]),
        "in_set": float((place < assessed.best_set_size).mean()),
        "in_set_balanced": balanced(place < assessed.best_set_size),
        "set_size": float(assessed.best_set_size.mean()),
        "no_pattern": float((assessed.verdict == VERDICTS.index("no-pattern")).mean()),
    }


def markdown(found: dict[str, Any]) -> str:
    """The figures as a Markdown table."""
    lines = [
        "| rule | own field first | among the first three | AUC, mean over fields | "
        "AUC, fields weighted by people | own match | "
        "most marked tenth | flattest tenth |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, rule in found["rules"].items():
        shares = [f"{100 * rule[each]:.0f} %" for each in ("first", "top3")]
        aucs = [f"{rule[each]:.3f}" for each in ("auc_fields", "auc")]
        matches = [rule[each] for each in ("match", "match_marked", "match_flat")]
        shown = ["–" if each is None else f"{each:.0f}" for each in matches]
        lines.append(f"| {' | '.join([name, *shares, *aucs, *shown])} |")
    lines += [
        "",
        f"{found['people']:,} people, {found['fields']} fields; norms and levels from "
        f"{found['norming']:,} others. Shares are means over the fields. "
        "Marked: the sum of squared z.",
        "",
        f"Chance of the first {found['chance_of_first']:.3f}, right {found['first_right']:.3f} "
        f"(over fields {found['chance_of_first_balanced']:.3f}, "
        f"{found['first_right_balanced']:.3f}); the 90 % set holds the own field for "
        f"{100 * found['in_set']:.1f} % (over fields {100 * found['in_set_balanced']:.1f} %), "
        f"{found['set_size']:.1f} fields long; no pattern {100 * found['no_pattern']:.1f} %.",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--assumed", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    try:
        answers, fields, out = read(options.file)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise refused(f"{options.file}: {error}") from None
    for reason, count in out.items():
        if count:
            print(f"{count:,} rows left out: {reason}", file=sys.stderr)
    if not len(answers):
        raise refused(f"{options.file}: no row can be used")
    found = figures(answers, fields, options.seed, options.assumed)
    found["left_out"] = out
    print(json.dumps(found, indent=2) if options.json else markdown(found))


if __name__ == "__main__":
    main()
