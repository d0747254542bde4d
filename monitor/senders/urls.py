"""Reads an Apprise URL: is it usable, how much does a message hold, which parts of it are secret.

This is the only place beside the worker process that loads Apprise, and it sends nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from monitor.redact import url_secrets
from monitor.senders.base import DestinationError, Limits


@dataclass(frozen=True, slots=True)
class UrlFacts:
    """What the parent process knows of a destination without contacting it."""

    limits: Limits
    secrets: frozenset[str]


def load_plugin(url: str) -> Any | None:
    """Apprise's plugin for `url`, set not to follow redirects nor to retry; None if it is not understood.

    Apprise is loaded here, late: it takes a second, and a watch folder without such a URL never needs it.
    """
    import apprise

    log = logging.getLogger("apprise")
    # It logs URLs, at DEBUG with their tokens; whoever sets up the root logger must not get them.
    log.propagate = False
    log.handlers = [logging.NullHandler()]
    asset = apprise.AppriseAsset(
        app_id="wirewatch",
        app_desc="wirewatch news alerts",
        http_redirects=False,
        default_service_retry=0,
        interpret_escapes=False,
        secure_logging=True,
        storage_mode="memory",
    )
    plugin = apprise.Apprise.instantiate(url, asset=asset)
    if plugin is not None:
        plugin.redirects = False  # `?redirect=yes` in the URL would say otherwise
    return plugin


def inspect_url(name: str, url: str) -> UrlFacts:
    """Facts of destination `name`; DestinationError, without the URL in it, when it cannot be used."""
    plugin = load_plugin(url)
    if plugin is None:
        scheme = url.partition(":")[0]
        raise DestinationError(f"destination {name}: Apprise does not accept this {scheme}: URL")
    return UrlFacts(limits=plugin_limits(plugin), secrets=frozenset(url_secrets(url, _public(plugin, url))))


def plugin_limits(plugin: Any) -> Limits:
    return Limits(subject=max(0, int(plugin.title_maxlen)), body=max(200, int(plugin.body_maxlen)))


def is_mail(plugin: Any) -> bool:
    return type(plugin).__name__ == "NotifyEmail"


def _public(plugin: Any, url: str) -> Iterable[str]:
    """What may be shown: a real host, a user name, the recipients of mail, settings of the plugin."""
    shown: list[str] = []
    tokens = plugin.template_tokens
    if not tokens.get("host", {"private": True}).get("private"):
        shown.append(plugin.host or "")
    if not tokens.get("user", {"private": True}).get("private"):
        shown.append(plugin.user or "")
    if is_mail(plugin):
        shown += [plugin.smtp_host, plugin.from_addr[1], *plugin.cc, *plugin.bcc]
        shown += [address for _, address in plugin.targets]
    arguments = {
        name for name, facts in plugin.template_args.items() if not facts.get("private") and name != "to"
    }
    from urllib.parse import parse_qsl, urlsplit

    shown += [value for name, value in parse_qsl(urlsplit(url).query) if name in arguments]
    return shown
