"""Makes strangers' text safe to store: no characters that only harm, no endless fields. Pure.

Everything else stays as published: the spans of matches point into the stored text.
"""

from __future__ import annotations

import html
import re

TITLE_CAP = 2_000  # code points
TEXT_CAP = 100_000
ID_CAP = 2_000  # of a guid or a URL

# Terminal escape sequences go as a whole; otherwise their visible half would stay behind.
ANSI = re.compile(r"\x1b(?:\[[0-9;:?]*[ -/]*[@-~]|\][^\x07\x1b]{0,500}(?:\x07|\x1b\\)|[@-Z\\-_])")
# C0 and C1 controls but tab, newline and return; surrogates; noncharacters; bidi embeddings, overrides
# and isolates (Unicode TR 9: they reorder what is around them. The marks U+200E/F are harmless and stay).
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPACE = re.compile(r"\s+")
# Elements of HTML (living standard, section 4; 16.2 for obsolete ones), for "if a < b and c > d" is a sentence.
_ELEMENTS = (
    "a|abbr|acronym|address|applet|area|article|aside|audio|b|base|basefont|bdi|bdo|bgsound|big|blink|blockquote|body|br"
    "|button|canvas|caption|center|cite|code|col|colgroup|data|datalist|dd|del|details|dfn|dialog|dir|div|dl|dt|em|embed"
    "|fieldset|figcaption|figure|font|footer|form|frame|frameset|h[1-6]|head|header|hgroup|hr|html|i|iframe|img|input|ins"
    "|kbd|label|legend|li|link|listing|main|map|mark|marquee|menu|meta|meter|nav|nobr|noembed|noframes|noscript|object|ol"
    "|optgroup|option|output|p|param|picture|plaintext|pre|progress|q|rb|rp|rt|rtc|ruby|s|samp|script|search|section"
    "|select|slot|small|source|spacer|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot"
    "|th|thead|time|title|tr|track|tt|u|ul|var|video|wbr|xmp"
)
_TAG = re.compile(rf"<(?:!doctype\s[^<>]*|/?(?:{_ELEMENTS})(?:[\s/][^<>]*)?)>", re.IGNORECASE)
# Markup with text that no reader sees, each with its end: the end is looked for first, so that no search for such
# markup runs to the end of the text in vain.
_HIDDEN = (
    (re.compile("-->"), re.compile("<!--.*?-->", re.DOTALL)),
    (re.compile("</script", re.I), re.compile(r"<script(?:[\s/][^<>]*)?>.*?(?=</script)", re.DOTALL | re.I)),
    (re.compile("</style", re.I), re.compile(r"<style(?:[\s/][^<>]*)?>.*?(?=</style)", re.DOTALL | re.I)),
)


def clean(text: str, cap: int) -> str:
    """Returns `text` without harmful characters and the space around it, cut at `cap` code points."""
    if "\x1b" in text:
        text = ANSI.sub("", text)
    return _HARMFUL.sub("", text[: 2 * cap]).strip()[:cap]


def clean_line(text: str, cap: int = TITLE_CAP) -> str:
    """Cleans a text and puts it on one line, runs of white space made one space."""
    return _SPACE.sub(" ", clean(text[: 4 * cap], 2 * cap)).strip()[:cap]


def plain_title(markup: str) -> str:
    """Returns a title that came as HTML as the line that a browser would show.

    Every format means titles to be lines of text, but publishers put tags and references into them.
    """
    text = markup[: 4 * TITLE_CAP]
    if "<" in text:
        text = _TAG.sub("", _shown(text))
    if "&" in text:
        text = _REFERENCE.sub(lambda m: html.unescape(m.group()), text)
    return clean_line(text)


def _shown(text: str) -> str:
    """Drops comments, scripts and style sheets that end; one that does not end hides nothing."""
    for end, hidden in _HIDDEN:
        last = max((found.end() for found in end.finditer(text)), default=0)
        text = hidden.sub("", text[:last]) + text[last:]
    return text
