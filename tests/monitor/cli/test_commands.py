"""The command line, as the built wheel installs it."""

from __future__ import annotations

import csv
import io
import json
import mailbox
import os
import re
from pathlib import Path

import pytest
from support.commands import Run, WarmHost, environment
from support.feed_server import FeedServer, Reply
from support.places import ROOT

from storage import Store

RULES = {"fentanyl", "ebrard"}


def expected() -> list[dict[str, str]]:
    with (ROOT / "tests" / "data" / "sample_feeds_expected.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_one_round_alerts_on_the_sample_stories_and_sums_up(starter: Path, run: Run) -> None:
    done = run("run", "--once", cwd=starter)
    for line in ("feeds polled", "entries new", "entries matched", "duplicates folded", "alerts sent"):
        assert line in done.stdout
    assert "alerts held" in done.stdout
    assert "alerts failed" in done.stdout
    box = mailbox.mbox(starter / "var" / "alerts.mbox")
    assert len(box) >= 4
    assert all(max(map(len, str(message.get_payload()).splitlines())) < 1000 for message in box)


def test_every_sample_entry_fires_or_stays_silent_as_it_should(polled: Path, run: Run) -> None:
    store = Store.open(str(polled / "var" / "wirewatch.db"))
    wrong = []
    alerts: dict[str, list[str]] = {}
    for row in expected():
        (entry,) = [one for one in store.entries.find(row["entry"]) if one.feed == row["feed"]]
        actions = [decision.action for decision in store.alerts.decisions(entry.id)]
        if bool(actions) != (row["alerts"] == "yes"):
            wrong.append(f"{row['feed']} {row['entry']}: {actions} ({row['note']})")
        for group in filter(None, (row["story"] and f"story {row['story']}", row["copies"])):
            alerts.setdefault(group, []).extend(action for action in actions if action == "alerted")
    store.close()
    assert not wrong, "\n".join(wrong)
    # Of copies of one text whichever is polled first alerts, and the others join its story. Reports of one
    # event in two languages may join as well, by what was polled before them: then one language is silent.
    copies = {group: len(heard) for group, heard in alerts.items() if not group.startswith("story")}
    assert all(count <= 1 for count in copies.values()), copies
    assert all(heard for group, heard in alerts.items() if group.startswith("story")), alerts


def test_a_second_round_sends_nothing_more(polled: Path, run: Run) -> None:
    before = (polled / "var" / "alerts.mbox").read_bytes()
    again = json.loads(run("run", "--once", "--json", cwd=polled).stdout)
    assert (again["new"], again["alerts"], again["sent"], again["held"]) == (0, 0, 0, 0)
    assert (polled / "var" / "alerts.mbox").read_bytes() == before


def test_alerts_have_the_documented_shape_and_stable_ids(polled: Path, run: Run) -> None:
    alerts = json.loads(run("alerts", "--json", cwd=polled).stdout)
    keys = {
        "id", "kind", "story", "watches", "severity", "title", "url", "outlet", "outlets", "published",
        "created", "reason", "matches", "deliveries",
    }  # fmt: skip
    for alert in alerts:
        assert keys <= set(alert)
        assert alert["kind"] == "new"
        assert alert["watches"] == ["us-mexico-security"]
        assert {"destination", "state", "attempts"} == set(alert["deliveries"][0])
        for match in alert["matches"]:
            assert {"rule", "variant", "field", "span", "text", "score", "tokens"} <= set(match)
    assert alerts == json.loads(run("alerts", "--json", cwd=polled).stdout)


def test_alerts_are_listed_by_time_and_watch_and_as_csv(polled: Path, run: Run) -> None:
    assert json.loads(run("alerts", "--json", "--since", "1h", cwd=polled).stdout)
    assert json.loads(run("alerts", "--json", "--since", "2999-01-01", cwd=polled).stdout) == []
    unknown = run("alerts", "--watch", "us-mexico-securty", cwd=polled, code=2)
    assert "did you mean `us-mexico-security`?" in " ".join(unknown.stderr.replace("│", " ").split())
    rows = list(csv.DictReader(io.StringIO(run("alerts", "--csv", cwd=polled).stdout)))
    assert rows[0]["watches"] == "us-mexico-security"
    wrong = run("alerts", "--since", "yesterday", cwd=polled, code=2)
    assert "neither a span" in wrong.stderr


@pytest.mark.parametrize("name", ["alerts", "feeds", "deliveries", "status"])
def test_listings_fit_80_columns_and_speak_json(polled: Path, run: Run, name: str) -> None:
    shown = run(name, cwd=polled).stdout
    assert shown.strip()
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= 80
    assert "\x1b" not in shown
    assert json.loads(run(name, "--json", cwd=polled).stdout)


def test_why_tells_every_stage_of_an_alerted_entry(polled: Path, run: Run) -> None:
    alert = next(one for one in json.loads(run("alerts", "--json", cwd=polled).stdout) if one["url"])
    told = run("why", alert["entry"], cwd=polled).stdout
    for stage in ("fetched", "matched", "story", "decided", "delivery", "rules"):
        assert re.search(rf"^  {stage} ", told, re.MULTILINE), stage
    by_address = json.loads(run("why", alert["url"], "--json", cwd=polled).stdout)
    one = by_address[0] if isinstance(by_address, list) else by_address
    assert one["decisions"][0]["action"] == "alerted"


def test_why_of_a_silent_entry_gives_a_reason_too(polled: Path, run: Run) -> None:
    row = next(row for row in expected() if row["alerts"] == "no")
    assert "decided" in run("why", row["entry"], cwd=polled).stdout
    missing = run("why", "no-such-entry-anywhere", cwd=polled, code=1)
    assert "no stored entry" in missing.stderr


def test_why_finds_a_title_whatever_the_case_and_accents_of_its_words(polled: Path, run: Run) -> None:
    titles = {one["title"] for one in json.loads(run("why", "MEXICO acuerdan", "--json", cwd=polled).stdout)}
    assert any("México" in title for title in titles)


def test_why_tells_what_the_rules_nearly_found(polled: Path, run: Run) -> None:
    told = json.loads(run("why", "Law students gun makers", "--json", cwd=polled).stdout)
    missed = [miss for one in told for miss in one["near_misses"]]
    assert any(miss["lacks"] and miss["score"] < 0.8 for miss in missed)
    shown = run("why", "Law students gun makers", cwd=polled).stdout
    assert "lacked: “sue” is missing" in shown
    assert "gun + makers + " in shown


def test_explain_finds_names_and_topics_however_they_are_spelled(starter: Path, run: Run) -> None:
    said = "Marcelo Ébrard habló de fentanilo"
    told = json.loads(run("explain", "--text", said, "--json", cwd=starter).stdout)
    assert {match["rule"] for match in told["matches"]} == RULES
    assert told["watches"] == ["us-mexico-security"]
    for match in told["matches"]:
        start, end = match["span"]
        assert said[start:end] == match["text"]
        assert match["field"] == "text"
        assert 0 < match["score"] <= 1
    shown = run("explain", "--text", said, cwd=starter).stdout
    assert "«fentanilo»" in shown


def test_explain_finds_nothing_inside_other_words(starter: Path, run: Run) -> None:
    said = "Farms trafficking in undocumented labour were fined"
    told = json.loads(run("explain", "--text", said, "--json", cwd=starter).stdout)
    assert told == {"matches": [], "watches": [], "near_misses": []}


def test_explain_says_what_a_near_miss_lacked(starter: Path, run: Run) -> None:
    said = "The chemist Pierre Ebrard spoke"
    told = json.loads(run("explain", "--text", said, "--json", cwd=starter).stdout)
    assert told["matches"] == []
    assert "it lacked" in run("explain", "--text", said, cwd=starter).stdout or not told["near_misses"]


def test_explain_reads_files_and_says_what_is_missing(starter: Path, run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html><head><title>Talks</title></head><body><article><p>"
        + "The two sides spoke of fentanyl and of what each can do about it. " * 6
        + "</p></article></body></html>"
    )
    told = json.loads(run("explain", "--file", page, "--json", cwd=starter).stdout)
    assert {match["rule"] for match in told["matches"]} == {"fentanyl"}
    assert "cannot be read" in run("explain", "--file", "gone.txt", cwd=starter, code=1).stderr
    run("explain", cwd=starter, code=2)
    run("explain", "--text", "a", "--file", page, cwd=starter, code=2)


def test_init_makes_a_folder_that_checks_and_never_overwrites(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    run("init", folder)
    assert (folder / "config.toml").exists()
    assert (folder / "rules" / "us-mexico-security.yaml").exists()
    assert (folder / "seeds" / "us-mexico-security.md").exists()
    assert any((folder / "seeds" / "feeds").iterdir())
    run("check", cwd=folder)
    (folder / "config.toml").write_text("# mine\n")
    run("init", folder)
    assert (folder / "config.toml").read_text() == "# mine\n"


def test_init_says_where_it_cannot_write(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("init", str(tmp_path / "file"), code=1)
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_names_file_line_and_column_and_suggests(starter: Path, run: Run) -> None:
    assert json.loads(run("check", "--json", cwd=starter).stdout)["ok"]
    rules = starter / "rules" / "us-mexico-security.yaml"
    good = rules.read_text()
    rules.write_text(good.replace("severity:", "severty:"))
    failed = run("check", cwd=starter, code=1)
    assert re.search(r"us-mexico-security\.yaml:\d+:\d+: ", failed.stderr)
    assert "severity" in failed.stderr
    told = json.loads(run("check", "--json", cwd=starter, code=1).stdout)
    assert told["problems"][0]["line"] > 1
    rules.write_text(good)
    config = starter / "config.toml"
    config.write_text(
        config.read_text() + '\n[[feeds]]\nname = "x"\nurl = "https://x.example"\nintervall = "1h"\n'
    )
    failed = run("check", cwd=starter, code=1)
    assert re.search(r"config\.toml:\d+:\d+: ", failed.stderr)
    assert "interval" in failed.stderr


def test_check_finds_dangling_and_orphan_seed_links(starter: Path, run: Run) -> None:
    seed = starter / "seeds" / "us-mexico-security.md"
    good = seed.read_text()
    seed.write_text(good.replace("#fentanyl)", "#fentanil)"))
    failed = run("check", cwd=starter, code=1)
    assert "fentanil" in failed.stderr
    seed.unlink()
    assert "us-mexico-security.md" in run("check", cwd=starter, code=1).stderr


def test_an_example_that_goes_the_other_way_is_a_finding(starter: Path, run: Run) -> None:
    rules = starter / "rules" / "us-mexico-security.yaml"
    rules.write_text(
        re.sub(r"(?m)^(\s+)no_match:\n", r"\1no_match:\n\1  - Fentanyl was found\n", rules.read_text())
    )
    assert "Fentanyl was found" in run("check", cwd=starter, code=1).stderr


def test_a_rules_file_cut_short_after_a_run_is_refused(polled: Path, run: Run) -> None:
    rules = polled / "rules" / "us-mexico-security.yaml"
    whole = rules.read_text()
    rules.write_text(whole[: whole.index("watches:")])
    assert "..." in run("check", cwd=polled, code=1).stderr
    run("run", "--once", cwd=polled, code=2)


def test_schema_is_a_json_schema_of_rules_files(run: Run) -> None:
    schema = json.loads(run("schema").stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert {"actors", "topics", "watches"} <= set(schema["properties"])


def test_notify_test_sends_to_one_destination(starter: Path, run: Run) -> None:
    assert "test message" in run("notify-test", "console", cwd=starter).stdout
    run("notify-test", "mailbox", cwd=starter)
    assert len(mailbox.mbox(starter / "var" / "alerts.mbox")) == 1
    wrong = run("notify-test", "nobody", cwd=starter, code=1)
    assert "console" in wrong.stderr


def test_db_upgrade_makes_the_store_and_may_be_repeated(starter: Path, run: Run) -> None:
    assert "no store" in run("alerts", cwd=starter, code=4).stderr
    run("db", "upgrade", cwd=starter)
    run("db", "upgrade", cwd=starter)
    assert json.loads(run("alerts", "--json", cwd=starter).stdout) == []


def test_the_config_is_found_by_option_variable_and_folder(starter: Path, run: Run, tmp_path: Path) -> None:
    run("check", "--config", starter / "config.toml")
    run("-c", starter, "check")
    run("check", WIREWATCH_CONFIG=str(starter))
    lost = run("check", code=1)
    assert "wirewatch init" in lost.stderr


def test_every_command_has_help_with_an_example(run: Run) -> None:
    listed = run("--help").stdout
    for name in (
        "init", "check", "run", "feeds", "alerts", "why", "explain", "notify-test", "schema", "status",
        "deliveries",
    ):  # fmt: skip
        assert name in listed
        assert re.search(r"Examples?:", run(name, "--help").stdout), name
    assert re.search(r"Example:", run("db", "upgrade", "--help").stdout)
    assert run("--version").stdout.startswith("wirewatch ")


def test_check_finds_a_destination_that_run_would_refuse(starter: Path, run: Run) -> None:
    config = starter / "config.toml"
    config.write_text(config.read_text() + '\n[destinations.extra]\nurl = "nosuch://secret-word"\n')
    done = run("check", cwd=starter, code=1)
    assert "destination extra" in done.stderr
    assert "secret-word" not in done.stdout + done.stderr


def test_a_reader_that_goes_away_ends_no_command_early(
    starter: Path, run: Run, warm: WarmHost, tmp_path: Path
) -> None:
    def head(*args: str, cold: bool = False) -> int:
        reader, writer = os.pipe()
        os.close(reader)
        start = warm.start_cold if cold else warm.start
        with os.fdopen(writer, "wb") as out, (tmp_path / "said").open("wb") as err:
            process = start(args, starter, environment(tmp_path), out, err)
        code = process.wait(60)
        assert "Traceback" not in (tmp_path / "said").read_text()
        return code

    assert head("run", "--once") == 0
    polled = json.loads(run("feeds", "--json", cwd=starter).stdout)
    assert all(feed["last_ok"] for feed in polled)
    assert [head("alerts", "--json"), head("alerts", "--csv"), head("alerts", cold=True)] == [0, 0, 0]


def test_a_feed_that_is_gone_is_asked_again_once_it_is_revived(
    feeds: FeedServer, tmp_path: Path, run: Run
) -> None:
    url = feeds.serve("/rss", Reply(status=410))
    config = tmp_path / "config.toml"
    config.write_text(
        f'[storage]\nurl = "w.db"\n[[feeds]]\nname = "wire"\nurl = "{url}"\nallow_private = true\n'
    )
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "none.yaml").write_text("version: 1\n")
    assert "1 failed" in run("run", "--once").stdout
    again = run("run", "--once")
    assert "wirewatch feeds revive" in again.stderr
    run("feeds", "revive", "other", code=1)
    assert "wire is due now" in run("feeds", "revive", f"{url}").stdout
    assert "1 failed" in run("run", "--once").stdout
