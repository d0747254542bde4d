"""Resolves single texts of config.toml: environment variables, secret files, URLs, relative paths.

Each function takes a text, and raises ValueError with a sentence that never shows a value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from monitor.config.fields import HASH_FORM

_VARIABLE = re.compile(r"\$?\$\{([^}]*)\}?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
SECRETS_NAME = "secrets.env"
_MAX_SECRET = 64 * 1024
# Of a password's hash: 256 MiB.
_MOST_KIB = 256 * 1024


_FEED_SCHEME = re.compile(r"feed:(?:(//)|(?=https?://))", re.IGNORECASE)
# Hosts that hardly ever have a certificate: this machine, and numbers.
_PLAIN = re.compile(r"(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?(?:[/?]\S*)?")
_HOST = re.compile(rf"(?:[\w-]+\.)+[^\W\d_]{{2,}}(?::\d{{1,5}})?(?:[/?]\S*)?|{_PLAIN.pattern}")
_FILE = re.compile(r"[^/?]+\.(?:xml|rss|atom|rdf|json|gz|html?|txt)", re.IGNORECASE)


def expand(text: str, environ: Mapping[str, str]) -> str:
    """Replaces `${NAME}` by the environment variable; `$${NAME}` stands for `${NAME}` itself."""

    def value(variable: re.Match[str]) -> str:
        if variable[0].startswith("$$"):
            return variable[0][1:]
        name = variable[1]
        if not variable[0].endswith("}") or not _NAME.fullmatch(name):
            raise ValueError("${ must be followed by the name of an environment variable and }")
        if not environ.get(name):
            what = "is not set" if name not in environ else "is empty"
            raise ValueError(f"environment variable {name} {what}, and {SECRETS_NAME} has none")
        return environ[name]

    return _VARIABLE.sub(value, text)


def secrets_of(folder: Path) -> dict[str, str]:
    """The variables of `secrets.env` beside the config: NAME=VALUE a line, as systemd's EnvironmentFile reads them.

    Empty where there is no such file. Errors: ValueError.
    """
    path = folder / SECRETS_NAME
    try:
        text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    except OSError as error:
        raise ValueError(
            f"{SECRETS_NAME} cannot be read: {error.strerror}; it must belong to the user who runs wirewatch"
        ) from None
    except UnicodeDecodeError:
        raise ValueError(f"{SECRETS_NAME} cannot be read: it is no UTF-8") from None
    found = {}
    # Lines end at \n alone: str.splitlines() would also break a value at U+2028.
    for number, line in enumerate(text.split("\n"), 1):
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if not name.strip() or name.startswith(("#", ";")):
            continue
        if not equals or not _NAME.fullmatch(name.strip()):
            raise ValueError(f"line {number} of {SECRETS_NAME} is not NAME=VALUE")
        value = value.strip()
        found[name.strip()] = value[1:-1] if _is_quoted(value) else value
    return found


def secret_line(name: str, value: str) -> str:
    """The line of `secrets.env` from which `secrets_of` reads that very value. Errors: ValueError."""
    if not value.isprintable():
        raise ValueError("a secret is one line of text")
    return f'{name}="{value}"' if value != value.strip() or _is_quoted(value) else f"{name}={value}"


def _is_quoted(value: str) -> bool:
    return len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"


def first_line(file: str, folder: Path) -> str:
    """The first line of a secret's file, the form in which Docker and systemd pass secrets."""
    path = folder / Path(file).expanduser()
    if not path.is_file():
        raise ValueError(f"there is no file {file}")
    try:
        with path.open("rb") as opened:
            lines = opened.read(_MAX_SECRET).decode("utf-8-sig").split("\n")
    except OSError as error:
        raise ValueError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError(f"{file} is no text") from None
    if not lines[0].strip():
        raise ValueError(f"the first line of {file} is empty")
    return lines[0].strip()


def feed_url(url: str, folder: Path) -> str:
    """The URL of a feed: http(s) unchanged; a path, relative to `folder`, or a `file:` URL as `file:///...`.

    `feed:` before an address, as browsers hand it over, is taken off.
    """
    if "${" in url:
        raise ValueError("${...} is not expanded here; put secrets into headers or auth")
    url = without_feed_scheme(url)
    if is_host(url) and not _absolute(url, folder).exists():
        raise ValueError(f"there is no such file; if it is an address on the web, write {with_scheme(url)}")
    scheme = _SCHEME.match(url)
    if scheme is None:
        return _file_url(url, folder)
    if scheme[1].lower() == "file":
        return _file_url(_path_of(url), folder)
    if scheme[1].lower() not in ("http", "https"):
        raise ValueError("a feed is an http:, https: or file: URL, or a path")
    parts = _split(url)
    if not parts.hostname:
        raise ValueError("this URL names no host")
    if parts.username is not None or parts.password is not None:
        raise ValueError("this URL holds a password; put it into auth, where it is kept secret")
    return url


def without_feed_scheme(url: str) -> str:
    """The address behind `feed:`, in both its forms: feed://host/path and feed:https://host/path."""
    return _FEED_SCHEME.sub(lambda found: "http://" if found[1] else "", url, count=1)


def is_host(text: str) -> bool:
    """Whether a text is an address without its scheme, as news.example/rss, by its looks."""
    return _HOST.fullmatch(text) is not None and _FILE.fullmatch(text) is None


def with_scheme(host: str) -> str:
    """The address of a host that a person typed without a scheme: https, but http for localhost and numbers."""
    return f"http{'' if _PLAIN.fullmatch(host) else 's'}://{host}"


def destination_url(url: str, folder: Path) -> str:
    """The URL of a destination, with the path of `mbox:PATH` made absolute."""
    scheme = _SCHEME.match(url)
    if scheme is None:
        raise ValueError("a destination is console:, mbox:PATH or an Apprise URL such as mailto://...")
    if scheme[1].lower() != "mbox":
        return url
    path = url[len("mbox:") :]
    if not path.strip():
        raise ValueError("mbox: must be followed by the path of the mailbox file")
    return f"mbox:{_absolute(path, folder)}"


def storage_url(url: str, folder: Path) -> str:
    """The location of the database: an absolute file path for SQLite, or a postgresql: URL."""
    scheme = _SCHEME.match(url)
    if scheme is None:
        path = url
    elif scheme[1].lower().partition("+")[0] in ("postgresql", "postgres"):
        _split(url)
        return url
    elif scheme[1].lower().partition("+")[0] == "sqlite":
        # sqlite:///relative and sqlite:////absolute, as SQLAlchemy writes them
        _, slashes, path = url.partition(":///")
        if not slashes or not path or path.startswith(":memory:"):
            raise ValueError("the database must be a file: sqlite:///PATH")
    else:
        raise ValueError("the database is a file path, sqlite:///PATH or postgresql://...")
    if not path.strip():
        raise ValueError("the path of the database is empty")
    return str(_absolute(path, folder))


def header(name: str, value: str) -> str:
    """The value of a request header, checked together with the header's name (RFC 9110, 5.5 and 5.6.2)."""
    if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", name):
        raise ValueError("this is no name of a header")
    if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value):
        raise ValueError("a header is one line of text")
    return value


def auth(text: str) -> str:
    """A `user:password` pair for HTTP basic authentication, checked."""
    if ":" not in text:
        raise ValueError("auth is written as user:password")
    return text


def proxy(url: str) -> str:
    """The http(s) URL of a proxy, checked."""
    parts = _split(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError("a proxy is an http: or https: URL with a host")
    return url


def password_hash(text: str) -> str:
    """The hash of a password, checked. One that costs more than a login may is refused."""
    found = re.match(HASH_FORM, text)
    if found is None:
        raise ValueError("this is no argon2id hash: `wirewatch web password` makes one")
    memory, passes, lanes = (int(number) for number in found.groups())
    if memory > _MOST_KIB or not 1 <= passes <= 20 or not 1 <= lanes <= 16:
        raise ValueError("this hash costs too much at each login: `wirewatch web password` makes another")
    return text


def ping_url(url: str) -> str:
    """The http(s) URL of a dead man's switch, checked."""
    parts = _split(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError("the address of a dead man's switch is an http: or https: URL with a host")
    return url


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ValueError("this is no URL") from None
    return parts


def _path_of(url: str) -> str:
    """The path of `file:relative`, `file:/absolute` or `file:///absolute`."""
    rest = url[len("file:") :]
    if rest.startswith("//"):
        host, slash, path = rest[2:].partition("/")
        if host not in ("", "localhost"):
            raise ValueError("a file: URL must not name another host")
        rest = slash + path
    return unquote(rest)


def _file_url(path: str, folder: Path) -> str:
    if not path.strip() or "\0" in path:
        raise ValueError("the path of the feed is empty")
    return _absolute(path, folder).as_uri()


def _absolute(path: str, folder: Path) -> Path:
    if "\0" in path:
        raise ValueError("a path has no NUL character")
    return (folder / Path(path).expanduser()).absolute()
