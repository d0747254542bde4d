"""The process that renders templates, forked from the real fork server and spoken to over its socket."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.sending import HOST, LOOP


def asked(sources: dict[str, str], *requests: dict[str, Any]) -> list[dict[str, Any] | None]:
    """The answers to requests, one after the other; None where the process ended."""

    async def work() -> list[dict[str, Any] | None]:
        worker = await HOST.fork()
        answers: list[dict[str, Any] | None] = []
        try:
            worker.writer.write(json.dumps({"templates": sources}).encode() + b"\n")
            for request in requests:
                worker.writer.write(json.dumps(request).encode() + b"\n")
                line = await worker.reader.readline()
                answers.append(json.loads(line) if line else None)
        finally:
            worker.writer.close()
            await HOST.kill(worker.pid)
        return answers

    return LOOP.run(work())


def test_each_part_is_rendered_with_the_facts() -> None:
    sources = {"subject": "{{ a }}!", "body": "{% for x in b %}{{ x }}\n{% endfor %}"}
    (answer,) = asked(sources, {"facts": {"a": "Ferry", "b": ["one", "two"]}})
    assert answer == {"texts": {"subject": "Ferry!", "body": "one\ntwo\n"}}


def test_one_request_that_fails_costs_the_next_nothing() -> None:
    failed, fine = asked({"body": "{{ 10 // n }}"}, {"facts": {"n": 0}}, {"facts": {"n": 5}})
    assert failed
    assert failed["error"].startswith("body, line 1: ZeroDivisionError")
    assert fine == {"texts": {"body": "2"}}


def test_unknown_names_come_with_part_and_line() -> None:
    sources = {"subject": "{{ a }}", "body": "\n{{ c }}{% set d = 1 %}{{ d }}{{ namespace() }}"}
    assert asked(sources, {"known": ["a"]}) == [{"unknown": [["body", 2, "c"]]}]


@pytest.mark.parametrize("body", ["{{ 'x' * 10**9 }}", "{{ 'x' * n }}"])
def test_memory_is_bounded(body: str) -> None:
    (answer,) = asked({"body": body}, {"facts": {"n": 10**9}})
    assert answer
    assert "MemoryError" in answer["error"]


def test_the_process_reads_no_file_and_reaches_no_module() -> None:
    for body in ("{% include '/etc/passwd' %}", "{{ cycler.__init__.__globals__ }}"):
        (answer,) = asked({"body": body}, {"facts": {}})
        assert answer
        assert "error" in answer
