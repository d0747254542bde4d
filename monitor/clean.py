"""Makes strangers' text safe to store: no characters that only harm, no endless fields. Pure.

Everything else stays as published: spans of matches point into what is kept here.
"""

from __future__ import annotations

import html
import re

TITLE_CAP = 2_000  # code points
TEXT_CAP = 100_000
ID_CAP = 2_000  # of a guid or a URL

# Terminal escape sequences go as a whole; else their visible half would stay behind as litter.
ANSI = re.compile(r"\x1b(?:\[[0-9;:?]*[ -/]*[@-~]|\][^\x07\x1b]{0,500}(?:\x07|\x1b\\)|[@-Z\\-_])")
# C0 and C1 controls but tab, newline and return; surrogates; noncharacters; bidi embeddings, overrides
# and isolates (Unicode TR 9: they reorder what is around them. The marks U+200E/F are harmless and stay).
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPACE = re.compile(r"\s+")
# Only what is surely markup: "if a < b and c > d" is a sentence. HTML living standard, section 4.
_TAG = re.compile(
    r"<(?:!--.*?--|/?(?:a|abbr|acronym|address|article|aside|audio|b|big|blockquote|br|center|cite|code|dd"
    r"|del|dfn|div|dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|header|hr|i|iframe|img|input|ins"
    r"|kbd|li|link|mark|meta|nobr|object|ol|p|picture|pre|q|s|samp|script|section|small|source|span|strike"
    r"|strong|style|sub|sup|svg|table|tbody|td|th|thead|time|tr|tt|u|ul|var|video|wbr)(?:[\s/][^<>]*)?)>",
    re.IGNORECASE | re.DOTALL,
)


def clean(text: str, cap: int) -> str:
    """`text` without harmful characters, at most `cap` code points, no space around it."""
    if "\x1b" in text:
        text = ANSI.sub("", text)
    return _HARMFUL.sub("", text[: 2 * cap]).strip()[:cap]


def clean_line(text: str, cap: int = TITLE_CAP) -> str:
    """The same on one line, runs of white space made one space."""
    return _SPACE.sub(" ", clean(text[: 4 * cap], 2 * cap)).strip()[:cap]


def plain_title(markup: str) -> str:
    """A title that came as HTML, as the line that a browser would show.

    Titles are lines by every format's intent, but publishers put tags and references into them.
    """
    text = markup[: 4 * TITLE_CAP]
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = _REFERENCE.sub(lambda m: html.unescape(m.group()), text)
    return clean_line(text)
