"""The page `/status`: whether the daemon works, what the last day brought, and whether the accounts add up."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from monitor.polling.progress import judge
from monitor.web.site import Shown, Site
from rules.model import ACTION_WORDS
from storage import Store

DAY = timedelta(days=1)
_SIZES = ("B", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class Account:
    """An account: its total, its parts by their names, and whether they make the total."""

    total: int
    parts: Mapping[str, int]

    @property
    def adds_up(self) -> bool:
        return self.total == sum(self.parts.values())


def status(site: Site, store: Store) -> Shown:
    """The daemon, the last day, both accounts, the machine, and what the operator was told and is not over."""
    now = site.clock()
    accounts = store.alerts.accounts()
    indexed, entries = store.search.progress()
    feeds = store.feeds.all()
    return Shown(
        "status.html",
        {
            "progress": judge(feeds, store.holder(), now, one_daemon=store.folder is not None),
            "since": store.held_since(),
            "day": store.activity.counts(now - DAY),
            "pairs": _account(accounts["pairs"], "matched"),
            "deliveries": _account(accounts["deliveries"], "created"),
            "entries": entries,
            "indexed": indexed,
            "mutes": len(store.holds.mutes(now)),
            "machine": _machine(store) | {"Version": _version(), "Rules": site.rules.version[:12]},
            "troubles": store.troubles.open(),
        },
    )


def _account(counts: Mapping[str, int], total: str) -> Account:
    parts = {ACTION_WORDS.get(name, name): count for name, count in counts.items() if name != total}
    return Account(counts[total], parts)


def _machine(store: Store) -> dict[str, str]:
    """The store, and on this machine its size and the space beside it."""
    found = {"Store": store.location}
    if store.folder is None:
        return found
    file = Path(store.location)
    try:
        found |= {
            "Its size": size_text(file.stat().st_size),
            "Free disk": size_text(shutil.disk_usage(store.folder).free),
        }
    except OSError as error:
        found["Its size"] = error.strerror or str(error)
    return found


def size_text(count: float) -> str:
    """A number of bytes in the unit in which it is short: 900 B, 1.0 MB, 76 GB."""
    step = 0
    while count >= 1_000 and step < len(_SIZES) - 1:
        count, step = count / 1_000, step + 1
    return f"{count:.0f} {_SIZES[step]}" if count >= 10 or step == 0 else f"{count:.1f} {_SIZES[step]}"


def _version() -> str:
    try:
        return version("wirewatch")
    except PackageNotFoundError:
        return "not installed"
