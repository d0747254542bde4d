"""The editor of rules by its forms, as without JavaScript: check, effect, save, conflict, delete, apply."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from support.makers import entry
from support.page import OWN, PageFolder, found
from support.watch_folder import LITHIUM_RULES

from monitor.web.editing.rules_folder import LARGEST

EDITED = LITHIUM_RULES.replace("[lithium]}\nw", "[lithium, cobalt]}\nw")
URL = "/rules/edit/watch.yaml"


def opened(page: PageFolder) -> str:
    return found(r'name="opened" value="(\w*)"', page.get(URL))[0]


def test_a_draft_is_checked_and_its_effect_shown(page: PageFolder) -> None:
    page.tell(entry("e1", title="Cobalt found"))
    page.open()
    answer = page.post(URL, text="version: 1\nwatches:\n  - {id: x, when: {any: [y]}}\n", do="check")
    assert answer.status_code == 200
    assert "watch.yaml, line 3, column" in answer.text
    assert "{id: x, when: {any: [y]}}" in answer.text
    answer = page.post(URL, text=EDITED, do="effect")
    assert re.search(r"<b>\+1</b> lithium", answer.text)
    assert "<mark>Cobalt</mark> found" in answer.text
    part = page.post(URL, text=EDITED, do="effect", part="1").text
    assert part.lstrip().startswith('<div class="panel" data-ids="lithium news">')


def test_a_draft_is_saved_as_typed_with_the_line_ends_of_the_file(page: PageFolder, tmp_path: Path) -> None:
    page.open()
    text = "\n# a comment\n" + EDITED + "# the end\n\n"
    answer = page.post(URL, text=text.replace("\n", "\r\n"), do="save", opened=opened(page))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{URL}?said=saved")
    assert (tmp_path / "rules" / "watch.yaml").read_text() == text
    html = page.get(f"{URL}?said=saved")
    assert "Saved." in html
    assert "not applied yet" in html
    # A browser drops the first line end of a text area.
    assert html.partition("<textarea")[2].partition(">")[2].startswith("\n\n# a comment")


def test_what_does_not_load_is_not_saved(page: PageFolder, tmp_path: Path) -> None:
    page.open()
    answer = page.post(URL, text=EDITED + "nonsense: 1\n", do="save", opened=opened(page))
    assert answer.status_code == 422
    assert "Nothing was written" in answer.text
    assert "nonsense: 1" in answer.text
    assert (tmp_path / "rules" / "watch.yaml").read_text() == LITHIUM_RULES
    assert page.post(URL, do="delete", opened="").status_code == 409
    assert page.post("/rules/edit/b.yaml", text="", do="save").status_code == 422


def test_what_changed_on_disk_is_shown_and_not_lost(page: PageFolder, tmp_path: Path) -> None:
    page.open()
    digest = opened(page)
    file = tmp_path / "rules" / "watch.yaml"
    file.write_text(LITHIUM_RULES + "# of a colleague\n")
    answer = page.post(URL, text=EDITED, do="save", opened=digest)
    assert answer.status_code == 409
    assert "<del>-# of a colleague</del>" in answer.text
    assert "cobalt]" in answer.text.partition("<textarea")[2]
    assert file.read_text().endswith("# of a colleague\n")
    over = found(r'name="over" value="(\w+)"', answer.text)[0]
    assert page.post(URL, text=EDITED, opened=digest, over=over).status_code == 303
    assert file.read_text() == EDITED


def test_a_new_file_is_begun_with_words_saved_and_deleted(page: PageFolder, tmp_path: Path) -> None:
    page.open()
    html = page.get("/rules/edit?file=harbour&words=harbour+works")
    assert 'action="/rules/edit/harbour.yaml"' in html
    assert "harbour works" in html
    text = html.partition("<textarea")[2].partition(">\n")[2].partition("</textarea>")[0]
    answer = page.post("/rules/edit/harbour.yaml", text=text, do="save", opened="")
    assert answer.status_code == 303, answer.text
    html = page.get("/rules/edit/harbour.yaml")
    assert page.browser.get("/rules/edit?file=harbour").status_code == 303
    assert 'action="/rules/edit/watch-2.yaml"' in page.get("/rules/edit")
    digest = found(r'name="opened" value="(\w+)"', html)[0]
    answer = page.post("/rules/edit/harbour.yaml", do="delete", opened=digest)
    assert (answer.status_code, answer.headers["location"]) == (303, "/rules")
    assert not (tmp_path / "rules" / "harbour.yaml").exists()
    assert page.browser.get("/rules/edit/harbour.yaml").status_code == 404


@pytest.mark.parametrize(
    "name", ["..%2Fconfig.toml", "config.toml", "link.yaml", "%2e%2e", ".apply", "a.yml"]
)
def test_other_files_are_neither_read_nor_written(page: PageFolder, tmp_path: Path, name: str) -> None:
    (tmp_path / "rules" / "link.yaml").symlink_to(tmp_path / "config.toml")
    before = (tmp_path / "config.toml").read_text()
    page.open()
    answer = page.browser.get(f"/rules/edit/{name}")
    assert answer.status_code in {403, 404}
    assert "[storage]" not in answer.text
    for wish in ("save", "delete", "check"):
        assert page.post(f"/rules/edit/{name}", text=EDITED, do=wish).status_code in {403, 404, 405}
    assert (tmp_path / "config.toml").read_text() == before


def test_a_draft_is_bounded(page: PageFolder) -> None:
    page.open()
    assert page.post(URL, text="é" * (LARGEST // 2 + 1), do="check").status_code == 413
    answer = page.browser.post(
        URL, content=b"x" * 800_000, headers=OWN | {"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 413
    assert page.post(URL, text="# " + "é" * 90_000, do="check").status_code == 200


def test_edits_wait_to_be_applied_where_reload_is_manual(page: PageFolder, tmp_path: Path) -> None:
    page.open()
    assert "Apply edits" not in page.get("/rules")
    assert page.post("/rules/apply").status_code == 303
    assert "from the page" in (tmp_path / "rules" / ".apply").read_text()
    (tmp_path / "rules" / "watch.yaml").write_text("version: 1\nnonsense: 2\n")
    (tmp_path / "rules" / ".apply").unlink()
    answer = page.post("/rules/apply")
    assert answer.status_code == 422
    assert "nonsense" in answer.text
    assert not (tmp_path / "rules" / ".apply").exists()


def test_a_browser_without_a_session_reads_a_file(page: PageFolder) -> None:
    html = page.get(URL)
    assert "terms: [lithium]" in html
    assert " readonly>" in html
    assert 'value="save"' not in html


def test_the_schema_of_rules_is_served(page: PageFolder) -> None:
    assert page.browser.get("/rules/schema.json").json()["properties"]


def test_alerts_that_a_draft_changes_are_about_known_at_once_and_exactly_when_they_are_asked_for(
    page: PageFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    page.tell(entry("e1", title="Cobalt found"))
    page.open()
    assert 'data-effect="matches"' in page.post(URL, text=EDITED, do="effect", part="1").text
    html = page.post(URL, text=EDITED, do="effect").text
    assert 'data-effect="alerts"' in html
    assert re.search(r"<b>\+1</b> alert, each", html)
    assert "Alerts, exactly" in html
    deadline = time.monotonic() + 60
    while 'data-state="runs"' in (part := page.post(URL, text=EDITED, do="exact", part="1").text):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert "0 alerts by the rules in force, <b>1</b> by these" in part
    assert "<mark>Cobalt</mark> found" in part
    assert "does not load" not in page.post(URL, text=EDITED, do="exact").text


@pytest.mark.parametrize("part", ["", "1"])
def test_a_file_that_is_not_edited_here_is_not_compared_exactly_either(page: PageFolder, part: str) -> None:
    page.open()
    answer = page.post("/rules/edit/notes.txt", text=EDITED, do="exact", part=part)
    assert (answer.status_code, "not edited here" in answer.text) == (403, True)
