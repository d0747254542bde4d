"""Checks what a watch says about when its alerts go out: digest, group_wait, quiet hours, cooldown and limits.

Then what the person says by whose name the alert reaches its destination: digest and quiet hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from monitor.delivery.dispatch.fates import (
    DIGEST,
    HOUR_LIMIT,
    PERSON_DIGEST,
    UPDATE,
    Fate,
    Fold,
    Hold,
    going,
    is_fresh,
    waits_for_digest,
    waits_for_hour,
    waits_for_person,
)
from monitor.delivery.dispatch.plan_pass import DAY, HOUR, PlanPass
from rules.deciding.people import Person, watches_of
from rules.deciding.quiet_hours import next_digest, quiet_until
from rules.model import RuleSet
from rules.schema import QuietHours, Watch
from rules.times import DigestTime, parse_digest, parse_span
from storage.model import GROUP_WAIT, Waiting

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Way:
    """The way by which an alert reaches a destination: a watch, and the person in whose name, if there is one."""

    watch: Watch
    person: Person | None = None


class WatchChecks:
    """The checks of one way after the other; `zone` is the user's timezone, `rules` are those in force."""

    def __init__(self, zone: tzinfo, rules: RuleSet) -> None:
        self._zone = zone
        self._rules = rules

    def fate(self, delivery: Waiting, way: Way, this_pass: PlanPass) -> Fate:
        """The fate of a delivery, as far as one of the ways to its destination goes."""
        if way.person is None or delivery.severity == "urgent":
            return self._by_watch(delivery, way.watch, this_pass)
        of_watch = self._by_watch(delivery, way.watch, this_pass, way.person)
        if isinstance(of_watch, Hold) and not waits_for_person(delivery):
            return of_watch
        return self._by_person(delivery, way.person, this_pass) or of_watch

    def _by_person(self, delivery: Waiting, person: Person, this_pass: PlanPass) -> Fate | None:
        """The fate of a delivery that its watch lets through, by what a person says; None where that is nothing."""
        zone, name = person.zone(self._zone), person.name
        in_digest = person.digest is not None or waits_for_person(delivery)
        if person.digest is not None and not waits_for_person(delivery):
            # What the watch held is told with the next digest from now on, and not with one that passed meanwhile.
            after = delivery.created if delivery.held_for is None else this_pass.now - _MOMENT
            until = next_digest(person.digest, zone, after)
            if until > this_pass.now:
                return Hold(until, f"{PERSON_DIGEST} {name}, {person.digest}")
        end = _quiet_end(person.quiet_hours, zone, this_pass.now)
        if end is not None:
            why = f"{PERSON_DIGEST} {name}, after quiet hours" if in_digest else f"quiet hours for {name}"
            return Hold(end, why)
        if not in_digest:
            return None
        weekly = watches_of(self._rules, name) if _is_weekly(person.digest) else ()
        return Fold(f"person {name}", f"{PERSON_DIGEST} {name}", weekly=weekly)

    def _by_watch(
        self, delivery: Waiting, watch: Watch, this_pass: PlanPass, person: Person | None = None
    ) -> Fate:
        """The fate of a delivery by one of its watches; where a digest of its reader follows, none is grouped.

        The quiet hours of a watch and of a person may leave no minute of the day: after a day the person's alone count.
        """
        if delivery.severity == "urgent":
            return self._group_wait(delivery, watch, this_pass) or going(delivery)
        checks = [self._digest]
        if person is None or person.digest is None:
            checks.append(self._group_wait)
        if person is None or person.quiet_hours is None or this_pass.now - delivery.created < DAY:
            checks.append(self._quiet_hours)
        checks += [self._cooldown, self._day, self._hour]
        held = next((hold for check in checks if (hold := check(delivery, watch, this_pass))), None)
        if held is not None:
            return held
        if _in_digest(delivery, watch):
            weekly = (watch.id,) if _is_weekly(watch.digest) else ()
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
        end = _quiet_end(watch.quiet_hours, self._zone, this_pass.now)
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


def _quiet_end(quiet: QuietHours | None, zone: tzinfo, now: datetime) -> datetime | None:
    """When the quiet hours that hold now end, in their own timezone or `zone`; None outside of them."""
    if quiet is None:
        return None
    return quiet_until(quiet, ZoneInfo(quiet.timezone) if quiet.timezone else zone, now)


def _in_digest(delivery: Waiting, watch: Watch) -> bool:
    return watch.digest is not None or waits_for_digest(delivery)


def _is_weekly(digest: str | None) -> bool:
    when = parse_digest(digest) if digest is not None else None
    return isinstance(when, DigestTime) and when.weekly
