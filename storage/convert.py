"""Converts rows to plain types, and plain types to rows. A row is a mapping of columns."""

from __future__ import annotations

import hashlib
import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from rules.model import Candidate, Entry, Match, Reason, RuleSource, Span, TokenMatch
from storage.model import Delivery, FeedState, Payload
from storage.tables import ENTRY

_ENTRY = ("id", "feed", "guid", "url", "title", "text", "lang", "outlet", "published", "fetched")
# The columns of a row that make an entry: the others are of use where entries are joined.
OF_ENTRY = tuple(ENTRY.c[name] for name in _ENTRY)
_KEYS = ("story", "url_key", "title_key", "content_key")
CANDIDATE = _ENTRY + _KEYS
FEED_STATE = tuple(FeedState.__dataclass_fields__)
_MATCH = tuple(Match.__dataclass_fields__)
_TOKEN = tuple(TokenMatch.__dataclass_fields__)
_DELIVERY = tuple(name for name in Delivery.__dataclass_fields__ if name != "payload")


def entry_digest(entry: Entry) -> str:
    """The digest of an entry's title and text: it changes exactly when one of them does."""
    joined = f"{entry.title}\0{entry.text}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=12).hexdigest()


def entry_row(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _ENTRY}


def to_entry(row: Mapping[Any, Any]) -> Entry:
    return Entry(**{name: row[name] for name in _ENTRY})


def to_candidate(row: Mapping[Any, Any]) -> Candidate:
    keys = {name: row[name] for name in _KEYS}
    return Candidate(entry=to_entry(row), **keys)


def to_feed(row: Iterable[Any]) -> FeedState:
    """Converts a row with the columns `FEED_STATE`, in their order."""
    return FeedState(**dict(zip(FEED_STATE, row, strict=True)))


def to_delivery(row: Mapping[Any, Any]) -> Delivery:
    payload = to_payload(row["payload"]) if row["payload"] else None
    return Delivery(**{name: row[name] for name in _DELIVERY}, payload=payload)


def payload_json(payload: Payload) -> Mapping[str, Any]:
    """The payload as it is stored, without its empty fields."""
    return {
        name: value
        for name, value in asdict(payload).items()
        if value is not None and value != () and value is not False
    }


def to_payload(detail: Mapping[str, Any]) -> Payload:
    """The payload of its stored form, also of one that an earlier version stored with fewer fields."""
    lists = {"tags": tuple(detail.get("tags", ())), "actions": tuple(map(tuple, detail.get("actions", ())))}
    return Payload(**{**detail, **lists})


def match_json(match: Match) -> dict[str, Any]:
    """The match as users see it in JSON: spans as [start, end]."""
    detail = {name: getattr(match, name) for name in _MATCH}
    detail["span"] = [match.span.start, match.span.end]
    detail["vetoes"] = list(match.vetoes)
    detail["tokens"] = [
        {**{name: getattr(token, name) for name in _TOKEN}, "span": [token.span.start, token.span.end]}
        for token in match.tokens
    ]
    return detail


def to_match(detail: Mapping[str, Any]) -> Match:
    tokens = tuple(TokenMatch(**{**token, "span": Span(*token["span"])}) for token in detail["tokens"])
    rest = {**detail, "span": Span(*detail["span"]), "tokens": tokens, "vetoes": tuple(detail["vetoes"])}
    return Match(**rest)


def reason_json(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "text": reason.text, "data": dict(reason.data)}


def pack_sources(sources: Iterable[RuleSource]) -> dict[str, str]:
    """The files of a rule set as they are stored: compressed, for every edition stays as long as what it decided."""
    text = json.dumps([asdict(source) for source in sources], ensure_ascii=False)
    return {"zlib": b64encode(zlib.compress(text.encode("utf-8", "surrogatepass"))).decode("ascii")}


def unpack_sources(stored: Mapping[str, str] | Iterable[Mapping[str, Any]]) -> list[RuleSource]:
    """The files of a stored rule set. Editions of earlier versions of wirewatch are not compressed."""
    if isinstance(stored, Mapping):
        text = zlib.decompress(b64decode(stored["zlib"])).decode("utf-8", "surrogatepass")
        return [RuleSource(**source) for source in json.loads(text)]
    return [RuleSource(**source) for source in stored]


def to_reason(detail: Mapping[str, Any]) -> Reason:
    return Reason(detail["code"], detail["text"], detail["data"]) if detail else Reason("", "")
