"""Secrets in text: replaced by stars in every spelling, and what of a URL is secret."""

from __future__ import annotations

from base64 import b64encode
from time import process_time
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery.transport.redact import STARS, Redactor, url_secrets


@given(st.text(min_size=4, max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_a_secret_is_covered_wherever_it_stands(secret: str, before: str, after: str) -> None:
    assert secret not in Redactor([secret])(before + secret + after) or secret in STARS * 3


def test_the_parts_of_a_url_are_secret_unless_they_are_known_to_be_public() -> None:
    url = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/?footer=yes&token=abcdef"
    found = url_secrets(url, public=["yes"])
    assert {"T1JJ3T3L2", "A1BRTD4JD", "TIiajkdnlazkcOXrIdevi7FQ", "abcdef"} <= found
    assert "yes" not in found
    assert Redactor(found)("failed: A1BRTD4JD at https://u:pw@h/x") == "failed: *** at https://***@h/x"


@pytest.mark.parametrize(
    "spelled",
    ["p w/ä", quote("p w/ä"), quote("p w/ä", safe=""), b64encode("p w/ä".encode()).decode().rstrip("=")],
)
def test_a_secret_is_covered_in_each_of_its_spellings(spelled: str) -> None:
    assert Redactor(["p w/ä"])(f"535 refused {spelled}!") == f"535 refused {STARS}!"


def test_a_secret_that_contains_another_is_covered_whole() -> None:
    assert Redactor(["token", "token-and-more"])("x token-and-more y") == f"x {STARS} y"


def test_short_parts_are_left_alone_so_that_reasons_stay_readable() -> None:
    assert Redactor(["a", "25"])("a port of 25") == "a port of 25"


@pytest.mark.parametrize("run", ["a.", "a-b+", "a.a://", "://", "://x", "a@", "://a@"])
def test_a_run_without_spaces_takes_time_in_proportion_to_its_length(run: str) -> None:
    redact, took = Redactor(["token-1"]), []
    for many in (50_000, 200_000):
        start = process_time()
        kept = redact(run * many + " token-1")
        took.append(process_time() - start)
        assert kept.endswith(f" {STARS}")
    # Four times in proportion, sixteen times where quadratic; what is too short to be measured is no matter.
    assert took[1] < 10 * max(took[0], 0.02)


@pytest.mark.parametrize("url", ["https://u:pw@h/x", "ldap+1.x://u@h/x", "see x.https://u:p:w@h/x"])
def test_the_user_of_any_address_is_covered(url: str) -> None:
    assert Redactor()(url) == f"{url.partition('://')[0]}://{STARS}@h/x"
