"""Every page in a browser: by day and by night, on a phone and on a desk, read and with a session."""

from __future__ import annotations

import pytest
from support.chromium import PHONE, SCHEMES, WIDE
from support.served_page import ServedPage

from .conftest import OpenTab

pytestmark = pytest.mark.browser
PAGES = (
    "/",
    "/?watch=port-of-marrow",
    "/story/ondine",
    "/story/news-24",
    "/search",
    "/search?words=marrow",
    "/rules",
    "/feeds",
    "/deliveries",
    "/status",
    "/alert/12/wrong",
    "/open?key=x",
    "/nothing-is-here",
)

# Pages of who may change something.
EDITED = (
    "/rules/edit/desk.yaml",
    "/rules/edit?words=lighthouse",
    "/destinations/new",
    "/alert/3/wrong/exclusions",
)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_page_can_be_read_by_all(
    served: ServedPage, tab: OpenTab, size: tuple[int, int], scheme: str
) -> None:
    shown = tab(served, size=size, scheme=scheme)
    found = {}
    for path in PAGES:
        answer = shown.goto(path)
        assert answer.status < 500, path
        found |= {f"{path}: {each}": True for each in shown.violations()}
        assert shown.overhang() <= 0, path
    # A page that is not there answers 404, of which the console speaks.
    shown.faults = [fault for fault in shown.faults if "404" not in fault]
    assert list(found) == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_page_can_be_used_by_all(own: ServedPage, tab: OpenTab, size: tuple[int, int]) -> None:
    shown = tab(own, size=size)
    shown.open(own.link)
    found = []
    for path in (*PAGES[:-1], *EDITED):
        shown.goto(path)
        for summary in shown.page.locator("summary:visible").all():
            summary.click()
        found += [f"{path}: {each}" for each in shown.violations()]
        assert shown.overhang() <= 0, path
    assert found == []
