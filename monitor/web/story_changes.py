"""Changes of stories by forms of the page: parting, joining and telling by hand. Each goes into the audit log."""

from __future__ import annotations

from monitor.web.changes import noted
from monitor.web.security.roles import Caller
from monitor.web.site import Site
from monitor.workshop.telling import last_decisions, tell_by_hand, tell_parted
from rules.deciding.defaults import with_defaults
from rules.model import Entry, RuleSet
from storage import Store


def split_story(site: Site, store: Store, *, caller: Caller, entry: str) -> str | None:
    """Takes an entry out of its story, and tells what had stayed silent; returns its story, None where it is alone."""
    now = site.clock()
    with store.transaction():
        parted = store.stories.split(entry, now)
        if parted is None:
            return None
        noted(site, store, caller, "split", f"entry {entry}", f"from story {parted.was}")
        tell_parted(store, _rules(site), parted, now)
    return str(store.facts(entry)["story"])


def join_stories(site: Site, store: Store, *, caller: Caller, story: str, into: str) -> str | None:
    """Joins a story into another one; returns that, None where there is nothing to join."""
    with store.transaction():
        moved = store.stories.join(story, into, site.clock())
        if not moved:
            return None
        noted(site, store, caller, "join", f"story {story}", f"into story {into}, {len(moved)} entries")
    return into


def tell_entry(site: Site, store: Store, *, caller: Caller, entry: str) -> str | None:
    """Tells an entry under each watch that met it in silence; returns its story, None where nothing is left to tell.

    Errors: WirewatchError where the rules have none of the watches any more.
    """
    known: Entry | None = store.lookup.of_ids([entry]).get(entry)
    if known is None:
        return None
    with store.transaction():
        silent = [name for name, last in last_decisions(store, entry).items() if last.action != "alerted"]
        if not silent:
            return None
        story = str(store.facts(entry)["story"])
        why = "told by hand"
        alert, _ = tell_by_hand(store, _rules(site), known, story, silent, why=why, note="", now=site.clock())
        noted(site, store, caller, "tell", f"entry {entry}", f"alert {alert.id}")
    return story


def _rules(site: Site) -> RuleSet:
    """The rules in force, complete by the defaults of the config."""
    return with_defaults(site.rules, site.config.of_watches())
