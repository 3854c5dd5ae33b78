"""How much memory `score` takes doesn't depend on how many sheets there are."""

import os
import subprocess
import sys

import polars as pl
import pytest
from sheets_for_tests import sheets

MORE = 48
"""Megabytes that ten times the sheets may take beside: most are their ids, sorted."""

STARTS = """import resource, subprocess, sys
subprocess.run(sys.argv[1:], stderr=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="tells no peak of memory")
@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("skipped", [0, 0.05])
def test_ten_times_the_sheets_take_no_more_memory(quick, tmp_path, ending, skipped):
    some = pl.DataFrame(sheets(*quick, 1000, skipped=skipped)).drop("id")
    peaks = []
    for thousands in (100, 1000):
        read = tmp_path / f"{thousands}.{ending}"
        table = pl.concat([some] * thousands).with_row_index("id")
        table.write_csv(read) if ending == "csv" else table.write_parquet(read)
        peaks.append(peak("score", read, "-o", tmp_path / f"out.{ending}", "--force"))
    assert peaks[1] < peaks[0] + MORE
    assert peaks[1] < 300


def peak(*arguments: object) -> float:
    """The most megabytes that the command had.

    Run by a small program of its own: a process is counted what the one that started it has.
    """
    command = [sys.executable, "-m", "manager_quiz", *map(str, arguments)]
    told = subprocess.run(
        [sys.executable, "-c", STARTS, *command], capture_output=True, text=True, check=True
    )
    return int(told.stdout) / (1024 * 1024 if sys.platform == "darwin" else 1024)
