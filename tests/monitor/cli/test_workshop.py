"""The workshop's commands, as the built wheel installs them: seed, match, backtest, verdict, rules, feeds."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from support.commands import Run, environment
from support.feed_server import FeedServer, Item, Reply, rss

ARTICLE = """\
The plan was announced by the Norland Transport Minister, Ingrid Halvorsen, who said money laundering had grown.
Ambassador Tom Quimby attended. Quimby said the talks on money laundering were cordial.
"""
RULES = """\
version: 1
topics:
  - id: theft # a comment that stays
    terms: [container theft, "robo de contenedores"]
  - id: harbour
    terms: [harbour]
watches:
  - id: ports
    when: {any: [theft]}
    notify: [console]
...
"""
ENTRIES = [
    {"id": "1", "title": "Container theft doubles", "text": "", "published": "2023-05-01T08:00:00Z"},
    {"id": "2", "title": "Crece el robo de contenedores", "lang": "es", "published": "2023-05-02"},
    {"id": "3", "title": "Rain over the hills", "text": "No harbour in sight.", "published": "2023-05-03"},
]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "entries.jsonl"
    path.write_text("".join(json.dumps(entry) + "\n" for entry in ENTRIES))
    return path


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "ports.yaml"
    path.write_text(RULES)
    return path


def pdf(text: str) -> bytes:
    """A PDF of one page, made by hand: a line of Helvetica for each line of text."""
    shown = "".join(f"({line}) Tj T* " for line in text.replace("(", "").replace(")", "").splitlines())
    stream = f"BT /F1 11 Tf 14 TL 50 750 Td {shown}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 900 800] >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 6\n0000000000 65535 f \n" + table
        + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    )  # fmt: skip


def test_seed_drafts_rules_from_text_html_pdf_and_an_address(
    run: Run, tmp_path: Path, feeds: FeedServer
) -> None:
    page = f"<html><head><title>Talks on ports</title></head><body><nav>Home Sport</nav><article><p>{ARTICLE}</p>"
    page += "<blockquote>We move on. — Rosa Maria (@RosaDelgadoRuiz) June 1, 2023</blockquote></article></body></html>"
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "a.html").write_text(page)
    (tmp_path / "a.pdf").write_bytes(pdf(ARTICLE))
    feeds.serve("/talks", Reply(body=page.encode(), content_type="text/html"))
    for where in ("a.txt", "a.html", "a.pdf", f"{feeds.base}/talks"):
        told = json.loads(run("seed", where, "--json").stdout)
        names = {actor["name"] for actor in told["actors"]}
        assert {"Ingrid Halvorsen", "Tom Quimby"} <= names, where
        assert "money-laundering" in {topic["id"] for topic in told["topics"]}
        assert ("Rosa María Delgado Ruiz" in names) == (where not in ("a.txt", "a.pdf"))
        assert all(actor["sentence"] for actor in told["actors"])


def test_seed_writes_a_file_that_checks_and_never_overwrites(starter: Path, run: Run) -> None:
    (starter / "article.txt").write_text(ARTICLE)
    draft = starter / "rules" / "draft.yaml"
    run("seed", "article.txt", "-o", draft, cwd=starter)
    text = draft.read_text()
    assert text.endswith("\n...\n")
    assert re.search(r"# “The plan was announced by .*\n.*\(article\.txt, sentence 1\)", text)
    run("check", cwd=starter)
    assert "already" in run("seed", "article.txt", "-o", draft, cwd=starter, code=1).stderr
    assert draft.read_text() == text
    again = json.loads(run("seed", "article.txt", "-o", "rules/again.yaml", "--json", cwd=starter).stdout)
    assert all(rule["tracked"] for rule in (*again["actors"], *again["topics"]))


def test_seed_says_what_it_cannot_read(run: Run, tmp_path: Path) -> None:
    assert "cannot be read" in run("seed", "gone.txt", code=1).stderr
    (tmp_path / "empty.txt").write_text(" \n")
    assert "no text" in run("seed", "empty.txt", code=1).stderr
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    assert "PDF" in run("seed", "broken.pdf", code=1).stderr
    (tmp_path / "rain.txt").write_text("it rained, and then it did not.")
    assert "no person" in run("seed", "rain.txt", code=1).stderr


def test_match_writes_one_line_an_entry_in_order(
    run: Run, rules: Path, archive: Path, tmp_path: Path
) -> None:
    done = run("match", "--rules", rules, "--input", archive, "--output", "m.jsonl")
    assert "3 entries matched" in done.stdout
    lines = [json.loads(line) for line in (tmp_path / "m.jsonl").read_text().splitlines()]
    assert [line["id"] for line in lines] == ["1", "2", "3"]
    assert [line["watches"] for line in lines] == [["ports"], ["ports"], []]
    (match,) = lines[0]["matches"]
    assert (match["rule"], match["text"], match["span"], match["field"]) == (
        "theft",
        "Container theft",
        [0, 15],
        "title",
    )
    assert [m["rule"] for m in lines[2]["matches"]] == ["harbour"]


def test_match_reports_bad_lines_by_number_and_skips_them(run: Run, rules: Path, tmp_path: Path) -> None:
    bad = ["{", '{"title": "no id"}', '{"id": "x", "title": 3}', "", json.dumps(ENTRIES[0]), "[]"]
    (tmp_path / "bad.jsonl").write_text("\n".join(bad))
    done = run("match", "--rules", rules, "--input", "bad.jsonl", "--output", "-", code=3)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1"]
    for number in (1, 2, 3, 6):
        assert f"line {number}: " in done.stderr
    assert "line 4" not in done.stderr


def test_match_gives_the_same_with_workers_and_from_packed_input(
    run: Run, rules: Path, tmp_path: Path
) -> None:
    lines = [json.dumps({**ENTRIES[i % 3], "id": f"e{i}"}) for i in range(900)]
    (tmp_path / "many.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    run("match", "--rules", rules, "--input", "many.jsonl.gz", "--output", "one.jsonl")
    run("match", "--rules", rules, "--input", "many.jsonl.gz", "--output", "two.jsonl", "--jobs", 2)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_match_takes_a_list_without_rules(run: Run, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("name,aliases,kind,id\nHeribert Quandt-Lindner,,person,q1\n")
    entry = {"id": "q", "title": "Heribert Quandt Lindner was seen at the port"}
    (tmp_path / "q.jsonl").write_text(json.dumps(entry))
    done = run("match", "--list", "people.csv", "--input", "q.jsonl", "--output", "-")
    told = json.loads(done.stdout)
    assert [match["rule"] for match in told["matches"]] == ["people/q1"]
    assert told["watches"] == []


def test_backtest_shows_what_an_edit_changes_and_keeps_limits(polled: Path, run: Run) -> None:
    sent = (polled / "var" / "alerts.mbox").read_bytes()
    same = json.loads(run("backtest", "--json", cwd=polled).stdout)
    assert (same["appear"], same["vanish"], same["rules"]) == ([], [], "no change")
    assert same["old"] == same["new"]
    rules = polled / "rules" / "us-mexico-security.yaml"
    edited = polled / "edited.yaml"
    edited.write_text(
        rules.read_text().replace("      - fentanyl\n      - fentanilo\n", "      - naloxone\n")
    )
    found = json.loads(run("backtest", "--rules", edited, "--json", cwd=polled).stdout)
    assert found["vanish"]
    assert all(set(change) >= {"entry", "watch", "reason", "other", "matches"} for change in found["vanish"])
    shown = run("backtest", "--rules", edited, "--max-gone", 0, cwd=polled, code=1)
    assert "limit broken" in shown.stderr
    assert re.search(r"^\+\d+ / -\d+ alerts", shown.stdout, re.MULTILINE)
    assert "«" in shown.stdout
    assert (polled / "var" / "alerts.mbox").read_bytes() == sent


def test_backtest_runs_on_an_archive_against_other_rules(
    run: Run, rules: Path, archive: Path, starter: Path
) -> None:
    new = rules.with_name("new.yaml")
    new.write_text(RULES.replace("any: [theft]", "any: [theft, harbour]"))
    told = json.loads(
        run("backtest", "--rules", new, "--against", rules, "--input", archive, "--json", cwd=starter).stdout
    )
    assert [change["entry"] for change in told["appear"]] == ["3"]
    assert told["appear"][0]["other"].startswith("only harbour found")
    run(
        "backtest",
        "--rules",
        new,
        "--against",
        rules,
        "--input",
        archive,
        "--max-new",
        0,
        cwd=starter,
        code=1,
    )


def test_backtest_watch_runs_again_at_each_save(
    run: Run, rules: Path, archive: Path, starter: Path, command: Path
) -> None:
    arguments = ["backtest", "--rules", rules, "--against", rules, "--input", archive, "--watch"]
    log = starter / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(command), *map(str, arguments)],
            cwd=starter,
            env=environment(starter),
            stdout=out,
            stderr=out,
        )
    try:
        wait(lambda: log.read_text().count("waiting for the next save") == 1)
        rules.write_text(RULES.replace("any: [theft]", "any: [theft, harbour]"))
        wait(lambda: log.read_text().count("waiting for the next save") == 2)
        assert "1 watch changed" in log.read_text()
        rules.write_text("version: 1\nwatches: [")
        wait(lambda: log.read_text().count("waiting for the next save") == 3)
        assert re.search(r"ports\.yaml:\d+:\d+: ", log.read_text())
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
    assert "Traceback" not in log.read_text()


def wait(condition) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_false_verdict_proposes_exclusions_and_the_log_keeps_everything(polled: Path, run: Run) -> None:
    alert = json.loads(run("alerts", "--json", cwd=polled).stdout)[0]
    told = json.loads(
        run("verdict", alert["id"], "false", "--note", "=not ours", "--json", cwd=polled).stdout
    )
    for proposal in told["exclusions"]:
        assert proposal["rule"] in {match["rule"] for match in alert["matches"]}
        assert proposal["phrase"] in alert["title"] or len(proposal["phrase"].split()) > 1
    run("verdict", alert["id"], "true", cwd=polled)
    log = json.loads(run("verdicts", "--json", cwd=polled).stdout)
    assert [one["verdict"] for one in log] == ["false", "true"]
    assert log[0]["note"] == "=not ours"
    rows = list(csv.DictReader(io.StringIO(run("verdicts", "--csv", cwd=polled).stdout)))
    assert rows[0]["note"] == "'=not ours"
    assert "no alert" in run("verdict", 999_999, "true", cwd=polled, code=1).stderr
    run("verdict", alert["id"], "perhaps", cwd=polled, code=2)


def test_tune_shows_scores_on_both_sides_of_the_cut(polled: Path, run: Run) -> None:
    shown = run("tune", "fentanyl", cwd=polled).stdout
    assert "above the cut" in shown
    assert "«" in shown
    told = json.loads(run("tune", "fentanyl", "--json", cwd=polled).stdout)
    assert sum(row["matches"] for row in told["histogram"]) > 0
    assert {"min_score", "lost", "won"} == set(told["costs"][0])
    assert "rules list" in run("tune", "nobody", cwd=polled, code=1).stderr


def test_check_estimates_from_history_and_speaks_to_ci(polled: Path, run: Run) -> None:
    told = json.loads(run("check", "--json", cwd=polled).stdout)
    assert [one["watch"] for one in told["estimates"]] == ["us-mexico-security"]
    assert "expect us-mexico-security: " in run("check", cwd=polled).stdout
    assert "expect" not in run("check", "--no-history", cwd=polled).stdout
    rules = polled / "rules" / "us-mexico-security.yaml"
    rules.write_text(rules.read_text().replace("severity:", "severty:"))
    line = run("check", "--format", "github", cwd=polled, code=1).stdout
    assert re.match(r"::error file=rules/us-mexico-security\.yaml,line=\d+,col=\d+::", line)
    sarif = json.loads(run("check", "--format", "sarif", cwd=polled, code=1).stdout)
    (result, *_) = sarif["runs"][0]["results"]
    assert sarif["version"] == "2.1.0"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] > 1


def test_check_warns_of_a_topic_without_a_term_in_a_feeds_language(starter: Path, run: Run) -> None:
    (starter / "rules" / "more.yaml").write_text(
        "version: 1\ntopics:\n  - {id: droughts, terms: [drought]}\n"
        "watches:\n  - {id: dry, when: {any: [droughts]}}\n...\n"
    )
    warned = run("check", cwd=starter).stderr
    assert re.search(r"more\.yaml:3:\d+: topic droughts has no term in a language of your feeds: es", warned)
    assert "sequía" in warned


def test_rules_are_listed_shown_made_and_formatted(starter: Path, run: Run) -> None:
    rows = json.loads(run("rules", "list", "--json", cwd=starter).stdout)
    assert {"id": "ebrard", "kind": "actor"}.items() <= next(r for r in rows if r["id"] == "ebrard").items()
    told = json.loads(run("rules", "show", "ken-salazar", "--json", cwd=starter).stdout)
    edits = {w["word"]: w["edits"] for one in told["compiled"] for slot in one["slots"] for w in slot}
    assert edits["kenneth"] == 1
    assert "did you mean" in run("rules", "show", "ken-salasar", cwd=starter, code=1).stderr
    run("rules", "new", "dry", "--term", "drought", cwd=starter)
    assert "sequía" in (starter / "rules" / "dry.yaml").read_text()
    run("check", cwd=starter)
    run("rules", "new", "dry", "--term", "drought", cwd=starter, code=1)
    assert max(len(line.rstrip()) for line in run("rules", "list", cwd=starter).stdout.splitlines()) <= 80


def test_fmt_keeps_comments_and_meaning_and_adds_the_end_mark(run: Run, starter: Path, rules: Path) -> None:
    untidy = RULES.replace("{any: [theft]}", "{  any:   [theft]}").replace("terms: [con", "terms:   [con")
    rules.write_text(untidy.removesuffix("...\n"))
    assert "would change" in run("rules", "fmt", "--check", rules, cwd=starter, code=1).stdout
    run("rules", "fmt", rules, cwd=starter)
    made = rules.read_text()
    assert "# a comment that stays" in made
    assert made.endswith("\n...\n")
    assert "nothing to change" in run("rules", "fmt", "--check", rules, cwd=starter).stdout
    run("rules", "fmt", cwd=starter)
    run("check", cwd=starter)
    assert "nothing to change" in run("rules", "fmt", "--check", cwd=starter).stdout


def test_a_list_is_imported_with_the_lints_report(starter: Path, run: Run) -> None:
    (starter / "people.csv").write_text(
        "name,aliases,kind,id\nHeribert Quandt-Lindner,,person,q1\nThe House,,organization,h1\n"
    )
    told = run("rules", "import", "csv", "people.csv", "--id", "people", cwd=starter).stdout
    assert "2 actors" in told
    assert "The House" in told
    assert (starter / "rules" / "lists" / "people.jsonl").exists()
    (starter / "rules" / "people.yaml").write_text(
        "version: 1\nlists:\n  - {id: people, file: lists/people.jsonl, format: jsonl}\n"
        "watches:\n  - {id: listed, when: {any: [people]}}\n...\n"
    )
    run("check", cwd=starter)


def test_feeds_are_discovered_tried_added_and_exchanged(starter: Path, run: Run, feeds: FeedServer) -> None:
    item = Item(title="Agents find fentanyl", link="https://news.example/1", guid="1")
    feeds.serve("/rss", rss([item], title="Harbour & Gazette"))
    page = (
        f'<html><head><link rel="alternate" type="application/rss+xml" href="{feeds.base}/rss"></head></html>'
    )
    feeds.serve("/", Reply(body=page.encode(), content_type="text/html"))
    assert run("feeds", "discover", f"{feeds.base}/").stdout.strip() == f"{feeds.base}/rss"
    tried = json.loads(run("feeds", "test", f"{feeds.base}/rss", "--json", cwd=starter).stdout)
    assert tried["entries"][0]["watches"] == ["us-mexico-security"]
    config = starter / "config.toml"
    before = config.read_text()
    wrong = run("feeds", "add", f"{feeds.base}/", cwd=starter, code=1)
    assert f"{feeds.base}/rss" in wrong.stderr
    assert config.read_text() == before
    run("feeds", "add", f"{feeds.base}/rss", "--tag", "ports", cwd=starter)
    assert config.read_text().startswith(before.rstrip("\n"))
    assert 'name = "harbour-gazette"' in config.read_text()
    run("check", cwd=starter)
    run("feeds", "export", "-o", "out.opml", cwd=starter)
    assert f"{feeds.base}/rss" in (starter / "out.opml").read_text()
    assert "0 feeds added" in run("feeds", "import", "out.opml", cwd=starter).stdout
    config.write_text(before)
    assert "1 feeds added" in run("feeds", "import", "out.opml", cwd=starter).stdout
    assert 'tags = ["ports"]' in config.read_text()
    run("check", cwd=starter)


@pytest.mark.parametrize(
    "name",
    [
        "seed", "match", "backtest", "verdict", "verdicts", "tune", "rules list", "rules show", "rules new",
        "rules fmt", "rules import", "feeds", "feeds discover", "feeds test", "feeds add", "feeds import",
        "feeds export",
    ],
)  # fmt: skip
def test_every_command_of_the_workshop_has_help_with_an_example(run: Run, name: str) -> None:
    assert re.search(r"Examples?:", run(*name.split(), "--help").stdout)
