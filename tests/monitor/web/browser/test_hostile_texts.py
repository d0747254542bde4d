"""Texts of strangers in every place of the page: inert, readable in their own box, and never wider than the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from support.chromium import PHONE, WIDE
from support.makers import entry, judged, match_of
from support.sample_news import SHOWN
from support.served_page import ServedPage, again
from support.stored import change_feed

from storage import Store
from storage.tables import DELIVERY

from .conftest import OpenTab

pytestmark = pytest.mark.browser
SCRIPT = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"><svg onload=alert(1)>"
TURNED = "ferry \u202egnp.exe\u202c \u2067 harbour \u200f\u061c end"
LONG = "W" * 600
TEXTS = (
    SCRIPT,
    TURNED,
    LONG,
    "\"'><a href=javascript:alert(1)>press</a>",
    "{{7*7}} %s </main></body>",
    "\x1b[31mred\x07",
)


@pytest.fixture(scope="module")
def hostile(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedPage]:
    """A page whose every text is a stranger's."""
    config, rules = again(news, tmp_path_factory.mktemp("hostile") / "watch")
    store = Store.open(config.store_location())
    for number, text in enumerate(TEXTS):
        _tell(store, number, text)
    change_feed(store, "gaceta", errors=3, last_error=SCRIPT + LONG, why=LONG)
    change_feed(store, "musterkurier", moved_to="javascript:alert(1)", moved_count=5)
    with store._db.write() as conn:
        conn.execute(update(DELIVERY).where(DELIVERY.c.id == 8).values(last_error=SCRIPT + LONG))
    store.troubles.begin("hostile", SCRIPT + LONG, SHOWN)
    store.close()
    page = ServedPage(config, rules)
    yield page
    page.close()


def _tell(store: Store, number: int, text: str) -> None:
    """A story with an update, an edit and a silent report, all of one text."""
    at = SHOWN - timedelta(hours=1)
    title = f"{text} ferry {number}"
    facts = {"text": f"{text} ferry " * 3, "outlet": text[:200], "lang": text, "url": "javascript:alert(1)"}
    name, again_name = f"x{number}", f"y{number}"
    marks = (match_of("port", "ferry", title, field="title"),)
    for one, story in (
        (entry(name, title=title, fetched=at, **facts), None),
        (entry(again_name, title=title, fetched=at, **facts), name),
    ):
        made = judged(one, story=story)
        assert made.alert is not None
        told = replace(made.alert, matches=marks, watches=("port-of-marrow",))
        store.record([replace(made, alert=told, matches=marks)], at)
    edited = entry(name, title=title + text, fetched=SHOWN, **facts)
    store.record(
        [replace(judged(edited, state="changed", version=2), alert=None, decisions=(), tell=())], SHOWN
    )


PATHS = (
    "/",
    "/?watch=%3Cscript%3Edocument.title%3D1%3C%2Fscript%3E&feed=" + "W" * 150,
    *(f"/story/x{number}" for number in range(len(TEXTS))),
    "/search?words=ferry",
    "/search?words=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E" + "W" * 200,
    "/feeds",
    "/deliveries",
    "/status",
    "/alert/24/wrong",
)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_texts_of_strangers_do_nothing_and_stay_in_their_box(
    hostile: ServedPage, tab: OpenTab, size: tuple[int, int]
) -> None:
    shown = tab(hostile, size=size)
    shown.open(hostile.link)
    asked = []
    shown.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    for path in PATHS:
        shown.goto(path)
        assert shown.page.title() != "owned", path
        assert shown.overhang() <= 0, path
        links = shown.page.evaluate("() => [...document.links].map(link => link.protocol)")
        assert set(links) <= {"http:", "https:"}, path
        strange = shown.page.evaluate(
            "() => [...document.querySelectorAll('main script, main img, main iframe, [onload], [onerror]')].length"
        )
        assert strange == 0, path
        shown_text = shown.page.inner_text("main")
        assert not set(shown_text) & set("\u202e\u202c\u2067\u200f\u061c\x1b\x07"), path
    assert asked == []


def test_texts_of_strangers_leave_the_page_usable_for_all(hostile: ServedPage, tab: OpenTab) -> None:
    shown = tab(hostile, size=PHONE)
    found = []
    for path in ("/", "/story/x0", "/story/x2", "/search?words=ferry"):
        shown.goto(path)
        found += [f"{path}: {each}" for each in shown.violations()]
    assert found == []
