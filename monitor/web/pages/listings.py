"""The pages `/feeds` and `/deliveries`: what there is, trouble first, each with its way out."""

from __future__ import annotations

from monitor.delivery.rendering.pieces import safe_link
from monitor.polling.schedule import duration_text
from monitor.polling.standing import has_moved, page_way_out
from monitor.web.pages.inbox import first_steps
from monitor.web.site import PROBLEM_STATES, Shown, Site
from storage import DELIVERY_STATES, Store

MOST_DELIVERIES = 100
_WAITING = ("pending", "held", "retry")


def feeds(site: Site, store: Store, *, said: str = "") -> Shown:
    """The feeds in force, those in trouble first, then those that are paused."""
    written = {section.name: section for section in site.config.feeds}
    listed = [
        {
            "state": state,
            "way_out": page_way_out(state),
            "new_address": safe_link(state.moved_to) if has_moved(state) and not state.gone else None,
            "every": duration_text(state.interval),
            "section": written.get(state.name),
            "is_shared": state.name in site.config.shared,
        }
        for state in store.feeds.all()
        if (section := written.get(state.name)) is None or section.enabled
    ]
    listed.sort(key=lambda row: (not row["way_out"], row["state"].name))  # type: ignore[union-attr]
    paused = [(each, each.name in site.config.shared) for each in site.config.feeds if not each.enabled]
    values = {"feeds": listed, "paused": paused, "said": said, "steps": first_steps(site)}
    return Shown("feeds.html", values)


def deliveries(site: Site, store: Store, *, state: str) -> Shown:
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
        "destinations": list(site.config.destinations),
        "waiting": sorted({each.destination for each in listed if each.state in _WAITING}),
    }
    return Shown("deliveries.html", values | {"problems": PROBLEM_STATES})
