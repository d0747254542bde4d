"""Tells what punctuation parts two words: nothing, a comma, a clause or the end of a sentence."""

from __future__ import annotations

import re

COMMA, CLAUSE, SENTENCE = 1, 2, 3
_SENTENCE = re.compile(r"[!?;\n\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964\u2022|]|\.{2,}|\.(?=[\s\"'”»)])")
_PARAGRAPH = re.compile(r"\n\s*\n")
_CLAUSE = re.compile(r"[:()\[\]{}\uff1a\u2014\u2013\u2015]|\s-+\s")
_COMMA = re.compile(r"[,\u060c\u3001\uff0c]|^/$")
# Words that a full stop shortens, so that it ends no sentence.
_SHORTENED = re.compile(
    r"(?:mrs?|ms|dra?|sra?|srta|lic|ing|mtr[oa]|prof|gen|gov|sen|rep|amb|col|capt?|lt|sgt|st|jr|hon|rev|no|num"
    r"|art|ave?|blvd|dept|inc|ltd|co|corp|cia|gral|cmdte?|pbro|fr|vs|etc|ej|pag|fig)\Z"
)


def barrier_of(between: str, before: tuple[str, str], after: str) -> int:
    """The barrier between two words, the first of them (folded, as written), the second beginning with `after`."""
    folded, raw = before
    if between == ".":  # “ayer.Hoy” ends a sentence, “gob.mx” does not
        return SENTENCE if after.isupper() and raw[-1].islower() else 0
    if between.strip() == "." and (_SHORTENED.match(folded) or (len(raw) == 1 and raw.isupper())):
        return 0
    if _PARAGRAPH.search(between) or _SENTENCE.search(between.replace("\n", " ")):
        return SENTENCE
    return CLAUSE if _CLAUSE.search(between) else COMMA if _COMMA.search(between) else 0
