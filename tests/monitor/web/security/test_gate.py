"""The gate's bounds on bodies, and how it reads headers that contradict each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.page import OWN, PageFolder

from monitor.web.security.gate import BODY_CAP, _host_name


def test_a_form_of_too_many_bytes_is_refused(page: PageFolder) -> None:
    answer = page.browser.post("/seen", data={"token": "x" * BODY_CAP}, headers=OWN)
    assert answer.status_code == 413


def test_a_body_of_unknown_length_is_cut_off(page: PageFolder) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    pieces = (b"x" * 65_536 for _ in range(8))
    assert page.browser.post("/seen", content=pieces, headers=OWN | kind).status_code == 413


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
def test_only_forms_are_taken(page: PageFolder, kind: str) -> None:
    answer = page.browser.post("/seen", content=b"{}", headers=OWN | {"Content-Type": kind})
    assert answer.status_code == 415


def test_a_form_that_is_no_utf8_or_of_too_many_fields_is_refused(page: PageFolder) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for body in (b"\xff\xfe", "&".join(f"a{n}=1" for n in range(60)).encode()):
        assert page.browser.post("/seen", content=body, headers=OWN | kind).status_code == 400


def test_our_own_origin_is_enough_for_a_browser_without_fetch_metadata(page: PageFolder) -> None:
    data = {"token": page.token(), "last": "3"}
    answer = page.browser.post("/seen", data=data, headers={"Origin": "http://127.0.0.1:8080"})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("localhost", "localhost"), ("LOCALHOST:80", "localhost"), ("127.0.0.1:8080", "127.0.0.1"), ("[::1]:8080", "::1"),
        ("a@localhost", ""), ("localhost:x", ""), ("localhost/..", ""), ("[::1", ""), ("localhost, evil.example", "localhost, evil.example"),
        ("localhost?x", ""), ("localhost.", "localhost."),
    ],
)  # fmt: skip
def test_the_name_in_a_host_header(host: str, name: str) -> None:
    assert _host_name(host) == name


@given(st.text(max_size=60))
def test_any_host_header_is_read_without_a_fault(host: str) -> None:
    name = _host_name(host)
    assert name == "" or "@" not in host
