"""Takes secrets out of every string that leaves the program: reasons, logs, listings.

A destination's URL is a secret as a whole: services put tokens in the host, the path or the query. Only the
service's own plugin knows which parts are public (a mail server, a recipient), so every part that the caller does
not declare public counts as secret. This module must not be used to guard what is sent.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

STARS = "***"
_SHORTEST = 4
# Without the scheme before it, which would be looked for anew from every dot of a long run.
_URL_USER = re.compile(r"://[^\s/@]+@")


class Redactor:
    """Replaces known secrets, in every way that they may be written, by stars; and the user in any URL."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        spelled = {form for secret in secrets for form in _spellings(secret) if len(form) >= _SHORTEST}
        # Longest first, so that a secret that contains another is covered whole.
        self._pattern = (
            re.compile("|".join(re.escape(s) for s in sorted(spelled, key=len, reverse=True)))
            if spelled
            else None
        )

    def __call__(self, text: str) -> str:
        if self._pattern is not None:
            text = self._pattern.sub(STARS, text)
        return _URL_USER.sub(f"://{STARS}@", text)


def _spellings(secret: str) -> Iterable[str]:
    plain = unquote(secret)
    # A server may echo what a login sent, which is base64.
    coded = b64encode(plain.encode("utf-8", "surrogatepass")).decode().rstrip("=")
    return {secret, plain, quote(plain), quote(plain, safe=""), quote_plus(plain), repr(plain)[1:-1], coded}


def url_secrets(url: str, public: Iterable[str] = ()) -> set[str]:
    """The parts of a URL that may be secret: all but its scheme and the parts declared `public`."""
    shown = {unquote(part) for part in public if part}
    parts = urlsplit(url)
    secrets = {url, parts.netloc, parts.password or "", parts.username or "", parts.hostname or ""}
    secrets |= set(parts.path.split("/"))
    secrets |= {value for _, value in parse_qsl(parts.query)}
    secrets.add(parts.netloc.rpartition("@")[2].partition(":")[0])
    return {part for part in secrets if part and unquote(part) not in shown}
