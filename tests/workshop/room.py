"""People who join a workshop at the same moment: `python room.py FOLDER FIRST LAST`.

Each has a process of its own, forked off one that has everything imported. Prints a line of JSON
for each: how it ended, and what it wrote.
"""

import functools
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[1]))

from workshop_people import environment, some_answers, typed

from manager_quiz.catalog import load
from program import Outcome, run_program


def all_at_once(folder: Path, people: range, home: Path) -> list[Outcome]:
    """Lets them join; how each of them ended."""
    room = subprocess.run(
        [sys.executable, __file__, folder, str(people.start), str(people.stop)],
        capture_output=True,
        env=environment(home),
        timeout=100,
        check=True,
    )
    return [Outcome(*json.loads(line)) for line in room.stdout.splitlines()]


def main(folder: str, people: range) -> None:
    for name in ("commands.workshop.join", "measurement.assessment"):
        importlib.import_module(f"manager_quiz.{name}")
    os.fsync = lambda _file: None
    load.parse_yaml = functools.lru_cache(load.parse_yaml)
    load.load_catalog(language="en")
    answers = [typed(some_answers(seed)).encode() for seed in people]
    gate, key = os.pipe()
    ends = []
    for stdin in answers:
        read, write = os.pipe()
        ends.append(read)
        if os.fork() == 0:
            os.close(key)
            os.read(gate, 1)  # until everybody is there
            done = run_program("workshop", "join", folder, "--once", "--plain", stdin=stdin)
            os.write(write, json.dumps(done).encode())
            os._exit(0)
        os.close(write)
    os.close(key)
    for end in ends:
        with os.fdopen(end, "rb") as told:
            print(told.read().decode())


if __name__ == "__main__":
    main(sys.argv[1], range(int(sys.argv[2]), int(sys.argv[3])))
