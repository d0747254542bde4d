"""Reads a capitalised span as the mention of a person or a body, with the evidence for it. Pure.

Evidence for a person: a title before the name, an apposition ("NAME, the head of ..."), a known given
name, a verb of speech beside it, an age, an initial. For a body: the head of its name, an acronym.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from rules.matching import lexicon
from rules.seeding import organisations, russian_names
from rules.seeding.lexicon import more_languages as more
from rules.seeding.lexicon import place_names as places
from rules.seeding.lexicon import vocabulary as words
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
        """The name as the document has it; that of a person in Russian in the nominative."""
        if self.kind == "person" and self.span.sentence.language == "ru":
            return russian_names.nominative(self.span.text)
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
    elif head is not None and organisations.is_telling_acronym(head.words[0]):
        mentions.append(Mention(head, "body", evidence=frozenset({"kind"})))
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
    is_body = any(key in words.institutions() for key in rest) and len(rest) > 1
    if is_body and not any(key in words.roles() for key in rest):
        return span
    return span.part(drop)


def _title_and_name(span: Span) -> tuple[Span | None, Span | None, tuple[str, ...]]:
    """Splits "White House Adviser Ann Lee" into body, name and roles; each may be missing."""
    keys, language = span.keys, span.sentence.language
    titles = [
        (bool(words.role_of(word.key, language)) and not _is_secretariat(word))
        or word.key in words.courtesy()
        for word in span.words
    ]
    last = max((i for i, title in enumerate(titles) if title and not _is_inside(span, i)), default=-1)
    if last < 0:
        return _after_lower_title(span)
    at = last + 1 + _continuation(keys[last + 1 :])
    if at > last + 1:
        at = next((i for i in range(at, len(keys) - 1) if words.is_given(keys[i])), at)
    roles = tuple(role for key in keys[: last + 1] if (role := words.role_of(key, language)))
    name = span.part(at) if at < len(keys) else None
    if name is not None and _is_thing(name.keys):
        return None, (name if at > last + 1 else span), ()
    first = titles.index(True)
    return _body_within(span.part(0, first)), name, roles or ("",)


def _is_secretariat(word: Word) -> bool:
    """Whether an accent makes an office of an officer: Secretaría."""
    return word.text.casefold().startswith("secretaría")


def _is_inside(span: Span, i: int) -> bool:
    """Whether a word of office is part of a name: "Jose Rey Soto", "Department of Justice", "Consejo Coordinador Sur"."""
    keys = span.keys
    follows = span.sentence.language != "en" and i > 0 and keys[i - 1] in words.institutions()
    if follows and i < len(keys) - 1 and not words.is_given(keys[i + 1]):
        return True
    of_body = keys[i] in words.of(words.PORTFOLIOS) and keys[i - 1] in words.links()
    return i > 0 and (of_body or (words.is_given(keys[i - 1]) and i < len(keys) - 1))


def _continuation(keys: Sequence[str]) -> int:
    """The number of words after a title that belong to it: "of State", "de Gobernacion", "of Texas"."""
    at = 0
    links = words.links()
    portfolio = words.of(words.PORTFOLIOS) | words.of(words.DEMONYMS)
    while at < len(keys):
        wide = _place_at(keys, at)
        if wide and (at or not words.is_given(keys[at])):
            at += wide
        elif (
            keys[at] in portfolio
            or (keys[at] in links and at + 1 < len(keys))
            or (at and keys[at - 1] in links and _is_portfolio(keys, at))
        ):
            at += 1
        else:
            return at
    return at


def _is_portfolio(keys: Sequence[str], at: int) -> bool:
    """Whether a word behind "of" is what an officer minds: "of Mining", "de Minas", and in English any last word."""
    last_of = keys[at - 1] == "of" and at == len(keys) - 1
    return (last_of or lexicon.is_ordinary(keys[at])) and not words.is_given(keys[at])


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
        cut = max(cut, next((i for i, key in enumerate(keys) if words.is_given(key)), 0))
    if cut == len(keys):
        return (span if _is_thing(keys) else None), None, ()
    sole = cut == len(keys) - 1 and keys[cut] not in lexicon.common_surnames()
    if not cut or sole or keys[cut] in words.links():
        return None, span, ()
    return span.part(0, cut), span.part(cut), (role,)


def _place_at(keys: Sequence[str], at: int) -> int:
    """The number of words from here on that name a place, at the most."""
    for wide in (4, 3, 2, 1):
        if at + wide <= len(keys) and " ".join(keys[at : at + wide]) in places.places():
            return wide
    return 0


def _body_within(span: Span) -> Span | None:
    while span.start < span.end and span.keys[-1] in words.of(words.PORTFOLIOS) | words.links():
        span = span.part(0, span.end - span.start - 1)
    return span if span.start < span.end else None


def _role_before(span: Span) -> tuple[str, bool]:
    """The lower-case word of office before a span ("presidente", "secretaria de"), and whether "de" links them."""
    before, language = span.before(4), span.sentence.language
    linked = bool(before) and before[-1].key in words.links()
    for word in reversed(before):
        role = words.role_of(word.key, language)
        if role and (word.text.islower() or word is span.sentence.words[0]):
            return role, linked
        passable = words.links() | words.of(words.PORTFOLIOS) | words.of(words.DEMONYMS)
        genitive = language == "ru" and word.text.islower()  # министр энергетики
        if (word.key not in passable and not genitive) or word.kind != "word":
            break
    return "", False


def _named(span: Span, roles: tuple[str, ...]) -> Mention:
    span = _trimmed(span)
    if span.keys[0] in words.of(words.STARTERS) and not words.is_given(span.keys[0]):
        return Mention(span, "event")
    evidence = {"title"} if roles else set()
    roles = tuple(role for role in roles if role)
    apposed = _apposition(span)
    if apposed:
        evidence.add("apposition")
    keys = span.keys
    if not _is_thing(keys):
        evidence |= _signs_of_person(span)
    evidence |= organisations.signs(span)
    kind = _kind(span, evidence)
    return Mention(span, kind, tuple(dict.fromkeys((*roles, *apposed))), frozenset(evidence))


def _trimmed(span: Span) -> Span:
    """Drops numerals, generation marks and a last initial from the end of a name."""
    while span.end - span.start > 1 and (
        span.keys[-1] in _BORN | words.links() or span.keys[-1].isdigit() or len(span.keys[-1]) == 1
    ):
        span = span.part(0, span.end - span.start - 1)
    return span


def _apposition(span: Span) -> tuple[str, ...]:
    """The words of office in an apposition before ("the minister, NAME") or after ("NAME, the minister")."""
    roles: list[str] = []
    before = span.before(_BEFORE)
    if before and before[-1].text in {",", "—", "–", ":"}:
        roles += _roles_until_mark(tuple(reversed(before[:-1])), span.sentence.language)
    after = span.after(_AFTER)
    if after and after[0].text in {",", "(", "—", "–"}:
        roles += _roles_until_mark(after[1:], span.sentence.language)
    return tuple(roles)


def _roles_until_mark(around: Sequence[Word], language: str) -> list[str]:
    roles: list[str] = []
    for word in around:
        if word.kind == "mark" or word.key in words.speech() | _BROKEN:
            break
        if role := words.role_of(word.key, language):
            roles.append(role)
    return roles


def _signs_of_person(span: Span) -> set[str]:
    keys, signs = span.keys, set()
    if words.is_given(keys[0]) and len(keys) > 1:
        signs.add("given name")
    elif len(keys) > 1 and (keys[-1] in lexicon.common_surnames() or keys[-2] in lexicon.common_surnames()):
        signs.add("surname")
    if span.sentence.language == "ru" and len(keys) == 2:
        signs |= russian_names.signs(keys)
    if any(len(key) == 1 for key in keys[1:-1]):
        signs.add("initial")
    after, before = span.after(3), span.before(2)
    texts = [word.key for word in after]
    if texts and texts[0] in words.speech():
        signs.add("speech")
    if before and before[-1].key in words.speech():
        signs.add("speech")
    if texts[:1] == [","] and len(texts) > 1 and (texts[1] in _WHO or _is_age(texts[1])):
        signs.add("who")
    if texts and texts[0] in _WHO:
        signs.add("who")
    return signs


def _is_age(key: str) -> bool:
    return key.isdigit() and len(key) <= 3 and 10 <= int(key) <= 110


def _is_thing(keys: Sequence[str]) -> bool:
    """Whether a name has a head that no person's name has, as "Ministry" or "Summit"."""
    things = words.institutions() | words.of(words.EVENTS)
    if words.is_given(keys[0]) and len(keys) < 4:
        return keys[-1] in things - lexicon.given_names() - lexicon.common_surnames()
    return any(key in things for key in keys) or any(len(key) > 2 and key.isdigit() for key in keys)


def _kind(span: Span, evidence: set[str]) -> Kind:
    keys = span.keys
    certain = _kind_by_evidence(span, evidence)
    if certain is not None:
        return certain
    if _is_thing(keys) or (len(keys) > 5 and "given name" not in evidence):
        return _kind_of_thing(span)
    if " ".join(keys) in places.places() and not evidence & {"title", "apposition", "given name"}:
        return "place"
    if len(keys) == 1:
        return _kind_of_one(span, evidence)
    if any(key in words.of(words.DEMONYMS) for key in keys) or keys[0] in places.parts():
        return "unknown"
    if "&" in keys or any(key in words.of(words.PORTFOLIOS) for key in keys[:-1]):
        return "unknown"
    strong = evidence & {"title", "apposition", "given name", "who", "initial"}
    return "person" if strong or {"surname", "speech"} <= evidence else "unknown"


def _kind_by_evidence(span: Span, evidence: set[str]) -> Kind | None:
    """The kind that a company form, a place after the name, or what stands beside it leaves no doubt about."""
    keys = span.keys
    told = evidence & {"kind", "apposed", "article", "camel"}
    if not told and all(organisations.is_form(word) or word.key in words.kinds() for word in span.words):
        return "event"
    if "form" in evidence:
        return "body"
    if evidence == {"given name"} and _is_before_a_place(span):
        return "place"
    if _is_namesake(span):
        return "event"
    if told and not evidence & {"title", "apposition", "given name"}:
        return "body" if not _is_office(keys) else "event"
    return None


def _kind_of_one(span: Span, evidence: set[str]) -> Kind:
    """The kind of a name of one word."""
    sole = span.words[0]
    if sole.key in words.of(words.NO_ACTORS):
        return "event"
    if not evidence and (_is_in_a_place(span) or places.is_place(sole.key)):
        return "place"
    if sole.acronym or any(c.isdigit() for c in sole.text):
        return "body" if sole.acronym else "unknown"
    return "person" if "title" in evidence else "unknown"


def _is_in_a_place(span: Span) -> bool:
    before = span.before(1)
    return bool(before) and before[0].key in words.of(more.WHERE)


def _is_before_a_place(span: Span) -> bool:
    """Whether a name is that of a place named after a person: "Manuel Doblado, Guanajuato"."""
    after = span.after(2)
    return len(after) == 2 and after[0].text == "," and after[1].key in places.places()


def _is_office(keys: Sequence[str]) -> bool:
    generic = words.of(words.GENERIC_INSTITUTIONS) | words.of(words.EVENTS) | words.of(words.DEMONYMS)
    return all(key in generic or key in places.places() for key in keys)


def _is_namesake(span: Span) -> bool:
    """Whether the name is of an airport, a street, a law ...: "el aeropuerto Felipe Angeles"."""
    before = [word.key for word in span.before(2) if word.key not in words.links()]
    return bool(before) and before[-1] in words.of(words.EVENTS) - words.institutions() - _ACTS


def _kind_of_thing(span: Span) -> Kind:
    keys = [key for key in span.keys if key not in words.links()]
    if not keys or " ".join(span.keys) in places.places():
        return "place"
    if keys[0] in words.of(words.EVENTS) - words.institutions() or keys[-1] in words.of(words.NO_ACTORS):
        return "event"
    english = span.sentence.language == "en" and len(keys) == len(span.keys)
    if english and keys[-1] in words.of(words.EVENTS) - words.institutions():
        return "event"
    bodies = words.institutions()
    if len(keys) == 1 and keys[0] in words.of(more.INSTITUTIONS):
        return "event"  # a court, a bank: too many bear the word
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
    if plain or (len(keys) > 1 and keys[0] in {"national", "united"}):
        return "body"
    return "event"
