"""Finds the topics of a document: known topics by the matcher, others by repeated phrases. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rules.matching import Matcher, lexicon
from rules.matching import compile as compile_rules
from rules.model import Entry, RuleSet
from rules.schema import Near, Variant
from rules.schema import Topic as TopicRule
from rules.seeding.lexicon import known_topics as known
from rules.seeding.lexicon import vocabulary as words
from rules.seeding.lexicon.general_words import general
from rules.seeding.lexicon.known_topics import Known, Table
from rules.seeding.sentences import Language, Sentence, Word, fold

MOST_KNOWN = 12
MOST_PHRASES = 4
MOST_WORDS = 2
_LONG = 40  # in a document of more sentences a phrase must come once more
_LEAD = 5  # in the first sentences a single mention makes a topic
_ACRONYM = re.compile(r"[^\W\d_]{1,3}|[A-Z][A-Z.-]{1,6}")


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject to propose. `found`: the words of the document that it was found by."""

    id: str
    terms: tuple[str, ...]
    source: Sentence
    count: int
    found: tuple[str, ...] = ()


def variant(term: str) -> Variant:
    """The term as a rule has it: acronyms and the shortest words exact, for a typo makes another word."""
    return Variant(text=term, match="exact" if _ACRONYM.fullmatch(term) else "auto")


def mentioned(table: Table, sentences: Sequence[Sentence]) -> Iterator[tuple[Known, Topic]]:
    """Yields the entries of a curated table that the document names, with the best sentence of each."""
    by_id = {thing.id: thing for thing in known.table(table)}
    found: dict[str, list[tuple[Sentence, str]]] = defaultdict(list)
    for sentence in sentences:
        matcher = _matcher(table, sentence.language)
        for match in matcher.match(Entry(id="seed", title="", text=sentence.text)):
            if "," not in match.text:  # a term over a comma may be of two clauses
                found[match.rule].append((sentence, match.text))
    for name, hits in found.items():
        in_each = Counter(sentence for sentence, _ in hits)
        source = max(in_each, key=lambda s: (not s.headline, in_each[s], -s.number))
        texts = tuple(dict.fromkeys(text for _, text in hits))
        terms = by_id[name].terms_in("en", "es", source.language)
        yield by_id[name], Topic(name, terms, source, len(hits), texts)


@cache
def _matcher(table: Table, language: Language) -> Matcher:
    """A matcher for the table's terms of one language: inflected, but without typos."""
    topics = [
        TopicRule(
            id=thing.id, terms=tuple(Variant(text=term, match="stem") for term in thing.terms[language])
        )
        for thing in known.table(table)
        if language in thing.terms
    ]
    return compile_rules(RuleSet(topics=tuple(topics)))


def topics(sentences: Sequence[Sentence], names: Collection[str]) -> list[Topic]:
    """Finds the topics of a document, the most frequent first. `names`: folded words of actors, which are no topic."""
    total = len(sentences)
    familiar = [
        topic
        for _, topic in mentioned("topics", sentences)
        if topic.count > 1 or topic.source.number <= _LEAD or total <= 4 * _LEAD
    ]
    familiar.sort(key=lambda t: (-t.count, t.source.number))
    familiar = familiar[:MOST_KNOWN]
    used = {fold(word) for topic in familiar for found in topic.found for word in re.split(r"[\s-]+", found)}
    return [*familiar, *_phrases(sentences, names, used)]


def _phrases(sentences: Sequence[Sentence], names: Collection[str], used: set[str]) -> list[Topic]:
    """Finds noun phrases of two to four words that are repeated, and single words that are repeated often."""
    places: dict[str, dict[Sentence, str]] = defaultdict(dict)
    for sentence in sentences:
        if sentence.language not in {"en", "es"}:
            continue  # general words are known of these alone
        for run in _runs(sentence, names):
            for phrase in _within(run):
                places[_key(phrase)].setdefault(sentence, " ".join(word.text for word in phrase))
    many = len(sentences) > _LONG
    repeated = {key: found for key, found in places.items() if len(found) >= _needed(key) + many}
    ranked = sorted(repeated, key=lambda key: (-len(key.split()) * len(repeated[key]), key))
    chosen: list[Topic] = []
    taken = {_stem(word) for word in used}
    for key in ranked:
        single = [topic for topic in chosen if " " not in topic.terms[0]]
        if set(key.split()) <= taken or (" " not in key and len(single) >= MOST_WORDS):
            continue
        taken |= set(key.split())
        found = repeated[key]
        spelled = Counter(text.lower() for text in found.values())
        source = min(found, key=lambda s: (s.headline, s.number))
        term = min(spelled, key=lambda text: (-spelled[text], len(text)))
        chosen.append(Topic(fold(term).replace(" ", "-"), (term,), source, len(found), tuple(spelled)))
    return chosen[:MOST_PHRASES]


def _needed(key: str) -> int:
    """The number of sentences in which a phrase must stand: a single word is weaker evidence."""
    return 2 if " " in key else 5


def _runs(sentence: Sentence, names: Collection[str]) -> Iterator[list[Word]]:
    """Yields runs of content words; Spanish `de` links two nouns."""
    run: list[Word] = []
    for word in sentence.words:
        if _is_content(word, sentence, names) or (word.key in {"de", "del"} and run):
            run.append(word)
        else:
            yield run
            run = []
    yield run


def _is_content(word: Word, sentence: Sentence, names: Collection[str]) -> bool:
    if word.kind != "word" or len(word.key) < 4 or not word.key.isalpha() or word.key in names:
        return False
    if word.text.isupper() or (word.capital and not sentence.headline and word is not sentence.words[0]):
        return False
    return word.key not in _stopped() and not word.key.endswith(("mente", "ly"))


@cache
def _stopped() -> frozenset[str]:
    lists = (
        words.STARTERS, words.SPEECH, words.ROLES, words.COURTESY, words.DEMONYMS, words.MONTHS_AND_DAYS,
    )  # fmt: skip
    return frozenset().union(*(words.of(listed) for listed in lists)) | lexicon.function_words() | general()


def _within(run: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    links = {"de", "del"}
    for start in range(len(run)):
        for end in range(start + 1, min(len(run), start + 4) + 1):
            first, last = run[start].key, run[end - 1].key
            if first not in links and last not in links and not last.endswith(("ing", "ando", "iendo")):
                yield tuple(run[start:end])


def _key(phrase: Sequence[Word]) -> str:
    return " ".join(_stem(word.key) for word in phrase if word.key not in {"de", "del"})


def _stem(key: str) -> str:
    for ending in ("ciones", "siones", "es", "s"):
        if len(key) > len(ending) + 3 and key.endswith(ending):
            return key[: -len(ending)] + ("ion" if ending.endswith("iones") else "")
    return key.removesuffix("e") if len(key) > 4 else key


def related_terms(topic: TopicRule) -> list[tuple[str, str]]:
    """Lists the curated terms, as (language, term), that belong to the topic and that it does not find.

    A topic that shares no term with the table gives none.
    """
    ours = {fold(term.text) for term in topic.terms if isinstance(term, Variant)}
    related = [thing for thing in known.table("topics") if ours & _folded(thing)]
    if not related:
        return []
    matcher = compile_rules(RuleSet(topics=(topic.model_copy(update={"context": None}),)))
    spoken = ((lang, term) for thing in related for lang, terms in thing.terms.items() for term in terms)
    return [(lang, term) for lang, term in dict.fromkeys(spoken) if not _finds(matcher, [term])]


def missing_languages(topic: TopicRule, languages: Collection[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Finds languages (ISO 639-1) in which the topic has no term but the curated table has, with its terms.

    A topic that shares no term with the table gives no languages.
    """
    ours = {fold(term.text) for term in topic.terms if isinstance(term, Variant)}
    ours |= {
        fold(word) for term in topic.terms if isinstance(term, Near) for group in term.near for word in group
    }
    related: list[Known] = []
    spoken: set[str] = set()
    for thing in known.table("topics"):
        if shared := {lang for lang, terms in thing.terms.items() if ours & {fold(term) for term in terms}}:
            related.append(thing)
            spoken |= shared
    missing = {
        lang: thing.terms[lang]
        for thing in related
        for lang in languages
        if lang in thing.terms and lang not in spoken
    }
    if not missing:
        return []
    # A topic of several subjects speaks a language where it has a term of any of them.
    matcher = compile_rules(RuleSet(topics=(topic,)))
    for thing in related:
        for lang in missing.keys() & thing.terms.keys():
            if _finds(matcher, thing.terms[lang]):
                del missing[lang]
    return sorted(missing.items()) if not _speaks_all(ours, missing) else []


def _finds(matcher: Matcher, terms: Sequence[str]) -> bool:
    """Whether a topic finds one of these terms by a term of another form, as wildfires by wildfire."""
    return any(matcher.match(Entry(id="term", title=term)) for term in terms)


def _speaks_all(ours: set[str], missing: dict[str, tuple[str, ...]]) -> bool:
    """Whether the topic has the words of each language after all, in phrases that the table has not."""
    words = {word for term in ours for word in term.split()}
    return all(any(set(fold(term).split()) <= words for term in terms) for terms in missing.values())


def with_translations(terms: Sequence[str]) -> tuple[str, ...]:
    """Adds to the terms those of the same topic in the curated table: in English, Spanish and their own languages."""
    ours = {fold(term) for term in terms}
    related = [thing for thing in known.table("topics") if ours & _folded(thing)]
    own = [lang for thing in related for lang, spoken in thing.terms.items() if ours & set(map(fold, spoken))]
    more = (term for thing in related for term in thing.terms_in("en", "es", *own))
    return (*terms, *(term for term in dict.fromkeys(more) if fold(term) not in ours))


def _folded(thing: Known) -> set[str]:
    return {fold(term) for term in thing.all_terms()}
