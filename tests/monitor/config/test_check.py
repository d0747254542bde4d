"""What loses alerts in a config that loads."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.check import check, same_address
from monitor.config.load import load, positions_of

FEED = '[[feeds]]\nname = "{name}"\nurl = "{url}"\n'
WIRE = FEED.format(name="wire", url="https://wire.example/rss")


def found(folder: Path, text: str) -> list[str]:
    path = folder / "config.toml"
    path.write_text(text)
    problems = check(load(path, environ={}), positions_of(path))
    return [f"{p.level} {str(p).replace(f'{folder}/', '')}" for p in problems]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "warning config.toml: no feed is polled"),
        (
            WIRE + FEED.format(name="same", url="http://WIRE.example:80/rss"),
            "warning config.toml:6:7: feed `same` has the address of feed `wire`",
        ),
        (
            FEED.format(name="file", url="./config.tom"),
            "error config.toml:3:7: feed `file`: there is no such file (did you mean `config.toml`?)",
        ),
        (
            WIRE + '[destinations.desk]\nurl = "mailtos://u:$MAIL_PW@mail.example"\n',
            "error config.toml:5:7: $MAIL_PW is no variable here, and is taken as it stands (write ${MAIL_PW}",
        ),
        (WIRE + 'auth = "u:$SECRET"\n', "warning config.toml:4:8: $SECRET is no variable"),
        (WIRE + 'interval = "1s"\n', "warning config.toml:4:12: `interval` of 1s"),
        ('[defaults]\nmin_interval = "5s"\n' + WIRE, "warning config.toml:2:16: `min_interval` of 5s"),
    ],
)
def test_what_loses_alerts_is_found_at_its_place(tmp_path: Path, text: str, message: str) -> None:
    (told,) = found(tmp_path, text)
    assert told.startswith(message)


def test_a_feed_in_another_file_is_found_there(tmp_path: Path) -> None:
    (tmp_path / "feeds.d").mkdir()
    (tmp_path / "feeds.d" / "more.toml").write_text(FEED.format(name="more", url="https://wire.example/rss"))
    (told,) = found(tmp_path, WIRE)
    assert told.startswith("warning feeds.d/more.toml:3:7: feed `more` has the address of feed `wire`")


def test_a_good_config_has_no_findings(tmp_path: Path) -> None:
    text = WIRE + 'auth = "u:pa$$word"\n[destinations.desk]\nurl = "mailtos://u:p%24SAFE@mail.example"\n'
    assert found(tmp_path, text) == []


def test_addresses_are_the_same_where_a_server_sees_no_difference() -> None:
    assert same_address("http://Wire.example") == same_address("https://wire.example:443/")
    assert same_address("https://wire.example/a?x=1") != same_address("https://wire.example/a?x=2")
    assert same_address("https://wire.example:8443/") != same_address("https://wire.example/")
