"""Fits Apprise's requests to a message: priority, click, tags, buttons, and documents that Apprise cannot carry.

An Apprise URL holds one priority for all messages, and its plugins take neither tags nor buttons of a single one. So
attributes of the plugin are set before each send, and what has none is put into the request before it leaves:
- Slack: blocks with a text for notifications; Apprise writes attachments, of which phones show nothing.
- ntfy: tags and buttons, which its plugin keeps private. Gotify: the address that a click opens.
- Teams: the card; Apprise writes one of 1,000 characters, in version 1.4. Discord: no mention may ring.
- Webhooks that take documents: the document and its signature.
What the URL itself says of these goes before.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from monitor.delivery.neutralize import neutralize
from monitor.delivery.transport.apprise_url import form_of, reads_markdown
from monitor.delivery.transport.protocol import Message

_PRIORITIES: dict[str, dict[str, Any]] = {
    # https://docs.ntfy.sh/publish/#message-priority
    "ntfy": {"urgent": "max", "high": "high", "normal": "default", "low": "low"},
    # https://github.com/gotify/android: from 8 on it rings and stays, from 4 on it rings
    "gotify": {"urgent": 10, "high": 7, "normal": 5, "low": 2},
    # https://pushover.net/api#priority: 1 passes quiet hours; 2 would ring until somebody acknowledges it
    "pushover": {"urgent": 1, "high": 0, "normal": 0, "low": -1},
}
_TYPES = {"urgent": "failure", "high": "warning"}
_FORMATS = {"slack": "markdown", "html": "html", "markdown": "markdown"}
_NTFY_JSON = 1_000_000
_MOST_BUTTONS = 3  # https://docs.ntfy.sh/publish/#action-buttons
_SUPPRESS_EMBEDS, _SUPPRESS_NOTIFICATIONS = 1 << 2, 1 << 12  # Discord's flags of a message


class ServiceRequest:
    """The requests of one URL. It contacts nobody by itself: `AppriseTransport` watches what leaves."""

    def __init__(self, plugin: Any, url: str, secret: str | None = None, *, as_json: bool = False) -> None:
        self._plugin = plugin
        self._form = "json" if as_json else form_of(plugin)
        self._secret = secret
        # A person who writes a priority into the URL means it for every message.
        self._fixed = {name.lower() for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)}

    def send(self, message: Message) -> bool:
        """Has Apprise send a message, and returns whether it says that the service took it."""
        from apprise import NotifyFormat, NotifyType

        plugin = self._plugin
        self._set_attributes(message)
        kind = NotifyType(_TYPES.get(message.severity or "", "info"))
        if message.markup in _FORMATS:
            # Not `notify`, which would convert what is in the service's own marks already.
            written = NotifyFormat(_FORMATS[message.markup])
            return bool(
                plugin.send(
                    title="", body=message.text, notify_type=kind, body_format=written, body_passthrough=False
                )
            )
        markdown = reads_markdown(plugin)
        title, body = (neutralize(text, markdown=markdown) for text in (message.subject, message.text))
        return bool(plugin.notify(title=title, body=body, body_format="text", notify_type=kind))

    def _set_attributes(self, message: Message) -> None:
        """Sets what a plugin has an attribute for. Each message sets all, for the plugin stays."""
        plugin, severity = self._plugin, message.severity or "normal"
        low = severity == "low"
        if self._form in _PRIORITIES and "priority" not in self._fixed:
            plugin.priority = _PRIORITIES[self._form][severity]
        if self._form == "ntfy":
            # Apprise makes a file of a text whose JSON is longer; ours are within ntfy's own limit.
            plugin.ntfy_json_upstream_size_limit = _NTFY_JSON
            if "click" not in self._fixed:
                plugin.click = message.url
        elif self._form == "pushover" and "url" not in self._fixed:
            plugin.supplemental_url = message.url
            plugin.supplemental_url_title = "Open the report" if message.url else None
        elif self._form == "telegram" and "silent" not in self._fixed:
            plugin.silent = low
        elif self._form == "discord" and "flags" not in self._fixed:
            plugin.flags = _SUPPRESS_EMBEDS | (_SUPPRESS_NOTIFICATIONS if low else 0)
        elif self._form == "matrix" and "msgtype" not in self._fixed:
            plugin.msgtype = "notice" if low else "text"  # a notice rings nowhere

    def amend(self, request: Any, message: Message, key: str) -> None:
        """Puts into a request what Apprise could not: called right before it leaves."""
        if request.method in ("GET", "HEAD", "OPTIONS") or not request.body:
            return
        if self._form == "json":
            self._sign(request, message.document or _notice(message), key)
            return
        if self._form == "teams":
            _put(request, message.document or _card(message))
            return
        change = _CHANGES.get(self._form)
        written = _read(request.body) if change is not None else None
        if change is not None and written is not None:
            changed = change(written, message)
            # What the URL says of tags and buttons stands in headers.
            kept = {
                name: value for name, value in changed.items() if name in written or name not in self._fixed
            }
            _put(request, json.dumps(kept))

    def _sign(self, request: Any, document: str, key: str) -> None:
        """Posts a document, signed as https://www.standardwebhooks.com says, by which libraries can check it."""
        _put(request, document)
        request.headers["Content-Type"] = "application/json"
        if self._secret is not None:
            at = int(time.time())
            request.headers["webhook-id"] = key
            request.headers["webhook-timestamp"] = str(at)
            request.headers["webhook-signature"] = signature(self._secret, key, at, document)


def signature(secret: str, key: str, at: int, document: str) -> str:
    """The signature of a document: HMAC-SHA256 over its id, the time in seconds and the document, with dots between.

    A secret that begins with `whsec_` is base64 behind it; any other is the key as it is written.
    """
    prefix, _, coded = secret.partition("whsec_")
    raw = base64.b64decode(coded) if coded and not prefix else secret.encode()
    digest = hmac.new(raw, f"{key}.{at}.{document}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def _read(body: bytes | str) -> dict[str, Any] | None:
    """The JSON object that Apprise wrote; None where it is something else, as the upload of a file."""
    try:
        written = json.loads(body)
    except ValueError:
        return None
    return written if isinstance(written, dict) else None


def _put(request: Any, document: str) -> None:
    request.prepare_body(document.encode("utf-8", "replace"), None)


def _slack(written: Mapping[str, Any], message: Message) -> dict[str, Any]:
    if message.markup != "slack" or "attachments" not in written:
        return dict(written)
    rest = {name: value for name, value in written.items() if name not in ("attachments", "mrkdwn")}
    section = {"type": "section", "text": {"type": "mrkdwn", "text": message.text}}
    shown = {"text": escape(neutralize(message.subject), quote=False), "blocks": [section]}
    return {**rest, **shown, "unfurl_links": False, "unfurl_media": False}


def _ntfy(written: Mapping[str, Any], message: Message) -> dict[str, Any]:
    buttons = [
        {"action": "view", "label": label, "url": url} for label, url in message.actions[:_MOST_BUTTONS]
    ]
    more = {"tags": list(message.tags), "actions": buttons}
    return {**written, **{name: value for name, value in more.items() if value}}


def _gotify(written: Mapping[str, Any], message: Message) -> dict[str, Any]:
    if message.url is None:
        return dict(written)
    extras = {**written.get("extras", {}), "client::notification": {"click": {"url": message.url}}}
    return {**written, "extras": extras}


def _discord(written: Mapping[str, Any], message: Message) -> dict[str, Any]:
    return {"allowed_mentions": {"parse": []}, **written}


_CHANGES = {"slack": _slack, "ntfy": _ntfy, "gotify": _gotify, "discord": _discord}


def _card(message: Message) -> str:
    """A card of a message that comes without one, as the operator's do."""
    runs = [(message.subject, {"weight": "Bolder", "size": "Medium"}), (message.text, {})]
    body = [
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **look}]}
        for text, look in runs
        if text
    ]
    card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "body": body,
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return json.dumps({"type": "message", "attachments": [attachment]})


def _notice(message: Message) -> str:
    """The document of a message that is about no alert."""
    return json.dumps({"schema": "wirewatch.notice/1", "subject": message.subject, "text": message.text})
