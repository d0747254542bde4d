"""Deliveries whose destination config.toml no longer names: adopted by the destination that had the name, or reported."""

from __future__ import annotations

from datetime import datetime

import structlog

from monitor.config.schema import Config
from monitor.daemon.troubles.operator_alerts import Operator
from storage import Store

log = structlog.get_logger()
_TROUBLE = "stranded:"


def settle_addressees(store: Store, operator: Operator, config: Config, now: datetime) -> None:
    """Renames what waits for the former names of destinations, and tells the operator what waits for none of them.

    Runs on the store's thread, at a start and after each reload. Errors: StoreError.
    """
    for name, section in config.destinations.items():
        for former in section.formerly:
            renamed = store.addressees.rename(former, name, now)
            if renamed.moved or renamed.told:
                log.info(
                    "deliveries follow their destination",
                    former=former,
                    destination=name,
                    waiting=renamed.moved,
                )
    waiting = stranded(store, config)
    for name, count in waiting.items():
        operator.begin(_TROUBLE + name, stranded_text(name, count), stranded_hint(name), now)
    for key in sorted(store.troubles.keys(_TROUBLE)):
        if key.removeprefix(_TROUBLE) not in waiting:
            operator.end(key, now)


def stranded(store: Store, config: Config) -> dict[str, int]:
    """How many deliveries wait for each destination that the config does not name, under no name of any time."""
    named = {
        *config.destinations,
        *(old for section in config.destinations.values() for old in section.formerly),
    }
    return {name: count for name, count in store.addressees.waiting().items() if name not in named}


def stranded_text(name: str, count: int) -> str:
    """Says how many deliveries wait for a destination that is gone."""
    return f"{count} {'delivery waits' if count == 1 else 'deliveries wait'} for {name}, which config.toml does not name"


def stranded_hint(name: str) -> str:
    """Says what a person can do about them."""
    return f'`wirewatch deliveries move {name} NEW`, or `formerly = ["{name}"]` under the destination that replaces it'
