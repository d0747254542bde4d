"""The spool of an archive gives its entries in order, and finds what they copy as the index in memory does."""

from __future__ import annotations

import resource
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.histories import TEXTS, TITLES

from monitor.workshop.archives.archive_copies import in_order, linked, spooled
from rules.model import Entry
from rules.stories.copy_index import SAME_KEY

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MOMENTS = st.none() | st.integers(0, 400).map(lambda hours: NOW + timedelta(hours=hours))
ENTRIES = st.lists(
    st.builds(
        lambda number, title, text, url, published, fetched: Entry(
            id=f"e{number}",
            title=title,
            text=text,
            url=url and f"https://one.example/{url}",
            outlet=f"Outlet {number % 3}",
            published=published,
            fetched=fetched,
        ),
        st.integers(0, 12),
        st.sampled_from([*TITLES, "\ud800 half a letter"]),
        st.sampled_from(TEXTS),
        st.none() | st.integers(1, 5),
        MOMENTS,
        MOMENTS,
    ),
    max_size=24,
)


@settings(max_examples=60, deadline=None)
@given(ENTRIES)
def test_a_spool_gives_what_an_archive_in_memory_gives(entries: list[Entry]) -> None:
    spool = spooled(iter(entries), NOW)
    expected = list(linked(in_order(entries, NOW)))
    assert list(spool) == expected
    assert list(spool) == expected  # again
    assert len(spool) == len(entries)
    assert all(recalled in spool for recalled in expected[:2])
    spool.close()


def test_of_many_entries_with_one_key_the_newest_are_compared() -> None:
    one = "https://one.example/1"
    entries = [
        Entry(
            id=f"e{n}", title=f"{TITLES[n % 4]} no. {n}", url=one, feed="f", fetched=NOW + timedelta(hours=n)
        )
        for n in range(SAME_KEY + 20)
    ]
    assert list(spooled(entries, NOW)) == list(linked(in_order(entries, NOW)))


def test_times_of_other_zones_and_parts_of_a_second_keep_their_order() -> None:
    east = timezone(timedelta(hours=9))
    entries = [
        Entry(id="late", title="x", fetched=NOW + timedelta(microseconds=2)),
        Entry(id="east", title="x", fetched=(NOW + timedelta(microseconds=1)).astimezone(east)),
        Entry(id="before the epoch", title="x", published=datetime(1960, 1, 1, tzinfo=UTC)),
        Entry(id="early", title="x", fetched=NOW),
        Entry(id="never", title="x"),
    ]
    found = list(spooled(entries, NOW))
    assert [each.entry.id for each in found] == ["before the epoch", "early", "east", "late", "never"]
    assert found == list(linked(in_order(entries, NOW)))


FULL = """
import resource, signal, sys
from datetime import UTC, datetime
from monitor.workshop.archives.archive_copies import spooled
from rules.errors import WirewatchError
from rules.model import Entry

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
try:
    spooled((Entry(id=f"e{n}", title=f"n {n}", text="x" * 20_000) for n in range(4_000)), datetime.now(UTC))
except WirewatchError as error:
    sys.exit(str(error))
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="the system has no limit of files")
def test_a_full_temporary_folder_is_a_clear_error_with_a_way_out() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FULL], check=False, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert "set TMPDIR to a folder with more room" in ended.stderr
