"""The sections of config.toml about people: where each is told, of what, and when not."""

from __future__ import annotations

from dataclasses import fields
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator

from monitor.config.fields import Name, Section
from rules.deciding.people import Person
from rules.schema import Digest, QuietHours


class PersonSection(Section):
    """A table of [people]: a person, told at each of `notify`, who may log in. Its name is like a destination's."""

    notify: tuple[Name, ...] = Field(default=(), description="destinations at which the person is told")
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

    password: SecretStr | None = Field(
        default=None, description="argon2id hash, made by `wirewatch web password`: the person may log in"
    )
    role: Literal["reader", "reviewer", "editor"] = Field(
        default="reader",
        description="on the page: reader sees, reviewer judges and mutes, editor changes rules, feeds and deliveries",
    )

    @model_validator(mode="after")
    def _is_told_or_logs_in(self) -> Self:
        if not self.notify and self.password is None:
            raise ValueError("a person is told, or logs in to the page: write `notify`, or a `password`")
        if self.watches and not self.notify:
            raise ValueError("a person with `watches` is told of them somewhere: write `notify`")
        return self

    def as_person(self, name: str) -> Person:
        """The person of this section."""
        return Person(
            name=name,
            **{each.name: getattr(self, each.name) for each in fields(Person) if each.name != "name"},
        )
