"""Writes proposals as a rules file, each with its source sentence as a comment. Pure."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from rules.schema import Variant
from rules.seeding.proposal import RESERVED, WITHIN, Proposed
from rules.seeding.topics import variant, with_translations

_PLAIN = re.compile(r"[^\W\d_](?:[\w .'’/-]*[\w.])?")
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]+")
_WIDTH = 100
_QUOTES = '"“”«» '


def write(
    title: str,
    *,
    documents: Sequence[str],
    watch: str,
    actors: Sequence[Proposed],
    topics: Sequence[Proposed],
    examples: Sequence[str],
    left_out: Sequence[str],
) -> str:
    """Writes the text of a rules file of version 1, with the end mark."""
    lines = [
        "# yaml-language-server: $schema=./schema.json",
        *_comment(f"Drafted from: {', '.join(documents)}. Read it through before you rely on it: strike what"
                  " you do not need, add the spellings that you know."),
        "version: 1",
    ]  # fmt: skip
    for group, proposals, write_one in (("actors", actors, _actor), ("topics", topics, _topic)):
        if any(not proposal.tracked for proposal in proposals):
            lines += ["", f"{group}:"]
        for proposal in proposals:
            lines += _comment(_quoted(proposal), 2)
            if proposal.tracked:
                lines += [*_comment(f"The rule {proposal.tracked} tracks this already.", 2), ""]
            else:
                lines += write_one(proposal)
    lines += ["", *_watch(watch, title, [*actors, *topics], examples)]
    if left_out:
        lines += ["", *_comment("Named in the text, but not proposed: " + "; ".join(left_out))]
    return "\n".join([*lines, "...", ""])


def _quoted(proposal: Proposed) -> str:
    source = proposal.source
    return f"“{source.text.strip(_QUOTES)}” ({source.document}, sentence {source.number})"


def _comment(text: str, indent: int = 0) -> Iterator[str]:
    plain = _UNPRINTED.sub(" ", text)
    for line in textwrap.wrap(plain, _WIDTH - indent, break_long_words=False, break_on_hyphens=False):
        yield f"{' ' * indent}# {line}"


def _actor(proposal: Proposed) -> Iterator[str]:
    yield f"  - id: {proposal.id}"
    yield f"    name: {scalar(proposal.name)}"
    if proposal.variants:
        yield f"    aliases: {_variants(proposal.variants)}"
    if proposal.surname:
        yield f"    surname_alone: {scalar(proposal.surname)}"
    if proposal.context:
        yield f"    context: {{any: {_in_brackets(map(scalar, proposal.context))}, within: {WITHIN}}}"


def _topic(proposal: Proposed) -> Iterator[str]:
    yield f"  - id: {proposal.id}"
    yield "    terms:"
    for term in proposal.variants:
        yield f"      - {_variant(term)}"


def _watch(watch: str, title: str, rules: Sequence[Proposed], examples: Sequence[str]) -> Iterator[str]:
    yield "watches:"
    yield f"  - id: {watch}"
    yield f"    title: {scalar(title)}"
    yield "    when:"
    yield "      any:"
    for rule in rules:
        yield f"        - {rule.tracked or rule.id}"
    if examples:
        yield "    examples:"
        yield "      match:"
        for example in examples:
            yield f"        - {scalar(example)}"


def _variants(variants: Iterable[Variant]) -> str:
    return _in_brackets(map(_variant, variants))


def _in_brackets(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"


def _variant(term: Variant) -> str:
    if term.match == "auto":
        return scalar(term.text)
    return f"{{text: {scalar(term.text)}, match: {term.match}}}"


def plain(text: str) -> str:
    """Puts a text on one line, without characters that YAML or a terminal would misread."""
    return " ".join(_UNPRINTED.sub(" ", text).split())


def scalar(text: str) -> str:
    """Writes `text` as a YAML scalar: plain where no reader can mistake it, else quoted."""
    text = _UNPRINTED.sub(" ", text)
    if _PLAIN.fullmatch(text) and text.casefold() not in RESERVED:
        return text
    return json.dumps(text, ensure_ascii=False)


def new_rule(
    name: str,
    *,
    actor: str | None,
    terms: Sequence[str],
    notify: Sequence[str],
    aliases: Sequence[str] = (),
    title: str | None = None,
) -> str:
    """Writes a rules file with one actor and its aliases, or one topic by its terms, and a watch on it.

    Terms of the curated table are followed by the terms of the same topic in other languages.
    """
    lines = ["# yaml-language-server: $schema=./schema.json", "version: 1", ""]
    if actor is not None:
        lines += ["actors:", f"  - id: {name}", f"    name: {scalar(actor)}"]
        if aliases:
            lines.append(f"    aliases: {_in_brackets(map(scalar, aliases))}")
    else:
        lines += ["topics:", f"  - id: {name}", "    terms:"]
        lines += [f"      - {_variant(variant(term))}" for term in with_translations(terms)]
    watch = f"{name}-watch"
    title = title or actor or terms[0]
    lines += [
        "",
        "watches:",
        f"  - id: {watch}",
        f"    title: {scalar(title)}",
        f"    when: {{any: [{name}]}}",
    ]
    if notify:
        lines.append(f"    notify: {_in_brackets(map(scalar, notify))}")
    return "\n".join([*lines, "...", ""])
