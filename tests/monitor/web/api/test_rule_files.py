"""Rules files by the API: a change names the version that it is of, and nothing is written that does not load."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.makers import entry
from support.page import PageFolder

FILES = "/api/v1/rules"
BAD = "version: 1\nwatches:\n  - {id: news, when: {any: [nothing]}, notify: [console]}\n"
COBALT = "version: 1\ntopics:\n  - {id: cobalt, terms: [cobalt]}\n...\n"


@pytest.fixture
def sends(page: PageFolder) -> dict[str, str]:
    return page.set_tokens(script="editor")["script"]


def test_a_file_is_read_with_its_tag_and_not_sent_twice(page: PageFolder) -> None:
    answer = page.browser.get(f"{FILES}/watch.yaml")
    assert answer.json()["in_force"] is True
    assert "lithium" in answer.json()["text"]
    again = page.browser.get(f"{FILES}/watch.yaml", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert page.browser.get(f"{FILES}/none.yaml").status_code == 404


def test_a_file_is_made_changed_and_deleted_by_its_tag(
    page: PageFolder, tmp_path: Path, sends: dict[str, str]
) -> None:
    where, file = f"{FILES}/more.yaml", tmp_path / "rules" / "more.yaml"
    made = page.browser.put(where, json={"text": COBALT}, headers=sends | {"If-None-Match": "*"})
    assert made.status_code == 200, made.text
    assert file.read_text() == COBALT
    changed = COBALT.replace("[cobalt]", "[cobalt, nickel]")
    tag = {"If-Match": made.headers["etag"]}
    again = page.browser.put(where, json={"text": changed}, headers=sends | tag)
    assert again.status_code == 200
    assert file.read_text() == changed
    assert page.browser.delete(where, headers=sends | tag).status_code == 412, "an old tag"
    assert page.browser.delete(where, headers=sends | {"If-Match": again.headers["etag"]}).status_code == 204
    assert not file.exists()
    assert page.browser.delete(where, headers=sends | tag).status_code == 404
    acts = [(act.who, act.via, act.action, act.about) for act in page.store.audit.find()]
    assert acts == [("script", "api", what, "rules file more.yaml") for what in ("delete", "save", "save")]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 428),
        ({"If-Match": '"other"'}, 412),
        ({"If-None-Match": "*"}, 412),
        ({"If-None-Match": '"x"'}, 428),
    ],
)
def test_a_change_of_another_version_is_refused(
    page: PageFolder, tmp_path: Path, sends: dict[str, str], headers: dict[str, str], status: int
) -> None:
    before = (tmp_path / "rules" / "watch.yaml").read_text()
    answer = page.browser.put(f"{FILES}/watch.yaml", json={"text": COBALT}, headers=sends | headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert (tmp_path / "rules" / "watch.yaml").read_text() == before


def test_a_new_file_needs_its_word_too(page: PageFolder, sends: dict[str, str]) -> None:
    answer = page.browser.put(f"{FILES}/new.yaml", json={"text": COBALT}, headers=sends | {"If-Match": "*"})
    assert answer.status_code == 412


def test_a_file_that_changes_between_look_and_write_is_a_conflict(
    page: PageFolder, tmp_path: Path, sends: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitor.web.editing.rules_edits import RulesEdits

    file = tmp_path / "rules" / "watch.yaml"
    tag = page.browser.get(f"{FILES}/watch.yaml").headers["etag"]
    judge = RulesEdits.judge

    async def judge_while_another_writes(self: RulesEdits, *args: Any, **kwargs: Any) -> Any:
        judged = await judge(self, *args, **kwargs)
        file.write_text(file.read_text() + "# another hand\n")
        return judged

    monkeypatch.setattr(RulesEdits, "judge", judge_while_another_writes)
    text = file.read_text().replace("terms: [lithium]", "terms: [lithium, spodumene]")
    answer = page.browser.put(f"{FILES}/watch.yaml", json={"text": text}, headers=sends | {"If-Match": tag})
    assert answer.status_code == 409, answer.text
    assert file.read_text().endswith("# another hand\n")


def test_what_does_not_load_is_refused_with_the_place_of_each_error(
    page: PageFolder, tmp_path: Path, sends: dict[str, str]
) -> None:
    where = f"{FILES}/watch.yaml"
    tag = {"If-Match": page.browser.get(where).headers["etag"]}
    before = (tmp_path / "rules" / "watch.yaml").read_text()
    answer = page.browser.put(where, json={"text": BAD}, headers=sends | tag)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"].startswith("watch.yaml:3:")
    assert (tmp_path / "rules" / "watch.yaml").read_text() == before


def test_a_draft_is_checked_and_its_effect_shown_without_a_write(
    page: PageFolder, tmp_path: Path, sends: dict[str, str]
) -> None:
    page.tell(entry("e1", title="Nickel and lithium"))
    before = (tmp_path / "rules" / "watch.yaml").read_text()
    checked = page.browser.post(f"{FILES}/watch.yaml/check", json={"text": BAD}, headers=sends).json()
    assert checked["loads"] is False
    assert checked["found"][0]["line"] == 3
    assert checked["effect"] is None
    text = before.replace("terms: [lithium]", "terms: [lithium, nickel]")
    answer = page.browser.post(f"{FILES}/watch.yaml/effect", json={"text": text}, headers=sends)
    assert answer.status_code == 200, answer.text
    assert answer.json()["loads"] is True, answer.json()
    assert answer.json()["effect"]["trouble"] == ""
    assert (tmp_path / "rules" / "watch.yaml").read_text() == before


@pytest.mark.parametrize(
    "name", ["config.toml", ".hidden.yaml", "a b.yaml", "..%2Fconfig.toml", "%2e%2e.yaml"]
)
def test_no_other_file_is_read_or_written(page: PageFolder, sends: dict[str, str], name: str) -> None:
    assert page.browser.get(f"{FILES}/{name}").status_code in {403, 404}
    answer = page.browser.put(
        f"{FILES}/{name}", json={"text": COBALT}, headers=sends | {"If-None-Match": "*"}
    )
    assert answer.status_code in {403, 404, 405}


def test_a_text_of_the_largest_size_is_taken_and_a_larger_one_is_not(
    page: PageFolder, sends: dict[str, str]
) -> None:
    large = COBALT.removesuffix("...\n") + "# é\n" * 39_000
    where = f"{FILES}/large.yaml"
    made = page.browser.put(where, json={"text": large}, headers=sends | {"If-None-Match": "*"})
    assert made.status_code == 200, made.text[:300]
    larger = page.browser.put(
        where, json={"text": large + "#" * 100_000}, headers=sends | {"If-Match": made.headers["etag"]}
    )
    assert larger.status_code == 422
    bytes_ = {"text": COBALT.replace("cobalt", "tin").removesuffix("...\n") + "# é\n" * 45_000}
    answer = page.browser.put(f"{FILES}/other.yaml", json=bytes_, headers=sends | {"If-None-Match": "*"})
    assert answer.status_code == 422
    assert "at most 200 kB" in answer.text
    assert page.browser.get(f"{FILES}/other.yaml").status_code == 404


def test_edits_are_applied_where_a_daemon_waits_for_it(
    page: PageFolder, tmp_path: Path, sends: dict[str, str]
) -> None:
    assert page.browser.post(f"{FILES}/apply", headers=sends).status_code == 204
    assert "from the api" in (tmp_path / "rules" / ".apply").read_text()
    (tmp_path / "rules" / "bad.yaml").write_text(BAD)
    assert page.browser.post(f"{FILES}/apply", headers=sends).status_code == 422
