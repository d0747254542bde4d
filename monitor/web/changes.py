"""Changes by forms of the page: a verdict on an alert, and a mute of its story. Each is logged."""

from __future__ import annotations

from datetime import timedelta

import structlog

from monitor.web.site import Site
from storage import Store
from storage.model import Mute

log = structlog.get_logger()
MUTE_HOURS = (0, 24, 168)


def give_verdict(site: Site, store: Store, *, alert: int, correct: bool) -> str | None:
    """Records whether an alert was worth telling; returns its story, None where there is no such alert."""
    known = store.alerts.find(ids=[alert])
    if not known or not store.verdicts.give(alert, correct=correct, note="", now=site.clock()):
        return None
    log.info("verdict from the page", alert=alert, correct=correct)
    return known[0].story


def mute_story(site: Site, store: Store, *, alert: int, hours: int) -> str | None:
    """Holds what the story of an alert has to tell for some hours; 0 lifts the mute. Returns the story, as above."""
    known = store.alerts.find(ids=[alert])
    if not known:
        return None
    story, now = known[0].story, site.clock()
    if hours:
        store.holds.mute(Mute(kind="story", name=story, until=now + timedelta(hours=hours)), now)
    else:
        store.holds.unmute("story", story, now)
    log.info("mute from the page", story=story, hours=hours)
    return story
