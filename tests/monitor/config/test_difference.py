"""What an edit of config.toml changes, and which edit needs a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.difference import config_difference, require_reloadable
from monitor.config.load import load
from monitor.config.schema import Config
from rules.errors import ConfigError

FEED = '[[feeds]]\nname = "{}"\nurl = "https://news.example/{}"\n'


def config(folder: Path, text: str) -> Config:
    path = folder / "config.toml"
    path.write_text(text)
    return load(path, environ={})


def test_feeds_and_destinations_are_counted_and_named(tmp_path: Path) -> None:
    old = config(
        tmp_path, FEED.format("a", 1) + FEED.format("b", 2) + '[destinations.desk]\nurl = "console:"\n'
    )
    new = config(
        tmp_path,
        FEED.format("a", 9)
        + "".join(FEED.format(f"n{n}", n) for n in range(5))
        + '[destinations.desk]\nurl = "mbox:secret-word"\n',
    )
    assert config_difference(old, new) == (
        "+5 feeds (n0, n1, n2 ...), -1 feed (b), 1 feed changed (a), 1 destination changed (desk)"
    )


def test_an_edit_of_any_section_is_said(tmp_path: Path) -> None:
    old = config(tmp_path, "")
    new = config(
        tmp_path,
        '[stories]\nsame_event = 0.2\n[monitor]\nflood_cap = 7\n[hosts."a.example"]\nevery = "2s"\n',
    )
    assert config_difference(old, new) == "+1 host (a.example), [monitor] flood_cap, [stories] same_event"
    assert config_difference(old, old) == ""


@pytest.mark.parametrize(("section", "key"), [("storage", "url"), ("monitor", "user_agent")])
def test_an_edit_that_only_a_restart_can_put_in_force_is_refused(
    tmp_path: Path, section: str, key: str
) -> None:
    old = config(tmp_path, f'[{section}]\n{key} = "a"\n')
    require_reloadable(old, config(tmp_path, f'[{section}]\n{key} = "a"\n[defaults]\ninterval = "1h"\n'))
    with pytest.raises(ConfigError, match="needs a restart") as refused:
        require_reloadable(old, config(tmp_path, f'[{section}]\n{key} = "b"\n'))
    assert f"`[{section}] {key}`" in refused.value.problems[0].message
