"""Senders: each sends the alerts of one destination, and all follow the protocol in `base`.

`console:` and `mbox:PATH` are our own senders; Apprise understands every other URL.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.config.destination import DestinationSection
from monitor.delivery.senders.base import BeforeHandover, Sender, SendRequest
from monitor.delivery.senders.console import ConsoleSender
from monitor.delivery.senders.fork_server import ForkServer
from monitor.delivery.senders.mbox import MboxSender
from monitor.delivery.senders.process_sender import ProcessSender
from monitor.delivery.senders.template import Templates
from rules.errors import DestinationError

__all__ = [
    "BeforeHandover",
    "Destination",
    "ForkServer",
    "SendRequest",
    "Sender",
    "open_sender",
    "open_senders",
]


def open_sender(name: str, section: DestinationSection, fork_server: ForkServer | None = None) -> Sender:
    """The sender of a destination. It contacts nobody yet. Errors: DestinationError for a URL that cannot be used.

    The section's URL has its secrets filled in. Senders that share a `fork_server` share its process.
    """
    url = section.url.get_secret_value().strip() if section.url else ""
    scheme, colon, rest = url.partition(":")
    if section.format == "json" and scheme.lower() in ("console", "mbox"):
        raise DestinationError(f'destination {name}: `format = "json"` goes with a json:// or jsons:// URL')
    if not colon:
        raise DestinationError(f"destination {name}: no URL (console:, mbox:PATH or an Apprise URL)")
    if scheme.lower() == "console":
        return ConsoleSender(name)
    if scheme.lower() == "mbox":
        if not rest:
            raise DestinationError(f"destination {name}: mbox: needs a path, as mbox:var/alerts.mbox")
        return MboxSender(name, Path(rest))
    secret = section.secret.get_secret_value() if section.secret else None
    as_json = section.format == "json"
    return ProcessSender(name, url, fork_server or ForkServer(), as_json=as_json, secret=secret)


@dataclass(frozen=True, slots=True)
class Destination:
    """A sender with its section of the config and its templates."""

    sender: Sender
    section: DestinationSection
    templates: Templates

    async def close(self) -> None:
        """Ends the processes of the templates and the sender."""
        await self.templates.close()
        await self.sender.close()


def open_senders(
    sections: Mapping[str, DestinationSection], fork_server: ForkServer | None = None
) -> dict[str, Destination]:
    """Every destination by its name. Errors: one DestinationError that names all that cannot be used."""
    fork_server = fork_server or ForkServer()
    opened: dict[str, Destination] = {}
    errors: list[str] = []
    for name, section in sections.items():
        try:
            templates = Templates(name, section, fork_server)
            opened[name] = Destination(open_sender(name, section, fork_server), section, templates)
        except DestinationError as error:
            errors.append(str(error))
    if errors:
        raise DestinationError("\n".join(errors))
    return opened
