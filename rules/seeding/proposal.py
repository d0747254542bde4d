"""Turns the actors and topics of a document into proposed rules: ids, aliases, surnames. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from anyascii import anyascii

from rules.matching import lexicon
from rules.schema import Variant
from rules.seeding.actors import MOST_ACTORS, NamedActor
from rules.seeding.lexicon import known_topics as known
from rules.seeding.lexicon import place_names as places
from rules.seeding.lexicon import vocabulary as words
from rules.seeding.sentences import Sentence, fold
from rules.seeding.topics import Topic, mentioned, variant

WITHIN = 12
_NOT_ID = re.compile(r"[^a-z0-9]+")
_MOST_CONTEXT = 8
RESERVED = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A proposed rule: an actor if it has a `name`, else a topic. `tracked`: the known rule that finds it."""

    id: str
    source: Sentence
    name: str = ""
    variants: tuple[Variant, ...] = ()
    surname: str = ""
    context: tuple[str, ...] = ()
    tracked: str = ""
    notes: tuple[str, ...] = field(default=())


def slug(text: str) -> str:
    """Turns a text of any script into an id of Latin letters, digits and hyphens, which YAML reads as no value."""
    name = _NOT_ID.sub("-", fold(anyascii(fold(text)))).strip("-")[:60].strip("-")
    return name if name[:1].isalpha() and name not in RESERVED else f"rule-{name}".rstrip("-")


class Ids:
    """A register of ids, which gives each id once."""

    def __init__(self, used: Collection[str]) -> None:
        self._used = set(used)

    def take(self, *wanted: str) -> str:
        """Takes the first of `wanted` that is free, or the last with a number."""
        for name in wanted:
            if name not in self._used:
                self._used.add(name)
                return name
        number = 2
        while f"{wanted[-1]}-{number}" in self._used:
            number += 1
        return self.take(f"{wanted[-1]}-{number}")


def actors(named: Sequence[NamedActor], sentences: Sequence[Sentence], ids: Ids) -> list[Proposed]:
    """Proposes actors: persons, then well-known institutions with names in both languages, then other bodies."""
    wanted = [actor for actor in named if not actor.left_out][:MOST_ACTORS]
    persons = [actor for actor in wanted if actor.kind == "person"]
    surnames = [_surname_key(actor.name) for actor in persons]
    proposed = [_person(actor, ids, shared=surnames.count(_surname_key(actor.name)) > 1) for actor in persons]
    familiar = [
        (thing, topic)
        for thing, topic in mentioned("institutions", sentences)
        if not _is_within(topic, named)
    ]
    names = {fold(term) for thing, _ in familiar for term in thing.all_terms()}
    names |= {fold(found) for _, topic in familiar for found in topic.found}
    proposed += [_institution(thing, topic, ids) for thing, topic in familiar]
    bodies = (actor for actor in wanted if actor.kind != "person" and not _covered(actor, names))
    return proposed + [_body(actor, ids) for actor in bodies]


def _covered(actor: NamedActor, names: Iterable[str]) -> bool:
    key = fold(actor.name)
    return key in names or any(name in key and not _has_head(key, name) for name in names if len(name) > 4)


def _has_head(key: str, name: str) -> bool:
    """Whether a longer name is that of another body: Homeland Security Committee."""
    return bool(set(key.replace(name, " ").split()) & words.institutions())


def _is_within(topic: Topic, named: Sequence[NamedActor]) -> bool:
    """Whether all that a well-known institution was found by stands in the longer name of another body."""
    bodies = [fold(actor.name) for actor in named if actor.kind == "body"]
    return all(any(fold(f) in key and _has_head(key, fold(f)) for key in bodies) for f in topic.found)


def _person(actor: NamedActor, ids: Ids, *, shared: bool) -> Proposed:
    surname = _surname(actor.name)
    name, aliases = actor.name, [s for s in actor.spellings if s not in {actor.name, actor.alone}]
    context = _context(actor.roles)
    alone = "" if shared else _may_stand_alone(actor, surname, bool(context))
    if " " not in name and context:
        # Only its title shows that this surname is a person: alone it could be anybody's.
        name, aliases = f"{context[0].capitalize()} {name}", [f"{role} {actor.name}" for role in context[1:4]]
    return Proposed(
        id=ids.take(*([] if _is_common(surname) else [slug(surname)]), slug(actor.name)),
        source=actor.source,
        name=name,
        variants=tuple(variant(alias) for alias in _distinct(name, aliases)),
        surname=alone,
        context=context if alone else (),
    )


def _surname(name: str) -> str:
    """The surname, which is everything after the given names: López Obrador, Sherwood-Randall, van der Berg."""
    parts = name.split()
    at = 1 if len(parts) > 1 else 0
    while at < len(parts) - 1 and (fold(parts[at]) in lexicon.given_names() or len(fold(parts[at])) == 1):
        at += 1
    if (
        at == 1
        and len(parts) > 2
        and _is_common(parts[-1])
        and not _is_common(parts[1])
        and parts[1].istitle()
    ):
        at = len(parts) - 1  # a second given name that the list does not know
    return " ".join(parts[at:])


def _surname_key(name: str) -> str:
    return fold(_surname(name)).split()[0]


def _may_stand_alone(actor: NamedActor, surname: str, has_context: bool) -> str:
    """The surname as the document has it alone, if it is safe; a common surname needs a context."""
    alone = actor.alone
    key = fold(alone)
    if not alone or key not in fold(surname):
        return ""
    if key in places.places() or key in lexicon.given_names() or lexicon.is_word(key) or len(key) < 4:
        return ""
    return "" if _is_common(alone) and not has_context else alone


def _is_common(surname: str) -> bool:
    return all(part in lexicon.common_surnames() for part in fold(surname).split())


def _context(roles: Iterable[str]) -> tuple[str, ...]:
    """The person's offices in several languages, as many as a context holds: the words that mean one of `roles`."""
    offices: dict[str, None] = {}
    for role in roles:
        if role not in {"general", "head", "chief", "officer", "official", "deputy"}:
            offices |= dict.fromkeys(word for word in words.equivalents(role) if len(word) > 3)
    return tuple(offices)[:_MOST_CONTEXT]


def _distinct(name: str, spellings: Iterable[str]) -> list[str]:
    """The spellings of two words or more that differ from the name and each other when folded."""
    seen, kept = {fold(name)}, []
    for spelling in spellings:
        if fold(spelling) not in seen and " " in spelling:
            seen.add(fold(spelling))
            kept.append(spelling)
    return kept


def _institution(thing: known.Known, topic: Topic, ids: Ids) -> Proposed:
    spoken = thing.terms.get(topic.source.language, ())
    name, *others = dict.fromkeys((*spoken, *thing.terms_in("en", "es")))
    seen = {fold(term) for term in thing.all_terms()}
    others += [f for f in topic.found if fold(f) not in seen and " " in f and f[:1].isupper()]
    return Proposed(
        id=ids.take(thing.id),
        source=topic.source,
        name=name,
        variants=tuple(variant(term) for term in others),
    )


def _body(actor: NamedActor, ids: Ids) -> Proposed:
    others = [spelling for spelling in actor.spellings if fold(spelling) != fold(actor.name)]
    return Proposed(
        id=ids.take(slug(actor.name)),
        source=actor.source,
        name=actor.name,
        variants=tuple(variant(spelling) for spelling in others),
    )


def topics(subjects: Iterable[Topic], ids: Ids) -> list[Proposed]:
    """Proposes topics with the terms of the curated table, or with the phrase of the document."""
    return [
        Proposed(
            id=ids.take(slug(topic.id)),
            source=topic.source,
            variants=tuple(variant(term) for term in topic.terms),
        )
        for topic in subjects
    ]
