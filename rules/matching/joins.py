"""Joins words that a text breaks in two, by a space, a hyphen, markup or the end of a line."""

from __future__ import annotations

from collections.abc import Sequence

from rules.text.tokens import Token


def join_words(words: list[str], at: Sequence[int]) -> list[str]:
    """The words with those at these places joined to the next; of places that touch, the first."""
    out, done = [], 0
    for i in at:
        if i >= done:
            out += [*words[done:i], words[i] + words[i + 1]]
            done = i + 2
    return out + words[done:] if at else words


def join_tokens(tokens: Sequence[Token], at: Sequence[int]) -> Sequence[Token]:
    """The same for tokens: a joined one spans both."""
    out: list[Token] = []
    done = 0
    for i in at:
        if i >= done:
            a, b = tokens[i], tokens[i + 1]
            whole = a._replace(text=a.text + b.text, raw=a.raw + b.raw, end=b.end, dotted=b.dotted)
            out += [*tokens[done:i], whole]
            done = i + 2
    return [*out, *tokens[done:]] if at else tokens


def joined_places(at: Sequence[int]) -> list[int]:
    """Returns where the joined words stand once they are joined."""
    out: list[int] = []
    done = 0
    for i in at:
        if i >= done:
            out.append(i - len(out))
            done = i + 2
    return out
