"""Computing time of one result for the full form, beyond importing NumPy.

    python benchmarks/assess.py [RUNS]

Each run (default 15) is a fresh Python that imports NumPy, reads the content, and only then
imports the measurement and assesses one sheet, for the first time; with one thread for
matrices, as the program has it. Prints medians. Aim: the result takes less than 150 ms.
"""

import statistics
import subprocess
import sys

ONE_RESULT = """
import os, time
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
started = time.perf_counter()
import numpy, numpy.random
imported = time.perf_counter()
import random
from manager_quiz.catalog.load import load_catalog
catalog = load_catalog()
form = catalog.form_by_id["full"]
chance = random.Random(1905)
items = catalog.form_items(form)
answers = {item.id: chance.choice(item.choices).answer for item in items}
ready = time.perf_counter()
from manager_quiz.measurement.assessment import assess
assess(catalog, form, answers)
print(imported - started, time.perf_counter() - ready)
"""


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    times = [_times() for _run in range(runs + 1)][1:]
    numpy, result = (1000 * statistics.median(column) for column in zip(*times, strict=True))
    print(f"importing NumPy  {numpy:6.0f} ms")
    print(f"one full result  {result:6.0f} ms, {result / numpy:.2f} x importing NumPy")


def _times() -> list[float]:
    run = subprocess.run(
        [sys.executable, "-c", ONE_RESULT], check=True, capture_output=True, text=True
    )
    return [float(each) for each in run.stdout.split()]


if __name__ == "__main__":
    main()
