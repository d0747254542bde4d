"""`wirewatch check`: problems with their places, estimates, formats for CI."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from support.commands import Run
from support.places import DATA


def test_check_names_file_line_and_column_and_suggests(starter: Path, run: Run) -> None:
    assert json.loads(run("check", "--json", cwd=starter).stdout)["ok"]
    rules = starter / "rules" / "us-mexico-security.yaml"
    good = rules.read_text()
    rules.write_text(good.replace("severity:", "severty:"))
    failed = run("check", cwd=starter, code=2)
    assert re.search(r"us-mexico-security\.yaml:\d+:\d+: ", failed.stderr)
    assert "severity" in failed.stderr
    told = json.loads(run("check", "--json", cwd=starter, code=2).stdout)
    assert told["problems"][0]["line"] > 1
    rules.write_text(good)
    config = starter / "config.toml"
    config.write_text(
        config.read_text() + '\n[[feeds]]\nname = "x"\nurl = "https://x.example"\nintervall = "1h"\n'
    )
    failed = run("check", cwd=starter, code=2)
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
    assert "Fentanyl was found" in run("check", cwd=starter, code=2).stderr


def test_a_rules_file_cut_short_after_a_run_is_refused(polled: Path, run: Run) -> None:
    rules = polled / "rules" / "us-mexico-security.yaml"
    whole = rules.read_text()
    rules.write_text(whole[: whole.index("watches:")])
    assert "..." in run("check", cwd=polled, code=2).stderr
    run("run", "--once", cwd=polled, code=2)


def test_check_finds_a_destination_that_run_would_refuse(starter: Path, run: Run) -> None:
    config = starter / "config.toml"
    config.write_text(config.read_text() + '\n[destinations.extra]\nurl = "nosuch://secret-word"\n')
    done = run("check", cwd=starter, code=1)
    assert "destination extra" in done.stderr
    assert "secret-word" not in done.stdout + done.stderr


def test_check_estimates_from_history_and_speaks_to_ci(polled: Path, run: Run) -> None:
    told = json.loads(run("check", "--json", cwd=polled).stdout)
    assert [one["watch"] for one in told["estimates"]] == ["us-mexico-security"]
    assert "expect us-mexico-security: " in run("check", cwd=polled).stdout
    assert "expect" not in run("check", "--no-history", cwd=polled).stdout
    rules = polled / "rules" / "us-mexico-security.yaml"
    rules.write_text(rules.read_text().replace("severity:", "severty:"))
    line = run("check", "--format", "github", cwd=polled, code=2).stdout
    assert re.match(r"::error file=rules/us-mexico-security\.yaml,line=\d+,col=\d+::", line)
    sarif = json.loads(run("check", "--format", "sarif", cwd=polled, code=2).stdout)
    (result, *_) = sarif["runs"][0]["results"]
    assert sarif["version"] == "2.1.0"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] > 1


def test_check_says_what_it_cannot_propose_without_history(starter: Path, run: Run) -> None:
    assert "no estimates and no proposed terms: there is no store" in run("check", cwd=starter).stdout
    assert json.loads(run("check", "--json", cwd=starter).stdout)["suggestions"] == []


def test_check_and_tune_propose_terms_with_the_entries_that_they_add(polled: Path, run: Run) -> None:
    (polled / "rules" / "more.yaml").write_text(
        "version: 1\ntopics:\n  - {id: opiates, terms: [fentanilo]}\n"
        "watches:\n  - {id: pills, when: {any: [opiates]}}\n...\n"
    )
    (one,) = [
        s
        for s in json.loads(run("check", "--json", cwd=polled).stdout)["suggestions"]
        if s["rule"] == "opiates"
    ]
    assert (one["term"], one["language"], one["source"]) == ("fentanyl", "en", "table")
    assert one["adds"] > 0
    assert one["examples"]
    assert "consider opiates: `fentanyl` would add" in run("check", cwd=polled).stdout
    assert "consider opiates: `fentanyl` would add" in run("tune", "opiates", cwd=polled).stdout
    (same,) = json.loads(run("tune", "opiates", "--json", cwd=polled).stdout)["suggestions"]
    assert same | {"examples": one["examples"]} == one, "which of the entries are shown may differ"


def test_check_warns_of_a_topic_without_a_term_in_a_feeds_language(starter: Path, run: Run) -> None:
    (starter / "rules" / "more.yaml").write_text(
        "version: 1\ntopics:\n  - {id: droughts, terms: [drought]}\n"
        "watches:\n  - {id: dry, when: {any: [droughts]}}\n...\n"
    )
    warned = run("check", cwd=starter).stderr
    assert re.search(r"more\.yaml:3:\d+: topic droughts has no term in a language of your feeds: es", warned)
    assert "sequía" in warned


def test_check_warns_of_words_for_a_watch_that_is_not_there(starter: Path, run: Run) -> None:
    config = starter / "config.toml"
    config.write_text(
        config.read_text() + '\n[destinations.own]\nurl = "console:"\nwatches.no-such.body = "x"\n'
    )
    warned = run("check", cwd=starter)
    assert (
        "destination own has words for `no-such`, and no watch has this id" in warned.stdout + warned.stderr
    )


def test_check_warns_of_a_list_that_no_rules_file_names(starter: Path, run: Run) -> None:
    folder = starter / "rules" / "lists"
    folder.mkdir()
    (folder / "ships.csv").write_text("name\nSampleford Star\n")
    assert "lists/ships.csv: no rules file names this list" in " ".join(
        run("check", cwd=starter).stderr.split()
    )
    (starter / "rules" / "ships.yaml").write_text(
        "version: 1\nlists:\n  - {id: ships, file: lists/ships.csv, format: csv}\n"
        "watches:\n  - {id: ships-watch, when: ships}\n...\n"
    )
    assert "names this list" not in run("check", cwd=starter).stderr


def test_check_takes_the_aliases_beside_a_list_of_ofac_as_named(starter: Path, run: Run) -> None:
    folder = starter / "rules" / "lists"
    folder.mkdir()
    (folder / "SDN.CSV").write_text('1,"SAMPLEFORD STAR","vessel"' + ',"-0-"' * 9 + "\n")
    (folder / "ALT.CSV").write_text('1,1,"aka","SAMPLEFORD MOON","-0-"\n')
    (starter / "rules" / "ships.yaml").write_text(
        "version: 1\nlists:\n  - {id: ships, file: lists/SDN.CSV, format: ofac}\n"
        "watches:\n  - {id: ships-watch, when: ships}\n...\n"
    )
    assert "names this list" not in run("check", cwd=starter).stderr
    (folder / "OTHER.CSV").write_text("name\nSampleford Sun\n")
    assert "OTHER.CSV: no rules file names this list" in " ".join(run("check", cwd=starter).stderr.split())


def test_check_names_what_loses_alerts_and_the_rules_stay_in_force(starter: Path, run: Run) -> None:
    config = starter / "config.toml"
    config.write_text(config.read_text() + '\n[destinations.lost]\nurl = "slak://a/b/c"\n')
    (starter / "rules" / "more.yaml").write_text(
        "version: 1\nwatches:\n  - {id: deaf, when: fentanyl, feeds: {tags: [wyre]}}\n...\n"
    )
    told = json.loads(run("check", "--json", cwd=starter, code=1).stdout)["problems"]
    by_message = {problem["message"]: problem for problem in told}
    deaf = by_message["no feed has the tag `wyre`, so watch `deaf` hears no feed"]
    assert (deaf["line"], deaf["level"], deaf["hint"]) == (3, "error", "did you mean `wire`?")
    lost = next(problem for problem in told if "destination lost" in problem["message"])
    assert lost["line"] == len(config.read_text().splitlines())
    assert "did you mean slack://?" in lost["message"]
    assert run("rules", "list", cwd=starter).returncode == 0


def test_a_watch_folder_of_the_first_version_loads_with_a_word_on_what_has_a_successor(
    tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "watch"
    for name in ("config.toml", "rules/rules.yaml", "rules/names.csv", "seeds/talks.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DATA / "first_version" / Path(name).name, folder / name)
    (folder / "secret.txt").write_text("mbox:secret.mbox\n")
    found = json.loads(run("check", "--json", cwd=folder).stdout)["problems"]
    assert [(one["level"], one["message"], one["hint"]) for one in found] == [
        ("warning", "`thread` is the older name of `developments`", "write `updates: developments`")
    ]
