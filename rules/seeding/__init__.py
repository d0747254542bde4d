"""Drafts watch rules from documents, and proposes terms from stored entries: each with what speaks for it.

Rule-based and pure: it takes documents and returns the text of a rules file. It proposes; a person decides. It
fetches nothing, and reads and writes no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rules.checking import lint
from rules.matching import Matcher
from rules.matching import compile as compile_rules
from rules.model import Entry, RuleSet
from rules.schema import Actor, Context, Topic
from rules.seeding import proposal
from rules.seeding.actors import NamedActor, gather_actors
from rules.seeding.proposal import WITHIN, Ids, Proposed, slug
from rules.seeding.sentences import Document, Sentence, fold, sentences
from rules.seeding.topics import missing_languages, topics
from rules.seeding.write_rules import new_rule, plain, write

__all__ = ["Document", "Draft", "draft", "missing_languages", "new_rule"]

_EXAMPLES = 2
_ROUNDS = 3  # removing a refused part may make lint refuse another
_LONGEST_EXAMPLE = 300
_LONGEST_TITLE = 200
_LEFT_OUT = 30


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted rules file: its text, and its proposals."""

    text: str
    actors: tuple[Proposed, ...]
    topics: tuple[Proposed, ...]


def draft(documents: Sequence[Document], *, known: RuleSet | None = None, beside: bool = False) -> Draft:
    """Drafts a rules file from documents.

    `known` are the existing rules. With `beside` the draft will lie among them: their ids are not used again,
    and names and topics that they track are mentioned, not proposed. A document without names or topics gives
    a Draft without proposals or text.
    """
    rules = known or RuleSet()
    used = {actor.id for actor in rules.actors} | {topic.id for topic in rules.topics}
    used |= {loaded.rule.id for loaded in rules.lists} | {watch.id for watch in rules.watches}
    cut = [sentence for document in documents for sentence in sentences(document)]
    named = gather_actors(cut)
    ids = Ids(used if beside else ())
    words = {fold(part) for actor in named for part in actor.name.split()}
    actors = proposal.actors(named, cut, ids)
    subjects = proposal.topics(topics(cut, words), ids)
    if beside:
        tracker = compile_rules(replace(rules, lists=()))
        actors = [_tracked(tracker, rule) for rule in actors]
        subjects = [_tracked(tracker, rule) for rule in subjects]
    actors = [_without_rivals(rule, rules, beside=beside) for rule in actors]
    actors, subjects = _sound(actors), _sound(subjects)
    if not actors and not subjects:
        return Draft("", (), ())
    title = plain(documents[0].title) or plain(documents[0].name.partition(".")[0]) or "Drafted"
    text = write(
        title[:_LONGEST_TITLE],
        documents=[document.name for document in documents],
        watch=ids.take(slug(title)),
        actors=actors,
        topics=subjects,
        examples=_examples(cut, [*actors, *subjects]),
        left_out=_left_out(named, actors),
    )
    return Draft(text, tuple(actors), tuple(subjects))


def _sound(proposed: list[Proposed]) -> list[Proposed]:
    """Removes from the proposals what lint would refuse: a surname, a spelling, or the whole rule."""
    for _ in range(_ROUNDS):
        refused = {(f.rule, f.part) for f in lint.check(as_rules(proposed)) if f.level == "error"}
        if not refused:
            break
        proposed = [kept for rule in proposed if (kept := _without(rule, refused)) is not None]
    return proposed


def _without(rule: Proposed, refused: set[tuple[str, lint.Part]]) -> Proposed | None:
    parts = {part for name, part in refused if name == rule.id}
    if ("name",) in parts or () in parts:
        return None
    spellings = tuple(v for i, v in enumerate(rule.variants) if not {("aliases", i), ("terms", i)} & parts)
    if not rule.name and not spellings:
        return None
    if ("surname_alone",) in parts:
        return replace(rule, variants=spellings, surname="", context=())
    return replace(rule, variants=spellings)


def _left_out(named: Sequence[NamedActor], proposed: Sequence[Proposed]) -> list[str]:
    """Names that are not proposed, with the reason; parts of proposed names are skipped."""
    spelled = {fold(name) for rule in proposed for name in (rule.name, *(v.text for v in rule.variants))}
    left = [a for a in named if a.left_out and not any(fold(a.name) in name for name in spelled)]
    return [f"{actor.name} ({actor.left_out})" for actor in left if actor.kind != "office"][:_LEFT_OUT]


def _tracked(tracker: Matcher, rule: Proposed) -> Proposed:
    """Marks a proposal as tracked if a known rule matches its name or its first term."""
    text = rule.name or rule.variants[0].text
    for match in tracker.match(Entry(id="seed", title="", text=text)):
        if len(match.text) * 2 > len(text):
            return replace(rule, tracked=match.rule)
    return rule


def _without_rivals(rule: Proposed, rules: RuleSet, *, beside: bool) -> Proposed:
    """Removes a surname that a known actor bears too: lint would refuse it standing alone."""
    borne = {fold(part) for actor in rules.actors for part in actor.name.split()} if beside else set()
    return replace(rule, surname="", context=()) if set(fold(rule.surname).split()) & borne else rule


def _examples(cut: Sequence[Sentence], rules: Sequence[Proposed]) -> list[str]:
    """Sentences of the document that the drafted rules match, as the watch's first examples."""
    examples: list[str] = []
    matcher = compile_rules(as_rules(rules))
    sources = {rule.source: None for rule in rules if not rule.tracked}
    for sentence in sources:
        short = len(sentence.text) <= _LONGEST_EXAMPLE and not sentence.headline
        if short and matcher.match(Entry(id="seed", title="", text=sentence.text)):
            examples.append(sentence.text)
    return examples[:_EXAMPLES]


def as_rules(proposed: Sequence[Proposed]) -> RuleSet:
    """Converts proposals to the rules that the loader would return."""
    return RuleSet(actors=tuple(_actors(proposed)), topics=tuple(_topics(proposed)))


def _actors(proposed: Sequence[Proposed]) -> Iterator[Actor]:
    for rule in proposed:
        if rule.name and not rule.tracked:
            context = Context(any=rule.context, within=WITHIN) if rule.context else None
            yield Actor(
                id=rule.id,
                name=rule.name,
                aliases=rule.variants,
                surname_alone=rule.surname or None,
                context=context,
            )


def _topics(proposed: Sequence[Proposed]) -> Iterator[Topic]:
    for rule in proposed:
        if not rule.name and not rule.tracked:
            yield Topic(id=rule.id, terms=rule.variants)
