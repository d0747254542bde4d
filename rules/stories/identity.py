"""Judges whether an item of a feed reports something else than the entry whose guid or address it bears. Pure.

A guid or an address alone makes two items no entry: feeds reuse guids, live pages give one address to all their reports.
Headlines may be edited; what is edited beyond likeness, with nothing else that agrees, is another report.
"""

from __future__ import annotations

from base64 import b32encode
from hashlib import blake2b

from rules.model import Entry
from rules.stories.likeness import liken
from rules.stories.signatures import signature
from rules.text.urls import url_key

HEADLINE_DISAGREES = 0.3  # likeness of two headlines below which neither is the other's edit


def is_another(entry: Entry, before: Entry) -> bool:
    """Whether two items of one feed are two entries, though they share a guid or an address."""
    ours, theirs = signature(entry), signature(before)
    if not ours.title or not theirs.title or ours.title == theirs.title:
        return False
    likeness = liken(ours, theirs)
    if likeness.texts_agree or likeness.title >= HEADLINE_DISAGREES:
        return False
    if likeness.text is not None:
        return True
    one_guid = entry.guid is not None and entry.guid == before.guid
    one_address = entry.url is not None and url_key(entry.url) == url_key(before.url)
    return not (one_guid and one_address)


def another_id(entry: Entry) -> str:
    """Returns the id of an entry whose own id an earlier entry bears: 64 bits of that id, the title and the address."""
    digest = blake2b(f"{entry.id}\0{entry.title}\0{entry.url}".encode(), digest_size=8).digest()
    return "e" + b32encode(digest).decode("ascii").rstrip("=").lower()
