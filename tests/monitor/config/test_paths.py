"""Where the config file, the user's folders and the local timezone are found."""

from __future__ import annotations

import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.config.paths import default_database, find, local_zone, user_folder
from rules.errors import ConfigError


def test_the_lookup_takes_the_first_hit_and_says_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    folders = {name: tmp_path / name for name in ("given", "named", "here", "xdg/wirewatch")}
    for folder in folders.values():
        folder.mkdir(parents=True)
        (folder / "config.toml").touch()
    environ = {"WIREWATCH_CONFIG": str(folders["named"])}
    here = folders["here"]
    hits = [find(folders["given"], environ=environ, here=here), find(None, environ=environ, here=here)]
    hits.append(find(None, environ={}, here=here))
    shutil.rmtree(here)
    hits.append(find(None, environ={"WIREWATCH_CONFIG": " "}, here=here))
    assert [(str(hit.path.parent.relative_to(tmp_path)), hit.by) for hit in hits] == [
        ("given", "--config"),
        ("named", "$WIREWATCH_CONFIG"),
        ("here", "the current folder"),
        ("xdg/wirewatch", "the user config folder"),
    ]


def test_a_config_that_is_asked_for_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "config.toml").touch()
    with pytest.raises(ConfigError, match="there is no such file; --config names it"):
        find(tmp_path / "other.toml", environ={}, here=tmp_path)
    with pytest.raises(ConfigError, match=r"\$WIREWATCH_CONFIG names it"):
        find(None, environ={"WIREWATCH_CONFIG": "/nowhere.toml"}, here=tmp_path)
    with pytest.raises(ConfigError, match="neither --config nor"):
        find(None, environ={}, here=tmp_path / "empty")


def test_the_local_timezone_is_found_as_the_machine_tells_it(tmp_path: Path) -> None:
    assert local_zone({"TZ": ":Asia/Tokyo"}, tmp_path) == ZoneInfo("Asia/Tokyo")
    assert local_zone({"TZ": "no/such"}, tmp_path) == ZoneInfo("UTC")
    (tmp_path / "timezone").write_text("Europe/Madrid\n")
    assert local_zone({}, tmp_path) == ZoneInfo("Europe/Madrid")
    tz = tmp_path / "zoneinfo" / "America"
    tz.mkdir(parents=True)
    (tmp_path / "localtime").symlink_to(tz / "Mexico_City")
    assert local_zone({}, tmp_path) == ZoneInfo("America/Mexico_City")


def test_the_users_folders_are_the_platforms_own_and_no_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert default_database().name == "wirewatch.db"
    assert "cache" not in str(default_database()).casefold()
    assert user_folder().name == "wirewatch"
