"""The tables of trackers: names as they are looked up, and what each table drops from an address."""

from __future__ import annotations

import pytest

from rules.text import trackers
from rules.text.urls import site, url_key


@pytest.mark.parametrize("name", sorted(trackers.TRACKERS | {f"{p}x" for p in trackers.TRACKER_PREFIXES}))
def test_a_tracker_is_dropped_whatever_its_value_and_case(name: str) -> None:
    assert url_key(f"https://example.com/a?{name}=1&id=2") == "example.com/a?id=2"
    assert url_key(f"https://example.com/a?{name.upper()}=other&id=2") == "example.com/a?id=2"


@pytest.mark.parametrize(
    ("names", "dropped", "kept"),
    [
        (trackers.FLAGS, "1", "7"),
        (trackers.CHANNELS, "rss", "front"),
        (trackers.SESSIONS, "0123456789abcdef0123456789abcdef", "harbour"),
    ],
)
def test_switches_channels_and_sessions_are_dropped_by_value_only(
    names: frozenset[str], dropped: str, kept: str
) -> None:
    for name in names:
        assert url_key(f"https://example.com/a?{name}={dropped}") == "example.com/a"
        assert url_key(f"https://example.com/a?{name}={kept}") == f"example.com/a?{name}={kept}"


def test_the_trackers_of_a_site_are_dropped_there_and_below_it_only() -> None:
    for host, names in trackers.HOST_TRACKERS.items():
        for name in names - trackers.TRACKERS:
            assert (
                url_key(f"https://sub.{host}/a?{name}=harbour&id=2")
                == f"{site(f'https://sub.{host}/')}/a?id=2"
            )
            assert url_key(f"https://example.com/a?{name}=harbour") == f"example.com/a?{name}=harbour"


def test_names_are_in_lower_case_as_they_are_looked_up() -> None:
    tables = (
        trackers.TRACKERS, trackers.TRACKER_PREFIXES, trackers.FLAGS, trackers.CHANNELS, trackers.SESSIONS,
        *trackers.HOST_TRACKERS.values(), trackers.HOST_TRACKERS, trackers.HOST_ALIASES,
    )  # fmt: skip
    assert all(name == name.lower() for table in tables for name in table)


def test_a_host_under_another_name_has_the_key_of_the_first() -> None:
    assert trackers.HOST_ALIASES
    for alias, host in trackers.HOST_ALIASES.items():
        assert url_key(f"https://{alias}/a/harbour") == url_key(f"https://{host}/a/harbour")
