"""Computes the canonical key of an address: two addresses with one key lead to the same article.

A wrong key merges two articles and hides one of them, so whatever might carry identity (unknown parameters, the
case of paths, sub-domains, encoded slashes) is kept. It fetches nothing: short links stay as they are.
The tables of trackers and redirectors are in `rules.text.trackers`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, unquote_to_bytes, urlsplit

from rules.text import trackers

MAX_LENGTH = 4096
HOSTS = 4_096  # the number of hosts whose facts are cached
_REDIRECTS = 5
_SCHEMELESS = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?/", re.UNICODE)
_MOBILE = re.compile(r"(?:^|\.)(?:www\d?|m|mobile|amp|wap)(?=\.)")
_REGISTRY = re.compile(r"(?:com?|org|net|gov|gob|edu|ac)\.[a-z]{2}")
_ESCAPES = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_BARE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid|v)=[^/;?]*", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|php\d?|aspx?|jsp|cfm)$", re.IGNORECASE)
_AMP_FILE = re.compile(r"\.amp(?=\.html?$|$)", re.IGNORECASE)
_SLUG = re.compile(r"[-_.]|\d{4}")
_AMP_CACHE = re.compile(r"/(?:amp|[a-z]+)/(?:s/)?(?=[^/]+\.[^/]+)")
_ARTICLE = re.compile(
    r"^[a-z]?(\d{7,})(?=[-_])|(?:^[a-z]?|[-_.][a-z]?)(\d{7,})(?:\.\w{2,5})?$", re.IGNORECASE
)
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?")
_GUARDED = re.compile(r"/v3/__(.+)__;")
_GOOGLE = re.compile(r"google\.[a-z.]+")
_TRANSLATED = ".translate.goog"
_DEFENSE = re.compile(r"urldefense(?:\.proofpoint)?\.com")
# Most addresses: nothing in them is escaped, has to be escaped, or has to be tidied.
_UNESCAPED = re.compile(r"[!-$&-~]*")
_PLAIN = re.compile(r"https?://(?:[!-%'-;=-\[\]-~]|&(?!amp;|#))*", re.IGNORECASE)
# A simple address, which this pattern splits faster than `urlsplit`.
_SIMPLE = re.compile(r"https?://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(/[^?#]*)?(?:\?([^#]*))?(?:#(.*))?")
_YAHOO_TARGET = re.compile(r"/RU=([^/]+)")


@lru_cache(maxsize=1_024)
def url_key(url: str | None) -> str | None:
    """The key of an address: canonical `host/path?query` without scheme; None if it is no web address.

    Characters are decoded where that is safe, so that a key reads like an address. `canonical_link` in
    `monitor.parsing.links` is not this key: ids of entries are made of it, so it stays as it was first written.
    """
    for _ in range(_REDIRECTS):
        parts = _split(url)
        if parts is None:
            return None
        host, port, path, query, fragment = parts
        target = _target(host, path, query)
        if target is None:
            return _assemble(host, port, path, query, fragment)
        url = target
    return None


def _assemble(host: str, port: str, path: str, query: str, fragment: str) -> str:
    host, path, query = _one_site(trackers.HOST_ALIASES.get(host, host), path, query)
    path = _path(path)
    query = _query(host, query)
    route = _decode(fragment, "%") if fragment.startswith(("!", "/")) else ""
    return host + port + path + (f"?{query}" if query else "") + (f"#{route}" if route else "")


def _split(url: str | None) -> tuple[str, str, str, str, str] | None:
    """Splits an address: canonical host, port (":8080" or ""), raw path, raw query, raw fragment."""
    if not url or len(url) > MAX_LENGTH:
        return None
    if not _PLAIN.fullmatch(url):
        url = _tidied(url)
    elif simple := _SIMPLE.fullmatch(url):
        host, path, query, fragment = simple.groups("")
        return (host, "", path, query, fragment) if (host := _host(host)) else None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        return None
    host = _host(parts.hostname)
    shown = "" if port in {None, 80, 443} else f":{port}"
    return (host, shown, parts.path, parts.query, parts.fragment) if host else None


def _tidied(url: str) -> str:
    """Removes what surrounds an address, or got into it, on its way through markup."""
    url = re.sub(r"[\t\r\n]", "", url.strip()).replace("\\", "/")
    if url.startswith("<") and url.endswith(">"):
        url = url[1:-1]
    url = re.sub(r"&(?:amp|#0*38|#x26);", "&", url, flags=re.IGNORECASE)
    url = re.sub(r"^feed:(?=//|https?:)", "", url, flags=re.IGNORECASE)
    if url.startswith("//") or _SCHEMELESS.match(url):
        url = "https://" + url.removeprefix("//")
    return url


@lru_cache(maxsize=HOSTS)
def _host(name: str) -> str:
    name = unicodedata.normalize("NFKC", unquote(name)).lower().replace("。", ".").strip(".")
    labels = [_ascii_label(label) for label in name.split(".")]
    host = ".".join(labels)
    bare = _MOBILE.sub("", host).lstrip(".")
    if bare.count(".") >= 1 and not _REGISTRY.fullmatch(bare):
        return bare
    return host


def _ascii_label(label: str) -> str:
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")


def _one_site(host: str, path: str, query: str) -> tuple[str, str, str]:
    """Unifies the forms of an address that only one site has."""
    if host == "youtu.be" and len(path) > 1:
        return "youtube.com", "/watch", f"v={path[1:]}&{query}"
    if host == "news.google.com":
        return host, path.removeprefix("/rss"), query
    if host == "cnn.com":
        return host, re.sub(r"^/cnn(?=/\d{4}/)", "", path), query
    return host, path, query


@lru_cache(maxsize=HOSTS)
def _passes_on(host: str) -> bool:
    """Whether some addresses of the host only redirect to another address."""
    return (
        _GOOGLE.fullmatch(host) is not None
        or _DEFENSE.fullmatch(host) is not None
        or host.endswith((".cdn.ampproject.org", "search.yahoo.com", _TRANSLATED))
        or host in {"cdn.ampproject.org", "bing-amp.com", "href.li"}
        or any(pattern.fullmatch(host) for pattern, _, _ in trackers.REDIRECTORS)
        or any(pattern.fullmatch(host) for pattern, _ in trackers.PATH_REDIRECTORS)
    )


def _target(host: str, path: str, query: str) -> str | None:
    """The target of a redirector or an AMP cache; None for any other address."""
    if not _passes_on(host):
        return None
    if _GOOGLE.fullmatch(host) and path.startswith("/amp/"):
        return "https://" + _AMP_CACHE.sub("", path, count=1)
    if host.endswith(".cdn.ampproject.org") or host in {"cdn.ampproject.org", "bing-amp.com"}:
        target, found = _AMP_CACHE.subn("", path, count=1)
        return "https://" + target + (f"?{query}" if query else "") if found else None
    if host.endswith("search.yahoo.com") and (found_target := _YAHOO_TARGET.search(path)):
        return unquote(found_target[1])
    if (written := _written_otherwise(host, path, query)) is not None:
        return written
    if _DEFENSE.fullmatch(host) and (guarded := _GUARDED.match(path)):
        return guarded[1]
    for host_pattern, path_pattern in trackers.PATH_REDIRECTORS:
        if host_pattern.fullmatch(host) and (found_path := path_pattern.fullmatch(path)):
            # Of a double slash in a path some servers keep one.
            inner = re.sub(r"^(https?):/+", r"\1://", found_path[1])
            return (inner if "://" in inner else f"https://{inner}") + (f"?{query}" if query else "")
    for host_pattern, path_pattern, names in trackers.REDIRECTORS:
        if host_pattern.fullmatch(host) and path_pattern.fullmatch(path):
            values = dict(parse_qsl(query))
            return next((values[n] for n in names if _is_address(values.get(n))), None)
    return None


def _written_otherwise(host: str, path: str, query: str) -> str | None:
    """Reads the targets that services write in ways of their own: bare, in the host's name, or in their own escapes."""
    if host == "href.li":
        return query if _is_address(query) else None
    if host.endswith(_TRANSLATED):  # a hyphen stands for a dot, two of them for a hyphen
        name = re.sub("--?", lambda dash: ".-"[len(dash[0]) - 1], host.removesuffix(_TRANSLATED))
        return f"https://{name}{path}" + (f"?{query}" if query else "")
    if _DEFENSE.fullmatch(host) and path == "/v2/url":
        coded = dict(parse_qsl(query)).get("u", "").replace("_", "/")
        return unquote(re.sub(r"-([0-9A-F]{2})", r"%\1", coded))
    return None


def _is_address(value: str | None) -> bool:
    return value is not None and re.match(r"(?:https?:)?//", value, re.IGNORECASE) is not None


def _decode(text: str, keep: str) -> str:
    """Resolves percent escapes of printable characters not in `keep`, escapes all others, normalises to NFC."""

    if _UNESCAPED.fullmatch(text):
        return text

    def run(match: re.Match[str]) -> str:
        try:
            return "".join(_shown(c, keep) for c in unquote_to_bytes(match[0]).decode("utf-8"))
        except UnicodeDecodeError:
            return match[0].upper()

    text = "".join(_shown(c, "") for c in _BARE_PERCENT.sub("%25", text))
    return unicodedata.normalize("NFC", _ESCAPES.sub(run, text))


def _shown(char: str, keep: str) -> str:
    if char.isprintable() and char != " " and char not in keep:
        return char
    return quote(char, safe="", errors="replace")


def _path(path: str) -> str:
    path = _decode(_PATH_SESSION.sub("", path), "%/?#;")
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment not in {"", "."}:
            segments.append(segment)
    path = _INDEX.sub("", _AMP_FILE.sub("", "/".join(["", *segments])))
    return "/".join(["", *_without_amp(path.split("/")[1:])]).rstrip("/")


def _without_amp(segments: list[str]) -> list[str]:
    """Drops `amp` segments, which mark a form of the page, if the rest still looks like an article."""
    rest = [s for s in segments if s.lower() != "amp"]
    return rest if rest and len(rest) < len(segments) and _SLUG.search(rest[-1]) else segments


def _query(host: str, query: str) -> str:
    pairs = []
    for part in query.split("&"):
        name, _, value = part.partition("=")
        name, value = (_decode(x.replace("+", "%20"), "%&=#+") for x in (name, value))
        name = name.removeprefix("amp;")
        if name and not _is_tracker(host, name.lower(), value):
            pairs.append((name, value))
    pairs.sort(key=lambda pair: pair[0])
    return "&".join(name + (f"={value}" if value else "") for name, value in pairs)


def _is_tracker(host: str, name: str, value: str) -> bool:
    if name in trackers.TRACKERS or name.startswith(trackers.TRACKER_PREFIXES):
        return True
    if name in trackers.FLAGS and trackers.FLAG_VALUE.fullmatch(value):
        return True
    if name in trackers.CHANNELS and trackers.CHANNEL_VALUE.fullmatch(value):
        return True
    if name in trackers.SESSIONS and trackers.SESSION_VALUE.fullmatch(value):
        return True
    return name in _host_trackers(host)


@lru_cache(maxsize=HOSTS)
def _host_trackers(host: str) -> frozenset[str]:
    site = host.split(".")
    suffixes = (".".join(site[i:]) for i in range(len(site) - 1))
    return frozenset[str]().union(*(trackers.HOST_TRACKERS.get(suffix, ()) for suffix in suffixes))


def site(url: str | None) -> str | None:
    """The host of an address in canonical form."""
    key = url_key(url)
    return re.split(r"[:/?#]", key, maxsplit=1)[0] if key else None


def article_key(url: str | None) -> str | None:
    """Site and article number, for addresses whose words change with the headline; None without a number.

    A number counts only alone, or at either end of a path segment, with 7 digits or more, and not as a date.
    """
    key = url_key(url)
    if key is None:
        return None
    host, _, path = key.partition("?")[0].partition("/")
    found = (match for segment in path.split("/") for match in _ARTICLE.finditer(segment))
    numbers = {number for match in found if not _DAY.fullmatch(number := match[1] or match[2])}
    return f"{host}#{numbers.pop()}" if len(numbers) == 1 else None
