"""Finds watches that can alert nobody: they hear no feed, tell no destination, or have a `when` that never holds. Pure.

Such rules load and stay in force, so each finding is contained.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase

from rules.checking.lint import Finding, Part
from rules.deciding.watches import hears, rule_ids
from rules.loading.explain import did_you_mean, listed, quoted
from rules.model import RuleSet
from rules.schema import Watch, When

MOST_TRIED = 12  # ids that stand on both sides of a condition; all their cases are tried
SHOWN = 6

Feeds = Mapping[str, Collection[str]]


def check(rules: RuleSet, feeds: Feeds, *, told_otherwise: Collection[str]) -> list[Finding]:
    """Returns a finding for each watch that alerts nobody, and for each tag or name of feeds that none has.

    `feeds`: the tags of each feed that is polled, by name. `told_otherwise`: ids of
    watches that tell somebody without a `notify` of their own.
    """
    findings = [] if rules.watches else [_no_watch()]
    if rules.watches and not any(watch.enabled for watch in rules.watches):
        findings.append(_all_asleep())
    parts_of_others = set().union(*(rule_ids(watch.when) for watch in rules.watches))
    by_id = {watch.id: watch for watch in rules.watches}
    for watch in rules.watches:
        if never_holds(watch.when, by_id):
            findings.append(
                Finding(
                    watch.id,
                    ("when",),
                    f"watch `{watch.id}` can never fire: what it asks for is what it shuts out",
                    "take the id out of `none`, or out of `all` and `any`",
                    contained=True,
                )
            )
        if watch.enabled and not watch.notify and watch.id not in (*told_otherwise, *parts_of_others):
            findings.append(_tells_nobody(watch))
        if feeds:
            findings += _unheard(watch, feeds)
    return findings


def _no_watch() -> Finding:
    return Finding(
        "",
        (),
        "there is no watch: whatever is found, nobody is told",
        "write `watches:` with an id, a `when` and a `notify`, or use `wirewatch rules new`",
        contained=True,
    )


def _all_asleep() -> Finding:
    return Finding(
        "",
        (),
        "every watch is asleep: whatever is found, nobody is told",
        "strike `enabled: false` from the watches that are to alert",
        "warning",
    )


def _tells_nobody(watch: Watch) -> Finding:
    return Finding(
        watch.id,
        (),
        f"watch `{watch.id}` tells nobody: neither it nor [defaults] in config.toml has a `notify`, "
        "and no person asks for it",
        "write `notify: [NAME]` with the name of a destination",
        contained=True,
    )


def _unheard(watch: Watch, feeds: Feeds) -> Iterator[Finding]:
    """Yields the tags and name patterns of a watch that fit no feed: an error where it hears no feed at all."""
    deaf = not any(hears(watch.feeds, name, tags) for name, tags in feeds.items())
    tags = {tag for tags in feeds.values() for tag in tags}
    unmet: list[tuple[Part, str, str]] = [
        (("feeds", "tags", i), f"no feed has the tag {quoted(tag)}", _known(tag, tags, "tag"))
        for i, tag in enumerate(watch.feeds.tags)
        if tag not in tags
    ]
    for key in ("include", "exclude"):
        unmet += [
            (("feeds", key, i), f"no feed has a name that fits {quoted(name)}", _known(name, feeds, "name"))
            for i, name in enumerate(getattr(watch.feeds, key))
            if not any(fnmatchcase(feed, name) for feed in feeds)
        ]
    for part, message, hint in unmet:
        if deaf and "exclude" not in part:
            yield Finding(
                watch.id, part, f"{message}, so watch `{watch.id}` hears no feed", hint, contained=True
            )
        else:
            yield Finding(watch.id, part, message, hint, "warning")
    if deaf and not any("exclude" not in part for part, _, _ in unmet):
        message = f"watch `{watch.id}` hears no feed: `exclude` takes every one away"
        yield Finding(watch.id, ("feeds", "exclude"), message, "name fewer feeds there", contained=True)


def _known(word: str, known: Collection[str], what: str) -> str:
    names = sorted(known)
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    there = f"there are {listed(names[:SHOWN], 'and')}{more}" if names else f"no feed has a {what} yet"
    return did_you_mean(word, names) or there


def never_holds(when: When, watches: Mapping[str, Watch]) -> bool:
    """Whether a condition holds for no set of rules found; `watches` are those that it may name, in no circle.

    An id that is only asked for can be taken as found, one that is only shut out as not found; of the others, all cases
    are tried.
    """
    sides: dict[str, set[bool]] = {}
    _sides(when, watches, True, sides)
    both = [name for name, seen in sides.items() if len(seen) == 2]
    if len(both) > MOST_TRIED:
        return False
    always = {name for name, seen in sides.items() if seen == {True}}
    cases = range(2 ** len(both))
    return not any(
        _holds(when, always | {name for i, name in enumerate(both) if case >> i & 1}, watches)
        for case in cases
    )


def _sides(when: When, watches: Mapping[str, Watch], wanted: bool, sides: dict[str, set[bool]]) -> None:
    for parts, side in ((when.any, wanted), (when.all, wanted), (when.none, not wanted)):
        for part in parts:
            inner = part if isinstance(part, When) else watches[part].when if part in watches else None
            if inner is not None:
                _sides(inner, watches, side, sides)
            elif isinstance(part, str):
                sides.setdefault(part, set()).add(side)


def _holds(when: When, found: Collection[str], watches: Mapping[str, Watch]) -> bool:
    def true(part: str | When) -> bool:
        inner = part if isinstance(part, When) else watches[part].when if part in watches else None
        return part in found if inner is None else _holds(inner, found, watches)

    if any(map(true, when.none)):
        return False
    return all(map(true, when.all)) and (not when.any or any(map(true, when.any)))
