"""What is foreseen of a delivery is what the planning pass then does."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.dispatching import MEXICO, NOW, Office, judged_alert, watch

from monitor.delivery.dispatch.dispatcher import Dispatcher
from monitor.delivery.dispatch.fates import Hold
from monitor.delivery.dispatch.foresight import foresee
from rules.deciding.people import Person, with_people
from rules.model import RuleSet
from rules.schema import QuietHours
from storage import Store

CLOCKS = st.sampled_from(["07:30", "11:45", "12:30", "13:15", "23:00"])
QUIET = st.none() | st.builds(lambda a, b: {"from": a, "to": b}, CLOCKS, CLOCKS)
DIGEST = st.none() | CLOCKS | st.sampled_from(["every 2h", "monday 08:00"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(by_watch=QUIET, by_person=QUIET, digest=DIGEST, digest_for=DIGEST, urgent=st.booleans())
@example(  # the two leave no minute of the day
    by_watch={"from": "07:30", "to": "11:45"},
    by_person={"from": "11:45", "to": "07:30"},
    digest=None,
    digest_for=None,
    urgent=False,
)
def test_an_alert_goes_out_when_it_was_foreseen(
    store: Store,
    by_watch: dict[str, str] | None,
    by_person: dict[str, str] | None,
    digest: str | None,
    digest_for: str | None,
    urgent: bool,
) -> None:
    quiet = QuietHours.model_validate(by_person) if by_person else None
    people = [Person(name="ana", notify=("desk",), quiet_hours=quiet, digest=digest_for)]
    ships = watch(notify=["ana"], quiet_hours=by_watch, digest=digest)
    office = Office(store, ships, people=people)
    office.number = len(store.alerts.find())
    severity = "urgent" if urgent else "normal"
    alert = judged_alert(office.number + 1, NOW, severity=severity).alert
    assert alert is not None
    rules = with_people(RuleSet(watches=(ships,)), people)
    dispatcher = Dispatcher(store, rules, MEXICO, people=people)
    (foreseen,) = foresee(dispatcher, alert, ["desk"], rules.watches, NOW)
    assert foreseen.at is not None
    office.alert(severity=severity)
    now, looks = NOW, [NOW, *(hold.until for hold in foreseen.holds)]
    for now in looks:
        early = office.send(now - timedelta(seconds=1)) if now > NOW else []
        assert early == []
        sent = office.send(now)
        if not sent:
            # While it waits, the same is foreseen.
            (row,) = office.store.outbox.all(["held"])
            assert row.not_before is not None
            held = {"desk": Hold(row.not_before, row.held_for or "")}
            (again,) = foresee(dispatcher, alert, ["desk"], rules.watches, now + timedelta(seconds=1), held)
            assert (again.at, again.together) == (foreseen.at, foreseen.together)
    assert (len(sent), now) == (1, foreseen.at)
