"""Holds an interview and prints its outcome as JSON, for tests that run it in a terminal."""

import argparse
import json
import sys
from pathlib import Path

from manager_quiz.catalog.load import load_catalog
from manager_quiz.terminal.interview import Completed, hold_interview
from manager_quiz.terminal.screen import open_screen


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    parser.add_argument("--journals", type=Path)
    parser.add_argument("--lang", default="en")
    parser.add_argument("--form")
    parser.add_argument("--plain", action="store_true")
    given = parser.parse_args()
    screen = open_screen(given.lang, plain=given.plain)
    outcome = hold_interview(
        screen, load_catalog(given.data, given.lang), given.form, given.journals
    )
    if not isinstance(outcome, Completed):
        return 130 if outcome.stopped else 0
    print("DONE", json.dumps({"form": outcome.form, "answers": dict(outcome.answers)}))
    if outcome.journal is not None:
        outcome.journal.remove()
    return 0


if __name__ == "__main__":
    sys.exit(main())
