"""Gathers the mentions of a document into actors, with their spellings, roles and evidence. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from rules.matching import lexicon
from rules.matching.lexicon import known_words
from rules.seeding.acronyms import acronyms
from rules.seeding.lexicon import place_names as places
from rules.seeding.lexicon import vocabulary as words
from rules.seeding.lexicon.general_words import general
from rules.seeding.mentions import Mention, read
from rules.seeding.name_spans import spans
from rules.seeding.post_authors import Author, authors
from rules.seeding.sentences import Sentence, fold
from rules.seeding.titled_names import titled_names

MOST_ACTORS = 25
_LONGEST_NAME = 120
# Evidence that tells an organisation that is named but once.
_TOLD = frozenset({"form", "kind", "apposed", "article", "camel"})
_PLATFORMS = words.of("facebook twitter instagram youtube whatsapp tiktok telegram google")
_CERTAIN = frozenset({"title", "apposition", "given name", "who", "author"})


@dataclass(slots=True)
class NamedActor:
    """A person or body that the document names.

    `spellings` are counted; `alone` is the surname, if the document also has it by itself; `others` counts
    the mentions that are no spelling of the name; `left_out` is the reason for not proposing it, "" if it is proposed.
    """

    name: str
    kind: str
    spellings: Counter[str] = field(default_factory=Counter)
    roles: dict[str, None] = field(default_factory=dict)
    evidence: set[str] = field(default_factory=set)
    sentences: dict[Sentence, int] = field(default_factory=dict)
    alone: str = ""
    others: int = 0
    left_out: str = ""

    @property
    def count(self) -> int:
        """The number of mentions."""
        return sum(self.spellings.values()) + self.others

    @property
    def source(self) -> Sentence:
        """The sentence with the most evidence; of equals the first."""
        return max(self.sentences, key=lambda s: (self.sentences[s], -s.number))


def gather_actors(sentences: Sequence[Sentence]) -> list[NamedActor]:
    """Gathers every actor of a document: first those to propose, the best first, then the others."""
    lowered = _lowered(sentences)
    mentions = [m for s in sentences if not s.headline for span in spans(s, lowered) for m in read(span)]
    mentions = [m for m in mentions if not _is_ordinary(m, lowered)]
    known = {key for m in mentions if m.kind == "person" for key in m.keys}
    for sentence in (s for s in sentences if s.headline):
        mentions += [m for span in spans(sentence, ()) for m in read(span) if _holds_in_headline(m, known)]
    actors = _persons(mentions, [a for s in sentences for a in (*authors(s), *titled_names(s))])
    actors += _things(mentions, actors)
    actors = _with_acronyms(_with_forms(actors), acronyms(sentences))
    for actor in actors:
        actor.left_out = _objection(actor)
    return sorted(actors, key=lambda a: (bool(a.left_out), -_weight(a)))


def _holds_in_headline(mention: Mention, known: set[str]) -> bool:
    """Whether a headline's name is known from the text, or stands there with a title and a given name."""
    titled = bool(mention.evidence & {"title", "apposition"}) and "given name" in mention.evidence
    short = len(mention.keys) < 4 or "apposition" in mention.evidence
    plain = all(lexicon.is_ordinary(key) for key in mention.keys[1:])  # "His Bill Suggests Otherwise"
    return set(mention.keys) <= known or (mention.kind == "person" and titled and short and not plain)


def _lowered(sentences: Iterable[Sentence]) -> frozenset[str]:
    return frozenset(w.key for s in sentences for w in s.words if w.kind == "word" and w.text.islower())


def _is_ordinary(mention: Mention, lowered: frozenset[str]) -> bool:
    """Whether a mention is just the first word of a sentence, or also stands in lower case in the document."""
    if len(mention.keys) > 1 or mention.kind not in {"unknown", "body"}:
        return False
    key, word = mention.keys[0], mention.span.words[0]
    if re.split("['’]", key)[0] in words.of(words.STARTERS):
        return True  # I've, they're
    if word.text.isupper() and mention.span.after(1)[:1] and mention.span.after(1)[0].text == ":":
        return True  # the speaker, in the transcript of a talk
    ordinary = words.of(words.STARTERS) | general() | words.of(words.GENERIC_INSTITUTIONS)
    return (key in lowered and not word.acronym) or (key in ordinary and not word.acronym)


def _weight(actor: NamedActor) -> float:
    return actor.count + 2 * len(actor.evidence & _CERTAIN) + (3 if actor.kind == "person" else 0)


def _persons(mentions: Sequence[Mention], posted: Iterable[Author]) -> list[NamedActor]:
    """Gathers persons: first by full names, then by surnames with a title."""
    actors: list[NamedActor] = []
    for author in posted:
        actor = _find(actors, author.name) or _add(actors, NamedActor(author.name, "person"))
        actor.spellings[author.name] += 1
        actor.evidence.add("author")
        actor.sentences.setdefault(author.sentence, 1)
    named = [m for m in mentions if m.kind == "person"]
    for mention in sorted(named, key=lambda m: -len(m.keys)):
        if len(mention.keys) > 1:
            actor = _find(actors, mention.text) or _add(actors, NamedActor(mention.text, "person"))
            _take(actor, mention)
    for mention in mentions:
        single = len(mention.keys) == 1 or mention.kind == "unknown"
        if mention.kind not in {"person", "unknown"} or not single:
            continue
        bearer = _bearer(actors, mention)
        if bearer is not None:
            bearer.alone = bearer.alone or _with_particles(bearer.name, mention.text)
            _take(bearer, mention, spelled=False)
        elif mention.kind == "person":
            _take(_find(actors, mention.text) or _add(actors, NamedActor(mention.text, "person")), mention)
    for actor in actors:
        _name_best(actor)
    return actors


def _add(actors: list[NamedActor], actor: NamedActor) -> NamedActor:
    actors.append(actor)
    return actor


def _take(actor: NamedActor, mention: Mention, *, spelled: bool = True) -> None:
    given_only = set(mention.keys) <= lexicon.given_names() and mention.text != actor.name
    if spelled and not given_only:
        actor.spellings[mention.text] += 1
    else:
        actor.others += 1
    actor.roles |= dict.fromkeys(mention.roles)
    actor.evidence |= mention.evidence
    sentence = mention.span.sentence
    weight = 2 * len(mention.keys) + 3 * len(mention.evidence) - (2 if sentence.headline else 0)
    actor.sentences[sentence] = max(weight, actor.sentences.get(sentence, 0))


def _find(actors: Iterable[NamedActor], name: str) -> NamedActor | None:
    keys = _keys(name)
    return next((a for a in actors if a.kind == "person" and _same_person(_keys(a.name), keys)), None)


def _keys(name: str) -> list[str]:
    return [key for part in name.split() for key in fold(part).replace("-", " ").split()]


def _same_person(ours: list[str], theirs: list[str]) -> bool:
    """Whether the shorter name's words stand in the longer, in order, with the same first or last word."""
    short, long = sorted((ours, theirs), key=len)
    if len(short) < 2:
        return short == long
    at = 0
    for key in long:
        if at < len(short) and _alike(short[at], key):
            at += 1
    return at == len(short) and (_alike(short[0], long[0]) or _alike(short[-1], long[-1]))


def _alike(ours: str, theirs: str) -> bool:
    """Whether two words are the same name, but for an initial, a short form, or one edit."""
    if ours == theirs or (1 in {len(ours), len(theirs)} and ours[0] == theirs[0]):
        return True
    if min(len(ours), len(theirs)) < 5:
        return len(ours) > 2 and len(theirs) > 2 and (ours.startswith(theirs) or theirs.startswith(ours))
    return OSA.distance(ours, theirs, score_cutoff=1) <= 1


def _bearer(actors: Sequence[NamedActor], mention: Mention) -> NamedActor | None:
    """The person whose surname a mention is; None if it is nobody's, or of two persons."""
    keys = _keys(mention.text)
    bearers = [a for a in actors if a.kind == "person" and _is_surname(keys, _keys(a.name))]
    return bearers[0] if len(bearers) == 1 else None


def _is_surname(keys: list[str], name: list[str]) -> bool:
    at = next((i for i in range(1, len(name)) if name[i : i + len(keys)] == keys), 0)
    if not at:
        return False
    last = at + len(keys) == len(name)
    return last or not set(keys) & lexicon.given_names()


def _with_particles(name: str, surname: str) -> str:
    """The surname as in the full name: `de la Fuente` for Fuente."""
    parts, keys = name.split(), _keys(surname)
    at = next((i for i, part in enumerate(parts) if fold(part) == keys[0]), 0)
    start = at
    while start > 1 and parts[start - 1].islower():
        start -= 1
    return " ".join((*parts[start:at], surname))


def _name_best(actor: NamedActor) -> None:
    """Names an actor by its most frequent spelling of those with the most words."""
    most = max(len(_keys(s)) for s in actor.spellings)
    longest = [s for s in actor.spellings if len(_keys(s)) == most]
    full = max(longest, key=lambda s: (actor.spellings[s], sum(not c.isascii() for c in s)))
    common = max(actor.spellings, key=lambda s: (len(_keys(s)) > 1, actor.spellings[s], len(s)))
    author = "author" in actor.evidence and full == actor.name
    actor.name = full if author or most <= 3 or actor.spellings[common] <= 1 else common


def _things(mentions: Sequence[Mention], persons: Sequence[NamedActor]) -> Iterator[NamedActor]:
    """Gathers all other actors: bodies, places, events and unknown names."""
    surnames = {key for person in persons for key in _keys(person.name)}
    things: dict[tuple[str, ...], NamedActor] = {}
    for mention in mentions:
        if mention.kind == "person" or (mention.kind == "unknown" and set(mention.keys) <= surnames):
            continue
        opening = mention.kind == "unknown" and mention.span.opening and len(mention.keys) == 1
        if opening and mention.keys not in things:
            continue
        actor = things.setdefault(mention.keys, NamedActor(mention.text, mention.kind))
        _take(actor, mention)
        if _reports(mention):
            actor.evidence.add("reports")
    yield from things.values()


def _with_forms(actors: list[NamedActor]) -> list[NamedActor]:
    """Merges the actors of a company's name and of the same name with its form: Tarvola, Tarvola Corporation."""
    bodies = {tuple(_keys(actor.name)): actor for actor in actors if actor.kind in {"body", "unknown"}}
    for keys, long in bodies.items():
        forms = (form for form in lexicon.forms_after() if keys[-len(form) :] == form)
        short = next((bodies[keys[: -len(form)]] for form in forms if keys[: -len(form)] in bodies), None)
        if short is not None and short in actors:
            _merge(long, short)
            actors.remove(short)
    return actors


def _merge(actor: NamedActor, other: NamedActor) -> None:
    """Adds the mentions of another spelling to an actor."""
    actor.kind = "body"
    actor.spellings += other.spellings
    actor.others += other.others
    actor.roles |= other.roles
    actor.evidence |= other.evidence
    actor.sentences |= {s: w for s, w in other.sentences.items() if w > actor.sentences.get(s, 0)}


def _with_acronyms(actors: list[NamedActor], short: dict[str, str]) -> list[NamedActor]:
    """Merges the actors of a name and its acronym, as explained by "NAME (ABC)" or by its initials."""
    by_name = {fold(actor.name): actor for actor in actors if actor.kind in {"body", "unknown"}}
    initials = {
        "".join(w[0] for w in a.name.split() if w[0].isupper()): fold(a.name) for a in by_name.values()
    }
    for acronym, text in (initials | short).items():
        ours = [a for name, a in by_name.items() if text.endswith(name) and " " in name]
        other = by_name.get(fold(acronym))
        if ours and other is not None and other in actors:
            actor = max(ours, key=lambda a: len(a.name))
            actor.spellings[acronym] += other.count
            actor.sentences |= {s: w - 1 for s, w in other.sentences.items() if s not in actor.sentences}
            actor.kind = "body"
            actors.remove(other)
    return actors


def _reports(mention: Mention) -> bool:
    around = (*mention.span.before(2), *mention.span.after(2))
    return any(word.key in words.of(words.REPORTING) for word in around)


def _objection(actor: NamedActor) -> str:
    """The reason why an actor is not proposed; "" if it is."""
    if len(actor.name) > _LONGEST_NAME:
        return "too long for a name"
    if _only_byline(actor):
        return "wrote the text"
    if actor.kind == "person":
        if len(_keys(actor.name)) == 1 and not actor.roles and "author" not in actor.evidence:
            return "a given name or surname only"
        return ""
    if fold(actor.name) in _PLATFORMS and actor.count > 2:
        return ""
    if actor.kind in {"place", "event", "office"}:
        return {"place": "a place", "event": "no actor", "office": "an office"}[actor.kind]
    if actor.kind == "body":
        sole = " " not in actor.name
        return "named but once" if sole and actor.count < 2 and not actor.evidence & _TOLD else ""
    if _is_noun(actor):
        return "a noun, or a name with nothing that says what it is"
    if "reports" in actor.evidence:
        return "an outlet that the text quotes"
    key = fold(actor.name)
    if key in words.of(words.DEMONYMS) or actor.name.split()[0].casefold() in places.parts():
        return "no actor"
    if actor.count < 2 or (len(key) < 4 and " " not in key) or words.is_given(key):
        return "named but once, with nothing that says what it is" if actor.count < 2 else "no actor"
    return ""


def _is_noun(actor: NamedActor) -> bool:
    """Whether a name of one word may be a common noun, in a language other than English and Spanish."""
    language, key = actor.source.language, fold(actor.name)
    if language in {"en", "es"} or " " in actor.name or actor.evidence:
        return False
    return language == "de" or lexicon.is_ordinary(key) or known_words.figure(key) > 0


def _only_byline(actor: NamedActor) -> bool:
    return actor.count <= 2 and all(_is_byline(sentence, actor.name) for sentence in actor.sentences)


def _is_byline(sentence: Sentence, name: str) -> bool:
    """Whether a sentence credits the name: "By Ann Lee", "Por Ana Ruiz / Corresponsal", "(Photo by Ann Lee)"."""
    keys = [word.key for word in sentence.words if word.kind == "word"]
    first = fold(name.split(maxsplit=1)[0])
    at = keys.index(first) if first in keys else -1
    near = set(keys[max(0, at - 2) : at])
    credited = near & words.of(words.BYLINES) - {"de", "texto"}
    return at > 0 and bool(credited) and (len(keys) <= 10 or "photo" in near or "foto" in near)
