"""What would keep a false alert out: proposed on a page and in a part of one, and put into its rule with the effect."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from support.makers import NOW, entry, judged
from support.page import PageFolder, found
from support.watch_folder import LITHIUM_RULES


def tell(page: PageFolder, *titles: str) -> list[int]:
    made = [judged(entry(f"e{number}", title=title)) for number, title in enumerate(titles)]
    return page.store.record(
        [replace(one, alert=replace(one.alert, watches=("news",))) for one in made if one.alert], NOW
    )


def test_a_wrong_alert_leads_to_exclusions_and_one_into_its_rule_with_the_effect(
    page: PageFolder, tmp_path: Path
) -> None:
    wrong, _ = tell(page, "Lithium battery sale ends", "Andes mine yields lithium")
    assert "wrong/exclusions" not in page.get("/story/e0")
    page.open()
    page.post(f"/alert/{wrong}/verdict", word="wrong")
    for path in ("/", "/story/e0"):
        assert f'href="/alert/{wrong}/wrong/exclusions"' in page.get(path), path
    html = page.get(f"/alert/{wrong}/wrong/exclusions")
    assert "It takes none of the newest 1 other alerts away." in html
    assert page.get(f"/alert/{wrong}/wrong/exclusions?part=1").startswith("<section")
    assert found(r'action="(/rules/edit/watch.yaml)"', html)
    opened = page.get("/rules/edit/watch.yaml?rule=lithium&phrase=Lithium+battery")
    assert "not: [Lithium battery]" in opened
    assert "<b>−1</b> lithium" in opened
    assert (tmp_path / "rules" / "watch.yaml").read_text() == LITHIUM_RULES


def test_an_alert_or_a_rule_that_is_not_there_is_said(page: PageFolder) -> None:
    page.open()
    assert page.browser.get("/alert/7/wrong/exclusions").status_code == 404
    answer = page.browser.get("/rules/edit/watch.yaml?rule=cobalt&phrase=sale")
    assert (answer.status_code, "no rule cobalt" in answer.text) == (422, True)


def test_who_may_only_read_opens_a_rule_without_any_work(page: PageFolder) -> None:
    html = page.get("/rules/edit/watch.yaml?rule=lithium&phrase=battery")
    assert "not: [battery]" in html
    assert "Effect" not in html
