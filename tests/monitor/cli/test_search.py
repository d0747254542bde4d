"""`wirewatch search` over what a round has stored."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from support.commands import Run
from support.makers import NOW, entry, judged
from support.watch_folder import ferry_folder

from rules.model import Decision, Reason
from storage import Store


def test_rows_say_what_became_of_each_entry_with_the_words_marked(polled: Path, run: Run) -> None:
    rows = json.loads(run("search", "mexico", "--limit", "0", "--json", cwd=polled).stdout)
    assert rows
    assert any(row["spans"] for row in rows)
    alerted = [row for row in rows if any(each["action"] == "alerted" for each in row["became"])]
    assert alerted
    quiet = json.loads(run("search", "mexico", "--limit", "0", "--not-alerted", "--json", cwd=polled).stdout)
    assert {row["entry"] for row in quiet} == {row["entry"] for row in rows if row not in alerted}
    shown = run("search", "mexico", cwd=polled).stdout
    assert "«Mexico»" in shown or "«México»" in shown
    assert "nothing matched" in shown


def test_words_that_nobody_wrote_are_a_finding(polled: Path, run: Run) -> None:
    assert run("search", "zzyzx", cwd=polled, code=1).stdout == "no stored entry has these words\n"


def test_a_query_without_a_wanted_word_is_refused(polled: Path, run: Run) -> None:
    run("search", "--", "-oslo", cwd=polled, code=2)


def test_with_search_switched_off_a_word_says_so(starter: Path, run: Run) -> None:
    config = starter / "config.toml"
    written = config.read_text()
    assert "[storage]" in written
    config.write_text(written.replace("[storage]", "[storage]\nsearch = false", 1))
    run("run", "--once", cwd=starter)
    assert "search is false" in run("search", "mexico", cwd=starter, code=4).stderr


@pytest.mark.parametrize(
    ("action", "word"), [("threaded", "silent"), ("waiting", "waiting"), ("held", "held")]
)
def test_what_waits_and_what_a_gate_holds_have_words_of_their_own(
    tmp_path: Path, run: Run, action: str, word: str
) -> None:
    folder = ferry_folder(tmp_path / "w", "console:")
    store = Store.open(str(folder / "w.db"), create=True)
    store.search.prepare(wanted=True)
    decision = Decision(watch="ships", action=action, reason=Reason("r", "why"))  # type: ignore[arg-type]
    quiet = replace(judged(entry(title="Ferry stopped")), decisions=(decision,), alert=None, tell=())
    store.record([quiet], NOW)
    store.close()
    assert f"[ships: {word}]" in run("search", "ferry", cwd=folder).stdout
