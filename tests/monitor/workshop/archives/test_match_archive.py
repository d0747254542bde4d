"""Lines of an archive are matched in order; a bad line is named and stops nothing."""

from __future__ import annotations

import json

import pytest
from support.makers import NOW

from monitor.workshop.archives.chunk import CHUNK, chunks
from monitor.workshop.archives.match_archive import Line, match_lines
from rules.model import RuleSet
from rules.schema import Topic, Watch

RULES = RuleSet(
    topics=(Topic.model_validate({"id": "ferry", "terms": ["ferry"]}),),
    watches=(Watch.model_validate({"id": "ships", "when": {"any": ["ferry"]}}),),
)


def matched(*lines: bytes, jobs: int = 1) -> list[Line]:
    return list(match_lines(chunks(enumerate(lines, 1)), RULES, jobs=jobs, now=NOW))


def line(name: str, title: str) -> bytes:
    return json.dumps({"id": name, "title": title}).encode() + b"\n"


def test_a_line_gives_the_id_its_matches_and_the_watches_that_fire() -> None:
    ferry, rain = matched(line("a", "The ferry stops"), line("b", "Rain"))
    answer = json.loads(ferry.output)
    assert (answer["id"], answer["watches"], len(answer["matches"])) == ("a", ["ships"], 1)
    assert (answer["matches"][0]["rule"], answer["matches"][0]["span"]) == ("ferry", [4, 9])
    assert json.loads(rain.output) == {"id": "b", "matches": [], "watches": []}
    assert rain.output.endswith(b"}\n")


def test_a_bad_line_is_named_by_its_number_and_the_next_one_is_matched() -> None:
    bad, good = matched(b"{\n", line("a", "The ferry stops"))
    assert bad.bad is not None
    assert (bad.bad.number, bad.output, bad.size) == (1, b"", 2)
    assert good.bad is None


def test_the_size_of_a_line_is_that_of_its_bytes() -> None:
    given = json.dumps({"id": "ñ", "title": "Ébrard"}, ensure_ascii=False).encode()
    (only,) = matched(given)
    assert only.size == len(given)
    assert "ñ".encode() in only.output


def test_a_lone_surrogate_goes_out_as_it_came_in() -> None:
    (only,) = matched(b'{"id": "\\ud800", "title": "The ferry stops"}')
    assert b'"id": "\\ud800"' in only.output


@pytest.mark.parametrize("jobs", [1, 2])
def test_lines_come_in_order_on_any_number_of_processes(jobs: int) -> None:
    given = [line(str(number), f"Ferry {number} stops") for number in range(CHUNK + 3)]
    found = matched(*given, jobs=jobs)
    assert [json.loads(one.output)["id"] for one in found] == [str(number) for number in range(CHUNK + 3)]
