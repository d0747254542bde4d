"""The pages `/feeds`, `/deliveries`, `/rules` and `/status`: what there is, trouble first, each with its way out."""

from __future__ import annotations

from monitor.polling.schedule import duration_text
from monitor.web.pages.inbox import volumes
from monitor.web.site import PROBLEM_STATES, Shown, Site
from storage import DELIVERY_STATES, FeedState, Store

MOST_DELIVERIES = 100
LONGEST_RULES = 200_000


def feeds(site: Site, store: Store) -> Shown:
    """The feeds in force, those in trouble first."""
    states = store.feeds.all()
    listed = [
        {"state": state, "way_out": _way_out(state), "every": duration_text(state.interval)}
        for state in states
    ]
    listed.sort(key=lambda row: (not row["way_out"], row["state"].name))  # type: ignore[attr-defined]
    waiting = [section.name for section in site.config.feeds if not section.enabled]
    return Shown("feeds.html", {"feeds": listed, "paused": waiting})


def _way_out(state: FeedState) -> str:
    """The way out for a feed in trouble; empty for one that is well."""
    if state.gone:
        return f"Its server says that it is gone: find its new address, or `wirewatch feeds revive {state.name}`."
    if state.errors:
        return (
            f"It is asked again by itself; `wirewatch feeds test {state.name}` shows what its server answers."
        )
    if state.moved_to and state.moved_count > 1:
        return f"Its server redirects for good: `wirewatch feeds set {state.name} url={state.moved_to}`."
    return ""


def deliveries(store: Store, *, state: str) -> Shown:
    """Deliveries in one state, or all with those in trouble first."""
    wanted = [state] if state in DELIVERY_STATES else []
    listed = store.outbox.all(wanted, MOST_DELIVERIES)
    if not wanted:
        troubled = store.outbox.all(PROBLEM_STATES, MOST_DELIVERIES)
        known = {delivery.id for delivery in troubled}
        listed = [*troubled, *(each for each in listed if each.id not in known)][:MOST_DELIVERIES]
    counts = store.alerts.accounts()["deliveries"]
    values = {
        "deliveries": listed,
        "counts": counts,
        "asked": state if wanted else "",
        "states": DELIVERY_STATES,
    }
    return Shown("deliveries.html", values | {"problems": PROBLEM_STATES})


def rules(site: Site, store: Store, *, file: str) -> Shown:
    """The watches in force, how often each spoke, and the text of a file of theirs as it was loaded."""
    sources = site.rules.sources
    source = next((each for each in sources if each.name == file), sources[0] if sources else None)
    values = {"watches": site.rules.watches, "volumes": {each.watch: each for each in volumes(site, store)}}
    shown = {"files": [each.name for each in sources], "file": source.name if source else ""}
    text = source.content if source else ""
    return Shown(
        "rules.html", values | shown | {"text": text[:LONGEST_RULES], "cut": len(text) > LONGEST_RULES}
    )


def status(site: Site, store: Store) -> Shown:
    """Both accounts, what the operator was told, and which rules are in force."""
    accounts = store.alerts.accounts()
    indexed, entries = store.search.progress()
    values = {"accounts": accounts, "troubles": store.troubles.open(), "entries": entries, "indexed": indexed}
    return Shown("status.html", values | {"version": site.rules.version, "location": store.location})
