"""The tables as SQLModel classes: the one definition of them, which migrations are compared with.

`make tables` writes `storage.tables` from it: the same tables for the statements, without SQLModel, whose import takes
longer than a command that reads. A story has no table: its id is the id of its first entry, and everything else about
it is counted from the entries that carry it. Values that can be derived are not stored.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, JSON, BigInteger, Index, Integer, String, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from storage.column_types import TextSearchVector, UtcTime


class FeedRow(SQLModel, table=True):
    __tablename__ = "feed"
    __table_args__ = (Index("ix_feed_due", "active", "next_at"),)

    name: str = Field(primary_key=True)
    url: str
    active: bool = True
    next_at: datetime = Field(sa_type=UtcTime)
    interval: float
    etag: str | None = None
    last_modified: str | None = None
    body_digest: str | None = None
    first_polled: datetime | None = Field(default=None, sa_type=UtcTime)
    last_poll: datetime | None = Field(default=None, sa_type=UtcTime)
    took: float = Field(default=0.0, sa_column_kwargs={"server_default": "0"})
    last_ok: datetime | None = Field(default=None, sa_type=UtcTime)
    last_new: datetime | None = Field(default=None, sa_type=UtcTime)
    errors: int = 0
    last_error: str | None = None
    gone: bool = False
    why: str = ""
    moved_to: str | None = None
    moved_count: int = 0
    pace: bytes = b""
    items: bytes = b""
    owner: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcTime)
    # The daemon that polled it last, by its id in `daemon`.
    polled_by: str | None = None


class EntryRow(SQLModel, table=True):
    __tablename__ = "entry"
    __table_args__ = (Index("ix_entry_feed_fetched", "feed", "fetched"),)

    id: str = Field(primary_key=True)
    feed: str
    guid: str | None = None
    url: str | None = None
    title: str
    text: str
    lang: str | None = None
    outlet: str | None = None
    published: datetime | None = Field(default=None, sa_type=UtcTime)
    fetched: datetime = Field(sa_type=UtcTime, index=True)
    version: int = 1
    digest: str
    article: str = Field(default="", sa_column_kwargs={"server_default": ""})
    url_key: str | None = Field(default=None, index=True)
    title_key: str = Field(default="", index=True)
    content_key: str | None = Field(default=None, index=True)
    quiet: bool = False
    story: str = Field(index=True)
    level: str = "new"
    same_as: str | None = None
    join_score: float = 0.0
    join_reason: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    rules_version: str = ""


class EntryVersionRow(SQLModel, table=True):
    """A former version of a changed entry. The current text is in `entry`."""

    __tablename__ = "entry_version"

    entry: str = Field(primary_key=True, foreign_key="entry.id", ondelete="CASCADE")
    version: int = Field(primary_key=True)
    title: str
    text: str
    fetched: datetime = Field(sa_type=UtcTime)


class MatchRow(SQLModel, table=True):
    __tablename__ = "match"

    id: int | None = Field(default=None, primary_key=True)
    entry: str = Field(foreign_key="entry.id", index=True, ondelete="CASCADE")
    version: int
    rule: str = Field(index=True)
    detail: dict[str, Any] = Field(sa_type=JSON)


class AlertRow(SQLModel, table=True):
    __tablename__ = "alert"

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    story: str = Field(index=True)
    entry: str = Field(foreign_key="entry.id")
    severity: str
    matches: list[dict[str, Any]] = Field(sa_type=JSON)
    reason: dict[str, Any] = Field(sa_type=JSON)
    created: datetime = Field(sa_type=UtcTime, index=True)
    # When it escalates; None where it does not, or did, or was acknowledged.
    escalate_at: datetime | None = Field(default=None, sa_type=UtcTime, index=True)


class AcknowledgementRow(SQLModel, table=True):
    """An acknowledgement of an alert: the first one counts."""

    __tablename__ = "acknowledgement"

    alert: int = Field(primary_key=True, foreign_key="alert.id", ondelete="CASCADE")
    by: str
    at: datetime = Field(sa_type=UtcTime)


class AlertWatchRow(SQLModel, table=True):
    __tablename__ = "alert_watch"

    alert: int = Field(primary_key=True, foreign_key="alert.id", ondelete="CASCADE")
    watch: str = Field(primary_key=True)


class DecisionRow(SQLModel, table=True):
    """The decision on an entry under one watch, with its reason. One row per (entry, version, watch)."""

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("entry", "version", "watch"),
        Index("ix_decision_due", "action", "due"),
        Index("ix_decision_watch_at", "watch", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    entry: str = Field(foreign_key="entry.id", index=True, ondelete="CASCADE")
    version: int
    watch: str
    action: str
    reason: dict[str, Any] = Field(sa_type=JSON)
    alert: int | None = Field(default=None, foreign_key="alert.id", index=True)
    rules_version: str
    at: datetime = Field(sa_type=UtcTime)
    due: datetime | None = Field(default=None, sa_type=UtcTime)


class DeliveryRow(SQLModel, table=True):
    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_due", "state", "not_before"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    alert: int | None = Field(default=None, foreign_key="alert.id", index=True)
    destination: str
    state: str = "pending"
    not_before: datetime | None = Field(default=None, sa_type=UtcTime)
    attempts: int = 0
    payload: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    last_error: str | None = None
    owner: str | None = None
    created: datetime = Field(sa_type=UtcTime)
    updated: datetime = Field(sa_type=UtcTime)
    recipient: str | None = None
    part: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    parts: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    handed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    held_for: str | None = None
    digest: int | None = Field(default=None, index=True)
    first_try: datetime | None = Field(default=None, sa_type=UtcTime)
    lease_until: datetime | None = Field(default=None, sa_type=UtcTime)
    planned: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class MuteRow(SQLModel, table=True):
    """A person's wish not to hear of a watch, feed or story for a while."""

    __tablename__ = "mute"

    kind: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    until: datetime = Field(sa_type=UtcTime)
    mode: str
    created: datetime = Field(sa_type=UtcTime)


class TroubleRow(SQLModel, table=True):
    """A trouble that was reported to the operator: one row for each time that it began."""

    __tablename__ = "trouble"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True)
    text: str
    since: datetime = Field(sa_type=UtcTime)
    over: datetime | None = Field(default=None, sa_type=UtcTime)


class AttemptRow(SQLModel, table=True):
    """An attempt to send a delivery. Append-only."""

    __tablename__ = "attempt"

    id: int | None = Field(default=None, primary_key=True)
    delivery: int = Field(foreign_key="delivery.id", index=True, ondelete="CASCADE")
    number: int
    state: str
    reason: str
    at: datetime = Field(sa_type=UtcTime)


class SignatureRow(SQLModel, table=True):
    """The number of an entry in the order of recording; bands point here. `event`: compared at level c."""

    __tablename__ = "signature"

    no: int | None = Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer(), "sqlite"),
    )
    entry: str = Field(foreign_key="entry.id", unique=True, ondelete="CASCADE")
    at: datetime = Field(sa_type=UtcTime)
    event: bool = False


class BandRow(SQLModel, table=True):
    """A MinHash band or article number of an entry. Without a foreign key: it would double the table."""

    __tablename__ = "band"
    __table_args__ = ({"sqlite_with_rowid": False},)

    band: int = Field(primary_key=True, sa_type=BigInteger)
    no: int = Field(primary_key=True, sa_type=BigInteger)


class SearchableRow(SQLModel, table=True):
    """The number of an entry in the indexes of words and tokens (`storage.search`); on PostgreSQL both, too."""

    # PostgreSQL has GIN indexes over words and tokens, which only the migrations name: SQLite needs none.
    __tablename__ = "searchable"

    no: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger().with_variant(Integer(), "sqlite")
    )
    entry: str = Field(foreign_key="entry.id", unique=True, ondelete="CASCADE")
    # On SQLite the entry's own, so that hits are sorted without reading the entries; else empty.
    fetched: datetime | None = Field(default=None, sa_type=UtcTime)
    words: str | None = Field(default=None, sa_type=TextSearchVector().with_variant(String(), "sqlite"))
    tokens: list[int] | None = Field(default=None, sa_type=ARRAY(Integer).with_variant(String(), "sqlite"))


class TokenRow(SQLModel, table=True):
    """The number of a token of entries (`storage.entry_tokens`). Tokens stay when the entries' texts are purged."""

    __tablename__ = "token"

    id: int | None = Field(default=None, primary_key=True)
    text: str = Field(unique=True)


class WordCountRow(SQLModel, table=True):
    """How many stories held a word; the row of the empty word counts all stories."""

    __tablename__ = "word_count"
    __table_args__ = ({"sqlite_with_rowid": False},)

    word: str = Field(primary_key=True)
    stories: int


class RulesRow(SQLModel, table=True):
    """A rule set that decided, with its text: `why` can show what was in force. Purged with what it decided."""

    __tablename__ = "rules_version"

    version: str = Field(primary_key=True)
    loaded: datetime = Field(sa_type=UtcTime, index=True)
    # Compressed (`storage.convert.pack_sources`); a list of files in stores of earlier versions.
    sources: dict[str, Any] = Field(sa_type=JSON)


class VerdictRow(SQLModel, table=True):
    """A person's verdict on an alert. Append-only."""

    __tablename__ = "verdict"

    id: int | None = Field(default=None, primary_key=True)
    alert: int = Field(foreign_key="alert.id", index=True)
    correct: bool
    note: str
    at: datetime = Field(sa_type=UtcTime)


class SilenceVerdictRow(SQLModel, table=True):
    """A person's verdict on a silence: whether an entry was rightly kept silent under a watch. Append-only."""

    __tablename__ = "silence_verdict"

    id: int | None = Field(default=None, primary_key=True)
    entry: str = Field(foreign_key="entry.id", index=True, ondelete="CASCADE")
    watch: str
    correct: bool
    note: str
    at: datetime = Field(sa_type=UtcTime)


class LastLookRow(SQLModel, table=True):
    """The newest alert that a reader of the page has seen."""

    __tablename__ = "last_look"

    reader: str = Field(primary_key=True)
    alert: int = Field(sa_type=BigInteger)
    at: datetime = Field(sa_type=UtcTime)


class ScriptTokenRow(SQLModel, table=True):
    """A token of a script that uses the API, by the hash of it: the token itself is nowhere."""

    __tablename__ = "script_token"

    name: str = Field(primary_key=True)
    sha256: str = Field(unique=True)
    role: str
    created: datetime = Field(sa_type=UtcTime)
    used: datetime | None = Field(default=None, sa_type=UtcTime)


class AuditRow(SQLModel, table=True):
    """A change by a person or a script: who, when, from where, what, and on which thing. Append-only."""

    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcTime, index=True)
    who: str
    via: str
    action: str
    about: str
    detail: str = ""


class DaemonRow(SQLModel, table=True):
    """A daemon that polls for this store: who it is, what it runs with, and when it was last alive."""

    __tablename__ = "daemon"

    id: str = Field(primary_key=True)
    host: str
    process: int
    version: str
    rules: str
    config: str
    started: datetime = Field(sa_type=UtcTime)
    beat: datetime = Field(sa_type=UtcTime)
    ended: datetime | None = Field(default=None, sa_type=UtcTime)


class SharedFeedRow(SQLModel, table=True):
    """A feed that every daemon of the store polls, as its table in a config would say it."""

    __tablename__ = "shared_feed"

    name: str = Field(primary_key=True)
    section: dict[str, Any] = Field(sa_type=JSON)
    changed: datetime = Field(sa_type=UtcTime, index=True)
