"""Sources beyond feeds: news sitemaps, their indexes, and pages watched by a CSS selector."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.commands import Run
from support.feed_server import FeedServer, Item, Reply, rss

from monitor.config import load as config_file
from monitor.daemon.application import open_application
from monitor.parsing.model import Origin, Parsed, ParseError
from monitor.parsing.parse import parse
from monitor.polling.poller import Polled
from monitor.workshop.feed_finder import discover
from monitor.workshop.try_feed import named, try_feed
from rules.errors import ConfigError
from rules.loading.load import load
from storage import Store

NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)


def read(document: str, known: frozenset[bytes] = frozenset(), **origin: str) -> Parsed | ParseError:
    where = Origin(feed="f", url="https://news.example/en/", **origin)  # type: ignore[arg-type]
    return parse(document.encode(), where, None, NOW, known)


def parsed(document: str, known: frozenset[bytes] = frozenset(), **origin: str) -> Parsed:
    found = read(document, known, **origin)
    assert isinstance(found, Parsed), found
    return found


def refused(document: str, **origin: str) -> ParseError:
    found = read(document, **origin)
    assert isinstance(found, ParseError), found
    assert found.text.endswith((".", "?"))
    return found


def article(number: int, base: str = "https://news.example") -> str:
    return f"""<url><loc>{base}/{number}</loc><lastmod>2023-02-28T12:00:00Z</lastmod><news:news>
    <news:publication><news:name>The Gazette</news:name><news:language>es</news:language></news:publication>
    <news:publication_date>2023-02-28T10:00:00Z</news:publication_date>
    <news:title>Diálogo número {number} &amp;amp; más</news:title></news:news></url>"""


def sitemap(*numbers: int, base: str = "https://news.example", more: str = "") -> str:
    items = "".join(article(number, base) for number in numbers)
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {spaces}>{items}{more}</urlset>'


def index(*parts: tuple[str, str]) -> str:
    listed = "".join(f"<sitemap><loc>{url}</loc><lastmod>{date}</lastmod></sitemap>" for url, date in parts)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>'


def test_a_news_sitemap_gives_title_link_date_language_and_outlet() -> None:
    found = parsed(sitemap(1, 2))
    assert (found.format, found.items, found.note) == ("sitemap", 2, None)
    entry = found.entries[0]
    assert (entry.title, entry.url, entry.lang) == ("Diálogo número 1 & más", "https://news.example/1", "es")
    assert (entry.outlet, entry.published) == ("The Gazette", datetime(2023, 2, 28, 10, tzinfo=UTC))


def test_known_items_of_a_sitemap_are_left_out() -> None:
    first = parsed(sitemap(1, 2))
    second = parsed(sitemap(1, 2, 3), frozenset(first.digests))
    assert [entry.url for entry in second.entries] == ["https://news.example/3"]


def test_pages_that_are_no_news_are_passed_over_and_a_sitemap_of_them_alone_is_refused() -> None:
    page = "<url><loc>https://news.example/about</loc></url>"
    assert len(parsed(sitemap(1, more=page)).entries) == 1
    error = refused(sitemap(more=page))
    assert (error.kind, "no news" in error.text) == ("not_feed", True)
    assert parsed(sitemap()).entries == ()


def test_a_sitemap_cut_in_the_middle_gives_what_it_has_and_says_so() -> None:
    whole = sitemap(1, 2, 3)
    found = parsed(whole[: whole.index("número 3")])
    assert [entry.url for entry in found.entries][:2] == ["https://news.example/1", "https://news.example/2"]
    assert found.note


def test_of_an_index_the_newest_parts_that_are_called_news_are_read() -> None:
    parts = [(f"https://news.example/news-{n}.xml", f"2023-02-{n:02}") for n in range(1, 9)]
    found = parsed(index(("https://news.example/pages.xml", "2023-03-01"), *parts))
    assert found.parts == tuple(f"https://news.example/news-{n}.xml" for n in (8, 7, 6, 5, 4))
    assert parsed(index(("/a.xml", ""), ("javascript:x", ""))).parts == ("https://news.example/a.xml",)


PAGE = """<!DOCTYPE html><html lang="es-MX"><head><title> Sala de
 prensa</title></head><body><nav><a href="/">Inicio</a></nav>
<div class="card"><a href="/nota/1?utm_source=x"><img src="a.png"></a><h3><a href="/nota/1">Reanudan <b>d</b>iálogo</a></h3>
<p>Ambas partes se reúnen.</p><time datetime="2023-02-28T10:00:00Z">hace 3 horas</time></div>
<div class="card"><h3><a href="https://other.example/2">Segunda nota</a></h3></div>
<div class="card"><p>Aviso sin enlace</p></div><div class="card"></div></body></html>"""


def test_each_element_that_fits_the_selector_is_an_entry() -> None:
    found = parsed(PAGE, selector="div.card")
    assert (found.format, found.title, len(found.entries)) == ("page", "Sala de prensa", 3)
    first, second, third = found.entries
    assert (first.title, first.url) == ("Reanudan diálogo", "https://news.example/nota/1?utm_source=x")
    assert (first.text, first.lang) == ("Reanudan diálogo Ambas partes se reúnen.", "es")
    assert first.published == datetime(2023, 2, 28, 10, tzinfo=UTC)
    assert (second.url, second.text) == ("https://other.example/2", "")
    assert (third.title, third.url) == ("Aviso sin enlace", None)


def test_a_selector_may_choose_links_and_one_link_is_one_entry() -> None:
    entries = parsed(PAGE, selector="div.card a").entries
    assert [entry.title for entry in entries] == ["Reanudan diálogo", "Segunda nota"]
    assert (
        entries[0].id
        == parsed(PAGE.replace("Reanudan", "Se reanuda el"), selector="div.card a").entries[0].id
    )


def test_a_time_that_runs_on_changes_nothing() -> None:
    first = parsed(PAGE, selector="div.card")
    later = parsed(
        PAGE.replace("hace 3 horas", "hace 4 horas"), frozenset(first.digests), selector="div.card"
    )
    assert later.entries == ()


@pytest.mark.parametrize(
    "document", [PAGE.replace("card", "tile"), "<p>", "plain", "{}", rss([Item(title="T")])]
)
def test_a_page_on_which_nothing_fits_is_an_error_that_says_so(document: str) -> None:
    assert refused(document, selector="div.card").kind == "selector"


@pytest.mark.parametrize(
    ("feed", "found"),
    [('kind = "page"', "go together"), ('selector = "a"', "go together"), ('kind = "page"\nselector = "a["', "no CSS selector"),
     ('kind = "page"\nselector = "a:hover::x("', "no CSS selector"), ('kind = "html"\nselector = "a"', "kind")],
)  # fmt: skip
def test_a_selector_is_checked_when_the_config_is_read(tmp_path: Path, feed: str, found: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[[feeds]]\nname = "p"\nurl = "https://news.example/"\n{feed}\n')
    with pytest.raises(ConfigError) as caught:
        config_file.load(path)
    assert found in str(caught.value)


class Folder:
    """A watch folder with one feed; `poll` polls it in this process."""

    def __init__(self, folder: Path, feed: str) -> None:
        self.folder = folder
        (folder / "rules").mkdir(parents=True)
        (folder / "rules" / "a.yaml").write_text(
            "version: 1\ntopics: [{id: t, terms: [diálogo]}]\nwatches: [{id: w, when: t, notify: [box]}]\n...\n"
        )
        (folder / "config.toml").write_text(
            '[storage]\nurl = "w.db"\n[defaults]\nfirst_poll = "all"\n[destinations.box]\nurl = "mbox:out"\n'
            f'[[feeds]]\nname = "f"\nallow_private = true\n{feed}\n'
        )

    def poll(self) -> Polled:
        async def once() -> Polled:
            config = config_file.load(self.folder / "config.toml")
            async with open_application(config, load(self.folder / "rules").rules) as service:
                (polled,) = await service.round(lambda polled: None)
                return polled

        return asyncio.run(once())


def test_an_index_of_sitemaps_is_polled_with_its_parts_each_time(tmp_path: Path, feeds: FeedServer) -> None:
    base = feeds.base
    for number in (1, 2):
        feeds.serve(f"/news-{number}.xml", sitemap(number, base=base))
    feeds.serve(
        "/index.xml", index((f"{base}/news-1.xml", "2023-02-28"), (f"{base}/news-2.xml", "2023-02-28"))
    )
    watch = Folder(tmp_path / "w", f'url = "{base}/index.xml"')
    assert watch.poll().counts.matched == 2
    feeds.serve("/news-2.xml", sitemap(2, 3, base=base))
    assert watch.poll().counts.new == 1
    feeds.change("/news-1.xml", status=410)
    partly = watch.poll()
    assert (partly.outcome, partly.counts.new) == ("ok", 0)
    assert "1 of 2 parts could not be read" in partly.note
    feeds.change("/news-2.xml", status=500)
    assert watch.poll().outcome == "failed"
    store = Store.open(str(watch.folder / "w.db"))
    assert not store.feeds.all()[0].gone
    store.close()


def test_parts_at_private_addresses_of_other_servers_are_not_reached(
    tmp_path: Path, feeds: FeedServer
) -> None:
    with FeedServer() as other:
        other.serve("/news.xml", sitemap(1))
        feeds.serve("/index.xml", index((f"{other.base}/news.xml", ""), ("http://169.254.169.254/news", "")))
        polled = Folder(tmp_path / "w", f'url = "{feeds.base}/index.xml"').poll()
        assert not other.hits()
    assert (polled.outcome, "not a public address" in polled.error) == ("failed", True)


def test_an_index_that_names_itself_ends(tmp_path: Path, feeds: FeedServer) -> None:
    feeds.serve("/news.xml", index((f"{feeds.base}/news.xml", "")))
    polled = Folder(tmp_path / "w", f'url = "{feeds.base}/news.xml"').poll()
    assert (polled.outcome, "An index within an index" in polled.error) == ("failed", True)
    assert len(feeds.hits("/news.xml")) == 2


def test_another_selector_counts_though_the_page_is_unchanged(tmp_path: Path, feeds: FeedServer) -> None:
    feeds.serve("/", Reply(body=PAGE.encode(), content_type="text/html"))
    watch = Folder(tmp_path / "w", f'url = "{feeds.base}/"\nkind = "page"\nselector = "nav a"')
    assert watch.poll().counts.new == 1
    config = watch.folder / "config.toml"
    config.write_text(config.read_text().replace("nav a", ".card"))
    assert (watch.poll().counts.new, watch.poll().outcome) == (3, "unchanged")


def test_a_page_is_watched_and_a_page_made_anew_is_told(tmp_path: Path, feeds: FeedServer) -> None:
    feeds.serve("/", Reply(body=PAGE.encode(), content_type="text/html"))
    watch = Folder(tmp_path / "w", f'url = "{feeds.base}/"\nkind = "page"\nselector = "div.card"')
    assert (watch.poll().counts.new, watch.poll().outcome) == (3, "unchanged")
    feeds.serve("/", Reply(body=PAGE.replace("card", "tile").encode(), content_type="text/html"))
    failed = watch.poll()
    assert (failed.outcome, "was the page made anew" in failed.error) == ("failed", True)


def test_news_sitemaps_of_a_site_are_discovered_and_tried(feeds: FeedServer) -> None:
    feeds.serve("/", Reply(body=PAGE.encode(), content_type="text/html"))
    robots = f"User-agent: *\nSitemap: {feeds.base}/all.xml\nsitemap: /news.xml\nSitemap: file:///etc/news\n"
    feeds.serve("/robots.txt", Reply(body=robots.encode(), content_type="text/plain"))
    feeds.serve("/news.xml", index((f"{feeds.base}/news-1.xml", "")))
    feeds.serve("/news-1.xml", sitemap(1))
    assert discover(feeds.base, NOW) == [f"{feeds.base}/news.xml"]
    tried = try_feed(named(f"{feeds.base}/news.xml"), Path(), NOW)
    assert (tried.parsed.format, len(tried.parsed.entries)) == ("sitemap", 1)


def test_a_page_is_added_and_tried_by_its_name(starter: Path, run: Run, feeds: FeedServer) -> None:
    feeds.serve("/", Reply(body=PAGE.encode(), content_type="text/html"))
    run("feeds", "add", feeds.base, "--selector", ".card", "--name", "press", cwd=starter)
    config = starter / "config.toml"
    assert 'kind = "page"\nselector = ".card"' in config.read_text()
    config.write_text(config.read_text() + "allow_private = true\n")
    assert "3 entries, page" in run("feeds", "test", "press", cwd=starter).stdout
    wrong = run("feeds", "test", feeds.base, "--selector", "a[", cwd=starter, code=1).stderr
    assert "no CSS selector" in wrong
