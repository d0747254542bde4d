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
    matcher, wanted = compile_rules(rules), set(watches)
    matches = matcher.match(entry)
    candidates: dict[tuple[str, tuple[str, ...]], str] = {}
    for rule, phrase in _candidates(matches, entry):
        candidates.setdefault(
            (rule, tuple(text.tokens(phrase))), phrase
        )  # of two that differ by case, the first
    trials = [
        (rule, phrase, matcher_of_one)
        for (rule, _), phrase in candidates.items()
        if (matcher_of_one := _edited(rules, rule, phrase)) is not None
        and not _firing(rules, matches, rule, matcher_of_one.match(entry)) & wanted
    ]
    past = list(_past(rules, matcher, others)) if trials else []
    proposals = [
        Exclusion(rule, phrase, _lost(rules, rule, matcher_of_one, past))
        for rule, phrase, matcher_of_one in trials
    ]
    proposals.sort(key=lambda exclusion: (len(exclusion.lost), len(exclusion.phrase)))
    return proposals[:MOST]


def _past(
    rules: RuleSet, matcher: Matcher, others: Sequence[tuple[Entry, Sequence[str]]]
) -> Iterator[tuple[Entry, set[str], Sequence[Match]]]:
    """Yields the entries that still fire, each with its watches and its matches."""
    for other, firing in others:
        matches = matcher.match(other)
        still = {each.watch.id for each in fired(rules.watches, matches)} & set(firing)
        if still:
            yield other, still, matches


def _edited(rules: RuleSet, rule: str, phrase: str) -> Matcher | None:
    """Compiles the one rule that an exclusion changes: what a rule finds depends on no other rule."""
    edited = with_exclusion(rules, rule, phrase)
    if edited is None:
        return None
    actors = tuple(actor for actor in edited.actors if actor.id == rule)
    topics = tuple(topic for topic in edited.topics if topic.id == rule)
    return compile_rules(replace(edited, actors=actors, topics=topics, lists=()))


def _lost(
    rules: RuleSet, rule: str, edited: Matcher, past: Sequence[tuple[Entry, set[str], Sequence[Match]]]
) -> tuple[str, ...]:
    """The entries that would no longer fire with a rule edited, of those in which it was found."""
    return tuple(
        entry.id
        for entry, firing, matches in past
        if any(match.rule == rule for match in matches)
        and not _firing(rules, matches, rule, edited.match(entry)) & firing
    )


def _firing(rules: RuleSet, matches: Sequence[Match], rule: str, found: Sequence[Match]) -> set[str]:
    """The watches that fire with what an edited rule finds in place of its former matches."""
    now = [*(match for match in matches if match.rule != rule), *found]
    return {firing.watch.id for firing in fired(rules.watches, now)}


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
