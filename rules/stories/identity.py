"""Judges whether an item of a feed reports something else than the entry whose id it bears. Pure.

A guid or an address alone makes two items no entry: feeds reuse guids, live pages give one address to all their reports.
What does is in the table of signs, which `rules.stories.join` reads, too.
"""

from __future__ import annotations

from base64 import b32encode
from hashlib import blake2b

from rules.model import Entry
from rules.stories.signs import NOTHING, compare, follows, one_page, two_places
from rules.text.urls import url_key


def is_another(entry: Entry, before: Entry) -> bool:
    """Whether two items of one feed are two entries, though they share an id.

    Where no row of the table fits, the id is believed as long as neither headline nor text disagrees.
    """
    address = one_page(url_key(entry.url), url_key(before.url)) and not two_places(entry, before)
    signs = compare(entry, before, address=address or None)
    row = follows(signs)
    elsewhere = two_places(entry, before) and (entry.title, entry.text) != (before.title, before.text)
    return row.outcome == "other" and (
        row is not NOTHING or elsewhere or False in (signs.headline, signs.text)
    )


def another_id(entry: Entry) -> str:
    """Returns the id of an entry whose own id an earlier entry bears: 64 bits of that id, the title and the address."""
    digest = blake2b(f"{entry.id}\0{entry.title}\0{entry.url}".encode(), digest_size=8).digest()
    return "e" + b32encode(digest).decode("ascii").rstrip("=").lower()
