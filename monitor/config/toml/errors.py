"""Puts what tomllib says of a text that is no TOML into plain words, with the way out. Pure."""

from __future__ import annotations

import re

# What tomllib says, as a pattern; what it means; the way out.
_WORDS = (
    (
        r"Cannot declare \((.*?),?\) twice",
        "[{}] is written twice",
        "put its keys under one heading; only [[feeds]], with two brackets, comes often",
    ),
    (
        r"Cannot mutate immutable namespace \((.*?),?\)",
        "`{}` is written in one line above, and cannot be added to",
        "write a heading for each part of it, as [[feeds]]",
    ),
    ("Cannot overwrite a value", "this key is written twice", "strike one of the two"),
    (
        r"Illegal character '\\n'|Unterminated string",
        "a quote is missing: this text does not end",
        "close it on the same line",
    ),
    (
        "Expected newline or end of document after a statement",
        "something is left over at the end of this line",
        'text stands in one pair of quotes, as name = "gazette"; a quote may be missing before it',
    ),
    ("Invalid value", "this is no value", 'put text in quotes, as name = "gazette"'),
    ("Expected '=' after a key", "a `=` is missing after this key", 'write KEY = "VALUE"'),
    ("Unclosed array", "a `]` is missing", ""),
    ("Unclosed inline table", "a `}}` is missing", ""),
    ("Duplicate inline table key (.*)", "{} is written twice", "strike one of the two"),
    ("Unescaped '.*' in a string", "a backslash begins an escape here", "write two, or use single quotes"),
    ("Expected ']'+ at the end of", "a `]` is missing at the end of this heading", ""),
)


def toml_error(cause: str) -> tuple[str, str]:
    """The message and the hint for an error of tomllib, whose place was taken off."""
    for pattern, message, hint in _WORDS:
        found = re.match(pattern, cause)
        if found:
            named = ".".join(re.findall(r"[^\s',]+", found[1])) if found.groups() else ""
            return message.format(named), hint
    return f"this is no TOML: {cause[:1].lower()}{cause[1:]}", ""
