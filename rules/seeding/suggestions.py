"""Proposes terms for topics: words that occur with a topic's hits and hardly elsewhere, those of known topics. Pure.

Words are ranked by Dunning's log-likelihood ratio (Accurate Methods for the Statistics of Surprise and Coincidence,
1993) within their language, with floors on counts and on the share of entries that are hits. Each is then tried as a
term on the same entries: what would add nothing, or mostly what has nothing to do with the topic, is not proposed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from rules.matching import compile as compile_rules
from rules.matching import lexicon
from rules.matching.lexicon import known_words
from rules.matching.patterns import actors
from rules.matching.patterns.pattern import Book, Case
from rules.model import Entry, RuleSet
from rules.schema import Actor, Topic, Variant
from rules.seeding.sentences import fold
from rules.seeding.topics import related_terms, variant
from rules.text import word_frequency

Source = Literal["history", "table", "capitals"]
MOST = 3  # proposals a rule from each source
_POOL = 6  # candidates a topic that are tried
_FEWEST = 3  # hits that hold a candidate, each with a headline of its own
_COVER = 0.1  # of the hits so many hold a candidate, at least
_SURE = 10.83  # the log-likelihood ratio that chance exceeds once in a thousand times
_SHARE = 0.5  # of the entries with a proposed term so many are hits already
_BROADEST = 0.1  # a term found in a larger share of all entries tells nothing
_ENOUGH = 200  # with fewer entries a share says nothing
_READ = 2_000  # characters of a text that are looked at
_EXAMPLES = 2
_MARKS = re.compile("[\u0300-\u036f]+")
_PREFIX = 4  # letters by which an entry is chosen for a trial
_MARKUP = re.compile(r"<[^>]{0,1000}>|&#?\w{1,10};|https?://\S+")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A term to add to a topic, or a spelling to add to an actor. `adds`: entries that would be found by it, too.

    `beside`: hits of the rule that it finds. `source`: the entries show it, the table of known topics, or it is a
    name of the actor with other capitals; `examples` are headlines that it would add.
    """

    rule: str
    term: str
    language: str
    source: Source
    beside: int
    adds: int
    entries: int
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        origin = {
            "history": f"stands in {self.beside} of its hits",
            "table": "a known topic's term",
            "capitals": "as an alias with `case: any`",
        }[self.source]
        shown = "".join(f"; “{title}”" for title in self.examples)
        many = f"{self.adds} entries" if self.adds != 1 else "one entry"
        return f"{self.rule}: `{self.term}` would add {many} of {self.entries} ({origin}{shown})"


@dataclass(frozen=True, slots=True)
class Proposals:
    """The proposed terms, by topic, and the (topic, term) that the entries speak against."""

    suggestions: tuple[Suggestion, ...] = ()
    refused: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A term that may be proposed for a rule; `score` is its log-likelihood ratio, `trial` what is tried."""

    trial: Actor | Topic
    term: str
    language: str
    source: Source
    score: float = math.inf

    @property
    def rule(self) -> str:
        return self.trial.id


def suggest(
    rules: RuleSet,
    entries: Sequence[Entry],
    found: Sequence[Collection[str]],
    languages: Collection[str] = (),
) -> Proposals:
    """Proposes terms for topics and spellings for actors: at most MOST from each source for a rule.

    `found` are the ids of the rules found in each entry; `languages`: ISO codes in which terms of known topics are
    proposed, beside those of the entries. Without entries there is nothing to propose from.
    """
    spoken = [_language(entry) for entry in entries]
    texts = [_folded(_content(entry)) for entry in entries]
    wanted = {code[:2].lower() for code in languages} | set(spoken)
    candidates = [
        _Candidate(_with_term(topic, term), term, language, "table")
        for topic in rules.topics
        for language, term in related_terms(topic)
        if language in wanted
    ]
    candidates += _other_capitals(rules.actors)
    candidates += _associated(rules.topics, entries, found, spoken)
    return _tried(candidates, entries, texts, found) if candidates and entries else Proposals()


def _with_term(topic: Topic, term: str) -> Topic:
    return topic.model_copy(update={"terms": (variant(term),)})


def _other_capitals(everyone: Sequence[Actor]) -> Iterator[_Candidate]:
    """Yields the names that are common words, too, to be found with any capitals."""
    for actor in everyone:
        for pattern in actors.actor(actor, Book()):
            if pattern.case in {Case.NAME, Case.CAPITALS} and pattern.context is None and pattern.cost == 0:
                alias = Variant(text=pattern.text, case="any")
                trial = actor.model_copy(update={"aliases": (*actor.aliases, alias)})
                yield _Candidate(trial, pattern.text, "", "capitals")


def _language(entry: Entry) -> str:
    return word_frequency.language(_folded(entry.title).split(), entry.lang)


def _associated(
    topics: Sequence[Topic],
    entries: Sequence[Entry],
    found: Sequence[Collection[str]],
    spoken: Sequence[str],
) -> Iterator[_Candidate]:
    """Yields the terms that are associated with the hits of each topic."""
    single = list(_unlike(entries))
    hits = {topic.id: [i for i in single if topic.id in found[i]] for topic in topics}
    hits = {rule: places for rule, places in hits.items() if len(places) >= _FEWEST}
    beside: dict[str, Counter[tuple[str, str]]] = {}
    spelled: dict[tuple[str, str], str] = {}
    for rule, places in hits.items():
        counts: Counter[tuple[str, str]] = Counter()
        for i in places:
            terms = _terms(entries[i], spoken[i])
            counts.update((spoken[i], key) for key in terms)
            spelled.update({(spoken[i], key): term for key, term in terms.items()})
        beside[rule] = Counter({key: count for key, count in counts.items() if count >= _FEWEST})
    wanted = {key for counts in beside.values() for key in counts}
    everywhere: Counter[tuple[str, str]] = Counter()
    totals = Counter(spoken[i] for i in single)
    if wanted:
        for i in single:
            everywhere.update(key for key in ((spoken[i], k) for k in _keys(entries[i])) if key in wanted)
    for topic in topics:
        if topic.id in hits:
            own = Counter(spoken[i] for i in hits[topic.id])
            yield from _best(topic, beside[topic.id], everywhere, own, totals, spelled)


def _unlike(entries: Sequence[Entry]) -> Iterator[int]:
    """Yields the places of the entries whose headline did not come before: copies are no evidence."""
    seen: set[str] = set()
    for i, entry in enumerate(entries):
        headline = fold(entry.title or entry.text[:100])
        if headline not in seen:
            seen.add(headline)
            yield i


def _best(
    topic: Topic,
    beside: Mapping[tuple[str, str], int],
    everywhere: Mapping[tuple[str, str], int],
    own: Mapping[str, int],
    totals: Mapping[str, int],
    spelled: Mapping[tuple[str, str], str],
) -> Iterator[_Candidate]:
    """Yields the surest candidates of a topic; of a phrase and its words the one with the higher score."""
    scored = []
    ours = {word for term in topic.terms if isinstance(term, Variant) for word in fold(term.text).split()}
    for (language, key), count in beside.items():
        if count < _COVER * own[language] or ours.issuperset(key.split()):
            continue
        elsewhere = everywhere[language, key] - count
        score = likelihood_ratio(count, own[language], elsewhere, totals[language] - own[language])
        if score >= _SURE and count / (count + elsewhere) >= _SHARE:
            term = spelled[language, key]
            scored.append(_Candidate(_with_term(topic, term), term, language, "history", score))
    chosen: list[_Candidate] = []
    taken: set[str] = set()
    for candidate in sorted(scored, key=lambda c: (-c.score, len(c.term), c.term)):
        words = set(_folded(candidate.term).split())
        if not words & taken and len(chosen) < _POOL:
            chosen.append(candidate)
            taken |= words
    yield from chosen


def likelihood_ratio(beside: int, hits: int, elsewhere: int, others: int) -> float:
    """Returns Dunning's ratio for a term in `beside` hits and `elsewhere` other entries; 0 if hits hold it less."""
    if not hits or not others or beside * others <= elsewhere * hits:
        return 0.0
    share = (beside + elsewhere) / (hits + others)

    def bits(count: int, total: int, expected: float) -> float:
        return count * math.log(count / (total * expected)) if count else 0.0

    held = bits(beside, hits, share) + bits(elsewhere, others, share)
    lacked = bits(hits - beside, hits, 1 - share) + bits(others - elsewhere, others, 1 - share)
    return 2 * (held + lacked)


def _content(entry: Entry) -> str:
    return _MARKUP.sub(" ", f"{entry.title} . {entry.text[:_READ]}")


def _folded(text: str) -> str:
    lower = text.casefold()
    return lower if lower.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", lower))


def _keys(entry: Entry) -> set[str]:
    """The words of an entry and its pairs of neighbours, folded as `_terms` folds them."""
    places = [(m.start(), m.end(), fold(m.group())) for m in _WORD.finditer(_content(entry))]
    pairs = {f"{a[2]} {b[2]}" for a, b in pairwise(places) if b[0] - a[1] == 1}
    return pairs | {word for _, _, word in places}


def _terms(entry: Entry, language: str) -> dict[str, str]:
    """The words and pairs of neighbours of an entry that may be terms, by their folded spelling."""
    content = _content(entry)
    places = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(content)]
    terms = {fold(word): word.lower() for _, _, word in places if _may_be_term(word, language)}
    for (_, end, first), (start, _, second) in pairwise(places):
        if start - end == 1 and _may_be_term(first, language) and _may_be_term(second, language):
            terms[f"{fold(first)} {fold(second)}"] = f"{first} {second}".lower()
    terms |= {fold(word): word for _, _, word in places if _is_code(word)}
    return terms


def _is_code(word: str) -> bool:
    """Whether a word is of capitals and figures: H5N1, not a year or a name."""
    return len(word) >= 3 and word.isupper() and not word.isalpha() and not word[0].isdigit()


def _may_be_term(word: str, language: str) -> bool:
    """Whether a word may be a term or part of one: no small word, no name, no figure."""
    key = fold(word)
    if len(key) < 4 or not key.replace("-", "").isalpha() or key in lexicon.function_words():
        return False
    if word[0].isupper() and language != "de":
        return False
    return not (known_words.is_listed(key, "given", "places") or key in lexicon.given_names())


def _tried(
    candidates: Sequence[_Candidate],
    entries: Sequence[Entry],
    texts: Sequence[str],
    found: Sequence[Collection[str]],
) -> Proposals:
    """Tries each candidate on the entries, as the only term of its topic, and keeps what is worth its hits."""
    trials = [c.trial.model_copy(update={"id": f"trial-{i}"}) for i, c in enumerate(candidates)]
    matcher = compile_rules(
        RuleSet(
            actors=tuple(trial for trial in trials if isinstance(trial, Actor)),
            topics=tuple(trial for trial in trials if isinstance(trial, Topic)),
        )
    )
    added: dict[int, dict[str, str]] = defaultdict(dict)
    beside: Counter[int] = Counter()
    hint = re.compile("|".join(sorted({re.escape(_start(c.term)) for c in candidates})))
    for entry, text, rules in zip(entries, texts, found, strict=True):
        if not hint.search(text):
            continue
        matches = matcher.match(replace(entry, text=entry.text[:_READ]))
        for number in {int(match.rule.removeprefix("trial-")) for match in matches}:
            if candidates[number].rule in rules:
                beside[number] += 1
            else:
                added[number][entry.id] = entry.title or entry.text[:80]
    return _worth(candidates, added, beside, len(entries))


def _start(term: str) -> str:
    """The first letters of the longest word of a term: a text without them is not worth a trial."""
    return max(_folded(term).split(), key=len)[:_PREFIX]


def _worth(
    candidates: Sequence[_Candidate],
    added: Mapping[int, Mapping[str, str]],
    beside: Mapping[int, int],
    entries: int,
) -> Proposals:
    kept: dict[tuple[str, str], list[Suggestion]] = defaultdict(list)
    won: dict[str, set[str]] = defaultdict(set)
    refused = set()
    for number, candidate in sorted(enumerate(candidates), key=lambda pair: -pair[1].score):
        new, old, rule = added.get(number, {}), beside.get(number, 0), candidate.rule
        related = candidate.source == "table" or old / (old + len(new) or 1) >= _SHARE
        if not related or len(new) + old > _BROADEST * max(entries, _ENOUGH):
            refused.add((rule, candidate.term))
            continue
        suggested = kept[rule, candidate.source]
        if len(suggested) >= MOST or won[rule].issuperset(new):
            continue
        won[rule] |= set(new)
        titles = dict.fromkeys(_short(title) for title in new.values())
        suggested.append(
            Suggestion(
                rule=rule,
                term=candidate.term,
                language=candidate.language,
                source=candidate.source,
                beside=old,
                adds=len(new),
                entries=entries,
                examples=tuple(titles)[:_EXAMPLES],
            )
        )
    by_rule = sorted((s for group in kept.values() for s in group), key=lambda s: (s.rule, -s.adds))
    return Proposals(tuple(by_rule), frozenset(refused))


def _short(title: str, most: int = 70) -> str:
    flat = " ".join(title.split())
    return flat if len(flat) <= most else f"{flat[: most - 1].rstrip()}…"
