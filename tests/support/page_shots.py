"""Pictures of every page of the sample news: on a desk by day and by night, on a phone, and with a session.

python -m support.page_shots FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from support.chromium import PHONE, WIDE, Tab, chromium
from support.sample_news import fill
from support.served_page import ServedPage, again
from support.watch_folder import lithium_folder

from storage import Store

PAGES = {
    "inbox": "/",
    "story": "/story/ondine",
    "search": "/search?words=marrow",
    "rules": "/rules",
    "editor": "/rules/edit/desk.yaml?rule=recall&phrase=Recall+of+Hobnail",
    "feeds": "/feeds",
    "deliveries": "/deliveries",
    "status": "/status",
    "destination": "/destinations/new",
    "question": "/alert/12/wrong",
    "exclusions": "/alert/3/wrong/exclusions",
}
# How each picture is taken: its name, the window, and the scheme of colours.
FORMS = (("desktop", WIDE, "light"), ("dark", WIDE, "dark"), ("phone", PHONE, "light"))


def take(folder: Path) -> list[Path]:
    """Takes all pictures into a folder; returns them."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with TemporaryDirectory() as temporary, chromium() as browser:
        watch = Path(temporary) / "watch"
        fill(watch)
        page = ServedPage(*again(watch))
        for form, size, scheme in FORMS:
            tab = Tab(browser, page.address, size=size, scheme=scheme, device_scale_factor=1)
            tab.open(page.link)
            for name, path in PAGES.items():
                tab.goto(path)
                if name == "editor":
                    tab.page.locator("#exact[data-state=done]").wait_for(timeout=60_000)
                if name == "inbox":
                    tab.page.keyboard.press("j")
                    tab.page.keyboard.press("w")
                taken.append(folder / f"{name}-{form}.png")
                tab.picture(taken[-1], whole=name == "story")
            tab.close()
        page.close()
        taken += take_first_hour(folder, browser, Path(temporary) / "empty")
    return taken


def take_first_hour(folder: Path, browser: Any, watch: Path) -> list[Path]:
    """The three steps of a watch in which nothing is there yet."""
    taken = []
    watch.mkdir()
    lithium_folder(watch)
    (watch / "rules" / "watch.yaml").write_text("version: 1\n...\n")
    page = ServedPage(*again(watch))
    page_store = Store.open(page.config.store_location(), create=True)
    page_store.close()
    for form, size, scheme in FORMS:
        tab = Tab(browser, page.address, size=size, scheme=scheme, device_scale_factor=1)
        tab.open(page.link)
        taken.append(folder / f"first-{form}.png")
        tab.picture(taken[-1])
        tab.close()
    page.close()
    return taken


if __name__ == "__main__":
    for picture in take(Path(sys.argv[1])):
        print(picture)
