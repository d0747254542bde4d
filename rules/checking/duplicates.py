"""Finds names and terms that are written twice: between two ids of one person the matches are split. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from rules.checking.lint import Finding, Part
from rules.model import RuleSet
from rules.schema import Actor, Near, Topic, Variant
from rules.text import tokens as text


def check(rules: RuleSet) -> Iterator[Finding]:
    """Yields a warning for each actor that has another's name, and for each spelling that its own rule has already."""
    owners: dict[str, Actor] = {}
    for actor in rules.actors:
        other = owners.setdefault(_key(Variant(text=actor.name)), actor)
        if other is not actor:
            yield Finding(
                actor.id,
                ("name",),
                f"actor `{actor.id}` has the name of actor `{other.id}`: its matches are split between the two",
                f"make them one: move the aliases to `{other.id}`, and name only that one in `when`",
                "warning",
            )
    written: tuple[Actor | Topic, ...] = (*rules.actors, *rules.topics)
    for rule in written:
        seen: set[str] = set()
        for part, variant in _spellings(rule):
            key = _key(variant)
            if key in seen:
                message = f"`{variant.text}` is written twice in `{rule.id}`"
                yield Finding(
                    rule.id,
                    part,
                    message,
                    "capitals and accents do not count: one of them will do",
                    "warning",
                )
            seen.add(key)


def _spellings(rule: Actor | Topic) -> Iterator[tuple[Part, Variant]]:
    if isinstance(rule, Actor):
        yield ("name",), Variant(text=rule.name)
        yield from ((("aliases", i), alias) for i, alias in enumerate(rule.aliases))
    else:
        terms = enumerate(rule.terms)
        yield from ((("terms", i), term) for i, term in terms if not isinstance(term, Near))


def _key(variant: Variant) -> str:
    """Returns the same for spellings that differ in nothing that counts; capitals may set two apart."""
    capitals = variant.case == "same" or (variant.text.isupper() and variant.case == "auto")
    written = variant.text if capitals else text.fold(variant.text)
    return f"{variant.match} {' '.join(written.split())}"
