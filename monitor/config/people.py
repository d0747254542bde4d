"""The sections of config.toml about people: where each is told, of what, and when not."""

from __future__ import annotations

from pydantic import Field

from monitor.config.fields import Name, Section
from rules.deciding.people import Person
from rules.schema import Digest, QuietHours


class PersonSection(Section):
    """A table of [people]: a person, told at each of `notify`. The name stands beside those of destinations."""

    notify: tuple[Name, ...] = Field(min_length=1, description="destinations at which the person is told")
    watches: tuple[str, ...] = Field(
        default=(), description="ids of watches that the person gets, beside those that name the person"
    )
    quiet_hours: QuietHours | None = Field(
        default=None, description="a daily window in which the person's messages wait; none is dropped"
    )
    digest: Digest | None = Field(default=None, description="when the person is told of what was gathered")
    timezone: str | None = Field(
        default=None, description="a tz database name: of the person's times; default: that of [monitor]"
    )

    def as_person(self, name: str) -> Person:
        """The person of this section."""
        return Person(name=name, **{key: getattr(self, key) for key in type(self).model_fields})
