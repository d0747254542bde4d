"""fetch against a real server: conditional requests, redirects, limits, and addresses it must not reach."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.feed_server import FeedServer, Item, Reply, rss

from monitor.config.schema import FeedSection
from monitor.fetching.fetch import digest_of, fetch
from monitor.fetching.model import Fetched, FetchError, Gone, HttpLimits, NotModified, Request, Validators
from monitor.fetching.request import request_for
from monitor.fetching.session import open_session
from monitor.fetching.ssrf_guard import is_closed_literal, is_public

NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)
FEED = rss([Item(title="A headline", link="https://news.example/1")])
SECRET: dict[str, object] = {"auth": "user:päss", "headers": {"X-Token": "t"}}
QUICK = HttpLimits(connect=2, read=0.5, total=2, max_bytes=100_000)


@pytest.fixture(scope="module")
def server() -> Iterator[FeedServer]:
    with FeedServer() as running:
        yield running


def get(
    target: str | Path, validators: Validators | None = None, limits: HttpLimits = QUICK, **request: object
) -> Fetched | NotModified | Gone | FetchError:
    async def once() -> Fetched | NotModified | Gone | FetchError:
        async with open_session(connections=4) as session:
            asked = Request(target=target, **({"allow_private": True} | request))  # type: ignore[arg-type]
            return await fetch(session, asked, validators or Validators(), limits, NOW)

    return asyncio.run(once())


def failure(target: str | Path, **kwargs: object) -> FetchError:
    outcome = get(target, **kwargs)  # type: ignore[arg-type]
    assert isinstance(outcome, FetchError), outcome
    assert outcome.text.endswith(".") or outcome.text.endswith("be.")
    return outcome


def test_a_text_about_http_answers_is_no_flood_of_them(server: FeedServer) -> None:
    body = b"<p>HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n</p>" * 40
    outcome = get(server.serve("/about-http", Reply(body=body)))
    assert isinstance(outcome, Fetched), outcome
    assert outcome.body == body


def test_a_feed_comes_with_its_bytes_validators_and_content_type(server: FeedServer) -> None:
    url = server.serve("/plain", Reply(body=FEED.encode(), headers={"Cache-Control": "public, max-age=900"}))
    outcome = get(url)
    assert isinstance(outcome, Fetched)
    assert outcome.body == FEED.encode()
    assert (outcome.url, outcome.moved_to, outcome.max_age) == (url, None, 900)
    assert outcome.content_type == "application/rss+xml"
    assert outcome.validators.etag
    assert outcome.validators.digest == digest_of(outcome.body)


def test_the_validators_are_sent_back_and_a_304_is_not_modified(server: FeedServer) -> None:
    url = server.serve("/etag", FEED)
    first = get(url)
    assert isinstance(first, Fetched)
    second = get(url, first.validators)
    assert isinstance(second, NotModified)
    assert second.validators == first.validators
    assert server.hits("/etag")[-1].status == 304


def test_a_server_without_validators_is_not_modified_by_the_digest_of_its_body(server: FeedServer) -> None:
    url = server.serve("/bare", Reply(body=FEED.encode(), validators=False))
    first = get(url)
    assert isinstance(first, Fetched)
    assert isinstance(get(url, first.validators), NotModified)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_compressed_answers_are_read(server: FeedServer, encoding: str) -> None:
    url = server.serve(f"/{encoding}", Reply(body=FEED.encode(), encoding=encoding))  # type: ignore[arg-type]
    outcome = get(url)
    assert isinstance(outcome, Fetched)
    assert outcome.body == FEED.encode()


def test_an_answer_that_is_not_what_it_says_it_is_compressed_with_is_an_encoding_error(
    server: FeedServer,
) -> None:
    body = b"\x1f\x8bnot gzip at all"
    assert failure(server.serve("/badgzip", Reply(body=body, encoding="gzip"))).kind == "encoding"


def test_a_permanent_redirect_says_where_the_feed_moved_to(server: FeedServer) -> None:
    target = server.serve("/new", FEED)
    outcome = get(server.redirect("/old", "/new", 301))
    assert isinstance(outcome, Fetched)
    assert outcome.moved_to == outcome.url == target


def test_a_permanent_redirect_behind_a_temporary_one_is_no_move(server: FeedServer) -> None:
    server.serve("/end", FEED)
    server.redirect("/middle", "/end", 308)
    outcome = get(server.redirect("/start", "/middle", 302))
    assert isinstance(outcome, Fetched)
    assert outcome.moved_to is None


def test_a_moved_feed_that_is_not_modified_still_says_where_it_moved_to(server: FeedServer) -> None:
    target = server.serve("/new2", FEED)
    first = get(target)
    assert isinstance(first, Fetched)
    outcome = get(server.redirect("/old2", "/new2", 301), first.validators)
    assert isinstance(outcome, NotModified)
    assert outcome.moved_to == target


def test_a_redirect_loop_ends_after_ten(server: FeedServer) -> None:
    server.redirect("/loop", "/loop")
    server.forget()
    assert failure(server.base + "/loop").kind == "redirect"
    assert len(server.hits("/loop")) == 11


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://x/y", "javascript:alert(1)", "http://[", ""])
def test_a_redirect_to_what_is_not_http_is_refused(server: FeedServer, to: str) -> None:
    assert failure(server.redirect("/odd", to)).kind == "redirect"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize(
    "to", ["http://theirs.invalid/b", "http://ours.invalid:8080/b", "http://sub.ours.invalid/b"]
)
def test_credentials_and_custom_headers_stay_with_the_origin_they_were_written_for(
    server: FeedServer, to: str, status: int
) -> None:
    # The proxy plays both hosts: it is asked for the whole address of each hop.
    server.serve("/b", FEED)
    server.redirect("/a", to, status)
    server.forget()
    assert isinstance(get("http://ours.invalid/a", proxy=server.base, **SECRET), Fetched)
    (ours,), (theirs,) = server.hits("/a"), server.hits("/b")
    assert ours.headers["Authorization"].startswith("Basic ")
    assert ours.headers["X-Token"] == "t"
    assert not {"Authorization", "X-Token"} & theirs.headers.keys()


def test_credentials_hold_for_the_written_address_when_another_one_is_asked(server: FeedServer) -> None:
    server.serve("/b", FEED)
    server.forget()
    written = "http://ours.invalid/a"
    for target in ("http://theirs.invalid/b", "http://ours.invalid/b"):
        get(target, written=written, proxy=server.base, **SECRET)
    moved, ours = server.hits("/b")
    assert not {"Authorization", "X-Token"} & moved.headers.keys()
    assert {"Authorization", "X-Token"} <= ours.headers.keys()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "[::ffff:127.0.0.1]", "localhost"])
def test_a_redirect_to_another_private_origin_is_refused_though_the_first_one_is_allowed(
    server: FeedServer, host: str
) -> None:
    with FeedServer() as other:
        other.serve("/admin", FEED)
        error = failure(server.redirect("/ours", f"http://{host}:{other.port}/admin"))
        assert error.kind == "blocked"
        assert "redirect from another origin" in error.text
        assert other.hits() == []


def test_a_cookie_set_on_the_way_is_sent_back_on_the_same_host(server: FeedServer) -> None:
    server.serve("/page", FEED)
    url = server.serve(
        "/gate", Reply(status=302, headers={"Location": "/page", "Set-Cookie": "seen=1; Path=/"})
    )
    assert isinstance(get(url), Fetched)
    assert server.hits("/page")[-1].headers["Cookie"] == "seen=1"


def test_410_is_gone(server: FeedServer) -> None:
    assert isinstance(get(server.serve("/gone", Reply(status=410))), Gone)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, "denied"), (403, "denied"), (404, "missing"), (418, "status"), (500, "server"), (503, "server")],
)
def test_http_errors_have_a_kind_and_a_status(server: FeedServer, status: int, kind: str) -> None:
    error = failure(server.serve(f"/{status}", Reply(status=status)))
    assert (error.kind, error.status) == (kind, status)


def test_a_server_that_asks_to_wait_is_heard(server: FeedServer) -> None:
    error = failure(server.serve("/busy", Reply(status=429, headers={"Retry-After": "120"})))
    assert (error.kind, error.retry_after) == ("rate_limited", 120)


def test_a_304_that_was_not_asked_for_is_an_error(server: FeedServer) -> None:
    assert failure(server.serve("/never", Reply(status=304, validators=False))).status == 304


def test_an_empty_answer_is_an_error(server: FeedServer) -> None:
    assert failure(server.serve("/empty", b" \n")).kind == "empty"


def test_an_endless_body_stops_at_the_cap(server: FeedServer) -> None:
    url = server.serve("/endless", Reply(body=b"x" * 10_000, endless=True))
    assert failure(url).kind == "too_large"


def test_the_cap_counts_what_a_small_body_decompresses_to(server: FeedServer) -> None:
    bomb = gzip.compress(gzip.compress(b"") + b"\0" * 50_000_000)
    assert len(bomb) < QUICK.max_bytes
    assert failure(server.serve("/bomb", Reply(body=bomb, encoding="gzip"))).kind == "too_large"


def test_a_drip_ends_at_the_total_deadline(server: FeedServer) -> None:
    url = server.serve("/drip", Reply(body=FEED.encode(), drip=0.1))
    assert failure(url, limits=replace(QUICK, total=0.6)).kind == "timeout"


def test_a_silent_server_ends_at_the_read_deadline(server: FeedServer) -> None:
    url = server.serve("/silent", Reply(body=FEED.encode(), delay=5))
    assert failure(url, limits=replace(QUICK, read=0.2)).kind == "timeout"


def test_an_answer_cut_in_the_middle_is_what_came_of_it_without_validators(server: FeedServer) -> None:
    outcome = get(server.serve("/cut", Reply(body=FEED.encode(), cut=True)))
    assert isinstance(outcome, Fetched)
    assert outcome.body == FEED.encode()
    assert outcome.validators == Validators()
    assert outcome.trouble is not None
    assert outcome.trouble.kind == "broken"
    assert "broke off before its end" in outcome.trouble.text


def test_a_cut_stream_of_gzip_is_what_came_of_it(server: FeedServer) -> None:
    packed = gzip.compress(FEED.encode())[:-8]
    outcome = get(server.serve("/cutgzip", Reply(body=packed, encoding="gzip")))
    assert isinstance(outcome, Fetched)
    assert outcome.body == FEED.encode()
    assert outcome.trouble is not None


def test_a_file_packed_with_gzip_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "feed.xml.gz").write_bytes(gzip.compress(FEED.encode()))
    outcome = get(tmp_path / "feed.xml.gz")
    assert isinstance(outcome, Fetched)
    assert outcome.body == FEED.encode()


def test_a_port_where_nobody_listens_is_a_connect_error() -> None:
    with FeedServer() as gone:
        url = gone.base + "/"
    assert failure(url).kind == "connect"


def test_a_name_that_does_not_exist_is_a_dns_error() -> None:
    assert failure("http://no-such-host.invalid/feed").kind == "dns"


@pytest.mark.parametrize("url", ["http://", "gopher://x/", "http://h:99999/", "//x/y"])
def test_what_is_no_url_is_a_bad_url(url: str) -> None:
    assert failure(url).kind == "bad_url"


PRIVATE = [
    "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0177.0.0.1", "0",
]  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
def test_no_spelling_of_a_private_address_is_reached(server: FeedServer, host: str) -> None:
    server.serve("/secret", FEED)
    server.forget()
    error = failure(f"http://{host}:{server.port}/secret", allow_private=False)
    assert error.kind == "blocked"
    assert not server.hits()


def test_a_private_address_is_refused_also_when_a_trusted_feed_has_its_connection_open(
    server: FeedServer,
) -> None:
    url = server.serve("/shared", FEED)

    async def both() -> list[object]:
        async with open_session() as session:
            trusted, strange = Request(target=url, allow_private=True), Request(target=url)
            return [await fetch(session, r, Validators(), QUICK, NOW) for r in (trusted, strange)]

    first, second = asyncio.run(both())
    assert isinstance(first, Fetched)
    assert isinstance(second, FetchError)
    assert second.kind == "blocked"


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "100.64.0.1", "169.254.169.254", "192.168.1.1", "172.31.0.1", "224.0.0.1", "255.255.255.255",
     "198.18.0.1", "::", "::1", "fe80::1%eth0", "fc00::1", "ff02::1", "64:ff9b::7f00:1", "2002:7f00:1::",
     "::ffff:10.0.0.1", "::127.0.0.1", "2001:0:1::", "2001:db8::1", "fec0::1"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "100.128.0.1", "172.32.0.1", "2606:4700::1111"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


def test_behind_a_proxy_a_literal_private_address_is_refused(server: FeedServer) -> None:
    error = failure("http://169.254.169.254/meta", proxy=server.base, allow_private=False)
    assert error.kind == "blocked"
    assert is_closed_literal("2852039166")
    assert not is_closed_literal("example.org")


def test_a_proxy_is_asked_for_the_whole_url(server: FeedServer) -> None:
    server.serve("/through", FEED)
    outcome = get("http://feeds.invalid/through", proxy=server.base, allow_private=False)
    assert isinstance(outcome, Fetched)


def test_a_file_of_the_config_is_read_relative_to_its_folder(tmp_path: Path) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "a b.xml").write_text(FEED)
    for url in ("feeds/a b.xml", (tmp_path / "feeds" / "a b.xml").as_uri()):
        request = request_for(FeedSection(name="f", url=url), tmp_path)
        first = get(request.target)
        assert isinstance(first, Fetched)
        assert isinstance(get(request.target, first.validators), NotModified)


def test_files_that_cannot_be_read_are_file_errors(tmp_path: Path) -> None:
    assert failure(tmp_path).kind == "file"
    assert failure(tmp_path / "none.xml").kind == "file"
    assert failure(Path("/dev/zero")).kind == "file"
    (tmp_path / "big.xml").write_bytes(b"x" * (QUICK.max_bytes + 1))
    assert failure(tmp_path / "big.xml").kind == "too_large"


def test_a_proxy_that_refuses_a_tunnel_never_shows_its_password(server: FeedServer) -> None:
    server.serve("feeds.invalid:443", Reply(status=407))
    proxy = server.base.replace("http://", "http://user:secret-word@")
    error = failure("https://feeds.invalid/news", proxy=proxy, allow_private=False)
    assert error.kind in ("denied", "connect")
    assert "proxy" in error.text
    assert "secret-word" not in error.text


def test_a_proxy_that_is_not_there_is_named_instead_of_the_feed() -> None:
    error = failure("http://feeds.example/news", proxy="http://user:secret-word@127.0.0.1:1")
    assert error.kind == "connect"
    assert "127.0.0.1" in error.text
    assert "secret-word" not in error.text
