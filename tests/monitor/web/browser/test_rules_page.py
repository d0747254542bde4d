"""The editor of rules in a browser: findings and effect while one types, alerts about and exactly, a conflict, versions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.chromium import Tab
from support.served_page import ServedPage

from .conftest import OpenTab

pytestmark = pytest.mark.browser
FILE = "/rules/edit/{}"
# A process for drafts has to start, on a machine that may have much else to do.
SLOW = 90_000


def expect(what: Any) -> Any:
    from playwright.sync_api import expect as expect_of

    return expect_of(what)


def a_file(own: ServedPage) -> Path:
    return sorted(own.config.rules_folder.glob("*.yaml"))[0]


@pytest.fixture
def editor(own: ServedPage, tab: OpenTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tab:
    """A rules file in the editor, opened for changes."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shown = tab(own)
    shown.open(own.link)
    shown.goto(FILE.format(a_file(own).name))
    return shown


def put(shown: Tab, text: str) -> None:
    """Puts a text into the editor, which is a text area where no bundle was made."""
    if shown.page.locator("#draft[data-nonce]").count():
        shown.page.locator(".cm-content").click()
        shown.page.keyboard.press("Control+a")
        shown.page.keyboard.insert_text(text)
    else:
        shown.page.locator("#text").fill(text)


def test_findings_and_effect_follow_the_typing_up_to_exact_alerts(editor: Tab, own: ServedPage) -> None:
    page, file = editor.page, a_file(own)
    text = file.read_text()
    put(editor, text + "nonsense: 1\n" if not text.rstrip().endswith("...") else "nonsense: 1\n" + text)
    expect(page.locator("#found [data-level=error]").first).to_contain_text("nonsense", timeout=SLOW)
    editor.faults = [fault for fault in editor.faults if "422" not in fault]
    put(editor, text + "\n# the same\n")
    found = page.locator("#found")
    expect(found).to_contain_text("No stored entry is matched otherwise", timeout=SLOW)
    expect(found.locator("#exact[data-state=done]")).to_contain_text("by these", timeout=SLOW)
    assert editor.violations() == []
    assert file.read_text() == text
    page.on("dialog", lambda dialog: dialog.accept())


def test_what_a_colleague_saved_meanwhile_is_shown_and_both_texts_are_kept(
    editor: Tab, own: ServedPage
) -> None:
    page, file = editor.page, a_file(own)
    text = file.read_text()
    file.write_text("# of a colleague\n" + text)
    put(editor, "# of mine\n" + text)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("Nothing was written")
    expect(page.locator(".diff").first).to_contain_text("# of a colleague")
    editor.faults = [fault for fault in editor.faults if "409" not in fault]
    page.get_by_role("button", name="Save mine over it").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    assert file.read_text().startswith("# of mine\n")


def test_words_selected_among_the_hits_become_a_draft_with_its_effect(own: ServedPage, tab: OpenTab) -> None:
    shown = tab(own)
    page = shown.page
    shown.open(own.link)
    shown.goto("/search?words=marrow")
    page.locator(".hit").filter(has_text="Leuchtturm").locator(".passage").dblclick(
        position={"x": 50, "y": 8}
    )
    expect(page.locator("#watch-shown")).to_have_text("Leuchtturm")
    page.get_by_role("button", name="Watch for").click(timeout=SLOW)
    expect(page.locator("#found")).to_contain_text("+1", timeout=SLOW)
    expect(page.locator("#found mark").first).to_contain_text("Leuchtturm")


def test_an_earlier_version_is_taken_into_the_editor_and_saved(editor: Tab, own: ServedPage) -> None:
    page, file = editor.page, a_file(own)
    first = file.read_text()
    file.write_text(first + "\n# later\n")
    editor.goto(FILE.format(file.name))
    versions = page.locator(".versions")
    versions.locator("summary").last.click()
    versions.get_by_role("link", name="Take this text into the editor").last.click()
    expect(page.locator("main")).to_contain_text("This is an earlier version")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("main")).to_contain_text("Saved.", timeout=SLOW)
    assert file.read_text() == first


def test_watches_show_how_often_and_how_well_they_spoke(served: ServedPage, tab: OpenTab) -> None:
    shown = tab(served)
    shown.goto("/rules")
    row = shown.page.get_by_role("row").filter(has_text="Lithium supply")
    expect(row).to_contain_text("right 1 of 1")
    expect(row).to_contain_text("1 d ago")
    expect(row.locator("rect")).to_have_count(14)
