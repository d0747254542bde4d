"""config.toml: where it is looked for, what it may say, and that it keeps its secrets."""

from __future__ import annotations

import json
import traceback
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.places import ROOT

from monitor.config.load import MAX_BYTES, load
from monitor.config.schema import Config
from monitor.config.toml.positions import MAX_DEPTH
from rules.errors import ConfigError

WHOLE = """\
[monitor]
timezone = "America/Mexico_City"
operator = "desk-email"
concurrency = 8

[storage]
url = "var/wirewatch.db"

[defaults]
interval = "30m"
notify = ["box"]
connect_timeout = 5

[[feeds]]
name = "sample"
url = "seeds/feeds/a sample.xml"
tags = ["mexico", 'wire']
first_poll = "all"

[[feeds]]
name = "guarded"
url = "https://example.org/feed?format=rss"
auth = "reader:${PASSWORD}"
proxy = "http://proxy.example:8080"
headers = { Authorization = "Bearer ${TOKEN}", X-Plain = "$${TOKEN}" }

[destinations.desk-email]
url = "mailtos://desk:${PASSWORD}@mail.example"
[destinations.box]
url = "mbox:var/alerts.mbox"
[destinations.chat]
url_file = "chat.url"
[destinations.console]
url = "console:"
"""
SECRETS = {"PASSWORD": "hunter-two", "TOKEN": "t0ken"}


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    (folder / "chat.url").write_text("slack://in-the-file/${NOT}/x\nsecond line\n", encoding="utf-8")
    return path


def loaded(folder: Path, text: str = WHOLE) -> Config:
    return load(write(folder, text), environ=SECRETS)


def findings(folder: Path, text: str) -> list[str]:
    """Every finding as `line:column: message (hint)`."""
    path = write(folder, text)
    with pytest.raises(ConfigError) as caught:
        load(path, environ=SECRETS)
    return [str(problem).removeprefix(f"{path}:").strip() for problem in caught.value.problems]


def test_a_whole_config_loads_with_paths_and_secrets_resolved(tmp_path: Path) -> None:
    config = loaded(tmp_path)
    sample, guarded = config.feeds
    assert sample.url == (tmp_path / "seeds" / "feeds" / "a sample.xml").as_uri()
    assert (sample.tags, sample.first_poll, sample.interval) == (("mexico", "wire"), "all", None)
    assert guarded.url == "https://example.org/feed?format=rss"
    assert guarded.auth is not None
    assert guarded.auth.get_secret_value() == "reader:hunter-two"
    assert {name: value.get_secret_value() for name, value in guarded.headers.items()} == {
        "Authorization": "Bearer t0ken",
        "X-Plain": "${TOKEN}",
    }
    assert {
        name: place.url and place.url.get_secret_value() for name, place in config.destinations.items()
    } == {
        "desk-email": "mailtos://desk:hunter-two@mail.example",
        "box": f"mbox:{tmp_path}/var/alerts.mbox",
        "chat": "slack://in-the-file/${NOT}/x",
        "console": "console:",
    }
    assert config.store_location() == str(tmp_path / "var" / "wirewatch.db")
    assert (config.rules_folder, config.seeds_folder) == (tmp_path / "rules", tmp_path / "seeds")
    assert config.zone() == ZoneInfo("America/Mexico_City")
    assert (config.defaults.connect_timeout, config.defaults.read_timeout) == (5.0, 20.0)


def test_an_empty_config_is_valid_and_keeps_its_database_with_the_users_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    config = loaded(tmp_path, "")
    assert config.feeds == ()
    assert config.store_location().endswith("wirewatch/wirewatch.db")
    assert "cache" not in config.store_location().casefold()


def test_the_shipped_config_loads() -> None:
    config = load(ROOT / "config.toml", environ={})
    assert config.store_location().endswith("var/wirewatch.db")
    assert "console" in config.destinations


def test_the_environment_says_nothing_but_what_the_config_asks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR", '{"timezone": "Europe/Paris"}')
    monkeypatch.setenv("FEEDS", "[]")
    assert loaded(tmp_path) == Config(**dict(loaded(tmp_path)))
    assert loaded(tmp_path).monitor.timezone == "America/Mexico_City"
    assert len(loaded(tmp_path).feeds) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[monitr]\n", "1:1: unknown key `monitr` (did you mean `monitor`?)"),
        ("[monitor]\n\n  timzone = 'x'\n", "3:3: unknown key `timzone` (did you mean `timezone`?)"),
        ("monitor.timzone = 'x'\n", "1:9: unknown key `timzone` (did you mean `timezone`?)"),
        ("path = 'x'\n", "1:1: unknown key `path`"),
        ('"\\u001b[31mred" = 1\n', "1:1: unknown key `?[31mred`"),
        ("[monitor]\nconcurrency = 0\n", "2:15: `concurrency` must be at least 1"),
        ("[monitor]\nconcurrency = '8'\n", "2:15: `concurrency` must be a whole number, not text"),
        ("[monitor]\ntimezone = 'Europe/Pris'\n", "2:12: `timezone`: there is no such timezone"),
        ("[monitor]\ntimezone = 'America'\n", "2:12: `timezone`: there is no such timezone"),
        ("[monitor]\noperator = 'mial'\n[destinations.mail]\nurl = 'console:'\n", "(did you mean `mail`?)"),
        ("[defaults]\nnotify = ['x']\n", "2:11: `notify[1]`: there is no [destinations.x]"),
        ("[defaults]\ninterval = '0m'\n", "2:12: `interval`: an interval is longer than nothing"),
        ("[defaults]\ninterval = 900\n", "2:12: `interval` must be text, not a number"),
        ("[defaults]\nfirst_poll = 'some'\n", "2:14: `first_poll` must be all, none, or a span such as 24h"),
        ("[defaults]\nread_timeout = 1e9\n", "2:16: `read_timeout` must be at most 300"),
        ("[storage]\nurl = 'mysql://x'\n", "2:7: `url`: the database is a file path, sqlite:///PATH or"),
        ("[storage]\nurl = 'sqlite:///:memory:'\n", "2:7: `url`: the database must be a file"),
        ("[[feeds]]\nurl = 'x'\n", "1:1: `feeds[1]`: `name` is missing"),
        ("[[feeds]]\nname = 'x'\nurll = 'x'\n", "3:1: unknown key `urll` (did you mean `url`?)"),
        ("[[feeds]]\nname = 'a b'\nurl = 'x'\n", "2:8: `name`: a name has letters, digits"),
        ("feeds = [{name = 'x', url = 'ftp://x'}]\n", "1:29: `url`: a feed is an http:, https: or file: URL"),
        ("[[feeds]]\nname = 'x'\nurl = 'https:///x'\n", "3:7: `url`: this URL names no host"),
        ("[[feeds]]\nname = 'x'\nurl = 'https://a:b@c/'\n", "3:7: `url`: this URL holds a password"),
        ("[[feeds]]\nname = 'x'\nurl = 'https://[::1/'\n", "3:7: `url`: this is no URL"),
        (
            "[[feeds]]\nname = 'x'\nurl = 'file://far/x'\n",
            "3:7: `url`: a file: URL must not name another host",
        ),
        ("[[feeds]]\nname = 'x'\nurl = 'https://x/${T}'\n", "3:7: `url`: ${...} is not expanded here"),
        ("[[feeds]]\nname = 'x'\nurl = 'x'\nauth = 'me'\n", "4:8: `auth`: auth is written as user:password"),
        ("[[feeds]]\nname = 'x'\nurl = 'x'\nproxy = 'socks5://x'\n", "4:9: `proxy`: a proxy is an http"),
        (
            "[[feeds]]\nname = 'x'\nurl = 'x'\nheaders.A = \"a\\nb\"\n",
            "4:13: `A`: a header is one line of text",
        ),
        (
            "[[feeds]]\nname = 'x'\nurl = 'x'\nheaders.'A B' = 'a'\n",
            "4:17: `A B`: this is no name of a header",
        ),
        ("[[feeds]]\nname = 'x'\nurl = 'x'\nenabled = 'no'\n", "4:11: `enabled` must be true or false"),
        ("[destinations]\nx = 'console:'\n", "2:5: `x` must be a group of keys, not text"),
        ("[destinations.x]\n", "1:1: `x`: a destination has either url or url_file"),
        ("[destinations.x]\nurl = 'desk'\n", "2:7: `url`: a destination is console:, mbox:PATH or"),
        ("[destinations.x]\nurl = 'mbox:'\n", "2:7: `url`: mbox: must be followed by the path"),
        ("[destinations.x]\nurl = 'a://${NOPE}'\n", "2:7: `url`: environment variable NOPE is not set"),
        ("[destinations.x]\nurl = 'a://${TOKEN'\n", "2:7: `url`: ${ must be followed by the name"),
        ("[destinations.x]\nurl_file = 'none'\n", "2:12: `url_file`: there is no file none"),
        ("[destinations.'a b']\nurl = 'console:'\n", "1:1: `a b`: a name has letters, digits"),
        ("a = [\n", "this is no value at the end of the file"),
        ("[a]\nb = = 1\n", "2:5: this is no value"),
        ("a = 1\na = 2\n", "2:6: this key is written twice"),
        ("a = " + "[" * 5000, f"1:{5 + MAX_DEPTH}: nested too deep"),
        ("a = " + "{a=" * 5000, f"1:{5 + 3 * MAX_DEPTH}: nested too deep"),
        (
            "a" + ".a" * 50_000 + " = 1\n",
            f"1:{2 + 2 * MAX_DEPTH}: nested too deep, or a key with too many dots",
        ),
    ],
    ids=lambda value: value[:30],
)
def test_a_mistake_is_told_in_plain_words_at_its_place(tmp_path: Path, text: str, found: str) -> None:
    (message,) = findings(tmp_path, text)
    assert found in message
    if found[0].isdigit():
        assert message.startswith(found)


def test_all_findings_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        WHOLE.replace('timezone = "A', 'timezone = "X')
        .replace("${TOKEN}", "${NOPE}")
        .replace("chat.url", "c")
    )
    assert [message.split(": ")[0] for message in findings(tmp_path, text)] == ["2:12", "25:29", "32:12"]


def test_two_feeds_of_one_name_are_refused(tmp_path: Path) -> None:
    text = "[[feeds]]\nname = 'a'\nurl = 'x'\n" * 2
    assert findings(tmp_path, text) == ["5:8: `name`: feed `a` is there twice (first in line 2)"]


def test_bytes_that_are_no_text_are_refused_at_their_place(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    path.write_bytes(b"[monitor]\n# \xff\n")
    with pytest.raises(ConfigError, match=r"config\.toml:2:3: this file is not UTF-8"):
        load(path)
    path.unlink()
    with pytest.raises(ConfigError, match="cannot be read"):
        load(path)


def test_no_secret_shows_in_any_form_of_a_config(tmp_path: Path) -> None:
    config = loaded(tmp_path)
    forms = [
        repr(config),
        str(config),
        config.model_dump_json(),
        repr(config.model_dump()),
        json.dumps(config.model_dump(mode="json")),
        *(repr(feed) for feed in config.feeds),
        *(f"{place}" for place in config.destinations.values()),
    ]
    for secret in (*SECRETS.values(), "in-the-file"):
        assert not any(secret in form for form in forms)


@pytest.mark.parametrize(
    "text",
    [
        "[destinations.x]\nurl = 'mailto://hunter-two@x'\nurll = 'hunter-two'\n",
        "[destinations]\nx = 'mailto://hunter-two@x'\n",
        "[destinations.x]\nurl = ['hunter-two']\n",
        "[destinations.x]\nurl = '${PASSWORD}'\n",
        "[destinations.x]\nurl = 'hunter-two'\nurl_file = 'hunter-two'\n",
        "[destinations.x]\nurl = 'console:'\non_unknown = 'hunter-two'\n",
        "[storage]\nurl = 'oracle://hunter-two'\n",
        "[[feeds]]\nname = 'x'\nurl = 'x'\nauth = 'hunter-two'\n",
        "[[feeds]]\nname = 'x'\nurl = 'https://hunter-two:x@y/'\n",
        "[[feeds]]\nname = 'x'\nurl = 'x'\nproxy = '${PASSWORD}'\n",
        "[[feeds]]\nname = 'x'\nurl = 'x'\nheaders = {A = \"${PASSWORD}\\n\"}\n",
        "[[feeds]]\nname = 'x'\nurl = 'x'\nheaders = 'hunter-two'\n",
        "[monitor]\ntimezone = 'hunter-two'\n",
        "[monitor]\noperator = 'mailto://hunter-two@x'\n",
        "[defaults]\nnotify = ['mailto://hunter-two@x']\n",
        "[destinations.x]\nurl = 'hunter-two\n",
        "[destinations.x]\nurl = hunter-two\n",
    ],
)
def test_no_secret_shows_in_a_finding_or_its_traceback(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(write(tmp_path, text), environ=SECRETS)
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value.__context__)
    assert "hunter-two" not in shown
    assert caught.value.problems


def test_storage_may_be_a_path_or_a_url(tmp_path: Path) -> None:
    def place(url: str) -> str:
        return loaded(tmp_path, f"[storage]\nurl = '{url}'\n").store_location()

    assert place("a.db") == place("./a.db") == place("sqlite:///a.db") == str(tmp_path / "a.db")
    assert place(f"sqlite:///{tmp_path}/b.db") == place(f"{tmp_path}/b.db") == str(tmp_path / "b.db")
    assert place("~/c.db") == str(Path.home() / "c.db")
    assert place("postgresql://u:${PASSWORD}@h/d") == "postgresql://u:hunter-two@h/d"


@pytest.mark.parametrize(
    "url", ["sub/x.xml", "./sub/x.xml", "file:sub/x.xml", "file:{}/sub/x.xml", "file://{}/sub/x.xml"]
)
def test_a_feed_may_be_a_file_in_every_spelling(tmp_path: Path, url: str) -> None:
    config = loaded(tmp_path, f"[[feeds]]\nname = 'x'\nurl = '{url.format(tmp_path)}'\n")
    assert config.feeds[0].url == (tmp_path / "sub" / "x.xml").as_uri()


# The everyday run is the same each time; `make fuzz` draws new texts, many of them.


def test_a_former_name_belongs_to_one_destination_and_to_none_of_today(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[destinations.a]\nurl = "console:"\nformerly = ["b", "old"]\n'
        '[destinations.b]\nurl = "console:"\nformerly = ["old"]\n'
    )
    with pytest.raises(ConfigError) as raised:
        load(path)
    text = "\n".join(problem.message for problem in raised.value.problems)
    assert "there is a [destinations.b] still" in text
    assert "[destinations.a] had this name, too" in text


def test_a_file_beyond_all_measure_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("#" * (MAX_BYTES + 1))
    with pytest.raises(ConfigError, match="this file is larger than 20 MB"):
        load(path)


def test_secrets_env_fills_what_the_environment_leaves_open(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[destinations.desk]\nurl = "${DESK_URL}"\n')
    (tmp_path / "secrets.env").write_text("DESK_URL=console:\n")
    for environ, url in (({}, "console:"), ({"DESK_URL": "mailto://h"}, "mailto://h")):
        loaded = load(path, environ=environ).destinations["desk"].url
        assert loaded is not None
        assert loaded.get_secret_value() == url
    (tmp_path / "secrets.env").write_text("no pair\n")
    with pytest.raises(ConfigError, match=r"secrets\.env"):
        load(path, environ={})
