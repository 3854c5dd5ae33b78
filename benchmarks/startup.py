"""Start-up time of every command, beside the floor that it stands on.

    python benchmarks/startup.py [RUNS]

Runs all programs in turn, RUNS times (default 21), and prints medians as ratios: to a bare
Python, and to a Typer program that does nothing (for `describe` and the like one that prints a
Rich table). Run it with the environment that manager-quiz is installed in, from a wheel: an
editable install reads its content from YAML, which is slower.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

NOTHING = """
import typer
app = typer.Typer(rich_markup_mode=None, add_completion=False)
@app.command()
def table() -> None:
    from rich.console import Console
    from rich.table import Table
    table = Table("a", "b")
    table.add_row("x", "y")
    Console().print(table)
@app.command()
def other() -> None: ...
app()
"""
EXAMPLE = str(Path(__file__).parents[1] / "examples" / "technologist.yaml")


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    program = str(Path(sys.executable).with_name("manager-quiz"))
    with tempfile.TemporaryDirectory() as folder:
        nothing = Path(folder) / "nothing.py"
        nothing.write_text(NOTHING)
        floor = [sys.executable, str(nothing)]
        programs = {
            "python -c pass": ([sys.executable, "-c", "pass"], None),
            "nothing --help": ([*floor, "--help"], None),
            "nothing, with a table": ([*floor, "table"], None),
            "--help": ([program, "--help"], "nothing --help"),
            "--version": ([program, "--version"], "nothing --help"),
            "roles": ([program, "roles"], "nothing, with a table"),
            "describe it-manager": ([program, "describe", "it-manager"], "nothing, with a table"),
            "take --answers": (
                [program, "take", "--answers", str(EXAMPLE)],
                "nothing, with a table",
            ),
        }
        times: dict[str, list[float]] = {name: [] for name in programs}
        for _run in range(runs + 1):
            for name, (command, _base) in programs.items():
                times[name].append(_seconds(command))
    medians = {name: statistics.median(each[1:]) for name, each in times.items()}
    print(f"{'':24}{'ms':>6}{'x python':>10}{'x nothing':>11}")
    for name, (_command, base) in programs.items():
        ratio = f"{medians[name] / medians[base]:10.2f}" if base else ""
        bare = medians[name] / medians["python -c pass"]
        print(f"{name:24}{1000 * medians[name]:6.0f}{bare:10.1f} {ratio}")


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
