"""Takes the name of an actor apart: the words that carry it, and what may come and go around them.

Titles, degrees, generations (Jr., III), company forms and initials are optional as long as enough of a name is left. Must
not compile patterns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.matching import lexicon
from rules.text.tokens import Token

_SHORTEST_ALONE = 3


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of one spelling of a name.

    `words` carry it, in their order; `initials`: letters between the first and the last of them, of middle names too;
    `generation`: jr, iii, "" if none; `shortened`: whether a title, degree or company form was taken off; `together`: the
    words stand side by side (Malcolm X, H&M, J. D. Vance); `company`: whether a company form was taken off.
    """

    words: tuple[Token, ...]
    initials: tuple[str, ...] = ()
    generation: str = ""
    shortened: bool = False
    together: bool = False
    company: bool = False


def parts(tokens: Sequence[Token]) -> NameParts:
    """Takes a name apart. A name that nothing would be left of stays whole."""
    rest, generation = _without_degrees(list(tokens))
    rest = _without_titles(rest)
    bare = _without_forms(rest) or rest
    rest, company = bare, len(bare) < len(rest)
    shortened = len(rest) < len(tokens)
    kept = _telling(rest)
    if len(kept) >= 2:
        return NameParts(tuple(kept), _initials(rest, kept), generation, shortened, company=company)
    letters = [t for t in rest if _is_letter(t)]
    if len(kept) == 1 and not letters:
        if shortened and not _may_stand_alone(kept[0]):
            whole = [t for t in tokens if t.text not in lexicon.connectors()] or list(tokens)
            return NameParts(tuple(whole))
        return NameParts(tuple(kept), (), generation, shortened, company=company)
    if not kept and shortened:
        # Nothing but letters is left: the form belongs to the name, as in X Corp.
        return NameParts(tuple(tokens), together=True)
    light = lexicon.connectors()
    whole = [t for t in rest if t.text not in light or _is_letter(t) or len(rest) <= 2] or rest
    return NameParts(tuple(whole), (), generation, shortened, bool(letters), company)


def title_of(tokens: Sequence[Token]) -> str:
    """Returns the titles and degrees of a name that texts may leave out, as written; "" if it has none."""
    rest, _ = _without_degrees(list(tokens))
    bare = _without_titles(rest)
    taken = [*rest[: len(rest) - len(bare)], *tokens[len(rest) :]]
    return " ".join(t.raw for t in taken)


def _is_letter(token: Token) -> bool:
    return len(token.text) == 1 and token.text.isascii()


def _telling(tokens: Sequence[Token]) -> list[Token]:
    """Returns the words of a name without particles and initials; a hyphen counts only between two of them."""
    light = lexicon.connectors() | (lexicon.legal_forms() if len(tokens) > 2 else frozenset())
    kept: list[Token] = []
    for before, token in zip((None, *tokens), tokens, strict=False):
        if token.text not in light and not _is_letter(token):
            held = before is not None and bool(kept) and kept[-1].end == before.end
            kept.append(token if held else token._replace(hyphen=False))
    return kept


def _initials(tokens: Sequence[Token], kept: Sequence[Token]) -> tuple[str, ...]:
    """Returns the letters of the middle initials and of middle names that are given names."""
    inside = [t for t in tokens if kept[0].end <= t.start < kept[-1].start]
    return tuple(t.text[0] for t in inside if _is_letter(t) or _is_given(t))


def _without_degrees(tokens: list[Token]) -> tuple[list[Token], str]:
    generation = ""
    while len(tokens) > 2:
        last = tokens[-1]
        numbered = last.text[0] == "i" and _is_given(tokens[-2])  # John Paul II
        if last.text in lexicon.generations() and not numbered:
            generation = {"junior": "jr", "senior": "sr"}.get(last.text, last.text)
        elif not _is_degree(last, tokens[-2]):
            break
        tokens = tokens[:-1]
    return tokens, generation


def _is_degree(token: Token, before: Token) -> bool:
    if (before.text, token.text) == ("ph", "d"):
        return True
    return token.text in lexicon.degrees() and (
        token.barrier > 0 or token.raw.isupper() or token.raw == "PhD"
    )


def _is_given(token: Token) -> bool:
    return token.text in lexicon.given_names()


def _without_titles(tokens: list[Token]) -> list[Token]:
    if len(tokens) > 2 and tokens[0].text in lexicon.ships() and tokens[0].raw.isupper():
        return tokens[1:]
    n = 0
    while n < len(tokens) and tokens[n].text in lexicon.honorifics():
        n += 1
    rest = tokens[n:]
    telling = [t for t in rest if t.text not in lexicon.connectors() and not _is_letter(t)]
    if n and len(telling) >= 2 and not any(_is_thing(t) for t in telling):
        return rest
    return tokens


def _is_thing(token: Token) -> bool:
    """Whether a word of a name is no part of a person's: University, Motors."""
    word = token.text
    return lexicon.is_word(word) and not (lexicon.is_name(word))


def _without_forms(tokens: list[Token]) -> list[Token]:
    done = False
    while not done and tokens:
        done = True
        words = tuple(t.text for t in tokens)
        for form in lexicon.forms_after():
            if len(form) < len(words) and words[-len(form) :] == form:
                tokens, done = tokens[: -len(form)], False
                break
        else:
            for form in lexicon.forms_before():
                if len(form) < len(words) and words[: len(form)] == form and _is_form(tokens[0]):
                    tokens, done = tokens[len(form) :], False
                    break
    return tokens


def _is_form(token: Token) -> bool:
    """Whether a word before a name is written as a company form is: PT, OAO, and no word of the name."""
    return token.raw.isupper() or len(token.text) > 4 or not token.text.isascii()


def _may_stand_alone(token: Token) -> bool:
    word = token.text
    shortest = 2 if token.raw.isupper() else _SHORTEST_ALONE  # BP plc
    return len(word) >= shortest and word not in lexicon.function_words() and word not in lexicon.frequent()


def fillers(written: Sequence[str], words: Sequence[str]) -> tuple[str, ...]:
    """Returns the words of a variant that need not be there."""
    return tuple(w for w in written if w not in words)


def is_parted(tokens: Sequence[Token]) -> bool:
    """Whether a variant has commas or colons between its words."""
    return any(t.barrier for t in tokens[1:])
