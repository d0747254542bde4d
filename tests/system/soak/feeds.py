"""Feeds of all kinds of trouble on one real server, and the ledger of what they have shown."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from support.feed_server import FeedServer, Item, Reply, rss
from system.crash.harness import made_up_word

SHOWN = 40  # items that a feed shows at once
# How a feed answers while it is in trouble; every feed of a kind is well again between troubles, and in the end.
TROUBLES: dict[str, dict[str, object]] = {
    "plain": {},
    "gzip": {"encoding": "gzip"},
    "no validators": {"validators": False},
    "slow": {"delay": 1.5},
    "500": {"status": 500},
    "429": {"status": 429, "headers": {"Retry-After": "2"}},
    "cut": {"cut": True},
    "malformed": {"malformed": True},
    "gone for a while": {"status": 404},
    "redirect": {"redirect": True},
}


@dataclass
class TroubledFeeds:
    """The feeds, and every item that they were given, by its guid; True for the ones to be told. `feed_of`: its feed."""

    server: FeedServer
    random: random.Random
    count: int
    items: dict[str, bool] = field(default_factory=dict)
    feed_of: dict[str, int] = field(default_factory=dict)
    _shown: dict[int, list[Item]] = field(default_factory=dict)

    def url(self, number: int) -> str:
        return f"{self.server.base}/feed-{number}.xml"

    def start(self) -> None:
        for number in range(self.count):
            self._shown[number] = []
            self.server.redirect(f"/moved-{number}.xml", f"/feed-{number}.xml")
            self.publish(number)

    def publish(self, number: int) -> None:
        """Adds an item to a feed; one of ten is to be told."""
        serial = len(self.items)
        told = serial % 10 == 0
        first, second = made_up_word(serial + 1), made_up_word(serial * 7919 + 13)
        subject = "Ferry" if told else "Library"
        title = f"{subject} {first} is named after {second}"
        item = Item(title=title, link=f"https://news.example/{serial}", guid=f"g{serial}")
        self.items[f"g{serial}"], self.feed_of[f"g{serial}"] = told, number
        self._shown[number] = [item, *self._shown[number]][:SHOWN]
        self.show(number, trouble=self.random.random() < 0.5)

    def show(self, number: int, *, trouble: bool) -> None:
        """Sets how a feed answers from now on: as its kind does in trouble, or well."""
        how = dict(TROUBLES[list(TROUBLES)[number % len(TROUBLES)]]) if trouble else {}
        body = rss(self._shown[number]).encode()
        if how.pop("malformed", False):
            body = body[: len(body) // 2]
        if how.pop("redirect", False):
            self.server.serve(f"/moved-{number}.xml", Reply(body=body))
            self.server.redirect(f"/feed-{number}.xml", f"/moved-{number}.xml")
            return
        self.server.serve(f"/feed-{number}.xml", Reply(body=body, **how))  # type: ignore[arg-type]

    def mend(self) -> None:
        """Lets every feed answer well."""
        for number in range(self.count):
            self.show(number, trouble=False)
