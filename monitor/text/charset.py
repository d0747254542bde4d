"""Decodes a body's bytes into text that an XML parser accepts, whatever the headers claim. Pure.

The encoding is, in this order: a byte-order mark's; UTF-8 if the bytes are valid UTF-8 and not mere ASCII (other
encodings hardly ever pass for it: RFC 3629, section 1); the XML declaration's where the header is a server's default; the
header's; the declaration's; windows-1252. Labels mean what browsers take them for (WHATWG Encoding, section 4.2), and
bytes that the encoding lacks cost only themselves: a document is read otherwise only where many of them do not fit.
"""

from __future__ import annotations

import codecs
import re

import webencodings

from monitor.text.sanitize import ANSI

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first bytes of a document without a mark: "<" and half the next character (XML 1.0, appendix F.1).
_OPENINGS = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([A-Za-z0-9._:-]{2,40})\s*[\"']")
_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"^<\?xml[^>]*\?>")
_SERVER_DEFAULTS = ("", "cp1252", "utf-8")
# Wider readings of an encoding, for the characters that Python's lacks: vendors' additions, and GBK by GB 18030.
_WIDER = {
    "gbk": ("gb18030",),
    "euc_jp": ("euc_jp", "euc_jis_2004"),
    "iso2022_jp": ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004"),
}
_SEVEN_BIT = ("iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_kr", "hz")
_MISREAD = 0.02  # share of bytes beyond ASCII that may be broken in a document still taken for UTF-8
_MISFIT = 0.1  # the same for any other encoding that is declared, in which fewer other documents can be read
_SAMPLE = 200_000  # bytes or characters in which broken ones are counted

_BAD_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PAIR = re.compile(r"&#[xX][dD]([89abAB][0-9a-fA-F]{2});&#[xX][dD]([c-fC-F][0-9a-fA-F]{2});")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")


def decode(body: bytes, content_type: str | None) -> str:
    """Returns the body as text. Never fails: bytes that no encoding explains become U+FFFD."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    head = body[:1024].lstrip()
    opening = next((name for opening, name in _OPENINGS if head.startswith(opening)), "")
    if encoding := _wide(body) or opening:
        return body.decode(encoding, "replace")
    found = _DECLARED.search(head)
    declared = _codec(found.group(1).decode("ascii")) if found else ""
    named = _HEADER.search(content_type or "")
    header = _codec(named.group(1)) if named else ""
    if body.isascii():
        seven_bit = next((name for name in (declared, header) if name in _SEVEN_BIT), "ascii")
        return _read(body, seven_bit)
    return _decode_eight_bit(body, declared, header)


def _wide(body: bytes) -> str:
    """Returns the encoding of a document of two bytes a character that begins with two of ASCII, as JSON or a blank does."""
    (a, b, c, d) = body[:4] if len(body) > 3 else b"    "
    if b == d == 0 and 0 < a < 128 and 0 < c < 128:
        return "utf-16-le"
    return "utf-16-be" if a == c == 0 and 0 < b < 128 and 0 < d < 128 else ""


def _decode_eight_bit(body: bytes, declared: str, header: str) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    first, second = (declared, header) if header in _SERVER_DEFAULTS else (header, declared)
    beyond = sum(byte > 127 for byte in body[:_SAMPLE])
    if "utf-8" in (first, second) or not (first or second):
        broken = body.decode("utf-8", "replace")
        # A document without one whole character beyond ASCII is of an encoding of one byte a character.
        if _broken(broken) <= max(1, beyond * _MISREAD) and _broken(broken) < beyond:
            return broken
    for name in (first, second):
        if name not in ("", "utf-8"):
            text = _read(body, name)
            if _broken(text) <= max(1, beyond * _MISFIT):
                return text
    return _read(body, "cp1252")


def _read(body: bytes, name: str) -> str:
    """Returns the text in that encoding, in the wider reading of it that leaves the fewest bytes unread."""
    texts = (body.decode(wider, "replace") for wider in _WIDER.get(name, (name,)))
    best = next(texts)
    for text in texts if "\ufffd" in best else ():
        best = min(best, text, key=_broken)
    return best


def _broken(text: str) -> int:
    return text.count("\ufffd", 0, _SAMPLE)


def _codec(label: str) -> str:
    """Returns Python's name of the encoding that a label means; nothing for a label that none is to be read by."""
    known = webencodings.lookup(label)
    if known is not None and known.name not in ("replacement", "x-user-defined"):
        return str(known.codec_info.name)
    try:
        codec = codecs.lookup(label)
    except LookupError:
        return ""
    # utf-7 and the Python-only codecs are an attack or a mistake, never a feed's.
    return codec.name if getattr(codec, "_is_text_encoding", True) and "utf-7" not in codec.name else ""


def repair(text: str) -> str:
    """Repairs a document for an XML parser, so that one stray byte does not cost the whole of it.

    Drops the characters that XML forbids and blanks before the document, joins UTF-16 pairs written as two references,
    and replaces references to no character by U+FFFD.
    """
    if "\x1b" in text:
        text = ANSI.sub("", text)
    text = _BAD_XML.sub("", text).lstrip("\ufeff \t\r\n")
    if "&#" in text:
        text = _PAIR.sub(_joined, text)
        text = _REFERENCE.sub(_checked, text)
    return text


def as_xml(text: str) -> bytes:
    """Returns the document as UTF-8 bytes with an XML declaration that says so."""
    return b"<?xml version='1.0' encoding='utf-8'?>\n" + _DECLARATION.sub("", text, count=1).encode("utf-8")


def _joined(pair: re.Match[str]) -> str:
    high, low = (int("d" + half, 16) for half in pair.groups())
    return f"&#{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)};"


def _checked(reference: re.Match[str]) -> str:
    hexadecimal, decimal = reference.groups()
    digits = (hexadecimal or decimal).lstrip("0")
    if len(digits) > 7:
        return "\ufffd"
    point = int(digits or "0", 16 if hexadecimal else 10)
    valid = (
        point in (9, 10, 13) or 32 <= point < 0xD800 or 0xE000 <= point < 0xFFFE or 65535 < point < 0x110000
    )
    return reference.group() if valid else "\ufffd"
