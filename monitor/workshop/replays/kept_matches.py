"""Matches that are kept, so that the next backtest does not look again for rules that did not change.

A file of the user's cache folder holds, for each text of a store, the matches of each rule. A text is known by its
digest, a rule by what it says, for rules do not depend on each other. So a rule that changed is looked for alone, and only
where the store's index has its words; texts that came since are looked through by all rules. Only a cache: of another
engine, broken or in use by another process it is not used, and files that others may write are not read.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing, suppress
from functools import partial
from hashlib import blake2b
from pathlib import Path

from monitor.workshop.archives.chunk import chunks
from monitor.workshop.archives.past import Past, match_past
from monitor.workshop.archives.workers import Workers
from monitor.workshop.replays.comparison import Pair
from monitor.workshop.replays.kept_replays import StaleReplayError, engine, require_private
from rules.matching.compiled_lists import digest as list_digest
from rules.matching.union import Union, in_place
from rules.model import Entry, Match, RuleSet
from rules.schema import Actor, Topic
from storage import MatchFile, MatchFileError, Recalled, match_json, to_match

FEW = 20  # changed rules, up to which they are looked for alone
MOST_TEXTS = (
    4  # texts that a file holds for each of the store, as after a purge, from which on it is made anew
)
MOST_RULES = 2_000  # rules that a file ever held, from which on it is made anew
_CHECK = 4  # bytes
Found = list[tuple[int, Match]]  # each match after the number of its rule


class KeptMatches:
    """The kept matches of one store, for one comparison of old and new rules; nothing is kept before `finish`."""

    def __init__(self, path: Path, old: RuleSet, new: RuleSet) -> None:
        """Errors: OSError, MatchFileError, StaleReplayError."""
        self._file, last = _opened(path)
        self.old, self.new = old, new
        self._numbers = self._file.rules()
        known = frozenset(self._numbers)
        self._lacking = (_without(old, known), _without(new, known))
        for digest in (*digests(old).values(), *digests(new).values()):
            if digest not in self._numbers:
                self._numbers[digest] = last = last + 1
        self._old, self._new = (
            {rule: self._numbers[digest] for rule, digest in digests(rules).items()} for rules in (old, new)
        )
        few = sum(len(_rules_of(rules)) for rules in self._lacking) <= FEW
        # Lists are long: the index is no short cut to all of their names.
        self.usable = bool(known) and few and not any(rules.lists for rules in self._lacking)
        self._everything: Union | None = None
        self._all_seen, self._keeps, self._taken = True, True, 0

    def matched(self, past: Past) -> Iterator[list[tuple[Recalled, Pair]]]:
        """Yields entries with their matches under both rule sets, some at a time. It must be `usable`."""
        some = chunks(past)
        first = next(some, [])
        # Asked now, for no entry is taken that is recorded later.
        touched = _touched(past, self._lacking) if any(map(_rules_of, self._lacking)) else set[str]()
        changed = Union(*self._lacking)
        while first:
            yield self._chunk(first, touched, changed)
            first = next(some, [])

    def put(self, matched: Iterable[tuple[Recalled, Pair]]) -> None:
        """Keeps the matches of entries that were looked through by all rules."""
        rows = {_digest(recalled.entry): self._numbered(pair) for recalled, pair in matched}
        self._all_seen = False
        self._taken += len(rows)
        self._write(rows)

    def finish(self) -> None:
        """Keeps what was found, once all entries were taken."""
        with suppress(MatchFileError):
            if not self._keeps:
                return
            if not self._all_seen:
                # Rules of earlier edits were not looked for in texts that came now.
                self._file.forget_rules()
            wanted = {*self._old.values(), *self._new.values()}
            texts = self._file.keep([(no, digest) for digest, no in self._numbers.items() if no in wanted])
            if texts > MOST_TEXTS * (self._taken + 1):
                self._file.clear()

    def close(self) -> None:
        """Ends without keeping anything."""
        self._file.close()

    def _chunk(
        self, some: Sequence[Recalled], touched: Set[str] | None, changed: Union
    ) -> list[tuple[Recalled, Pair]]:
        names = [_digest(recalled.entry) for recalled in some]
        seen = self._seen(names)
        self._taken += len(some)
        out, rows = [], {}
        for recalled, name in zip(some, names, strict=True):
            if name not in seen:
                if self._everything is None:
                    self._everything = Union(self.old, self.new)
                pair = self._everything.match(recalled.entry)
                rows[name] = self._numbered(pair)
                self._all_seen = False
            else:
                found = seen[name]
                if touched is None or recalled.entry.id in touched:
                    more = self._numbered(changed.match(recalled.entry))
                    found = rows[name] = [*found, *(one for one in more if one not in found)]
                pair = self._side(found, self._old), self._side(found, self._new)
            out.append((recalled, pair))
        self._write(rows)
        return out

    def _seen(self, names: Sequence[bytes]) -> dict[bytes, Found]:
        """The matches that are kept of these texts, without rows that are damaged."""
        seen: dict[bytes, Found] = {}
        with suppress(MatchFileError):
            for name, packed in self._file.found(names):
                if packed[:_CHECK] == _check(name, packed[_CHECK:]):
                    seen[name] = (
                        [(no, to_match(match)) for no, match in json.loads(packed[_CHECK:])]
                        if len(packed) > _CHECK
                        else []
                    )
        return seen

    def _numbered(self, pair: Pair) -> Found:
        """The matches of both sides, those of rules that are the same in both once."""
        found: dict[int, list[Match]] = {}
        for numbers, matches in zip((self._old, self._new), pair, strict=True):
            by_rule: dict[int, list[Match]] = defaultdict(list)
            for match in matches:
                by_rule[numbers[match.rule.partition("/")[0]]].append(match)
            found |= by_rule
        return [(no, match) for no, matches in found.items() for match in matches]

    def _side(self, found: Found, numbers: dict[str, int]) -> tuple[Match, ...]:
        wanted = frozenset(numbers.values())
        return tuple(sorted((match for no, match in found if no in wanted), key=in_place))

    def _write(self, rows: Mapping[bytes, Found]) -> None:
        packed = ((name, _packed(name, found)) for name, found in rows.items())
        try:
            if self._keeps:
                self._file.put(packed)
        except MatchFileError:
            self._keeps = False  # the disk is full, or another process keeps its matches at this time


def open_matches(folder: Path, old: RuleSet, new: RuleSet) -> KeptMatches | None:
    """The matches that are kept in a folder, or to be kept there; None where that cannot be."""
    path = folder / f"{engine()}.matches"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for other in folder.glob("*.matches*"):
            if not other.name.startswith(path.name):
                other.unlink(missing_ok=True)
        with suppress(StaleReplayError, MatchFileError):
            return KeptMatches(path, old, new)
        for part in folder.glob(f"{path.name}*"):
            part.unlink(missing_ok=True)
        return KeptMatches(path, old, new)
    except (OSError, MatchFileError, StaleReplayError):
        return None


def matched(
    old: RuleSet, new: RuleSet, past: Past, jobs: Workers, kept: Path | None
) -> Iterator[list[tuple[Recalled, Pair]]]:
    """Yields entries with their matches under both rule sets, some at a time; they are read as they are needed."""
    known = open_matches(kept, old, new) if kept is not None else None
    if known is None:
        yield from match_past(past, partial(_pair_matcher, old, new), jobs)
        return
    with closing(known):
        if known.usable:
            yield from known.matched(past)
        else:
            for pairs in match_past(past, partial(_pair_matcher, old, new), jobs):
                known.put(pairs)
                yield pairs
        known.finish()


def _pair_matcher(old: RuleSet, new: RuleSet) -> Callable[[Entry], Pair]:
    return Union(old, new).match


def digests(rules: RuleSet) -> dict[str, bytes]:
    """The digest of what each rule says, by its id."""
    said = {rule.id: f"{type(rule).__name__} {rule.model_dump_json()}" for rule in _rules_of(rules)}
    said |= {loaded.rule.id: f"list {list_digest(loaded)}" for loaded in rules.lists}
    return {rule: blake2b(text.encode(), digest_size=12).digest() for rule, text in said.items()}


def _rules_of(rules: RuleSet) -> tuple[Actor | Topic, ...]:
    return (*rules.actors, *rules.topics)


def _without(rules: RuleSet, known: frozenset[bytes]) -> RuleSet:
    """The rules whose digests are not known."""
    new = {rule for rule, digest in digests(rules).items() if digest not in known}
    return RuleSet(
        actors=tuple(actor for actor in rules.actors if actor.id in new),
        topics=tuple(topic for topic in rules.topics if topic.id in new),
        lists=tuple(loaded for loaded in rules.lists if loaded.rule.id in new),
    )


def _touched(past: Past, lacking: tuple[RuleSet, RuleSet]) -> set[str] | None:
    """The entries in which these rules may be found; None where any entry may be one."""
    return past.touched(*lacking) if past.touched is not None else None


def _digest(entry: Entry) -> bytes:
    text = f"{entry.title}\0{entry.text}".encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=12).digest()


def _packed(name: bytes, found: Found) -> bytes:
    what = json.dumps([(no, match_json(match)) for no, match in found]).encode() if found else b""
    return _check(name, what) + what


def _check(name: bytes, what: bytes) -> bytes:
    return zlib.crc32(what, zlib.crc32(name)).to_bytes(_CHECK)


def _opened(path: Path) -> tuple[MatchFile, int]:
    """The file, and the highest number of its rules. Errors: OSError, MatchFileError, StaleReplayError."""
    if path.exists():
        require_private(path)
    file = MatchFile(path)
    try:
        highest = file.highest()
        if highest > MOST_RULES:
            raise StaleReplayError("full of matches of rules that are gone")
    except (MatchFileError, StaleReplayError):
        file.close()
        raise
    return file, highest
