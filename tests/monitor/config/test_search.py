"""Searches in the config: the address that is asked, what must stand with what, and a poll of a stand-in."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from support.feed_server import FeedServer, Reply
from support.one_feed_folder import OneFeedFolder

from monitor.cli.check import _searches
from monitor.config import search
from monitor.config.load import load
from monitor.config.search import search_url
from rules.errors import ConfigError


@pytest.mark.parametrize(("engine", "name"), [("gdelt", "query"), ("google", "q"), ("bing", "q")])
def test_the_words_of_a_query_arrive_as_they_were_written(engine: search.Engine, name: str) -> None:
    query = ' "harbour strike"  OR año&x=1 #2 {3} '
    assert parse_qs(urlsplit(search_url(query, engine)).query)[name] == [" ".join(query.split())]


def config(folder: Path, feed: str) -> Path:
    path = folder / "config.toml"
    path.write_text(f'[monitor]\ntimezone = "UTC"\n[[feeds]]\nname = "s"\n{feed}\n')
    (folder / "rules").mkdir(exist_ok=True)
    return path


def test_a_search_is_a_feed_at_its_engines_address_and_check_says_that_its_words_leave(
    tmp_path: Path,
) -> None:
    loaded = load(config(tmp_path, 'kind = "search"\nquery = "harbour"'))
    assert loaded.feeds[0].url.startswith("https://api.gdeltproject.org/")
    (warning,) = _searches(loaded)
    assert "sends its query to gdelt" in warning.message


@pytest.mark.parametrize(
    "feed", ['kind = "search"', 'query = "x"\nurl = "https://e.example/"', 'kind = "search"\nquery = " "', 'lang = "en"',
             'kind = "search"\nquery = "x"\nurl = "https://e.example/"', 'kind = "search"\nquery = "x"\nengine = "other"'],
)  # fmt: skip
def test_what_does_not_go_together_is_an_error(feed: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        load(config(tmp_path, feed))


def test_the_answer_of_an_engine_is_read_with_its_dates(tmp_path: Path, feeds: FeedServer) -> None:
    items = [
        {
            "id": f"https://a.example/{n}",
            "url": f"https://a.example/{n}",
            "title": f"Talks {n}",
            "date_published": "20230228T100000Z",
        }
        for n in range(3)
    ]
    url = feeds.serve(
        "/doc",
        Reply(body=json.dumps({"title": "x", "items": items}).encode(), content_type="application/json"),
    )
    assert OneFeedFolder(tmp_path / "w", f'url = "{url}?query=talks"').poll().counts.new == 3
