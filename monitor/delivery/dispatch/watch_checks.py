"""Checks what a watch says about when its alerts go out: digest, group_wait, quiet hours, cooldown and limits."""

from __future__ import annotations

from datetime import tzinfo
from zoneinfo import ZoneInfo

from monitor.delivery.dispatch.fates import (
    DIGEST,
    HOUR_LIMIT,
    UPDATE,
    Fate,
    Fold,
    Hold,
    going,
    is_fresh,
    waits_for_digest,
    waits_for_hour,
)
from monitor.delivery.dispatch.plan_pass import DAY, HOUR, PlanPass
from rules.deciding.quiet_hours import next_digest, quiet_until
from rules.schema import Watch
from rules.times import DigestTime, parse_digest, parse_span
from storage.model import GROUP_WAIT, Waiting


class WatchChecks:
    """The checks of one watch after the other; `zone` is the user's timezone."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def fate(self, delivery: Waiting, watch: Watch, this_pass: PlanPass) -> Fate:
        """The fate of a delivery, as far as one of its watches goes."""
        if delivery.severity == "urgent":
            return self._group_wait(delivery, watch, this_pass) or going(delivery)
        checks = (self._digest, self._group_wait, self._quiet_hours, self._cooldown, self._day, self._hour)
        held = next((hold for check in checks if (hold := check(delivery, watch, this_pass))), None)
        if held is not None:
            return held
        if _in_digest(delivery, watch):
            weekly = watch.id if watch.digest and _is_weekly(watch.digest) else None
            return Fold(f"digest {watch.id}", f"{DIGEST} of {watch.id}", weekly=weekly)
        if delivery.held_for and waits_for_hour(delivery):
            this_pass.fold_more(delivery, watch.id)
            return Fold(f"rate {watch.id}", delivery.held_for)
        return going(delivery)

    def _digest(self, delivery: Waiting, watch: Watch, this_pass: PlanPass) -> Hold | None:
        # Daily updates are made when the digest's time has come: they belong to it, not to the next one.
        made_for_it = watch.updates == "daily" and delivery.kind == UPDATE
        if watch.digest is None or made_for_it or waits_for_digest(delivery):
            return None
        until = next_digest(watch.digest, self._zone, delivery.created)
        if until <= this_pass.now:
            return None  # its time came while wirewatch did not run
        return Hold(until, f"{DIGEST} of {watch.id}, {watch.digest}")

    def _group_wait(self, delivery: Waiting, watch: Watch, this_pass: PlanPass) -> Hold | None:
        if watch.group_wait is None or delivery.kind != UPDATE or not is_fresh(delivery) or this_pass.flush:
            return None
        if watch.updates == "daily":
            return None  # a day's updates are made together
        # A digest gathers updates by itself; an urgent update does not wait for it.
        if _in_digest(delivery, watch) and delivery.severity != "urgent":
            return None
        until = this_pass.group_began(delivery) + parse_span(watch.group_wait)
        if until <= this_pass.now:
            return None
        return Hold(
            until, f"{GROUP_WAIT} of {watch.id}: updates of a story within {watch.group_wait} go together"
        )

    def _quiet_hours(self, delivery: Waiting, watch: Watch, this_pass: PlanPass) -> Hold | None:
        quiet = watch.quiet_hours
        if quiet is None:
            return None
        zone = ZoneInfo(quiet.timezone) if quiet.timezone else self._zone
        end = quiet_until(quiet, zone, this_pass.now)
        if end is None:
            return None
        # A digest stays a digest while it waits.
        in_digest = _in_digest(delivery, watch)
        why = f"{DIGEST} of {watch.id}, after its quiet hours" if in_digest else f"quiet hours of {watch.id}"
        return Hold(end, why)

    def _cooldown(self, delivery: Waiting, watch: Watch, this_pass: PlanPass) -> Hold | None:
        if watch.cooldown is None or delivery.kind != UPDATE:
            return None
        ready = this_pass.last_sent(delivery) + parse_span(watch.cooldown)
        if ready <= this_pass.now:
            return None
        return Hold(ready, f"cooldown of {watch.id}: {watch.cooldown} between updates of a story")

    def _day(self, delivery: Waiting, watch: Watch, this_pass: PlanPass) -> Hold | None:
        most = watch.max_updates_a_day
        if most is None or delivery.kind != UPDATE:
            return None
        passed = this_pass.updates(delivery, watch.id)
        if len(passed) < most:
            return None
        why = f"max_updates_a_day of {watch.id}: {most} updates of the story went out within 24 hours"
        return Hold(passed[-most] + DAY, why)

    def _hour(self, delivery: Waiting, watch: Watch, this_pass: PlanPass) -> Hold | None:
        most = watch.max_per_hour
        if most is None:
            return None
        passed = this_pass.passed(watch.id, delivery.destination)
        if len(passed) < most or this_pass.folding(delivery, watch.id):
            return None
        return Hold(passed[-most] + HOUR, f"{HOUR_LIMIT} {most} an hour of {watch.id}")


def _in_digest(delivery: Waiting, watch: Watch) -> bool:
    return watch.digest is not None or waits_for_digest(delivery)


def _is_weekly(digest: str) -> bool:
    when = parse_digest(digest)
    return isinstance(when, DigestTime) and when.weekly
