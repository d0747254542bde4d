"""Web pages watched by a CSS selector: what is an entry, what changes nothing, and what is an error."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html
from support.commands import Run
from support.feed_server import FeedServer, Item, Reply, rss
from support.one_feed_folder import OneFeedFolder
from support.read_documents import parsed, refused

from monitor.config import load as config_file
from monitor.parsing import web_page
from rules.errors import ConfigError

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


def test_another_selector_counts_though_the_page_is_unchanged(tmp_path: Path, feeds: FeedServer) -> None:
    feeds.serve("/", Reply(body=PAGE.encode(), content_type="text/html"))
    watch = OneFeedFolder(tmp_path / "w", f'url = "{feeds.base}/"\nkind = "page"\nselector = "nav a"')
    assert watch.poll().counts.new == 1
    config = watch.folder / "config.toml"
    config.write_text(config.read_text().replace("nav a", ".card"))
    assert (watch.poll().counts.new, watch.poll().outcome) == (3, "unchanged")


def test_a_page_is_watched_and_a_page_made_anew_is_told(tmp_path: Path, feeds: FeedServer) -> None:
    feeds.serve("/", Reply(body=PAGE.encode(), content_type="text/html"))
    watch = OneFeedFolder(tmp_path / "w", f'url = "{feeds.base}/"\nkind = "page"\nselector = "div.card"')
    assert (watch.poll().counts.new, watch.poll().outcome) == (3, "unchanged")
    feeds.serve("/", Reply(body=PAGE.replace("card", "tile").encode(), content_type="text/html"))
    failed = watch.poll()
    assert (failed.outcome, "was the page made anew" in failed.error) == ("failed", True)


def test_a_page_is_added_and_tried_by_its_name(starter: Path, run: Run, feeds: FeedServer) -> None:
    feeds.serve("/", Reply(body=PAGE.encode(), content_type="text/html"))
    run("feeds", "add", feeds.base, "--selector", ".card", "--name", "press", "--allow-private", cwd=starter)
    config = starter / "config.toml"
    assert 'kind = "page"\nselector = ".card"' in config.read_text()
    assert "allow_private = true" in config.read_text()
    assert "3 entries, web page" in run("feeds", "test", "press", cwd=starter).stdout
    wrong = run("feeds", "test", feeds.base, "--selector", "a[", cwd=starter, code=1).stderr
    assert "no CSS selector" in wrong


def test_many_elements_within_one_link_read_its_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def characters(count: int) -> int:
        read: list[int] = []
        text = web_page._text

        def counted(element: html.HtmlElement) -> str:
            found = text(element)
            read.append(len(found))
            return found

        body = "<a href='/1'>" + "".join(f"<b>word {n}</b>" for n in range(count)) + "</a>"
        with monkeypatch.context() as patch:
            patch.setattr(web_page, "_text", counted)
            parsed(f"<html><body>{body}</body></html>", selector="b")
        return sum(read)

    assert characters(400) < 2.3 * characters(200)
