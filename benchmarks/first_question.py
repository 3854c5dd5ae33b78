"""How soon the first question is on screen, beside a program that only asks one.

    python benchmarks/first_question.py [RUNS]

Both start in a pseudo-terminal, turn about, and the clock stops when the question can be read.
The other program imports Typer and questionary and asks one `select`. The aim: at most 2.2 times
its time (median). POSIX only.
"""

import os
import pty
import select
import statistics
import sys
import time

OTHER = """
import typer, questionary
app = typer.Typer()
@app.command()
def ask():
    questionary.select("Question 1 of 1", choices=["Yes", "No"]).unsafe_ask()
app()
"""
OURS = [
    sys.executable,
    "-m",
    "manager_quiz",
    "take",
    "--no-aspirations",
    "--no-history",
    "--lang",
    "en",
    "--form",
]
PROGRAMS = {
    "Typer + questionary, one question": [sys.executable, "-c", OTHER],
    "manager-quiz take --form quick": [*OURS, "quick"],
    "manager-quiz take --form full": [*OURS, "full"],
}
AIM = 2.2


def seconds_to_question(command: list[str]) -> float:
    """From the start of the process until the first question has been drawn."""
    environment = {**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TERM": "xterm-256color"}
    began = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(command[0], command, environment)
    drawn = b""
    while b"Question 1" not in drawn:
        ready, _, _ = select.select([terminal], [], [], 20)
        if not ready:
            raise SystemExit(f"No question within 20 s: {drawn!r}")
        try:
            drawn += os.read(terminal, 65536)
        except OSError:
            raise SystemExit(f"Ended without a question: {drawn!r}") from None
    took = time.perf_counter() - began
    os.write(terminal, b"\x03")
    while True:
        try:
            if not os.read(terminal, 65536):
                break
        except OSError:
            break
    os.waitpid(child, 0)
    os.close(terminal)
    return took


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for run in range(runs + 1):
        for name, command in PROGRAMS.items():
            took = seconds_to_question(command)
            if run:  # the first round only warms the caches
                times[name].append(took)
    medians = {name: statistics.median(each) for name, each in times.items()}
    floor = next(iter(medians.values()))
    for name, median in medians.items():
        spread = f"{min(times[name]) * 1000:.0f}-{max(times[name]) * 1000:.0f} ms"
        print(f"{name:<36} {median * 1000:6.0f} ms  x{median / floor:.2f}  ({spread}, {runs} runs)")
    return 0 if max(medians.values()) <= AIM * floor else 1


if __name__ == "__main__":
    sys.exit(main())
