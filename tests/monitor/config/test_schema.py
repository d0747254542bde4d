"""The sections of config.toml as types: strict, frozen, and silent about secrets."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr, ValidationError

from monitor.config.destination import DestinationSection
from monitor.config.fields import Section
from monitor.config.schema import Config, ConfigFile, FeedSection


def config(**sections: Any) -> Config:
    return Config.model_validate({"path": Path("/watch/config.toml"), **sections})


def test_paths_resolve_against_the_folder_of_the_config() -> None:
    loaded = config(monitor={"rules": "my-rules", "seeds": "/elsewhere/seeds"})
    assert loaded.folder == Path("/watch")
    assert loaded.rules_folder == Path("/watch/my-rules")
    assert loaded.seeds_folder == Path("/elsewhere/seeds")


def test_the_zone_is_the_one_named_or_the_machines() -> None:
    assert config(monitor={"timezone": "Asia/Tokyo"}).zone() == ZoneInfo("Asia/Tokyo")
    assert config().zone({"TZ": "Europe/Madrid"}) == ZoneInfo("Europe/Madrid")


def test_texts_are_kept_for_days_or_for_ever() -> None:
    assert config(storage={"keep": "30d"}).kept() == timedelta(days=30)
    assert config(storage={"keep": "forever"}).kept() is None


@pytest.mark.parametrize(
    "section",
    [
        {"monitor": {"nonsense": 1}},
        {"monitor": {"concurrency": "8"}},
        {"monitor": {"heartbeat": "24:00"}},
        {"stories": {"semantic": "yes"}},
        {"feeds": [{"name": "a", "url": "x", "kind": "page"}]},
        {"feeds": [{"name": "a", "url": "x", "selector": "a"}]},
        {"destinations": {"a": {}}},
        {"destinations": {"a": {"url": "console:", "url_file": "x"}}},
    ],
    ids=str,
)
def test_unknown_keys_and_values_of_another_type_are_refused(section: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ConfigFile.model_validate(section)


def test_a_section_cannot_be_changed() -> None:
    feed = FeedSection(name="a", url="x")
    with pytest.raises(ValidationError, match="frozen"):
        feed.name = "b"  # type: ignore[misc]


def test_secrets_print_as_stars() -> None:
    feed = FeedSection(
        name="a", url="x", auth=SecretStr("hunter-two"), headers={"A": SecretStr("hunter-two")},
        proxy=SecretStr("hunter-two"),
    )  # fmt: skip
    destination = DestinationSection(url=SecretStr("hunter-two"))
    for section in (feed, destination):
        assert isinstance(section, Section)
        assert "hunter-two" not in repr(section) + section.model_dump_json()
