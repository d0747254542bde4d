"""Reads an Apprise URL: whether it is usable, how much a message holds, which parts are secret.

Only this module and the worker process load Apprise. This one sends nothing.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from monitor.delivery.transport.redact import url_secrets

# Mail is sent by ourselves, beyond what Apprise allows; most servers take 10 MB.
MAIL_SUBJECT, MAIL_BODY = 250, 100_000


@dataclass(frozen=True, slots=True)
class UrlFacts:
    """The facts about a destination that its URL gives, without contacting it.

    Lengths in characters; a `subject_length` of 0: the service has no subject. `form` is how it is written to: mail,
    plain, or the name of a service that has a form of its own. `takes_json`: it is a webhook that any JSON may be posted to.
    """

    form: str
    takes_json: bool
    subject_length: int
    body_length: int
    secrets: frozenset[str]
    recipients: tuple[str, ...]
    idempotent: bool


def load_plugin(url: str) -> Any | None:
    """Apprise's plugin for `url`, set neither to follow redirects nor to retry; None if Apprise knows none.

    Apprise is loaded here, late: it takes a second, and a watch folder without such a URL never needs it.
    """
    import apprise

    log = logging.getLogger("apprise")
    # Apprise logs URLs, at DEBUG with their tokens: they must not reach the root logger.
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
        # Apprise's own icons and logo would be loaded from its repository, by every reader of a message.
        image_url_mask="",
        image_url_logo="",
    )
    plugin = apprise.Apprise.instantiate(url, asset=asset)
    if plugin is not None:
        plugin.redirects = False  # `?redirect=yes` in the URL would say otherwise
    return plugin


def inspect_url(url: str) -> UrlFacts | None:
    """The facts about a destination, without contacting it; None when its URL cannot be used."""
    plugin = load_plugin(url)
    if plugin is None:
        return None
    names = tuple(targets(plugin))
    return UrlFacts(
        form=form_of(plugin),
        takes_json=type(plugin).__name__ == "NotifyJSON",
        subject_length=MAIL_SUBJECT if is_mail(plugin) else max(0, int(plugin.title_maxlen)),
        body_length=MAIL_BODY if is_mail(plugin) else max(20, int(plugin.body_maxlen)),
        secrets=frozenset(url_secrets(url, _public(plugin, url))),
        recipients=names if len(names) > 1 else (),
        idempotent=is_matrix(plugin),
    )


# Services with a form of their own, by the name of their plugin.
_FORMS = {
    "NotifyEmail": "mail",
    "NotifySlack": "slack",
    "NotifyTelegram": "telegram",
    "NotifyDiscord": "discord",
    "NotifyMattermost": "mattermost",
    "NotifyMatrix": "matrix",
    "NotifyWorkflows": "teams",
    "NotifyNtfy": "ntfy",
    "NotifyGotify": "gotify",
    "NotifyPushover": "pushover",
}
# Modes and settings of these plugins that take plain text, or that the person who wrote the URL wants otherwise.
_PLAIN_MODES = {"workflow", "trigger", "slack", "matrix"}


def form_of(plugin: Any) -> str:
    """The form in which a service is written to; plain where its plugin has a template, or a mode of another kind."""
    name = _FORMS.get(type(plugin).__name__, "plain")
    if name in ("slack", "matrix") and str(getattr(plugin, "mode", "")) in _PLAIN_MODES:
        return "plain"
    return "plain" if getattr(plugin, "template", None) else name


def is_mail(plugin: Any) -> bool:
    """Whether the plugin sends mail, which we send ourselves."""
    return type(plugin).__name__ == "NotifyEmail"


def is_matrix(plugin: Any) -> bool:
    """Whether the plugin sends to Matrix, whose servers drop a second copy."""
    return type(plugin).__name__ == "NotifyMatrix"


def reads_markdown(plugin: Any) -> bool:
    """Whether the service renders plain text as Markdown, and accepts backslash escapes."""
    return type(plugin).__name__ in {"NotifyDiscord", "NotifyGuilded", "NotifyMattermost"}


def targets(plugin: Any) -> dict[str, Any]:
    """The recipients of a URL by name; empty where Apprise cannot be made to serve one alone.

    A mail address is its own name; any other recipient is named by a digest, as it may be somebody's number.
    """
    if is_mail(plugin):
        extra = [(False, address) for address in (*sorted(plugin.cc), *sorted(plugin.bcc))]
        return {address: (shown, address) for shown, address in (*plugin.targets, *extra)}
    attribute = _target_list(plugin)
    return {_digest(target): target for target in getattr(plugin, attribute)} if attribute else {}


def aim(plugin: Any, all_targets: Mapping[str, Any], recipient: str | None) -> None:
    """Sets the plugin to serve one recipient only, or all if None."""
    attribute = _target_list(plugin) if all_targets else None
    if attribute:
        chosen = all_targets.values() if recipient is None else [all_targets[recipient]]
        setattr(plugin, attribute, list(chosen))


def _target_list(plugin: Any) -> str | None:
    for name in ("targets", "channels"):
        if isinstance(getattr(plugin, name, None), list) and getattr(plugin, name):
            return name
    return None


def _digest(target: Any) -> str:
    return "recipient-" + hashlib.sha256(repr(target).encode()).hexdigest()[:8]


def _public(plugin: Any, url: str) -> Iterable[str]:
    """The parts that may be shown: a real host, a user name, the recipients of mail, settings of the plugin."""
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
    shown += [value for name, value in parse_qsl(urlsplit(url).query) if name in arguments]
    return shown
