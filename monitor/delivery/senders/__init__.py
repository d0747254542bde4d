"""Where alerts go: one sender a destination, all behind the seam of `monitor.delivery.senders.base`.

`console:` and `mbox:PATH` are ours; any other URL is one that Apprise understands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.config.schema import DestinationSection
from monitor.delivery.rendering.split import MessageLimits
from monitor.delivery.senders.base import BeforeHandover, DestinationError, Sender, SendRequest
from monitor.delivery.senders.console import ConsoleSender
from monitor.delivery.senders.fork_server import WorkerHost
from monitor.delivery.senders.mbox import MboxSender
from monitor.delivery.senders.process_sender import WorkerSender
from monitor.delivery.senders.template import Templates

__all__ = [
    "BeforeHandover",
    "Destination",
    "DestinationError",
    "MessageLimits",
    "SendRequest",
    "Sender",
    "WorkerHost",
    "open_sender",
    "open_senders",
]


def open_sender(name: str, section: DestinationSection, host: WorkerHost | None = None) -> Sender:
    """The sender of a destination whose URL is resolved; DestinationError if that URL cannot be used.

    Nothing is contacted yet. Senders that share a `host` share the process their workers are forked from.
    """
    url = section.url.get_secret_value().strip() if section.url else ""
    scheme, colon, rest = url.partition(":")
    if not colon:
        raise DestinationError(f"destination {name}: no URL (console:, mbox:PATH or an Apprise URL)")
    if scheme.lower() == "console":
        return ConsoleSender(name)
    if scheme.lower() == "mbox":
        if not rest:
            raise DestinationError(f"destination {name}: mbox: needs a path, as mbox:var/alerts.mbox")
        return MboxSender(name, Path(rest))
    return WorkerSender(name, url, host or WorkerHost())


@dataclass(frozen=True, slots=True)
class Destination:
    """A sender with what the config says of it."""

    sender: Sender
    section: DestinationSection
    templates: Templates


def open_senders(
    sections: Mapping[str, DestinationSection], host: WorkerHost | None = None
) -> dict[str, Destination]:
    """Every destination by its name; one DestinationError that names all that cannot be used."""
    host = host or WorkerHost()
    opened: dict[str, Destination] = {}
    errors: list[str] = []
    for name, section in sections.items():
        try:
            templates = Templates(name, section)
            opened[name] = Destination(open_sender(name, section, host), section, templates)
        except DestinationError as error:
            errors.append(str(error))
    if errors:
        raise DestinationError("\n".join(errors))
    return opened
