"""Changes by forms of the page: verdicts, mutes, acknowledgements. Each goes into the audit log."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import structlog

from monitor.web.security.roles import Caller
from monitor.web.site import Site
from storage import Act, NoStoreError, Store, StoreError
from storage.model import Mute

log = structlog.get_logger()
SOMEBODY = "somebody on the page"
MUTE_HOURS = (0, 24, 168)
Door = Literal["page", "api"]


def noted(
    site: Site, store: Store, caller: Caller, action: str, about: str, detail: str = "", *, by: Door = "page"
) -> None:
    """Notes a change in the audit log, inside the transaction of the change. `by`: page or api."""
    store.audit.note(Act(caller.who, by, action, about, detail), site.clock())


async def note_edit(site: Site, caller: Caller, action: str, about: str, *, by: Door = "page") -> None:
    """Notes an edit of a file in the audit log, after it: the store is another file.

    A watch without a store has no log yet; a store that cannot be written leaves the note to the process's own log.
    """
    try:
        await site.readers(lambda store: noted(site, store, caller, action, about, by=by))
    except NoStoreError:
        return
    except StoreError as error:
        log.warning("edit not in the audit log", who=caller.who, action=action, about=about, error=str(error))


def give_verdict(
    site: Site, store: Store, *, caller: Caller, alert: int, correct: bool, by: Door = "page"
) -> str | None:
    """Records whether an alert was worth telling; returns its story, None where there is no such alert."""
    known = store.alerts.find(ids=[alert])
    if not known:
        return None
    with store.transaction():
        store.verdicts.give(alert, correct=correct, note="", now=site.clock())
        noted(site, store, caller, "verdict", f"alert {alert}", "true" if correct else "false", by=by)
    return known[0].story


def acknowledge(site: Site, store: Store, *, caller: Caller, alert: int) -> str | None:
    """Acknowledges an alert, which then does not escalate; returns its story, None where there is no such alert."""
    known = store.alerts.find(ids=[alert])
    if not known:
        return None
    with store.transaction():
        given = store.acknowledgements.give(alert, caller.who or SOMEBODY, site.clock())
        if known[0].acknowledged is None and given is not None:
            noted(site, store, caller, "acknowledge", f"alert {alert}")
    return known[0].story


def mute_story(site: Site, store: Store, *, caller: Caller, alert: int, hours: int) -> str | None:
    """Holds what the story of an alert has to tell for some hours; 0 lifts the mute. Returns the story, as above."""
    known = store.alerts.find(ids=[alert])
    if not known:
        return None
    story, now = known[0].story, site.clock()
    until = now + timedelta(hours=hours)
    with store.transaction():
        if hours:
            store.holds.mute(Mute(kind="story", name=story, until=until), now)
            noted(site, store, caller, "mute", f"story {story}", f"hold until {until.isoformat()}")
        elif store.holds.unmute("story", story, now):
            noted(site, store, caller, "unmute", f"story {story}")
    return story
