"""`wirewatch stories`: the list, joining an archive, and parting an entry from its story."""

from __future__ import annotations

import json
from pathlib import Path

from support.commands import Run

TEXT = "Officers searched a lorry at San Luis on Monday and found forty kilos of fentanyl among onions, said the customs. "


def test_an_archive_is_joined_into_stories_and_bad_lines_are_counted(run: Run, tmp_path: Path) -> None:
    entries = [
        {"id": "b", "title": "Forty kilos found", "text": TEXT * 4, "published": "2026-11-02", "outlet": "B"},
        {"id": "a", "title": "Forty kilos found", "text": TEXT * 4, "published": "2026-11-01", "outlet": "A"},
        {"id": "c", "title": "Senate votes on the budget", "published": "2026-11-03", "outlet": "C"},
    ]
    (tmp_path / "in.jsonl").write_text("{\n" + "".join(json.dumps(entry) + "\n" for entry in entries))
    done = run("stories", "--input", "in.jsonl", "--output", "out.jsonl", code=3)
    assert "3 entries, 2 stories, 1 line skipped" in done.stderr
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [(line["id"], line["story"]) for line in lines] == [("a", "a"), ("b", "a"), ("c", "c")]
    assert set(lines[0]) == {"id", "story", "level", "same_as", "score"}


def test_stories_are_listed_and_an_entry_is_parted_from_its_story(polled: Path, run: Run) -> None:
    stories = json.loads(run("stories", "--since", "3650d", "--json", cwd=polled).stdout)
    assert stories
    assert all(len(story["entries"]) > 1 for story in stories)
    # Another report of the event can be parted; a copy of all the others could not.
    story, entry = next((s, e["id"]) for s in stories for e in s["entries"] if e["level"] == "c")
    assert story["title"] in run("stories", "--since", "3650d", cwd=polled, COLUMNS="200").stdout
    parted = json.loads(run("stories", "split", entry, "--json", cwd=polled).stdout)
    assert parted["was"] == story["id"]
    assert entry in parted["moved"]
    left = json.loads(run("stories", "--since", "3650d", "--json", cwd=polled).stdout)
    assert not [s for s in left if s["id"] == story["id"] and entry in [e["id"] for e in s["entries"]]]


def test_stories_are_listed_by_the_word_list_too(polled: Path, run: Run) -> None:
    listed = run("stories", "list", "--limit", "2", cwd=polled).stdout
    assert listed == run("stories", "--limit", "2", cwd=polled).stdout
    assert json.loads(run("stories", "list", "--json", cwd=polled).stdout)


def test_what_is_parted_is_told_unless_it_shall_be_quiet(polled: Path, run: Run) -> None:
    stories = json.loads(run("stories", "--since", "3650d", "--json", cwd=polled).stdout)
    silent = [
        entry["id"]
        for story in stories
        for entry in story["entries"][1:]
        if entry["decisions"] and all(one["action"] == "threaded" for one in entry["decisions"])
    ]
    alerts = len(json.loads(run("alerts", "--json", cwd=polled).stdout))
    quiet = json.loads(run("stories", "split", silent[0], "--quiet", "--json", cwd=polled).stdout)
    assert quiet["alert"] is None
    parted = json.loads(run("stories", "split", silent[-1], "--json", cwd=polled).stdout)
    assert (parted["alert"]["kind"], parted["alert"]["story"]) == ("new", parted["now"])
    told = json.loads(run("alerts", "--json", cwd=polled).stdout)
    assert (len(told), told[0]["entry"]) == (alerts + 1, parted["alert"]["entry"])
    (kept,) = json.loads(run("stories", "review", told[0]["entry"], "--json", cwd=polled).stdout)
    assert kept["verdict"] == "wrong"


def test_stories_say_what_was_told_and_what_stayed_silent(polled: Path, run: Run) -> None:
    for story in json.loads(run("stories", "--since", "3650d", "--json", cwd=polled).stdout):
        assert story["told"] + story["waiting"] + story["silent"] == len(story["entries"])
        for entry in story["entries"]:
            for decision in entry["decisions"]:
                assert decision["alert"] or decision["reason"]
    assert "silent" in run("stories", "--since", "3650d", cwd=polled, COLUMNS="200").stdout


def test_what_cannot_be_listed_or_parted_is_told(polled: Path, run: Run) -> None:
    assert "no stored entry" in run("stories", "split", "no-such-entry", cwd=polled, code=1).stderr
    run("stories", "--since", "soon", cwd=polled, code=2)


def test_two_stories_are_joined_and_parted_again(polled: Path, run: Run) -> None:
    alerts = json.loads(run("alerts", "--json", cwd=polled).stdout)
    one, other = alerts[0], next(each for each in alerts if each["story"] != alerts[0]["story"])
    said = run("stories", "join", one["entry"], other["entry"], cwd=polled).stdout
    assert f"are in story {other['story']} now" in said
    assert (
        "they are one story"
        in run("stories", "join", one["entry"], other["entry"], cwd=polled, code=1).stderr
    )
    assert (
        json.loads(run("stories", "split", one["entry"], "--json", cwd=polled).stdout)["was"]
        == other["story"]
    )
