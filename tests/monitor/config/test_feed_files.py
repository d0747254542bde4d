"""Feeds outside of config.toml: feeds.d and OPML files, with problems shown where they were written."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest

from monitor.config.load import load
from monitor.config.schema import Config
from rules.errors import ConfigError

OPML = """<opml version="2.0"><body><outline text="News">
<outline text="Sample Wire" type="rss" xmlUrl="https://wire.example/feed.xml" language="en"/>
<outline text="Sample wire" type="rss" xmlUrl="https://wire.example/other.xml"/>
<outline type="rss" xmlUrl="https://gazette.example/rss"/>
</outline></body></opml>"""


def written(folder: Path, config: str, **more: str) -> Config:
    (folder / "feeds.d").mkdir(exist_ok=True)
    (folder / "list.opml").write_text(OPML)
    for name, text in more.items():
        (folder / "feeds.d" / f"{name}.toml").write_text(text)
    path = folder / "config.toml"
    path.write_text(config)
    return load(path)


def problems(folder: Path, config: str, **more: str) -> list[str]:
    with pytest.raises(ConfigError) as raised:
        written(folder, config, **more)
    return [str(problem).removeprefix(f"{folder}/") for problem in raised.value.problems]


def feed(name: str, url: str = "https://news.example/rss") -> str:
    return f'[[feeds]]\nname = "{name}"\nurl = "{url}"\n'


def test_feeds_come_from_config_toml_then_from_each_file_of_feeds_d(tmp_path: Path) -> None:
    config = written(tmp_path, feed("one"), b=feed("three"), a=feed("two", "local.xml"))
    assert [one.name for one in config.feeds] == ["one", "two", "three"]
    assert config.feeds[1].url == (tmp_path / "local.xml").as_uri(), "paths count from config.toml"


def test_an_opml_file_gives_each_feed_a_name_and_the_keys_of_its_table(tmp_path: Path) -> None:
    config = written(
        tmp_path, feed("one") + '[[feeds]]\nfile = "list.opml"\ninterval = "1h"\n' + feed("last")
    )
    assert [one.name for one in config.feeds] == [
        "one",
        "sample-wire",
        "sample-wire-2",
        "gazette-example",
        "last",
    ]
    assert [one.interval for one in config.feeds] == [None, "1h", "1h", "1h", None]
    assert config.feeds[1].outlet == "Sample Wire"


def test_a_problem_is_shown_in_the_file_where_it_was_written(tmp_path: Path) -> None:
    assert problems(tmp_path, feed("one"), a=feed("two") + 'intervall = "1h"\n') == [
        "feeds.d/a.toml:4:1: unknown key `intervall` (did you mean `interval`?)"
    ]
    assert problems(tmp_path, feed("one"), a=feed("two", "ftp://x.example")) == [
        "feeds.d/a.toml:3:7: `url`: a feed is an http:, https: or file: URL, or a path"
    ]
    (twice,) = problems(tmp_path, feed("one"), a=feed("one"))
    assert twice == "feeds.d/a.toml:2:8: `name`: feed `one` is there twice (first in line 2)"
    (other,) = problems(tmp_path, "", a='[storage]\nurl = "x.db"\n')
    assert (
        "feeds.d/a.toml:1:1: unknown key `storage`" in other
        or "feeds.d/a.toml:1:2: unknown key `storage`" in other
    )


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ('file = "nowhere.opml"\n', "nowhere.opml cannot be read: No such file or directory"),
        ('file = "config.toml"\n', "this is no OPML"),
        ('file = "list.opml"\nname = "x"\n', "`name` does not go with `file`"),
    ],
)
def test_an_opml_file_that_cannot_be_used_is_shown_at_its_table(tmp_path: Path, table: str, why: str) -> None:
    (found,) = problems(tmp_path, feed("one") + "[[feeds]]\n" + table)
    assert found.startswith("config.toml:5:8: `file`: ")
    assert why in found


def test_thousands_of_feeds_of_one_title_take_time_in_proportion(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        outlines = "".join(f'<outline text="News" xmlUrl="https://h{n}.example/rss"/>' for n in range(count))
        (tmp_path / "many.opml").write_text(f"<opml><body>{outlines}</body></opml>")
        (tmp_path / "config.toml").write_text('[[feeds]]\nfile = "many.opml"\n')
        began = time.process_time()
        assert len(load(tmp_path / "config.toml").feeds) == count
        return time.process_time() - began

    gc.disable()  # its share grows with all that other tests left
    try:
        seconds(100)
        assert seconds(8_000) < 8 * seconds(2_000), "by the square it would be 16 times"
    finally:
        gc.enable()


def test_a_bad_address_in_an_opml_file_names_its_feed(tmp_path: Path) -> None:
    (tmp_path / "bad.opml").write_text(
        '<opml><body><outline text="Old" xmlUrl="gopher://x.example/1"/></body></opml>'
    )
    (found,) = problems(tmp_path, '[[feeds]]\nfile = "bad.opml"\n')
    assert found.startswith("config.toml:2:8: `file`: feed `old`: a feed is an http")
