"""Asks the API for everything that its description allows, and for what it does not, by schemathesis."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from support.page import ADDRESS, PageFolder

API = "/api/v1"
# These ask servers whose addresses come with the request, or print; their own tests ask them.
OUTWARD = ("/feeds/try", "/feeds/{name}/test", "/destinations/{name}/test")


def ask_everything(page: PageFolder, times: int) -> None:
    """Asks each operation so many times for what its description allows, and for what it does not."""
    schemathesis = pytest.importorskip("schemathesis")
    page.tell()
    sends = page.set_tokens(script="editor")["script"]
    described = page.browser.get(f"{API}/openapi.json").json()
    schema = schemathesis.openapi.from_dict(described)
    operations = [each.ok() for each in schema.get_all_operations()]
    assert len(operations) == 29
    for operation in operations:
        if not operation.path.endswith(OUTWARD):
            for mode in schemathesis.GenerationMode:
                _ask(page, operation, mode, sends, times)


def _ask(page: PageFolder, operation: Any, mode: Any, sends: dict[str, str], times: int) -> None:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis.errors import Unsatisfiable

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=times, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    def asks(case: Any) -> None:
        sent = case.as_transport_kwargs(base_url=ADDRESS)
        own = {
            name: value for name, value in (sent.pop("headers", None) or {}).items()
            if name.lower() not in {"authorization", "host"} and value.isascii()
        }  # fmt: skip
        sent.pop("cookies", None)
        answer = page.browser.request(**sent, headers=own | sends)
        known = operation.definition.raw["responses"].keys() | {"404", "405", "413", "414"}
        assert str(answer.status_code) in known, (sent, answer.text)

    with suppress(Unsatisfiable):  # an operation that takes every value has no other to be asked with
        asks()
