"""Finds, validates and resolves config.toml. Built once by the composition root; nothing here is global.

Secrets (destination URLs, feed headers and auth, proxies) are pydantic `SecretStr`: they print as stars.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

Interval = Annotated[str, Field(pattern=r"^\d+\s*(s|m|min|h|d)$", description="as 15m, 1h or 1d")]
FirstPoll = Annotated[
    str,
    Field(pattern=r"^(all|none|\d+\s*(m|min|h|d))$", description="all, none, or a span such as 24h"),
]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)]


class Section(BaseModel):
    """Base of every section: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class MonitorSection(Section):
    timezone: str = Field(default="local", description="a tz database name; `local` is the machine's")
    operator: str | None = Field(
        default=None, description="destination that hears of wirewatch's own troubles"
    )
    rules: str = Field(default="rules", description="folder of rules files, relative to this config")
    seeds: str = "seeds"
    user_agent: str | None = None
    concurrency: int = Field(default=32, ge=1, le=1000, description="feeds fetched at once")


class StorageSection(Section):
    url: SecretStr | None = Field(
        default=None,
        description="a file path (SQLite), sqlite:///PATH or postgresql://...; default: the user data folder",
    )


class DefaultsSection(Section):
    """What feeds use where they say nothing."""

    interval: Interval = "15m"
    first_poll: FirstPoll = "24h"
    notify: tuple[str, ...] = ()
    connect_timeout: float = Field(default=10, gt=0, le=120)
    read_timeout: float = Field(default=20, gt=0, le=300)
    total_timeout: float = Field(default=60, gt=0, le=600)
    max_bytes: int = Field(default=10 * 1024 * 1024, ge=1024, description="after decompression")


class FeedSection(Section):
    name: Name
    url: str = Field(description="http(s) URL, file: URL, or a path relative to this config")
    lang: str | None = None
    outlet: str | None = Field(default=None, description="shown as the source; default: the feed's title")
    tags: tuple[str, ...] = ()
    interval: Interval | None = None
    headers: dict[str, SecretStr] = Field(default_factory=dict)
    auth: SecretStr | None = Field(default=None, description="user:password for HTTP basic")
    proxy: SecretStr | None = None
    user_agent: str | None = None
    enabled: bool = True
    first_poll: FirstPoll | None = None
    allow_private: bool = False
    full_text: bool = False


class DestinationSection(Section):
    """A named place to send to: exactly one of `url` and `url_file`."""

    url: SecretStr | None = Field(
        default=None, description="console:, mbox:PATH or an Apprise URL; ${ENV} is expanded"
    )
    url_file: str | None = Field(default=None, description="file whose first line is the URL")
    on_unknown: Literal["resend", "review"] = "resend"
    timeout: float = Field(default=30, gt=0, le=600, description="seconds a send may take")
    subject: str | None = Field(default=None, description="Jinja2 template of the subject")
    body: str | None = Field(default=None, description="Jinja2 template of the text body")


class Config(Section):
    """config.toml, validated. `path` is the file itself; relative paths resolve against its folder."""

    path: Path
    monitor: MonitorSection = MonitorSection()
    storage: StorageSection = StorageSection()
    defaults: DefaultsSection = DefaultsSection()
    feeds: tuple[FeedSection, ...] = ()
    destinations: dict[Name, DestinationSection] = Field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.path.parent
