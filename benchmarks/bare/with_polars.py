"""What an analyst would write with Polars and NumPy: scores, resemblances, the first roles.

    python with_polars.py KEY.json ANSWERS.csv OUT.csv

No check of the rows, no missing answers, no chances, no places, no flags. KEY.json is made by
../batch.py.
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
weights = np.linalg.solve(np.array(key["covariance"]), t.T)
weights /= np.sqrt((t.T * weights).sum(axis=0))
resemblance = z @ weights
first = np.argpartition(-resemblance, top, axis=1)[:, :top]
first = np.take_along_axis(
    first, (-np.take_along_axis(resemblance, first, axis=1)).argsort(axis=1), axis=1
)

columns = {"id": frame["id"]}
columns |= {scale: np.round(score[:, i], 1) for i, scale in enumerate(scales)}
roles = pl.Series(key["roles"])
for place in range(top):
    columns[f"role_{place + 1}"] = roles.gather(first[:, place])
    found = resemblance[np.arange(people), first[:, place]]
    columns[f"resemblance_{place + 1}"] = np.round(found, 3)
pl.DataFrame(columns).write_csv(sys.argv[3])
