"""Lints rules: names that match nobody or everybody, terms that match nothing.

It compiles the rules with the same matcher that will use them. `rules.checking.check` adds the positions in files;
the text of a finding is for people, with a hint.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rules.checking import boolean_terms
from rules.matching import Matcher, lexicon
from rules.matching import compile as compile_rules
from rules.matching.lexicon import known_words
from rules.matching.patterns import actors, telling
from rules.matching.patterns.name_parts import parts, title_of
from rules.matching.patterns.pattern import Book, Case, case_of, is_unspaced
from rules.model import Entry, LoadedList, RuleSet
from rules.schema import Actor, Near, Topic, Variant, Watch
from rules.text import tokens as text

SHORT = 4
FREQUENT = 5.0  # the figure of words that stand in every second text
# Scripts in which no spelling can be derived, by the languages written in them.
UNDERIVED = {
    "ar": "Arabic", "fa": "Arabic", "ur": "Arabic", "he": "Hebrew", "zh": "Chinese", "ja": "Japanese",
    "ko": "Korean",
}  # fmt: skip
_RANGES = {
    "Arabic": ("\u0600", "\u08ff"),
    "Hebrew": ("\u0590", "\u05ff"),
    "Chinese": ("\u4e00", "\u9fff"),
    "Japanese": ("\u3040", "\u9fff"),
    "Korean": ("\uac00", "\ud7a3"),
}

_STAR = re.compile(r"(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)")

Part = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding about a rule; `part` is the path of keys and indexes within the rule, as in the file.

    `contained`: the part finds nothing, and everything else is in force.
    """

    rule: str
    part: Part
    message: str
    hint: str = ""
    level: Literal["error", "warning"] = "error"
    contained: bool = False


@dataclass(frozen=True, slots=True)
class ListReport:
    """The number of spellings of a list that are watched, and the others as (key, spelling, reason)."""

    kept: int
    left_out: tuple[tuple[str, str, str], ...]


def check(rules: RuleSet, languages: Collection[str] = (), matcher: Matcher | None = None) -> list[Finding]:
    """Returns every finding, in the order of the rules. `languages`: ISO codes of the feeds' languages.

    `matcher`: that of the hand-written rules, if they are compiled already.
    """
    findings: list[Finding] = []
    for actor in rules.actors:
        findings += _actor(actor, rules.actors)
    for topic in rules.topics:
        findings += _topic(topic)
    for watch in rules.watches:
        findings += _watch(watch)
    findings += _scripts(rules.actors, languages)
    for loaded in rules.lists:
        findings += _list(loaded)
    findings += _wildcards(rules, {(f.rule, f.part) for f in findings})
    faulty = {(f.rule, f.part) for f in findings}
    useless = (f for f in _self_test(rules, matcher) if (f.rule, f.part) not in faulty)
    return findings + [replace(f, contained=True) for f in useless]


def _actor(actor: Actor, everyone: Sequence[Actor]) -> Iterator[Finding]:
    if actor.surname_alone is not None:
        yield from _surname(actor, actor.surname_alone, everyone)
    for i, variant in enumerate(actor.aliases):
        yield from _short(actor.id, ("aliases", i), variant)
    yield from _names(actor)
    variants: list[tuple[Part, Variant]] = [
        (("name",), Variant(text=actor.name)),
        *((("aliases", i), v) for i, v in enumerate(actor.aliases)),
    ]
    for part, variant in variants:
        if variant.match == "exact":
            continue
        words = text.tokens(variant.text)
        if not words:
            yield Finding(actor.id, part, f"`{variant.text}` holds no letter or digit")
        elif sum(map(len, words)) < SHORT:
            continue
        elif _is_weak(variant.text, words):
            yield Finding(
                actor.id,
                part,
                f"`{variant.text}` is made of ordinary words and is found wherever they stand together",
                "add what sets it apart, or write it as an alias with `case: same`",
                "warning",
            )


def _is_weak(name: str, words: Sequence[str]) -> bool:
    alone = len(parts(text.tokenize(name)).words) == 1  # `_names` says what becomes of a single word
    return (
        not alone and not is_unspaced(words) and telling.evidence(words) == "none" and not _is_acronym(name)
    )


def _is_acronym(name: str) -> bool:
    return name.isupper() and len(name) >= SHORT and not lexicon.is_word(name.casefold())


def _surname(actor: Actor, surname: str, everyone: Sequence[Actor]) -> Iterator[Finding]:
    part = ("surname_alone",)
    words = text.tokens(surname)
    if not words:
        yield Finding(actor.id, part, f"`{surname}` holds no letter or digit")
        return
    if actor.context is not None:
        return
    way_out = "give a `context` that sets the actor apart, or leave `surname_alone` out"
    sharing = [o.id for o in everyone if o.id != actor.id and _ends_with(o, words)]
    if sharing:
        yield Finding(actor.id, part, f"{', '.join(sharing)} bears the surname `{surname}` too", way_out)
    elif len(words) == 1 and words[0] in lexicon.given_names():
        yield Finding(actor.id, part, f"`{surname}` is a given name", way_out)
    elif len(words) == 1 and words[0] in lexicon.words():
        yield Finding(actor.id, part, f"`{surname}` is a dictionary word", way_out)
    elif len(words) == 1 and words[0] in lexicon.common_surnames():
        yield Finding(actor.id, part, f"`{surname}` is a common surname", way_out, "warning")


def _ends_with(actor: Actor, words: list[str]) -> bool:
    spellings = [actor.name, *(a.text for a in actor.aliases), actor.surname_alone or ""]
    return any(text.tokens(s)[-len(words) :] == words for s in spellings)


def _topic(topic: Topic) -> Iterator[Finding]:
    for i, term in enumerate(topic.terms):
        if isinstance(term, Variant):
            yield from _boolean(topic.id, ("terms", i), term)
            yield from _short(topic.id, ("terms", i), term)


def _boolean(rule: str, part: Part, term: Variant) -> Iterator[Finding]:
    """Refuses a query of other programs (AND, *, quotes), and says it in YAML."""
    if not boolean_terms.is_query(term.text):
        return
    message = f"`{term.text}` is a query of other programs, and no text says it so"
    try:
        hint = "write " + boolean_terms.as_flow(boolean_terms.convert(term.text))
    except boolean_terms.QueryError as error:
        hint = str(error)
    yield Finding(rule, part, message, hint, contained=True)


def _wildcards(rules: RuleSet, faulty: Collection[tuple[str, Part]]) -> Iterator[Finding]:
    """Finds stars of other programs at either end of a word: a text has none, so they would be left out."""
    written: tuple[Actor | Topic, ...] = (*rules.actors, *rules.topics)
    for rule in written:
        texts: list[tuple[Part, str]] = [
            *_examples(rule),
            *((("not", i), phrase) for i, phrase in enumerate(rule.not_)),
        ]
        if rule.context:
            texts += [(("context", "any", i), word) for i, word in enumerate(rule.context.any)]
        if isinstance(rule, Topic):
            near = {("terms", i) for i, term in enumerate(rule.terms) if isinstance(term, Near)}
            texts = [(part, spelling) for part, spelling in texts if part not in near]
            texts += [
                (("terms", i, "near", j, k), word)
                for i, term in enumerate(rule.terms)
                if isinstance(term, Near)
                for j, group in enumerate(term.near)
                for k, word in enumerate(group)
            ]
        for part, spelling in texts:
            if _STAR.search(spelling) and (rule.id, part) not in faulty:
                yield Finding(
                    rule.id,
                    part,
                    f"`{spelling}` has a star, which stands for nothing here",
                    "write out the words that it stands for; plurals and verb forms are found anyway",
                    contained=True,
                )


def _short(rule: str, part: Part, variant: Variant) -> Iterator[Finding]:
    """Finds short terms that nearly every text holds: who, de, man. Capitals, figures and rare words tell enough."""
    words = text.tokenize(variant.text)
    if len(words) != 1 or variant.case == "same" or case_of(variant, words) == Case.CAPITALS:
        return
    [word] = words
    if len(word.text) >= SHORT or not variant.text.strip().isalpha() or is_unspaced([word.text]):
        return
    figure = known_words.figure(word.text)
    if word.text in lexicon.function_words() or word.text in lexicon.connectors() or len(word.text) < 2:
        yield Finding(
            rule,
            part,
            f"`{variant.text}` is a word that nearly every text holds",
            f"write it in capitals if it is an acronym ({variant.text.upper()}), or write a phrase",
            contained=variant.match == "exact",
        )
    elif figure >= FREQUENT:
        message = f"`{variant.text}` is among the commonest words and will be found very often"
        yield Finding(rule, part, message, "write a phrase, or `near` with a second word", "warning")


def _names(actor: Actor) -> Iterator[Finding]:
    """Says what is optional in a name, and which names are common words, too."""
    for pattern in actors.actor(actor, Book()):
        part = _part_of(actor, pattern.text)
        if pattern.case == Case.NAME and pattern.context is None and pattern.cost == 0:
            yield Finding(
                actor.id,
                part,
                f"`{pattern.text}` is a common word, too, and is found only where the text treats it as a name",
                "give a `context` with words that stand near it",
                "warning",
            )
        if pattern.case == Case.CAPITALS and len(pattern.words[0]) > SHORT:
            yield Finding(
                actor.id,
                part,
                f"`{pattern.text}` is a word, too, and is found in capitals only",
                f"if texts write it {pattern.text.title()}, write it so here",
                "warning",
            )
    for part, spelling in _spellings(actor):
        taken = title_of(text.tokenize(spelling))
        if taken:
            message = f"`{taken}` is optional: `{spelling}` is found without it, too"
            yield Finding(actor.id, part, message, f"leave `{taken}` out", "warning")


def _spellings(actor: Actor) -> Iterator[tuple[Part, str]]:
    yield ("name",), actor.name
    yield from (
        (("aliases", i), alias.text) for i, alias in enumerate(actor.aliases) if alias.match != "exact"
    )


def _part_of(actor: Actor, spelling: str) -> Part:
    return next((part for part, text in _spellings(actor) if text == spelling), ("name",))


def _watch(watch: Watch) -> Iterator[Finding]:
    quiet = watch.quiet_hours
    if quiet is not None and quiet.from_ == quiet.to:
        yield Finding(
            watch.id,
            ("quiet_hours",),
            f"quiet_hours from {quiet.from_} to {quiet.to} have no length, so nothing is held",
            "give them two different times, or gather with `digest`",
            "warning",
        )
    if watch.updates == "thread":
        message = "`thread` is the older name of `developments`"
        yield Finding(watch.id, ("updates",), message, "write `updates: developments`", "warning")


def _scripts(everyone: Sequence[Actor], languages: Collection[str]) -> Iterator[Finding]:
    """Finds actors without a name in a script of the feeds for which no spelling can be derived.

    Cyrillic spellings are derived; scripts that leave out vowels, or write no sounds, need the name itself.
    """
    for script in dict.fromkeys(UNDERIVED[code] for code in sorted(languages) if code in UNDERIVED):
        low, high = _RANGES[script][0], _RANGES[script][1]
        for actor in everyone:
            spellings = (actor.name, *(a.text for a in actor.aliases))
            if not any(low <= c <= high for s in spellings for c in s):
                yield Finding(
                    actor.id,
                    ("aliases",),
                    f"feeds in {script} cannot name this actor: no spelling can be derived from `{actor.name}`",
                    f"add the name in {script} under `aliases`",
                    "warning",
                )


def _self_test(rules: RuleSet, matcher: Matcher | None) -> Iterator[Finding]:
    """Finds variants and terms that do not match themselves as they are written."""
    matcher = matcher or compile_rules(RuleSet(actors=rules.actors, topics=rules.topics))
    written: tuple[Actor | Topic, ...] = (*rules.actors, *rules.topics)
    for rule in written:
        context = f" ({rule.context.any[0]})" if rule.context else ""
        for part, example in _examples(rule):
            # A name that is a common word, too, needs a sentence that treats it as a name.
            sentences = (example + context, f"They say that {example}{context} did it there")
            found = (match for s in sentences for match in matcher.match(Entry(id="self-test", title=s)))
            if all(match.rule != rule.id for match in found):
                veto = next((n for n in rule.not_ if text.fold(n) in text.fold(example)), None)
                why = f", for `not: {veto}` takes it away" if veto else ""
                yield Finding(
                    rule.id,
                    part,
                    f"`{example}` does not find itself{why}",
                    "spell it as texts spell it, or leave it out",
                )


def _examples(rule: Actor | Topic) -> Iterator[tuple[Part, str]]:
    if isinstance(rule, Actor):
        yield ("name",), rule.name
        for i, alias in enumerate(rule.aliases):
            yield ("aliases", i), alias.text
        if rule.surname_alone is not None:
            yield ("surname_alone",), rule.surname_alone
        return
    for i, term in enumerate(rule.terms):
        if isinstance(term, Near):
            yield ("terms", i), " ".join(group[0] for group in term.near)
        else:
            yield ("terms", i), term.text


def report(loaded: LoadedList) -> ListReport:
    """Reports the spellings of a list that are too weak to be watched. Cheap: it compiles nothing."""
    left_out = []
    total = 0
    for actor in loaded.actors:
        for spelling in dict.fromkeys((actor.name, *actor.aliases)):
            total += 1
            words = text.tokens(spelling)
            if not words:
                left_out.append((actor.key, spelling, "no letter or digit"))
            elif not is_unspaced(words) and telling.evidence(words) == "none":
                left_out.append((actor.key, spelling, "ordinary words only, or too short"))
    return ListReport(total - len(left_out), tuple(left_out))


def _list(loaded: LoadedList) -> Iterator[Finding]:
    spellings = report(loaded)
    if not spellings.left_out:
        return
    samples = ", ".join(f"`{spelling}`" for _, spelling, _ in spellings.left_out[:3])
    refuse = loaded.rule.on_lint == "refuse"
    yield Finding(
        loaded.rule.id,
        ("file",),
        f"{len(spellings.left_out)} of {spellings.kept + len(spellings.left_out)} spellings prove nothing and are "
        f"{'refused' if refuse else 'left out'}, as {samples}",
        "take them out of the file, or write `on_lint: skip`" if refuse else "",
        "error" if refuse else "warning",
    )
