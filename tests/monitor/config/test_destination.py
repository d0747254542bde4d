"""Sections of config.toml about messages: templates, webhooks that are posted JSON, and the address of the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.load import load
from monitor.config.schema import Config
from rules.errors import ConfigError


def loaded(folder: Path, text: str, **environ: str) -> Config:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, environ=environ)


def test_words_may_differ_by_kind_and_by_watch(tmp_path: Path) -> None:
    text = """
[destinations.desk]
url = "console:"
body = "any"
update.subject = "update"
digest = { body = "digest", html = "<p>digest</p>" }

[destinations.desk.watches.ports]
body = "ports"
digest.subject = "ports"
"""
    desk = loaded(tmp_path, text).destinations["desk"]
    assert (desk.body, desk.update.subject, desk.digest.html) == ("any", "update", "<p>digest</p>")
    assert (desk.watches["ports"].body, desk.watches["ports"].digest.subject) == ("ports", "ports")


def test_a_secret_is_expanded_and_shown_to_nobody(tmp_path: Path) -> None:
    text = """
[destinations.hook]
url = "json://hook.example/x"
format = "json"
secret = "${HOOK}"
"""
    config = loaded(tmp_path, text, HOOK="abcdef")
    secret = config.destinations["hook"].secret
    assert secret is not None
    assert secret.get_secret_value() == "abcdef"
    assert "abcdef" not in repr(config)
    with pytest.raises(ConfigError, match="HOOK is not set"):
        loaded(tmp_path, text)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('secret = "x"', "write both, or none"),
        ('format = "json"\nbody = "x"', "no place for templates"),
        ('format = "json"\ndigest = { body = "x" }', "no place for templates"),
        ('format = "json"\nwatches.a.body = "x"', "no place for templates"),
        ('format = "xml"', "json"),
        ('update = { text = "x" }', "text"),
    ],
)
def test_what_does_not_go_together_is_refused(tmp_path: Path, lines: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        loaded(tmp_path, f'[destinations.hook]\nurl = "json://hook.example/x"\n{lines}\n')


def test_the_page_has_an_address_on_the_web(tmp_path: Path) -> None:
    assert loaded(tmp_path, "").web.public_url is None
    text = '[web]\npublic_url = "https://desk.example.org/watch"\n'
    assert loaded(tmp_path, text).web.public_url == "https://desk.example.org/watch"
    with pytest.raises(ConfigError, match="begins with http:// or https://"):
        loaded(tmp_path, '[web]\npublic_url = "desk.example.org"\n')
