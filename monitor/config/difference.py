"""Compares two configs: says in words what an edit changes, and refuses an edit that needs a restart.

No text shows a value, because any value may be a secret.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.config.fields import Section
from monitor.config.schema import Config
from rules.errors import ConfigError, Problem

# Keys of parts that are opened once, at the start: the store, the connections that carry the name, and the page.
_FIXED = (("storage", "url"), ("monitor", "user_agent"), ("web", "listen"))
_SHOWN = 3


def require_reloadable(old: Config, new: Config) -> None:
    """Refuses an edit that only a restart can put in force. Errors: ConfigError, with every such key."""
    problems = [
        Problem(
            new.path,
            0,
            0,
            f"`[{section}] {key}` was changed, which needs a restart",
            "restart wirewatch, or undo this edit; until then no edit of this file is taken over",
        )
        for section, key in _FIXED
        if getattr(getattr(old, section), key) != getattr(getattr(new, section), key)
    ]
    if problems:
        raise ConfigError(problems)


def config_difference(old: Config, new: Config) -> str:
    """Says what changed, as `+1 feed (gazette), 1 destination changed (desk), [monitor] timezone`; empty if nothing."""
    feeds = ({feed.name: feed for feed in config.feeds} for config in (old, new))
    parts = [
        *_named_changes("feed", *feeds),
        *_named_changes("destination", old.destinations, new.destinations),
        *_named_changes("host", old.hosts, new.hosts),
        *(part.replace("persons", "people") for part in _named_changes("person", old.people, new.people)),
        *(
            f"[{section}] {key}"
            for section in Config.model_fields
            if isinstance(getattr(old, section), Section)
            for key in _changed_keys(getattr(old, section), getattr(new, section))
        ),
    ]
    return ", ".join(parts)


def _named_changes(what: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    added, gone = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
    changed = sorted(name for name in old.keys() & new.keys() if old[name] != new[name])
    for pattern, names in (("+{} {}", added), ("-{} {}", gone), ("{} {} changed", changed)):
        if names:
            change = pattern.format(len(names), what if len(names) == 1 else f"{what}s")
            more = " ..." if len(names) > _SHOWN else ""
            yield f"{change} ({', '.join(names[:_SHOWN])}{more})"


def _changed_keys(old: Section, new: Section) -> Iterator[str]:
    return (key for key in type(old).model_fields if getattr(old, key) != getattr(new, key))
