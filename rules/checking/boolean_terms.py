"""Translates queries of other programs into terms: lith* AND (mine OR plant) NOT battery. Pure.

Understands AND, OR, NOT, +, -, parentheses, "exact phrases" and a * at the end of a word, for which it writes out known
words. What has no counterpart is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rules.matching import lexicon
from rules.matching.lexicon import known_words
from rules.text import tokens as text

WITHIN = 10  # words within which those joined by AND must stand
COMPLETIONS = 6  # words that a star may stand for
MOST = 60  # terms that one query may become

_TOKEN = re.compile(r'\(|\)|"[^"]*"|“[^“”]*”|[^\s()"“”]+')
_OPERATORS = {"AND": "AND", "&&": "AND", "OR": "OR", "||": "OR", "|": "OR", "NOT": "NOT", "AND NOT": "NOT"}
_QUERY = re.compile(
    r"(?<!\S)(?:AND|OR|NOT|NEAR(?:/\d+)?|&&|\|\|)(?!\S)|\w\*|^\s*[\"“].*[\"”]\s*$|(?<!\S)[+\-][^\W\d]\w+"
)


class QueryError(ValueError):
    """The query says what terms cannot say; the message tells what."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A query as a topic says it: `terms` (texts, or groups for `near`), and the phrases of `not`."""

    terms: tuple[str | tuple[tuple[str, ...], ...], ...]
    exact: frozenset[str] = frozenset()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Clause:
    """Alternatives, each a tuple of words or phrases that must all be there; what must not be there."""

    alternatives: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[str, ...] = field(default=())


def is_query(term: str) -> bool:
    """Whether a term is written as a query: with operators in capitals, a star, or quotes around all of it."""
    return bool(_QUERY.search(term))


def convert(query: str) -> Terms:
    """Translates a query. Raises QueryError where terms cannot say it."""
    tokens = [m[0] for m in _TOKEN.finditer(query)]
    if any(t.startswith("NEAR") for t in tokens):
        raise QueryError("write words near each other as {near: [[...], [...]], within: 4}")
    if not tokens:
        raise QueryError("the query is empty")
    exact = frozenset(t[1:-1].strip() for t in tokens if t[0] in '"“')
    clause, rest = _either(tokens)
    if rest:
        raise QueryError(f"`{rest[0]}` has no partner")
    if not clause.alternatives:
        raise QueryError("a topic must say what it looks for, not only what it does not")
    return Terms(tuple(_terms(clause.alternatives)), exact, clause.excluded)


def _terms(alternatives: tuple[tuple[str, ...], ...]) -> Iterator[str | tuple[tuple[str, ...], ...]]:
    """Yields single words as they are; of those that are joined, one `near` for all that differ in one place."""
    for words in alternatives:
        if len(words) == 1:
            yield words[0]
    joined: list[Groups] = [tuple((w,) for w in words) for words in alternatives if len(words) > 1]
    while (merged := _merged(joined)) != joined:
        joined = merged
    yield from joined


Groups = tuple[tuple[str, ...], ...]


def _merged(joined: list[Groups]) -> list[Groups]:
    """Returns the same with those made one that differ in one group only."""
    out: list[Groups] = []
    for groups in joined:
        for n, other in enumerate(out):
            differing = [j for j, (a, b) in enumerate(zip(other, groups, strict=False)) if a != b]
            if len(other) == len(groups) and len(differing) == 1:
                j = differing[0]
                out[n] = (*other[:j], (*other[j], *groups[j]), *other[j + 1 :])
                break
        else:
            out.append(groups)
    return out


def _either(tokens: list[str]) -> tuple[_Clause, list[str]]:
    clause, rest = _all(tokens)
    while rest and _OPERATORS.get(rest[0]) == "OR":
        more, rest = _all(rest[1:])
        excluded = (*clause.excluded, *more.excluded)
        clause = _Clause((*clause.alternatives, *more.alternatives), excluded)
    return clause, rest


def _all(tokens: list[str]) -> tuple[_Clause, list[str]]:
    clause, rest = _one(tokens)
    phrase = _is_word(tokens[0])
    while rest and rest[0] != ")" and _OPERATORS.get(rest[0]) != "OR":
        operator = _OPERATORS.get(rest[0])
        after = rest[1:] if operator else rest
        if operator == "AND" and after and _OPERATORS.get(after[0]) == "NOT":
            operator, after = "NOT", after[1:]
        if not after:
            raise QueryError(f"nothing follows `{rest[0]}`")
        more, rest = _one(after)
        if operator == "NOT":
            excluded = tuple(" ".join(words) for words in more.alternatives)
            clause = _Clause(clause.alternatives, (*clause.excluded, *excluded))
        else:
            # Words side by side without an operator are a phrase.
            side_by_side = operator is None and phrase and _is_word(after[0])
            clause = _joined(clause, more, as_phrase=side_by_side)
        phrase = operator is None and _is_word(after[0])
    return clause, rest


def _joined(a: _Clause, b: _Clause, *, as_phrase: bool) -> _Clause:
    if not a.alternatives or not b.alternatives:
        return _Clause(a.alternatives or b.alternatives, (*a.excluded, *b.excluded))
    both = tuple(
        (*x[:-1], f"{x[-1]} {y[0]}", *y[1:]) if as_phrase else (*x, *y)
        for x in a.alternatives
        for y in b.alternatives
    )
    if len(both) > MOST:
        raise QueryError(f"the query stands for more than {MOST} terms; make several topics of it")
    return _Clause(both, (*a.excluded, *b.excluded))


def _one(tokens: list[str]) -> tuple[_Clause, list[str]]:
    if not tokens:
        raise QueryError("the query ends too early")
    head, rest = tokens[0], tokens[1:]
    if head == "(":
        if not rest:
            raise QueryError("`(` has no partner")
        clause, rest = _either(rest)
        if not rest or rest[0] != ")":
            raise QueryError("`(` has no partner")
        return clause, rest[1:]
    if _OPERATORS.get(head) == "NOT" or (head.startswith("-") and len(head) > 1):
        after = [head[1:], *rest] if head.startswith("-") else rest
        if not after:
            raise QueryError(f"nothing follows `{head}`")
        clause, rest = _one(after)
        return _Clause((), tuple(" ".join(words) for words in clause.alternatives)), rest
    if head == ")" or head in _OPERATORS:
        raise QueryError(f"`{head}` has no partner")
    return _Clause(tuple((word,) for word in _words(head))), rest


def _is_word(token: str) -> bool:
    return token not in _OPERATORS and token[0] not in '()"“-+'


def _words(token: str) -> list[str]:
    """Returns the words that a token stands for: itself, or those that a * at its end leaves open."""
    if token[0] in '"“':
        return [token[1:-1].strip()]
    word = token.removeprefix("+").removesuffix("*")
    if "*" in word or "?" in word or not word:
        raise QueryError(
            f"`{token}`: write out the words that it stands for; plurals and verb forms are found anyway"
        )
    if not token.endswith("*") or lexicon.is_word(text.fold(word)):
        return [word]  # its plurals and verb forms are found anyway
    known = known_words.beginning_with(text.fold(word), 3 * COMPLETIONS) if len(word) >= 3 else []
    words = [w for w in known if w.removesuffix("s") not in known or not w.endswith("s")][:COMPLETIONS]
    if not words:
        raise QueryError(f"`{token}` is left open: write out the words that it stands for")
    return words


def as_mapping(terms: Terms) -> dict[str, Any]:
    """Returns the keys of a topic: `terms`, and `not` if something is excluded."""
    written: list[Any] = []
    for term in terms.terms:
        if isinstance(term, str):
            written.append({"text": term, "match": "exact"} if term in terms.exact else term)
        else:
            written.append({"near": [list(group) for group in term], "within": WITHIN})
    return {"terms": written} | ({"not": list(terms.excluded)} if terms.excluded else {})


def as_flow(terms: Terms) -> str:
    """Returns the terms as YAML on one line: terms: [...], not: [...]."""
    return ", ".join(f"{key}: {_in_one_line(value)}" for key, value in as_mapping(terms).items())


def as_yaml(terms: Terms) -> str:
    """Returns the terms as the lines of a topic in a rules file."""
    lines = []
    for key, value in as_mapping(terms).items():
        lines += [f"{key}:", *(f"  - {_in_one_line(item)}" for item in value)]
    return "\n".join(lines)


def _in_one_line(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_in_one_line(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_in_one_line, value)) + "]"
    plain = (
        isinstance(value, str)
        and re.fullmatch(r"[^\W\d_][\w' -]*", value)
        and value not in {"true", "false", "null"}
    )
    return str(value) if plain or not isinstance(value, str) else json.dumps(value, ensure_ascii=False)
