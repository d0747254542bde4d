"""Proposes exclusions for a false alert: `not` phrases that remove its match, and their cost. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rules.deciding.watches import fired
from rules.matching import Matcher, lexicon
from rules.matching import compile as compile_rules
from rules.model import Entry, Match, RuleSet
from rules.text import tokens as text

MOST = 5
_REACH = 2  # words beside a match that a phrase may include


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A phrase for the `not` of a rule. `lost`: ids of other entries that would no longer fire."""

    rule: str
    phrase: str
    lost: tuple[str, ...] = ()


def exclusions(
    rules: RuleSet, entry: Entry, watches: Sequence[str], others: Sequence[tuple[Entry, Sequence[str]]]
) -> list[Exclusion]:
    """Proposes phrases that each keep `watches` from firing on `entry`, the cheapest first.

    `others` are entries that alerted, each with the watches that fired: an exclusion may lose some of them.
    """
    wanted = set(watches)
    proposals = []
    candidates: dict[tuple[str, tuple[str, ...]], str] = {}
    for rule, phrase in _candidates(compile_rules(rules).match(entry), entry):
        candidates.setdefault(
            (rule, tuple(text.tokens(phrase))), phrase
        )  # of two that differ by case, the first
    for (rule, _), phrase in candidates.items():
        edited = with_exclusion(rules, rule, phrase)
        if edited is None:
            continue
        matcher = compile_rules(edited)
        if _firing(edited, matcher, entry) & wanted:
            continue
        lost = tuple(
            other.id for other, firing in others if not _firing(edited, matcher, other) & set(firing)
        )
        proposals.append(Exclusion(rule, phrase, lost))
    proposals.sort(key=lambda exclusion: (len(exclusion.lost), len(exclusion.phrase)))
    return proposals[:MOST]


def _firing(rules: RuleSet, matcher: Matcher, entry: Entry) -> set[str]:
    return {firing.watch.id for firing in fired(rules.watches, matcher.match(entry))}


def with_exclusion(rules: RuleSet, rule: str, phrase: str) -> RuleSet | None:
    """Copies the rules with one more `not` phrase; None where no actor or topic has this id."""
    actors = tuple(
        a.model_copy(update={"not_": (*a.not_, phrase)}) if a.id == rule else a for a in rules.actors
    )
    topics = tuple(
        t.model_copy(update={"not_": (*t.not_, phrase)}) if t.id == rule else t for t in rules.topics
    )
    known = actors != rules.actors or topics != rules.topics
    return replace(rules, actors=actors, topics=topics) if known else None


def _candidates(matches: Sequence[Match], entry: Entry) -> Iterator[tuple[str, str]]:
    """Yields (rule, phrase): matched words with up to two words on either side, within the sentence."""
    for match in matches:
        content = entry.title if match.field == "title" else entry.text
        tokens = text.tokenize(content)
        inside = [i for i, t in enumerate(tokens) if match.span.start <= t.start < match.span.end]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        for before, after in ((1, 0), (0, 1), (1, 1), (2, 0), (0, 2), (2, 1), (1, 2), (2, 2)):
            start, end = first - before, last + after
            if start < 0 or end >= len(tokens) or max(before, after) > _REACH:
                continue
            beside = [t.text for t in (*tokens[start:first], *tokens[last + 1 : end + 1])]
            if lexicon.function_words().issuperset(beside):
                continue  # "the" beside a word does not change its meaning
            phrase = content[tokens[start].start : tokens[end].end]
            if len(phrase) <= 100 and not set(phrase) & set(".!?;:\n"):
                yield match.rule, " ".join(phrase.split())
