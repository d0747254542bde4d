"""The daemons of one store side by side: which of them live, and in what their versions, rules and configs differ."""

from __future__ import annotations

import hashlib
import os
import socket
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Literal

from monitor.config.fields import Section
from monitor.config.schema import Config, ConfigFile
from monitor.polling.progress import LATE
from rules.model import RuleSet
from storage import DaemonFacts, KnownDaemon

# A daemon that was not heard for this long, and did not say that it ends, was given up: it counts no more.
GIVEN_UP = timedelta(hours=1)
# What daemons may have of their own.
_OWN = {"monitor": {"user_agent", "concurrency"}, "storage": {"url"}}
_OWN_PARTS = {"web"}
State = Literal["runs", "silent", "ended"]


def facts_of(config: Config, rules: RuleSet) -> DaemonFacts:
    """The facts of this process. Secrets are no part of any digest."""
    digests = (f"{part}={digest}" for part, digest in _digests(config))
    return DaemonFacts(
        host=socket.gethostname(),
        process=os.getpid(),
        version=version("wirewatch"),
        rules=rules.version,
        config=" ".join(digests),
    )


def _digests(config: Config) -> Iterator[tuple[str, str]]:
    for part in ConfigFile.model_fields:
        if part in _OWN_PARTS:
            continue
        value = getattr(config, part)
        if isinstance(value, Section):
            value = value.model_dump(exclude=_OWN.get(part))
        elif isinstance(value, Mapping):
            value = sorted(value.items())
        else:
            value = sorted(map(repr, value))  # feeds of several files are in no order
        # A secret's own text is stars.
        yield part, hashlib.blake2b(repr(value).encode(), digest_size=4).hexdigest()


def state_of(daemon: KnownDaemon, now: datetime) -> State:
    """The state of a daemon. Its beat, once a minute, waits for the store as polls do, and is late when they are."""
    if daemon.ended is not None:
        return "ended"
    return "silent" if now - daemon.beat > LATE else "runs"


def label(daemon: KnownDaemon) -> str:
    """The name of a daemon for people: its host and process."""
    return f"{daemon.facts.host}:{daemon.facts.process}"


def counting(daemons: Sequence[KnownDaemon], now: datetime) -> list[KnownDaemon]:
    """The daemons that run or should run: none that ended, was given up, or was followed by another on its host."""
    found: list[KnownDaemon] = []
    for daemon in daemons:  # those that began last come first
        silent = state_of(daemon, now) == "silent"
        followed = any(daemon.facts.host == later.facts.host for later in found)
        if state_of(daemon, now) == "ended" or (silent and (followed or now - daemon.beat > GIVEN_UP)):
            continue
        found.append(daemon)
    return found


def differences(daemons: Sequence[KnownDaemon], now: datetime) -> list[str]:
    """Says in what daemons that run differ from each other; empty where they agree."""
    running = [daemon for daemon in daemons if state_of(daemon, now) == "runs"]
    found = [
        _difference("versions differ", {label(d): d.facts.version for d in running}),
        _difference("rules differ", {label(d): d.facts.rules[:12] for d in running}),
    ]
    configs = {label(d): dict(part.split("=") for part in d.facts.config.split()) for d in running}
    for part in sorted({part for config in configs.values() for part in config}):
        what = f"config differs in `{part}`"
        found.append(_difference(what, {name: config.get(part, "none") for name, config in configs.items()}))
    return [line for line in found if line]


def _difference(what: str, values: Mapping[str, str]) -> str:
    holders: dict[str, list[str]] = defaultdict(list)
    for name, value in values.items():
        holders[value].append(name)
    if len(holders) < 2:
        return ""
    sides = (f"{value} at {', '.join(sorted(names))}" for value, names in sorted(holders.items()))
    return f"{what}: {'; '.join(sides)}"
