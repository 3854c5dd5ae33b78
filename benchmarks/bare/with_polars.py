"""What an analyst would write with Polars and NumPy: scores, distances, the nearest roles.

    python with_polars.py KEY.json ANSWERS.csv OUT.csv

No check of the rows, no missing answers, no fit, no flags. KEY.json is made by ../batch.py.
"""

import json
import sys
from pathlib import Path

import numpy as np
import polars as pl

key = json.loads(Path(sys.argv[1]).read_text())
frame = pl.read_csv(sys.argv[2])
people, scales, top = frame.height, key["scales"], key["top"]

earned = np.zeros((people, len(scales)))
for item, given in key["items"].items():
    column = frame[item]
    for scale, points in given.items():
        if column.dtype == pl.String:
            gained = column.replace_strict(points, return_dtype=pl.Float64).to_numpy()
        else:
            gained = np.array([0.0, *points.values()])[column.to_numpy()]
        earned[:, int(scale)] += gained
score = 100 * earned / np.array(key["possible"])

z = (score - np.array(key["means"])) / np.array(key["sds"])
t = (np.array(key["levels"]) - np.array(key["means"])) / np.array(key["sds"])
w = np.array(key["importances"])
if key["method"] == "correlation":
    z -= z.mean(axis=1, keepdims=True)
    t -= t.mean(axis=1, keepdims=True)
    z /= np.linalg.norm(z, axis=1, keepdims=True)
    t /= np.linalg.norm(t, axis=1, keepdims=True)
    distance = 1 - z @ t.T
else:
    distance = (z**2 @ w.T - 2 * z @ (w * t).T + (w * t**2).sum(axis=1)) / w.sum(axis=1)
nearest = np.argpartition(distance, top, axis=1)[:, :top]
nearest = np.take_along_axis(
    nearest, np.take_along_axis(distance, nearest, axis=1).argsort(axis=1), axis=1
)

columns = {"id": frame["id"]} | {scale: score[:, i] for i, scale in enumerate(scales)}
roles = pl.Series(key["roles"])
for place in range(top):
    columns[f"nearest_{place + 1}"] = roles.gather(nearest[:, place])
    columns[f"distance_{place + 1}"] = distance[np.arange(people), nearest[:, place]]
pl.DataFrame(columns).write_csv(sys.argv[3])
