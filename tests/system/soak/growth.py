"""What a daemon holds, sampled while it runs: memory, files, threads, and its files on disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MB = 2**20


@dataclass(frozen=True)
class Sample:
    """One look at a daemon: `life` numbers the process, sizes are bytes."""

    life: int
    seconds: float
    memory: int
    files: int
    threads: int
    log_of_store: int
    store: int
    log: int


def sample(life: int, seconds: float, pid: int, folder: Path) -> Sample | None:
    """Looks at a process and its folder; None where the process is gone."""
    try:
        status = dict(
            line.split(":\t", 1)
            for line in Path(f"/proc/{pid}/status").read_text().splitlines()
            if ":\t" in line
        )
        files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
        memory = int(status["VmRSS"].split()[0]) * 1024
    except (OSError, KeyError):
        return None
    return Sample(
        life,
        seconds,
        memory,
        files,
        int(status["Threads"]),
        _size(folder / "wirewatch.db-wal"),
        _size(folder / "wirewatch.db"),
        _size(folder / "daemon.log"),
    )


def table(samples: list[Sample]) -> str:
    """The first, a middle and the last sample of the longest life, and what all files came to."""
    if not samples:
        return "no sample was taken"
    lives = {one.life for one in samples}
    longest = max(
        ([s for s in samples if s.life == life] for life in lives),
        key=lambda own: own[-1].seconds - own[0].seconds,
    )
    rows = [
        "growth of the longest life:",
        f"{'s':>6} {'memory':>9} {'fds':>4} {'threads':>7} {'WAL':>9} {'store':>9} {'log':>9}",
    ]
    rows += [
        f"{one.seconds:6.0f} {one.memory / MB:6.1f} MB {one.files:4} {one.threads:7} {one.log_of_store / MB:6.1f} MB "
        f"{one.store / MB:6.1f} MB {one.log / MB:6.2f} MB"
        for one in dict.fromkeys((longest[0], longest[len(longest) // 2], longest[-1]))
    ]
    return "\n".join(rows)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
