"""The list of watches with their worth, and the page of a rules file with its versions."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from support.makers import NOW
from support.page import PageFolder, found
from support.watch_folder import LITHIUM_RULES

from rules.loading.load import load
from storage import Act


def test_watches_are_listed_with_their_worth(page: PageFolder) -> None:
    html = page.get("/rules")
    assert "not judged" in html
    assert "never" in html
    (alert,) = page.tell()
    page.store.verdicts.give(alert, correct=True, note="", now=NOW)
    assert page.store.volume.worth()["w"].right == 1


def test_files_say_whether_they_are_in_force(page: PageFolder, tmp_path: Path) -> None:
    assert "● in force" in page.get("/rules")
    (tmp_path / "rules" / "watch.yaml").write_text(LITHIUM_RULES + "# edited\n")
    (tmp_path / "rules" / "new.yaml").write_text("version: 1\n")
    html = page.get("/rules")
    assert "changed, not in force yet" in html
    assert html.count("not in force yet") == 2
    (tmp_path / "rules" / "watch.yaml").unlink()
    assert "deleted, still in force" in page.get("/rules")


def test_every_version_shows_what_it_changed(page: PageFolder, tmp_path: Path) -> None:
    file = tmp_path / "rules" / "watch.yaml"
    for days, text in enumerate(
        (LITHIUM_RULES, LITHIUM_RULES.replace("[lithium]}\nw", "[lithium, cobalt]}\nw"))
    ):
        file.write_text(text)
        act = Act(("ana", "bo")[days], "page", "save", "rules file watch.yaml")
        page.store.audit.note(act, NOW + timedelta(days=days, minutes=-1))
        page.store.record_rules(load(file.parent).rules, NOW + timedelta(days=days))
    html = page.get("/rules/edit/watch.yaml")
    assert "<ins>+  - {id: lithium, terms: [lithium, cobalt]}</ins>" in html
    assert "the first that is known" in html
    assert found(r"by (\w+) <code", html) == ["bo", "ana"]
    first = page.store.rules_editions(9)[1].version
    html = page.get(f"/rules/edit/watch.yaml?version={first}")
    assert "This is an earlier version" in html
    assert "terms: [lithium]}\nwatches" in html
    assert page.browser.get("/rules/edit/watch.yaml?version=none").status_code == 404
