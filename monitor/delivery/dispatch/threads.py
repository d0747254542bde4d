"""Gathers the undelivered updates of a story: when a message of its thread leaves, all that is held goes with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from monitor.delivery.dispatch.fates import UPDATE, Fate, Fold, Hold, Send, is_fresh, updates_of
from monitor.delivery.dispatch.plan_pass import PlanPass
from storage.model import Waiting

# A story as one destination hears of it.
Thread = tuple[str, str]


def gather(waiting: Sequence[Waiting], fates: dict[int, Fate], this_pass: PlanPass) -> list[Waiting]:
    """Makes one message of what a thread has to tell, and writes it into `fates`.

    Returns the deliveries that were held until later and go along, which `waiting` does not hold. What is muted stays.
    """
    threads: dict[Thread, list[Waiting]] = defaultdict(list)
    for delivery in waiting:
        threads[delivery.story, delivery.destination].append(delivery)
    leaving = {key: fold for key, members in threads.items() if (fold := _message(members, fates))}
    later: dict[Thread, list[Waiting]] = defaultdict(list)
    for delivery in this_pass.held_updates({story for story, _ in leaving}):
        later[delivery.story, delivery.destination].append(delivery)
    joined: list[Waiting] = []
    for key, fold in leaving.items():
        members = [d for d in threads[key] if _may_join(d, fates, this_pass)] + later[key]
        together = _together(members, fates)
        for delivery in together:
            if not isinstance(fates.get(delivery.id), Send | Fold):
                this_pass.let_through(delivery, fold)
        fates.update(dict.fromkeys((delivery.id for delivery in together), fold))
        joined += [delivery for delivery in together if delivery in later[key]]
    return joined


def _message(members: Sequence[Waiting], fates: Mapping[int, Fate]) -> Fold | None:
    """The message of the thread that leaves now: one of its own before a digest; None if there is none."""
    folds = [fate for d in members if d.kind == UPDATE and isinstance(fate := fates[d.id], Fold)]
    own = next((fold for fold in folds if fold.story), None)
    first = next((d for d in members if isinstance(fates[d.id], Send)), None)
    if first is not None:
        return own or updates_of(first.story)
    return own or next(iter(folds), None)


def _may_join(delivery: Waiting, fates: Mapping[int, Fate], this_pass: PlanPass) -> bool:
    fate = fates[delivery.id]
    if delivery.kind != UPDATE:
        return isinstance(fate, Send)
    return isinstance(fate, Fold) or (isinstance(fate, Hold) and this_pass.mute_of(delivery) is None)


def _together(members: Sequence[Waiting], fates: Mapping[int, Fate]) -> list[Waiting]:
    """The members of the thread's message.

    A first report goes alone where its updates are fresh: they follow as a group. It takes what was held otherwise.
    """
    updates = [delivery for delivery in members if delivery.kind == UPDATE]
    firsts = [delivery for delivery in members if delivery.kind != UPDATE]
    held = [delivery for delivery in updates if not is_fresh(delivery)]
    if any(isinstance(fates.get(delivery.id), Fold) for delivery in updates):
        return firsts + updates if held else updates
    return firsts + held if held else []
