"""What held a delivery is read from its reason, and what nothing holds goes by itself or with its story's updates."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.makers import NOW

from monitor.delivery.dispatch.fates import (
    Fold,
    Send,
    going,
    is_fresh,
    updates_of,
    waits_for_digest,
    waits_for_group,
    waits_for_hour,
)
from storage.model import Waiting

NEW = Waiting(
    id=1, key="k", destination="desk", held_for=None, created=NOW, alert=1, story="s1", kind="new",
    severity="normal", feed="wire", watches=("ships",),
)  # fmt: skip


def test_a_first_report_goes_by_itself_and_an_update_with_the_others_of_its_story() -> None:
    assert going(NEW) == Send()
    assert (
        going(replace(NEW, kind="update"))
        == updates_of("s1")
        == Fold("updates s1", "updates of one story", "s1")
    )


@pytest.mark.parametrize(
    ("held_for", "facts"),
    [
        (None, (True, False, False, False)),
        ("group_wait of ships: updates", (True, True, False, False)),
        ("digest of ships, 13:00", (False, False, True, False)),
        ("more than 5 an hour of ships", (False, False, False, True)),
        ("quiet hours of ships", (False, False, False, False)),
    ],
)
def test_the_reason_of_a_hold_says_which_check_held_it(
    held_for: str | None, facts: tuple[bool, bool, bool, bool]
) -> None:
    held = replace(NEW, held_for=held_for)
    assert (is_fresh(held), waits_for_group(held), waits_for_digest(held), waits_for_hour(held)) == facts
