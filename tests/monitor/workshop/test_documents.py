"""Documents are read as title and text: pages, PDF, Markdown and plain text, from files and addresses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject
from support.feed_server import FeedServer, Reply
from support.makers import NOW

from monitor.workshop import documents
from monitor.workshop.documents import DocumentError, read_article, read_document

PARAGRAPH = (
    "The Norland Transport Minister, Ingrid Halvorsen, opened the new harbour on Monday before a large crowd, "
    "and said that the works had cost less than planned and would be of use for decades to come. "
)
PAGE = (
    "<html><head><title>Harbour opened</title></head><body><nav>Home Sport Weather</nav>"
    f"<article><h1>Harbour opened</h1><p>{PARAGRAPH * 2}</p><p>{PARAGRAPH}</p>"
    "<blockquote>We move on. Rosa Maria (@RosaDelgado) June 1, 2023</blockquote></article>"
    "<script>alert('no text')</script></body></html>"
)


@pytest.mark.parametrize("read", [read_article, lambda where, now: read_document(str(where), now)])
def test_a_page_in_a_file_is_read_without_its_furniture(tmp_path: Path, read) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    found = read(path, NOW)
    title, text = found if isinstance(found, tuple) else (found.title, found.text)
    assert title == "Harbour opened"
    assert "Ingrid Halvorsen" in text
    assert "Weather" not in text
    assert "alert" not in text


def test_a_page_at_an_address_is_read_by_both(feeds: FeedServer) -> None:
    url = feeds.serve("/harbour", Reply(body=PAGE.encode(), content_type="text/html; charset=utf-8"))
    title, text = read_article(url, NOW)
    document = read_document(url, NOW)
    assert (title, document.title, document.name) == ("Harbour opened", "Harbour opened", "harbour")
    assert "Ingrid Halvorsen" in text
    assert "Ingrid Halvorsen" in document.text


def test_an_address_that_fails_is_an_error_that_names_it(feeds: FeedServer) -> None:
    for read in (read_article, read_document):
        with pytest.raises(DocumentError, match=f"{feeds.base}/gone: "):
            read(f"{feeds.base}/gone", NOW)


def test_a_document_keeps_the_posts_that_it_quotes(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    assert "@RosaDelgado" in read_document(str(path), NOW).text


def test_a_page_of_scraps_is_a_document_but_no_article(tmp_path: Path) -> None:
    path = tmp_path / "scraps.html"
    path.write_text("<html><body><div>Tom Quimby</div></body></html>")
    assert "Tom Quimby" in read_document(str(path), NOW).text
    path.write_text("<html><body></body></html>")
    with pytest.raises(DocumentError, match="no article text"):
        read_article(path, NOW)


def test_a_plain_text_is_returned_as_it_is_without_a_title(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(f"  {PARAGRAPH}\n")
    assert read_article(path, NOW) == ("", PARAGRAPH.strip())
    document = read_document(str(path), NOW)
    assert (document.name, document.title, document.text.strip()) == ("note.txt", "", PARAGRAPH.strip())


def test_markdown_loses_its_marks_and_its_heading_becomes_the_title(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text(
        "# Talks on ports\n\nThe **minister** said\nit was [settled](https://a.example/1).\n\n"
        "- first point\n\n| name | post |\n|---|---|\n| Tom Quimby | envoy |\n"
    )
    document = read_document(str(path), NOW)
    assert document.title == "Talks on ports"
    assert [paragraph.strip() for paragraph in document.text.split("\n\n")] == [
        "Talks on ports", "The minister said it was settled.", "first point", "name, post.", "Tom Quimby, envoy.",
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b" \n\t", b"<html><body><script>x</script></body></html>"])
def test_a_document_without_text_is_an_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match="there is no text in this document"):
        read_document(str(path), NOW)


def test_a_file_that_is_missing_broken_or_too_large_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DocumentError, match="this file cannot be read: No such file"):
        read_document(str(tmp_path / "gone.txt"), NOW)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 broken")
    with pytest.raises(DocumentError, match="this document cannot be read"):
        read_document(str(broken), NOW)
    monkeypatch.setattr(documents, "MAX_BYTES", 10)
    with pytest.raises(DocumentError, match="this file is larger than"):
        read_document(str(broken), NOW)


def test_a_pdf_that_is_packed_in_an_unknown_way_is_an_error(tmp_path: Path) -> None:
    writer, stream = PdfWriter(), StreamObject()
    page = writer.add_blank_page(9, 9)
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject()})
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    odd = tmp_path / "odd.pdf"
    writer.write(odd)
    odd.write_bytes(odd.read_bytes().replace(b"/FlateDecode", b"/ZlateDecode"))
    with pytest.raises(DocumentError, match=r"odd\.pdf: this document cannot be read: .*ZlateDecode"):
        read_document(str(odd), NOW)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "[::ffff:127.0.0.1]"])
def test_a_typed_address_is_not_followed_to_another_private_one(feeds: FeedServer, host: str) -> None:
    with FeedServer() as inner:
        inner.serve("/admin", Reply(body=b"<p>The harbour opens again</p>", content_type="text/html"))
        url = feeds.redirect("/page", f"http://{host}:{inner.port}/admin")
        for read in (read_article, read_document):
            with pytest.raises(DocumentError, match="redirect from another origin"):
                read(url, NOW)
        assert inner.hits() == []


@pytest.mark.parametrize("piece", ["[a](", "[", "![", "[a](x ", '[a](x "', "](", "[a](" * 9 + " "])
def test_markdown_that_opens_links_without_end_is_read_in_time_that_grows_with_it(
    tmp_path: Path, piece: str
) -> None:
    path = tmp_path / "x.md"
    path.write_text("# Harbour\n\nThe harbour [opens](https://news.example/1) again.\n\n" + piece * 20_000)
    assert "The harbour opens again." in read_document(str(path), NOW).text


@pytest.mark.parametrize("read", [read_article, read_document])
def test_a_page_whose_text_takes_too_long_to_find_is_an_error_that_names_it(
    feeds: FeedServer, monkeypatch: pytest.MonkeyPatch, read: Callable[..., object]
) -> None:
    page = "<html><body>" + "".join(f"<p><a href=/{n}>The harbour {n}</a></p>" for n in range(20_000))
    url = feeds.serve("/long", Reply(body=page.encode(), content_type="text/html"))
    monkeypatch.setattr(documents, "DEADLINE", 0.3)
    with pytest.raises(DocumentError, match=r"/long: reading this document takes over 0\.3 s; save its text"):
        read(url, NOW)


def test_a_mark_within_a_line_of_markdown_is_part_of_its_text(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Ports\n\n- Pier 3 - closed, 2. pier open\n")
    assert "Pier 3 - closed, 2. pier open" in read_document(str(page), NOW).text
