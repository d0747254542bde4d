"""Measures how long commands take to answer, beside `python -c pass` and a program of click alone, by turns in one run.

    python benchmarks/commands.py [--rounds 9] [--json]

Makes a watch folder of the sample with an empty store, and runs each command on it: wall seconds, the median, and how
many times that of `python -c pass`. Compiled modules are kept, as an installed program has them. Exit 1 where a command
takes more than 32 times, or `--version` or `--help` more than 14 times. Only idle cores say something.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
MAIN = "from monitor.cli import main; main()"
CLICK = "import click; click.command(name='x')(lambda: None)()"
COMMANDS = ("alerts", "feeds", "status", "why talks", "deliveries", "stories", "rules list")
WITHOUT_STORE = ("--version", "--help")
MOST, MOST_WITHOUT_STORE = 32, 14
BARE = "python -c pass"


def run(words: list[str], folder: Path) -> float:
    """Runs a program of Python in a folder; returns its wall seconds."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "pycache")}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    done = subprocess.run([sys.executable, *words], cwd=folder, env=environ, capture_output=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode not in (0, 1):  # 1: nothing is found in an empty store
        raise RuntimeError(f"{words}: {done.stderr.decode()}")
    return seconds


def programs() -> dict[str, list[str]]:
    """The arguments of Python for each program, by its name."""
    ours = {name: ["-c", MAIN, *name.split()] for name in (*WITHOUT_STORE, *COMMANDS)}
    return {BARE: ["-c", "pass"], "click alone": ["-c", CLICK], **ours}


def measure(rounds: int) -> dict[str, float]:
    """The median seconds of each program."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(["-c", MAIN, "init", "--example", "."], folder)
        make = "from storage import Store; Store.open('var/wirewatch.db', create=True).close()"
        run(["-c", f"import os; os.makedirs('var', exist_ok=True); {make}"], folder)
        timed: dict[str, list[float]] = {program: [] for program in programs()}
        for turn in range(rounds + 1):
            for program, words in programs().items():
                seconds = run(words, folder)
                if turn:  # the first turn compiles the modules
                    timed[program].append(seconds)
    return {program: median(seconds) for program, seconds in timed.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    seconds = measure(args.rounds)
    times = {program: each / seconds[BARE] for program, each in seconds.items()}
    if args.json:
        figures = {
            program: {"s": round(each, 3), "times_bare": round(times[program], 1)}
            for program, each in seconds.items()
        }
        print(json.dumps(figures))
    else:
        for program, each in seconds.items():
            print(f"{program:16} {each:6.3f} s {times[program]:6.1f} times {BARE}")
    most = {**dict.fromkeys(COMMANDS, MOST), **dict.fromkeys(WITHOUT_STORE, MOST_WITHOUT_STORE)}
    return 1 if any(times[program] > bound for program, bound in most.items()) else 0


if __name__ == "__main__":
    sys.exit(main())
