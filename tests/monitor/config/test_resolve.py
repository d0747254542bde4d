"""Single texts of config.toml, resolved: variables, secret files, URLs, paths. No error shows a value."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import resolve

FOLDER = Path("/watch")
ENVIRON = {"TOKEN": "t0ken", "EMPTY": "", "NESTED": "${TOKEN}"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plain", "plain"),
        ("a ${TOKEN} b ${TOKEN}", "a t0ken b t0ken"),
        ("$${TOKEN}", "${TOKEN}"),
        ("$TOKEN $", "$TOKEN $"),
        ("${NESTED}", "${TOKEN}"),
    ],
)
def test_variables_are_expanded_once(text: str, value: str) -> None:
    assert resolve.expand(text, ENVIRON) == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("${NOPE}", "NOPE is not set"),
        ("${EMPTY}", "EMPTY is empty"),
        ("${TOKEN", "must be followed"),
        ("${a b}", "must"),
    ],
)
def test_a_variable_that_says_nothing_is_an_error(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        resolve.expand(text, ENVIRON)


@given(st.text())
def test_a_text_without_variables_is_left_as_it_is(text: str) -> None:
    if "${" not in text:
        assert resolve.expand(text, {}) == text


def test_a_secret_file_is_read_to_the_end_of_its_first_line(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"\xef\xbb\xbf slack://x \r\nmore\n")
    assert resolve.first_line("secret", tmp_path) == "slack://x"
    assert resolve.first_line(str(tmp_path / "secret"), Path("/elsewhere")) == "slack://x"
    (tmp_path / "blank").write_text("\nslack://x\n")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    for name, why in (("blank", "is empty"), ("bytes", "is no text"), ("gone", "there is no file")):
        with pytest.raises(ValueError, match=why):
            resolve.first_line(name, tmp_path)


@pytest.mark.parametrize(
    ("call", "url", "resolved"),
    [
        (resolve.feed_url, "https://news.example/a?b#c", "https://news.example/a?b#c"),
        (resolve.feed_url, "feeds/a b.xml", "file:///watch/feeds/a%20b.xml"),
        (resolve.feed_url, "file:///x/a%20b.xml", "file:///x/a%20b.xml"),
        (resolve.feed_url, "file://localhost/x", "file:///x"),
        (resolve.feed_url, "feed://news.example/a", "http://news.example/a"),
        (resolve.feed_url, "FEED:https://news.example/a", "https://news.example/a"),
        (resolve.feed_url, "https://news.example/%27a?b=%2f", "https://news.example/%27a?b=%2f"),
        (resolve.destination_url, "console:", "console:"),
        (resolve.destination_url, "mbox:alerts", "mbox:/watch/alerts"),
        (resolve.destination_url, "mailto://u:p@h", "mailto://u:p@h"),
        (resolve.storage_url, "a.db", "/watch/a.db"),
        (resolve.storage_url, "sqlite:////x/a.db", "/x/a.db"),
        (resolve.storage_url, "postgresql+psycopg://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
    ],
)
def test_urls_and_paths_become_absolute(call: Callable[[str, Path], str], url: str, resolved: str) -> None:
    assert call(url, FOLDER) == resolved


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda text: resolve.feed_url(text, FOLDER), "https://secret-word:x@news.example"),
        (lambda text: resolve.feed_url(text, FOLDER), "gopher://secret-word"),
        (lambda text: resolve.feed_url(text, FOLDER), "https://[secret-word/"),
        (lambda text: resolve.feed_url(text, FOLDER), "file://secret-word/x"),
        (lambda text: resolve.destination_url(text, FOLDER), "secret-word"),
        (lambda text: resolve.storage_url(text, FOLDER), "mysql://secret-word"),
        (lambda text: resolve.storage_url(text, FOLDER), "sqlite:secret-word"),
        (lambda text: resolve.storage_url(text, FOLDER), "secret-word\0"),
        (lambda text: resolve.header("X", text), "secret-word\r\nEvil: 1"),
        (resolve.auth, "secret-word"),
        (resolve.proxy, "socks5://secret-word"),
        (resolve.proxy, "http://secret-word:port"),
    ],
)
def test_a_refusal_says_why_and_shows_no_value(call: Callable[[str], str], text: str) -> None:
    with pytest.raises(ValueError) as refused:
        call(text)
    assert str(refused.value)
    assert "secret-word" not in str(refused.value)


def test_headers_auth_and_proxies_that_are_well_formed_pass_unchanged() -> None:
    assert resolve.header("X-Token", "a\tb") == "a\tb"
    assert resolve.auth("user:pass:word") == "user:pass:word"
    assert resolve.proxy("http://u:p@proxy.example:8080") == "http://u:p@proxy.example:8080"
    with pytest.raises(ValueError, match="name of a header"):
        resolve.header("X Token", "a")


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/rss",
        "https://www.news.example",
        "https://news.example:8080/a?b",
        "http://localhost:8000/x",
        "http://127.0.0.1:8000/x",
    ],
)
def test_an_address_without_its_scheme_is_an_error_that_names_it_unless_it_is_a_file(
    address: str, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=f"write {address.partition('?')[0]}"):
        resolve.feed_url(address.partition("://")[2], tmp_path)
    assert resolve.feed_url("feed.xml", tmp_path) == (tmp_path / "feed.xml").as_uri()
    (tmp_path / "news.example").mkdir()
    (tmp_path / "news.example/rss").touch()
    assert resolve.feed_url("news.example/rss", tmp_path).startswith("file:")


def test_variables_are_looked_up_in_secrets_env_after_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "secrets.env"
    assert resolve.secrets_of(tmp_path) == {}
    path.write_text("# mine\n\nMAIL_URL=mailto://h?a=b#c\nexport TOKEN = 'a b'\nEMPTY=\n")
    assert resolve.secrets_of(tmp_path) == {"MAIL_URL": "mailto://h?a=b#c", "TOKEN": "a b", "EMPTY": ""}
    path.write_text("FINE=1\nsecret word\n")
    with pytest.raises(ValueError, match=r"line 2 of secrets\.env is not NAME=VALUE") as raised:
        resolve.secrets_of(tmp_path)
    assert "secret word" not in str(raised.value)


def test_secrets_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    path = tmp_path / "secrets.env"
    path.write_bytes(b"A=\xff\n")
    with pytest.raises(ValueError, match=r"secrets\.env cannot be read: it is no UTF-8"):
        resolve.secrets_of(tmp_path)
    path.unlink()
    path.mkdir()
    with pytest.raises(
        ValueError, match=r"cannot be read: Is a directory; it must belong to the user who runs"
    ):
        resolve.secrets_of(tmp_path)


def test_a_line_of_secrets_env_ends_at_a_newline_alone(tmp_path: Path) -> None:
    (tmp_path / "secrets.env").write_bytes("A=b\u2028C=d\r\nE=f\x85G=h\n".encode())
    assert resolve.secrets_of(tmp_path) == {"A": "b\u2028C=d", "E": "f\x85G=h"}


@given(st.one_of(st.text(), st.text("\"' a"), st.text("a\u2028\u2029\x85\r\n\x0b\x1c")))
def test_a_secret_that_is_written_is_read_as_it_was(value: str) -> None:
    with TemporaryDirectory() as folder:
        try:
            line = resolve.secret_line("A", value)
        except ValueError:
            assert not value.isprintable()
            return
        (Path(folder) / "secrets.env").write_bytes(f"{line}\nB=c\n".encode())
        assert resolve.secrets_of(Path(folder)) == {"A": value, "B": "c"}
