"""A new watch catches up on stored history, if it asks for it: one quiet digest, no single alerts.

What the digest tells counts as told: later reports of its stories do not alert under the watch again. A watch
that has ever decided anything is not new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from monitor.config.schema import Config
from monitor.evaluation.evaluate import ActiveRules
from monitor.evaluation.matcher_cache import compile_rules
from monitor.evaluation.replay import ReplayedDecision, Replayer
from monitor.evaluation.semantic import make_criteria
from monitor.threads import OneThread
from rules.deciding.decide import compose
from rules.model import Decision, Fired, Join, Reason, RuleSet
from rules.schema import Watch
from rules.times import parse_span
from storage import Judged, Payload, Recalled, Seen, Store

MOST = 200  # stories that a digest lists


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """What a watch found in history: how many stories, and who was told."""

    watch: str
    stories: int
    told: tuple[str, ...]


async def catch_up(
    store: Store, write: OneThread, match: OneThread, config: Config, rules: RuleSet, now: datetime
) -> list[CaughtUp]:
    """Reports and records the history of every new watch that asks for it. Errors: StoreError."""
    done = []
    for watch in await write(new_watches, store, rules):
        recalled = await write(lambda: tuple(store.history.recall()))
        found = await match(search, recalled, config, rules, watch, now)
        done.append(await write(tell, store, config, rules, watch, found, now))
    return done


def new_watches(store: Store, rules: RuleSet) -> list[Watch]:
    """Watches that ask for history and have never decided anything."""
    asking = [watch for watch in rules.watches if watch.enabled and watch.catch_up != "none"]
    return [watch for watch in asking if not store.alerts.has_decided(watch.id)]


def search(
    recalled: Sequence[Recalled], config: Config, rules: RuleSet, watch: Watch, now: datetime
) -> list[ReplayedDecision]:
    """What the watch would have told within its span, oldest first."""
    others = tuple(w if w.id == watch.id else w.model_copy(update={"enabled": False}) for w in rules.watches)
    judge = ActiveRules(replace(rules, watches=others), compile_rules(rules), criteria=make_criteria(config))
    since = now - parse_span(watch.catch_up)
    replaying = Replayer(judge, {feed.name: feed.tags for feed in config.feeds})
    for one in recalled:  # everything: stories begin before `since`; matched is only what came after it
        matches = tuple(judge.matcher.match(one.entry)) if one.at >= since else ()
        replaying.take(replace(one, quiet=False), matches)
    return [verdict for verdict in replaying.decisions if verdict.told]


def tell(
    store: Store,
    config: Config,
    rules: RuleSet,
    watch: Watch,
    found: Sequence[ReplayedDecision],
    now: datetime,
) -> CaughtUp:
    """Records what was found as told, and queues the digest for each destination."""
    told = _once_a_story(found, store)
    names = tuple(dict.fromkeys(watch.notify or config.defaults.notify)) if told else ()
    with store.transaction():
        store.record_history([_judged(one, story, watch, rules, now) for one, story in told], now)
        for name in names:
            key = blake2b(f"catch_up\0{watch.id}\0{name}".encode(), digest_size=16).hexdigest()
            store.outbox.add(key, name, _digest(watch, [one for one, _ in told], config), now)
    return CaughtUp(watch.id, len(told), names)


def _once_a_story(told: Sequence[ReplayedDecision], store: Store) -> list[tuple[ReplayedDecision, str]]:
    """The first report of each story, with the story's id in store; updates are no news here."""
    stories: dict[str, ReplayedDecision] = {}
    for one in told:
        stories.setdefault(store.facts(one.entry.id)["story"], one)
    return [(one, story) for story, one in stories.items()]


def _judged(one: ReplayedDecision, story: str, watch: Watch, rules: RuleSet, now: datetime) -> Judged:
    reason = Reason("catch_up", f"found in stored history when {watch.id} was new: told in one digest")
    decision = Decision(watch=watch.id, action="alerted", reason=reason)
    alert = compose(one.entry, story, [Fired(watch, one.matches)], [decision], now)
    return Judged(
        seen=Seen(entry=one.entry, state="new", version=one.version),
        matches=one.matches,
        join=Join(story=story, level="new", same_as=None, score=0.0, reason=reason),
        decisions=(decision,),
        quiet=True,
        rules_version=rules.version,
        alert=alert,
    )


def _digest(watch: Watch, told: Sequence[ReplayedDecision], config: Config) -> Payload:
    zone = config.zone()
    many = f"{len(told)} stories" if len(told) > 1 else "one story"
    lines = [f"What the watch {watch.id} would have told in the last {watch.catch_up}: {many}.", ""]
    for one in told[:MOST]:
        when = (one.entry.published or one.at).astimezone(zone).strftime("%Y-%m-%d %H:%M")
        lines += [f"{when}  {one.entry.title or '(no title)'}", f"    {one.entry.outlet or one.entry.feed}"]
        lines += [f"    {one.entry.url}"] if one.entry.url else []
    if len(told) > MOST:
        lines.append(f"... and {len(told) - MOST} more: wirewatch alerts --watch {watch.id}")
    return Payload(
        subject=f"{watch.title or watch.id}: {many} of the last {watch.catch_up}", text="\n".join(lines)
    )
