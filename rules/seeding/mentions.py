"""Reads a capitalised span as the mention of a person or a body, with the evidence for it. Pure.

Evidence for a person: a title before the name, an apposition ("NAME, the head of ..."), a known given
name, a verb of speech beside it, an age, an initial. For a body: the head of its name, an acronym.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from rules.matching import lexicon
from rules.seeding import place_names as places
from rules.seeding import vocabulary as words
from rules.seeding.name_spans import Span
from rules.seeding.sentences import Word

Kind = Literal["person", "body", "unknown", "place", "event", "office"]

_BEFORE, _AFTER = 11, 6  # the most words of an apposition before or after a name
_BROKEN = words.of("y and e who que by with from to por con para desde but pero while mientras")
# Events that are acts of persons: "la visita de NAME", "the statement NAME gave".
_ACTS = words.of(
    "meeting talks dialogue visit tour campaign statement declaration report review day week month year crisis "
    "scandal affair case war reunion dialogo visita gira campana declaracion informe dia semana mes ano "
    "escandalo caso guerra conferencia conference cumbre summit plan programa program agreement acuerdo order "
    "decreto reforma trial section court title code carta"
)
_WHO = frozenset({"who", "whose", "quien", "quienes"})
_BORN = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at one place of a document. `roles` are the folded words of office beside it."""

    span: Span
    kind: Kind
    roles: tuple[str, ...] = ()
    evidence: frozenset[str] = field(default_factory=frozenset)

    @property
    def keys(self) -> tuple[str, ...]:
        return self.span.keys

    @property
    def text(self) -> str:
        return self.span.text


def read(span: Span) -> list[Mention]:
    """Reads the mentions of a span: at most a body, and a person who serves it."""
    span = _without_adjectives(span)
    if span.start == span.end:
        return []
    mentions = []
    head, name, roles = _title_and_name(span)
    if head is not None and head.end - head.start > 1:
        mentions.append(Mention(head, _kind_of_thing(head)))
    if name is not None:
        mentions.append(_named(name, roles))
    return mentions or [Mention(span, "office")]


def _without_adjectives(span: Span) -> Span:
    """Drops leading adjectives of nations, unless they belong to the name of a body."""
    keys = span.keys
    drop = 0
    while drop < len(keys) and keys[drop] in words.of(words.DEMONYMS):
        drop += 1
    rest = keys[drop:]
    is_body = any(key in words.of(words.INSTITUTIONS) for key in rest) and len(rest) > 1
    if is_body and not any(key in words.of(words.ROLES) for key in rest):
        return span
    return span.part(drop)


def _title_and_name(span: Span) -> tuple[Span | None, Span | None, tuple[str, ...]]:
    """Splits "White House Adviser Ann Lee" into body, name and roles; each may be missing."""
    keys = span.keys
    titles = words.of(words.ROLES) | words.of(words.COURTESY)
    last = max((i for i, key in enumerate(keys) if key in titles and not _is_inside(keys, i)), default=-1)
    if last < 0:
        return _after_lower_title(span)
    at = last + 1 + _continuation(keys[last + 1 :])
    if at > last + 1:
        at = next((i for i in range(at, len(keys) - 1) if keys[i] in lexicon.given_names()), at)
    roles = tuple(key for key in keys[: last + 1] if key in words.of(words.ROLES))
    name = span.part(at) if at < len(keys) else None
    if name is not None and _is_thing(name.keys):
        return None, (name if at > last + 1 else span), ()
    first = next(i for i, key in enumerate(keys) if key in titles)
    return _body_within(span.part(0, first)), name, roles or ("",)


def _is_inside(keys: Sequence[str], i: int) -> bool:
    """Whether a word of office is part of a name: "Jose Rey Soto", "Department of Justice"."""
    of_body = keys[i] in words.of(words.PORTFOLIOS) and keys[i - 1] in words.of(words.TITLE_LINKS)
    return i > 0 and (of_body or (keys[i - 1] in lexicon.given_names() and i < len(keys) - 1))


def _continuation(keys: Sequence[str]) -> int:
    """The number of words after a title that belong to it: "of State", "de Gobernacion", "of Texas"."""
    at = 0
    links = words.of(words.TITLE_LINKS)
    portfolio = words.of(words.PORTFOLIOS) | words.of(words.DEMONYMS)
    while at < len(keys):
        wide = _place_at(keys, at)
        if wide and (at or keys[at] not in lexicon.given_names()):
            at += wide
        elif keys[at] in portfolio or (keys[at] in links and at + 1 < len(keys)):
            at += 1
        else:
            return at
    return at


def _after_lower_title(span: Span) -> tuple[Span | None, Span | None, tuple[str, ...]]:
    """Splits a span after a title in lower case: "la secretaria de" precedes an office, then the name."""
    role, linked = _role_before(span)
    if not role:
        return None, span, ()
    if not linked:
        return None, span, (role,)
    keys = span.keys
    cut = _continuation(keys)
    if cut < len(keys):
        cut = max(cut, next((i for i, key in enumerate(keys) if key in lexicon.given_names()), 0))
    if cut == len(keys):
        return (span if _is_thing(keys) else None), None, ()
    sole = cut == len(keys) - 1 and keys[cut] not in lexicon.common_surnames()
    if not cut or sole or keys[cut] in words.of(words.TITLE_LINKS):
        return None, span, ()
    return span.part(0, cut), span.part(cut), (role,)


def _place_at(keys: Sequence[str], at: int) -> int:
    """The number of words from here on that name a place, at the most."""
    for wide in (4, 3, 2, 1):
        if at + wide <= len(keys) and " ".join(keys[at : at + wide]) in places.places():
            return wide
    return 0


def _body_within(span: Span) -> Span | None:
    while span.start < span.end and span.keys[-1] in words.of(words.PORTFOLIOS) | words.of(words.TITLE_LINKS):
        span = span.part(0, span.end - span.start - 1)
    return span if span.start < span.end else None


def _role_before(span: Span) -> tuple[str, bool]:
    """The lower-case word of office before a span ("presidente", "secretaria de"), and whether "de" links them."""
    before = span.before(4)
    linked = bool(before) and before[-1].key in words.of(words.TITLE_LINKS)
    for word in reversed(before):
        if word.key in words.of(words.ROLES) and word.text.islower():
            return word.key, linked
        passable = words.of(words.TITLE_LINKS) | words.of(words.PORTFOLIOS) | words.of(words.DEMONYMS)
        if word.key not in passable or word.kind != "word":
            break
    return "", False


def _named(span: Span, roles: tuple[str, ...]) -> Mention:
    span = _trimmed(span)
    evidence = {"title"} if roles else set()
    roles = tuple(role for role in roles if role)
    apposed = _apposition(span)
    if apposed:
        evidence.add("apposition")
    keys = span.keys
    if not _is_thing(keys):
        evidence |= _signs_of_person(span)
    kind = _kind(span, evidence)
    return Mention(span, kind, tuple(dict.fromkeys((*roles, *apposed))), frozenset(evidence))


def _trimmed(span: Span) -> Span:
    """Drops numerals, generation marks and a last initial from the end of a name."""
    while span.end - span.start > 1 and (
        span.keys[-1] in _BORN | words.of(words.TITLE_LINKS)
        or span.keys[-1].isdigit()
        or len(span.keys[-1]) == 1
    ):
        span = span.part(0, span.end - span.start - 1)
    return span


def _apposition(span: Span) -> tuple[str, ...]:
    """The words of office in an apposition before ("the minister, NAME") or after ("NAME, the minister")."""
    roles: list[str] = []
    before = span.before(_BEFORE)
    if before and before[-1].text in {",", "—", "–", ":"}:
        roles += _roles_until_mark(tuple(reversed(before[:-1])))
    after = span.after(_AFTER)
    if after and after[0].text in {",", "(", "—", "–"}:
        roles += _roles_until_mark(after[1:])
    return tuple(roles)


def _roles_until_mark(around: Sequence[Word]) -> list[str]:
    roles: list[str] = []
    for word in around:
        if word.kind == "mark" or word.key in words.of(words.SPEECH) | _BROKEN:
            break
        if word.key in words.of(words.ROLES):
            roles.append(word.key)
    return roles


def _signs_of_person(span: Span) -> set[str]:
    keys, signs = span.keys, set()
    if keys[0] in lexicon.given_names() and len(keys) > 1:
        signs.add("given name")
    elif len(keys) > 1 and (keys[-1] in lexicon.common_surnames() or keys[-2] in lexicon.common_surnames()):
        signs.add("surname")
    if any(len(key) == 1 for key in keys[1:-1]):
        signs.add("initial")
    after, before = span.after(3), span.before(2)
    texts = [word.key for word in after]
    if texts and texts[0] in words.of(words.SPEECH):
        signs.add("speech")
    if before and before[-1].key in words.of(words.SPEECH):
        signs.add("speech")
    if texts[:1] == [","] and len(texts) > 1 and (texts[1] in _WHO or _is_age(texts[1])):
        signs.add("who")
    if texts and texts[0] in _WHO:
        signs.add("who")
    return signs


def _is_age(key: str) -> bool:
    return key.isdigit() and 10 <= int(key) <= 110


def _is_thing(keys: Sequence[str]) -> bool:
    """Whether a name has a head that no person's name has, as "Ministry" or "Summit"."""
    things = words.of(words.INSTITUTIONS) | words.of(words.EVENTS)
    if keys[0] in lexicon.given_names() and len(keys) < 4:
        return keys[-1] in things - lexicon.given_names() - lexicon.common_surnames()
    return any(key in things for key in keys) or any(len(key) > 2 and key.isdigit() for key in keys)


def _kind(span: Span, evidence: set[str]) -> Kind:
    keys = span.keys
    if _is_namesake(span):
        return "event"
    if _is_thing(keys) or (len(keys) > 5 and "given name" not in evidence):
        return _kind_of_thing(span)
    if " ".join(keys) in places.places() and not evidence & {"title", "apposition", "given name"}:
        return "place"
    if len(keys) == 1:
        sole = span.words[0]
        if keys[0] in words.of(words.NO_ACTORS):
            return "event"
        if sole.acronym or any(c.isdigit() for c in sole.text):
            return "body" if sole.acronym else "unknown"
        return "person" if "title" in evidence else "unknown"
    if any(key in words.of(words.DEMONYMS) for key in keys) or keys[0] in places.parts():
        return "unknown"
    if "&" in keys or any(key in words.of(words.PORTFOLIOS) for key in keys[:-1]):
        return "unknown"
    strong = evidence & {"title", "apposition", "given name", "who", "initial"}
    return "person" if strong or {"surname", "speech"} <= evidence else "unknown"


def _is_namesake(span: Span) -> bool:
    """Whether the name is of an airport, a street, a law ...: "el aeropuerto Felipe Angeles"."""
    before = [word.key for word in span.before(2) if word.key not in words.of(words.TITLE_LINKS)]
    return bool(before) and before[-1] in words.of(words.EVENTS) - words.of(words.INSTITUTIONS) - _ACTS


def _kind_of_thing(span: Span) -> Kind:
    keys = [key for key in span.keys if key not in words.of(words.TITLE_LINKS)]
    if not keys or " ".join(span.keys) in places.places():
        return "place"
    if keys[0] in words.of(words.EVENTS) - words.of(words.INSTITUTIONS):
        return "event"
    bodies = words.of(words.INSTITUTIONS)
    if not any(key in bodies for key in keys):
        if span.words[0].acronym and len(keys) == 1:
            return "body"
        return "event" if any(key in words.of(words.EVENTS) for key in keys) else "unknown"
    if keys[-1] in words.of(words.EVENTS) - bodies and keys[0] not in bodies:
        return "event"
    plain = [k for k in keys if k not in words.of(words.GENERIC_INSTITUTIONS) | words.of(words.DEMONYMS)]
    plain = [
        k for k in plain if k not in places.places() and k not in {"united", "unidos", "federal", "national"}
    ]
    if plain or (len(keys) > 1 and keys[0] in {"federal", "national", "united"}):
        return "body"
    return "event"
