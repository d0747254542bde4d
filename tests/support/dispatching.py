"""Alerts that are planned and claimed on a real store, with the clock in hand: what tests of dispatch share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from monitor.config.destination import DestinationSection
from monitor.delivery.prepare import Preparer
from monitor.delivery.senders import Destination, open_senders
from rules.deciding.people import Person, with_people
from rules.model import Alert, Decision, Entry, Join, Match, Reason, RuleSet, Span, TokenMatch
from rules.schema import Watch
from storage import Delivery, Judged, Outcome, Seen, Store

NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # noon in Mexico City
MEXICO = ZoneInfo("America/Mexico_City")


def watch(name: str = "ships", **more: Any) -> Watch:
    return Watch.model_validate({"id": name, "when": {"any": ["ferry"]}, "notify": ["desk"], **more})


class Office:
    """A store, a preparer with these watches, and one destination; `claim` works as the deliverer's does."""

    def __init__(
        self, store: Store, *watches: Watch, cap: int = 50, people: Sequence[Person] = (), **section: Any
    ) -> None:
        self.store = store
        rules = with_people(RuleSet(watches=watches), people)
        self.preparer = Preparer(store, rules, MEXICO, flood_cap=cap, people=people)
        self.destinations: dict[str, Destination] = open_senders(
            {"desk": DestinationSection(url="mbox:alerts.mbox", **section)}
        )
        self.number = 0

    def alert(self, count: int = 1, now: datetime = NOW, **more: Any) -> None:
        judged = []
        for _ in range(count):
            self.number += 1
            judged.append(judged_alert(self.number, now, **more))
        self.store.record(judged, now)

    def claim(self, now: datetime = NOW, *, flush: bool = False) -> list[Delivery]:
        with self.store.transaction():
            self.preparer.plan(now, self.destinations, flush=flush)
            claimed = self.store.outbox.claim(now, 1000)
            ready = self.preparer.prepare(claimed, self.destinations)
        assert set(ready) == {delivery.id for delivery in claimed}
        return [Delivery(**{**fields(delivery), "payload": ready[delivery.id][0]}) for delivery in claimed]

    def send(self, now: datetime = NOW, *, flush: bool = False) -> list[Delivery]:
        claimed = self.claim(now, flush=flush)
        for delivery in claimed:
            self.store.outbox.mark(
                delivery.id, Outcome(state="sent", reason="accepted"), now, digest=delivery.alert is None
            )
        return claimed

    def subjects(self, now: datetime = NOW, *, flush: bool = False) -> list[str]:
        """The subjects of what is sent."""
        return [delivery.payload.subject for delivery in self.send(now, flush=flush) if delivery.payload]

    def update(self, count: int = 1, now: datetime = NOW, **more: Any) -> None:
        """Updates of the story s1."""
        self.alert(count, now, **{"story": "s1", "kind": "update", **more})

    def reasons(self) -> set[str | None]:
        """The reasons of what is held and not yet part of a message."""
        return {held.held_for for held in self.store.outbox.all(["held"]) if held.digest is None}

    def states(self) -> Counter[str]:
        return Counter(delivery.state for delivery in self.store.outbox.all())


def fields(delivery: Delivery) -> dict[str, Any]:
    return {name: getattr(delivery, name) for name in Delivery.__dataclass_fields__}


def judged_alert(number: int, now: datetime, **more: Any) -> Judged:
    entry = Entry(
        id=f"e{number}",
        title=f"Ferry {number} stopped",
        text="The ferry.",
        feed=more.get("feed", "wire"),
        url=f"https://news.example/{number}",
        outlet="Sample Wire",
        fetched=now,
    )
    token = TokenMatch("ferry", "Ferry", Span(0, 5), "exact", 1.0)
    match = Match(
        rule="ferry",
        variant="ferry",
        field="title",
        span=Span(0, 5),
        text="Ferry",
        score=1.0,
        tokens=(token,),
    )
    story = more.get("story", entry.id)
    alert = Alert(
        kind=more.get("kind", "new"),
        story=story,
        entry=entry,
        watches=more.get("watches", ("ships",)),
        severity=more.get("severity", "normal"),
        matches=(match,),
        reason=Reason("first_report", "first"),
        created=now,
    )
    return Judged(
        seen=Seen(entry=entry, state="new", version=1, story=None),
        matches=(match,),
        join=Join(story=story, level="new", same_as=None, score=0.0, reason=Reason("new", "new")),
        decisions=(
            Decision(watch="ships", action="alerted", reason=Reason("first_report", "first"), tell=("desk",)),
        ),
        quiet=False,
        rules_version="v1",
        alert=alert,
        tell=("desk",),
    )


def later(**by: float) -> datetime:
    return NOW + timedelta(**by)
