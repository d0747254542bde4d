"""How a feed stands in a word, and the way out for one in trouble: one wording for commands and pages."""

from __future__ import annotations

from storage import FeedState


def standing(state: FeedState) -> str:
    """The state of a feed in a word or two."""
    if state.gone:
        return "gone"
    if state.errors:
        return "failed" if state.errors == 1 else f"failed {state.errors} times"
    if has_moved(state):
        return "moved"
    return "well" if state.last_poll else "not polled"


def has_moved(state: FeedState) -> bool:
    """Whether the server redirects for good; a single such answer may be a slip."""
    return bool(state.moved_to) and state.moved_count > 1


def way_out(state: FeedState, again: str = "by itself") -> str:
    """The way out for a feed in trouble; empty for one that is well. `again`: when it is asked again."""
    if state.gone:
        return (
            "its server says that it is gone: find its new address, or"
            f" `wirewatch feeds revive {state.name}` asks it again, `feeds remove {state.name}` drops it"
        )
    if state.errors:
        return f"it is asked again {again}; `wirewatch feeds test {state.name}` shows what its server answers"
    if has_moved(state):
        return f"its server redirects for good: `wirewatch feeds set {state.name} url={state.moved_to}`"
    return ""


def page_way_out(state: FeedState) -> str:
    """The way out as the page's own buttons give it; empty for a feed that is well."""
    if state.gone:
        return "Its server says that it is gone. Find its new address, ask it again, or remove it under Edit."
    if state.errors:
        return "It is asked again by itself. Test shows what its server answers."
    return "Its server redirects for good: take its new address." if has_moved(state) else ""
