"""Lets a new watch catch up on stored history, if it asks for it: one quiet digest, no single alerts.

The stories of the digest count as told: later reports of them do not alert under the watch again. A watch that
has ever decided anything is not new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from itertools import islice

from monitor.config.schema import Config
from monitor.delivery.rendering.alert import SUBJECT_LENGTH
from monitor.delivery.rendering.digest import digest_documents
from monitor.delivery.rendering.facts import Setting, facts_of, rule_titles
from monitor.delivery.rendering.forms import Form
from monitor.delivery.rendering.split import shorten
from monitor.evaluation.evaluate import ActiveRules
from monitor.evaluation.matcher_cache import compile_rules
from monitor.evaluation.replay import ReplayedDecision, Replayer
from monitor.evaluation.semantic import make_criteria
from monitor.text.readable import plain
from monitor.threads import OneThread
from rules.deciding.decide import compose
from rules.model import NEW_STORY, Alert, Decision, Fired, Join, Reason, RuleSet
from rules.schema import Watch
from rules.times import parse_span
from storage import Judged, Payload, Recalled, Seen, Store

MOST = 200  # stories that a digest lists
BATCH = 50  # entries of history that a thread is kept busy with at a time


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """The outcome for one watch: the number of its stories in history, and the destinations that were told."""

    watch: str
    stories: int
    told: tuple[str, ...]


async def catch_up(
    store: Store,
    write: OneThread,
    match: OneThread,
    config: Config,
    rules: RuleSet,
    now: datetime,
    go_on: Callable[[], bool] = lambda: True,
) -> list[CaughtUp]:
    """Reports and records the history of every new watch that asks for it. Errors: StoreError.

    History is read and matched in batches, between which polls and deliveries go on. Cancelled, it reports nothing of
    a watch that it has not recorded, and neither does it once it may not `go_on`: the next start begins anew.
    """
    done: list[CaughtUp] = []
    for watch in await write(new_watches, store, rules):
        history, references = await write(lambda: (store.history.recall(), store.history.references()))
        search = await match(Search, config, rules, watch, references, now)
        while batch := await write(lambda past: list(islice(past, BATCH)), history):
            await match(search.take, batch)
            if not go_on():
                return done
        done.append(await write(tell, store, config, rules, watch, await match(search.told), now))
    return done


def new_watches(store: Store, rules: RuleSet) -> list[Watch]:
    """Watches that ask for history and have never decided anything."""
    asking = [watch for watch in rules.watches if watch.enabled and watch.catch_up != "none"]
    return [watch for watch in asking if not store.alerts.has_decided(watch.id)]


class Search:
    """A replay of history under one watch: the alerts that it would have made within its span."""

    def __init__(
        self, config: Config, rules: RuleSet, watch: Watch, references: Mapping[str, int], now: datetime
    ) -> None:
        others = tuple(
            w if w.id == watch.id else w.model_copy(update={"enabled": False}) for w in rules.watches
        )
        self._active = ActiveRules(
            replace(rules, watches=others), compile_rules(rules), criteria=make_criteria(config)
        )
        self._since = now - parse_span(watch.catch_up)
        tags = {feed.name: feed.tags for feed in config.feeds}
        self._replayer = Replayer(self._active, tags, references)
        self._told: dict[int, ReplayedDecision] = {}

    @property
    def kept(self) -> int:
        """The number of stories and decisions in memory."""
        return self._replayer.kept + len(self._told)

    def take(self, batch: Iterable[Recalled]) -> None:
        """Replays the next entries. All are, for stories begin before the span; only what came within it is matched."""
        for version in batch:
            within = version.at >= self._since
            matches = tuple(self._active.matcher.match(version.entry)) if within else ()
            self._replayer.take(replace(version, quiet=False), matches)
            self._note()

    def told(self) -> list[ReplayedDecision]:
        """The alerts so far, oldest first; what waits is not among them."""
        return [self._told[number] for number in sorted(self._told)]

    def _note(self) -> None:
        self._told.update((number, made) for number, made in self._replayer.settled() if made.told)


def tell(
    store: Store,
    config: Config,
    rules: RuleSet,
    watch: Watch,
    alerted: Sequence[ReplayedDecision],
    now: datetime,
) -> CaughtUp:
    """Records the alerts as told, and queues the digest for each destination."""
    judged = [_judged(first, story, watch, rules, now) for first, story in _once_a_story(alerted, store)]
    names = tuple(dict.fromkeys(watch.notify or config.defaults.notify)) if judged else ()
    alerts = [entry.alert for entry in judged if entry.alert is not None]
    payloads = list(_digests(watch, alerts, rules, config))
    with store.transaction():
        store.record_history(judged, now)
        for name in names:
            for number, payload in enumerate(payloads):
                store.outbox.add(_key(watch, name, number), name, payload, now)
    return CaughtUp(watch.id, len(judged), names)


def _key(watch: Watch, destination: str, number: int) -> str:
    """The idempotency key of one message of the digest; the first message's key names no number."""
    facts = f"catch_up\0{watch.id}\0{destination}" + (f"\0{number}" if number else "")
    return blake2b(facts.encode(), digest_size=16).hexdigest()


def _once_a_story(alerted: Sequence[ReplayedDecision], store: Store) -> list[tuple[ReplayedDecision, str]]:
    """The first report of each story, with the story's id in store; updates are no news here."""
    stories: dict[str, ReplayedDecision] = {}
    for decision in alerted:
        stories.setdefault(store.facts(decision.entry.id)["story"], decision)
    return [(decision, story) for story, decision in stories.items()]


def _judged(first: ReplayedDecision, story: str, watch: Watch, rules: RuleSet, now: datetime) -> Judged:
    reason = Reason("catch_up", f"found in stored history when {watch.id} was new: told in one digest")
    decision = Decision(watch=watch.id, action="alerted", reason=reason)
    alert = compose(first.entry, story, [Fired(watch, first.matches)], [decision], now)
    return Judged(
        seen=Seen(entry=first.entry, state="new", version=first.version),
        matches=first.matches,
        join=Join(story=story, level=NEW_STORY, same_as=None, score=0.0, reason=reason),
        decisions=(decision,),
        quiet=True,
        rules_version=rules.version,
        alert=replace(alert, escalates=None) if alert else None,
    )


def _digests(watch: Watch, alerts: Sequence[Alert], rules: RuleSet, config: Config) -> Iterator[Payload]:
    """The alerts as messages; one message, unless it would hold more than anyone reads at once."""
    setting = Setting(titles=rule_titles(rules), timezone=config.zone(), public_url=config.web.public_url)
    told = [facts_of(alert, setting) for alert in alerts[:MOST]]
    why = f"what the watch {watch.id} would have told in the last {watch.catch_up}"
    if len(alerts) > MOST:
        why += f", and {len(alerts) - MOST} more: wirewatch alerts --watch {watch.id}"
    many = f"{len(alerts)} stories" if len(alerts) > 1 else "one story"
    subject = shorten(
        f"{plain(watch.title or watch.id)}: {many} of the last {watch.catch_up}", SUBJECT_LENGTH
    )
    form = Form()
    yield from (form.write(document) for document in digest_documents(told, why, form, subject=subject))
