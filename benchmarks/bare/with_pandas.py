"""What an analyst would write with pandas: scores, resemblances, the first roles.

    python with_pandas.py KEY.json ANSWERS.csv OUT.csv

No check of the rows, no missing answers, no chances, no places, no flags. KEY.json is made by
../batch.py.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

key = json.loads(Path(sys.argv[1]).read_text())
frame = pd.read_csv(sys.argv[2])
scales, top = key["scales"], key["top"]

earned = np.zeros((len(frame), len(scales)))
for item, given in key["items"].items():
    column = frame[item]
    for scale, points in given.items():
        if column.dtype == "int64":
            gained = np.array([0.0, *points.values()])[column.to_numpy()]
        else:
            gained = column.map(points).to_numpy()
        earned[:, int(scale)] += gained
score = pd.DataFrame(100 * earned / np.array(key["possible"]), columns=scales)

z = ((score - key["means"]) / key["sds"]).to_numpy()
t = (np.array(key["levels"]) - np.array(key["means"])) / np.array(key["sds"])
weights = np.linalg.solve(np.array(key["covariance"]), t.T)
weights /= np.sqrt((t.T * weights).sum(axis=0))
resemblance = z @ weights
first = (-resemblance).argsort(axis=1)[:, :top]

score = score.round(1)
score.insert(0, "id", frame["id"])
roles = np.array(key["roles"])
for place in range(top):
    score[f"role_{place + 1}"] = roles[first[:, place]]
    found = resemblance[np.arange(len(frame)), first[:, place]]
    score[f"resemblance_{place + 1}"] = found.round(3)
score.to_csv(sys.argv[3], index=False)
