"""Evaluates the `when` of watches over the matches of one entry: which watches fire. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fnmatch import fnmatchcase

from rules.model import Fired, Match
from rules.schema import FeedFilter, Watch, When


def fired(watches: Sequence[Watch], matches: Sequence[Match]) -> list[Fired]:
    """The enabled watches whose `when` holds, each with the matches that support it.

    The entry's feed is not considered: `hears` decides that.
    """
    by_id = {watch.id: watch for watch in watches}
    return [
        Fired(watch, supporting)
        for watch in watches
        if watch.enabled and (supporting := _supporting(watch, matches, by_id))
    ]


def fires(watch: Watch, matches: Sequence[Match], watches: Mapping[str, Watch]) -> bool:
    """Whether the `when` of one watch holds, enabled or not; `watches` are all of them, by id."""
    return bool(_supporting(watch, matches, watches))


def hears(feeds: FeedFilter, name: str, tags: Collection[str]) -> bool:
    """Whether a watch listens to a feed: it has a wanted tag or name, and no excluded name."""
    if any(fnmatchcase(name, pattern) for pattern in feeds.exclude):
        return False
    if not feeds.tags and not feeds.include:
        return True
    return bool(set(feeds.tags) & set(tags)) or any(fnmatchcase(name, p) for p in feeds.include)


def rule_ids(when: When) -> set[str]:
    """The ids that a condition names, watches included."""
    ids: set[str] = set()
    for part in (*when.any, *when.all, *when.none):
        ids |= {part} if isinstance(part, str) else rule_ids(part)
    return ids


def supporting_ids(when: When, watches: Mapping[str, Watch]) -> set[str]:
    """The ids of rules whose matches support a condition: under any and all, not under none, through watches."""
    ids: set[str] = set()
    for part in (*when.any, *when.all):
        if isinstance(part, When):
            ids |= supporting_ids(part, watches)
        elif part in watches:
            ids |= supporting_ids(watches[part].when, watches)
        else:
            ids.add(part)
    return ids


def _supporting(watch: Watch, matches: Sequence[Match], watches: Mapping[str, Watch]) -> tuple[Match, ...]:
    counted = [match for match in matches if match.score >= watch.min_score]
    found = {match.rule for match in counted}
    found |= {rule.partition("/")[0] for rule in found}
    if not _holds(watch.when, found, watches):
        return ()
    wanted = supporting_ids(watch.when, watches)
    return tuple(m for m in counted if m.rule in wanted or m.rule.partition("/")[0] in wanted)


def _holds(when: When, found: set[str], watches: Mapping[str, Watch]) -> bool:
    def true(part: str | When) -> bool:
        if isinstance(part, When):
            return _holds(part, found, watches)
        other = watches.get(part)
        return _holds(other.when, found, watches) if other else part in found

    if any(true(part) for part in when.none):
        return False
    return all(true(part) for part in when.all) and (not when.any or any(true(part) for part in when.any))
