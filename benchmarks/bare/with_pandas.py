"""What an analyst would write with pandas: scores, distances, the nearest roles.

    python with_pandas.py KEY.json ANSWERS.csv OUT.csv

No check of the rows, no missing answers, no fit, no flags. KEY.json is made by ../batch.py.
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
w = np.array(key["importances"])
if key["method"] == "correlation":
    z = z - z.mean(axis=1, keepdims=True)
    t = t - t.mean(axis=1, keepdims=True)
    z /= np.linalg.norm(z, axis=1, keepdims=True)
    t /= np.linalg.norm(t, axis=1, keepdims=True)
    distance = 1 - z @ t.T
else:
    distance = (z**2 @ w.T - 2 * z @ (w * t).T + (w * t**2).sum(axis=1)) / w.sum(axis=1)
nearest = distance.argsort(axis=1)[:, :top]

score.insert(0, "id", frame["id"])
roles = np.array(key["roles"])
for place in range(top):
    score[f"nearest_{place + 1}"] = roles[nearest[:, place]]
    score[f"distance_{place + 1}"] = distance[np.arange(len(frame)), nearest[:, place]]
score.to_csv(sys.argv[3], index=False)
