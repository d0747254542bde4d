"""The tables as statements name them: written from `storage.rows` by `make tables`, never by hand.

Statements are written against tables without SQLModel: a poll writes many rows at once, and the layer of objects would
cost more than the database does; to import it takes longer than a command that reads.
"""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

from storage.column_types import TextSearchVector, UtcTime

_ALL = MetaData()
FEED = Table(
    "feed",
    _ALL,
    Column("name", String(), primary_key=True),
    Column("url", String()),
    Column("active", Boolean(), default=True),
    Column("next_at", UtcTime()),
    Column("interval", Float()),
    Column("etag", String()),
    Column("last_modified", String()),
    Column("body_digest", String()),
    Column("first_polled", UtcTime()),
    Column("last_poll", UtcTime()),
    Column("took", Float(), default=0.0),
    Column("last_ok", UtcTime()),
    Column("last_new", UtcTime()),
    Column("errors", Integer(), default=0),
    Column("last_error", String()),
    Column("gone", Boolean(), default=False),
    Column("why", String(), default=""),
    Column("moved_to", String()),
    Column("moved_count", Integer(), default=0),
    Column("pace", LargeBinary(), default=b""),
    Column("items", LargeBinary(), default=b""),
    Column("owner", String()),
    Column("lease_until", UtcTime()),
    Column("polled_by", String()),
)
ENTRY = Table(
    "entry",
    _ALL,
    Column("id", String(), primary_key=True),
    Column("feed", String()),
    Column("guid", String()),
    Column("url", String()),
    Column("title", String()),
    Column("text", String()),
    Column("lang", String()),
    Column("outlet", String()),
    Column("published", UtcTime()),
    Column("fetched", UtcTime()),
    Column("version", Integer(), default=1),
    Column("digest", String()),
    Column("article", String(), default=""),
    Column("url_key", String()),
    Column("title_key", String(), default=""),
    Column("content_key", String()),
    Column("quiet", Boolean(), default=False),
    Column("story", String()),
    Column("level", String(), default="new"),
    Column("same_as", String()),
    Column("join_score", Float(), default=0.0),
    Column("join_reason", JSON(), default=dict),
    Column("rules_version", String(), default=""),
)
ENTRY_VERSION = Table(
    "entry_version",
    _ALL,
    Column("entry", String(), ForeignKey("entry.id"), primary_key=True),
    Column("version", Integer(), primary_key=True),
    Column("title", String()),
    Column("text", String()),
    Column("fetched", UtcTime()),
)
MATCH = Table(
    "match",
    _ALL,
    Column("id", Integer(), primary_key=True),
    Column("entry", String(), ForeignKey("entry.id")),
    Column("version", Integer()),
    Column("rule", String()),
    Column("detail", JSON()),
)
ALERT = Table(
    "alert",
    _ALL,
    Column("id", Integer(), primary_key=True),
    Column("kind", String()),
    Column("story", String()),
    Column("entry", String(), ForeignKey("entry.id")),
    Column("severity", String()),
    Column("matches", JSON()),
    Column("reason", JSON()),
    Column("created", UtcTime()),
    Column("escalate_at", UtcTime()),
)
ACKNOWLEDGEMENT = Table(
    "acknowledgement",
    _ALL,
    Column("alert", Integer(), ForeignKey("alert.id"), primary_key=True),
    Column("by", String()),
    Column("at", UtcTime()),
)
ALERT_WATCH = Table(
    "alert_watch",
    _ALL,
    Column("alert", Integer(), ForeignKey("alert.id"), primary_key=True),
    Column("watch", String(), primary_key=True),
)
DECISION = Table(
    "decision",
    _ALL,
    Column("id", Integer(), primary_key=True),
    Column("entry", String(), ForeignKey("entry.id")),
    Column("version", Integer()),
    Column("watch", String()),
    Column("action", String()),
    Column("reason", JSON()),
    Column("alert", Integer(), ForeignKey("alert.id")),
    Column("rules_version", String()),
    Column("at", UtcTime()),
    Column("due", UtcTime()),
)
DELIVERY = Table(
    "delivery",
    _ALL,
    Column("id", Integer(), primary_key=True),
    Column("key", String()),
    Column("alert", Integer(), ForeignKey("alert.id")),
    Column("destination", String()),
    Column("state", String(), default="pending"),
    Column("not_before", UtcTime()),
    Column("attempts", Integer(), default=0),
    Column("payload", JSON()),
    Column("last_error", String()),
    Column("owner", String()),
    Column("created", UtcTime()),
    Column("updated", UtcTime()),
    Column("recipient", String()),
    Column("part", Integer(), default=1),
    Column("parts", Integer(), default=1),
    Column("handed", Boolean(), default=False),
    Column("held_for", String()),
    Column("digest", Integer()),
    Column("first_try", UtcTime()),
    Column("lease_until", UtcTime()),
    Column("planned", Boolean(), default=False),
)
MUTE = Table(
    "mute",
    _ALL,
    Column("kind", String(), primary_key=True),
    Column("name", String(), primary_key=True),
    Column("until", UtcTime()),
    Column("mode", String()),
    Column("created", UtcTime()),
)
TROUBLE = Table(
    "trouble",
    _ALL,
    Column("id", Integer(), primary_key=True),
    Column("key", String()),
    Column("text", String()),
    Column("since", UtcTime()),
    Column("over", UtcTime()),
)
ATTEMPT = Table(
    "attempt",
    _ALL,
    Column("id", Integer(), primary_key=True),
    Column("delivery", Integer(), ForeignKey("delivery.id")),
    Column("number", Integer()),
    Column("state", String()),
    Column("reason", String()),
    Column("at", UtcTime()),
)
SIGNATURE = Table(
    "signature",
    _ALL,
    Column("no", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("entry", String(), ForeignKey("entry.id")),
    Column("at", UtcTime()),
    Column("event", Boolean(), default=False),
)
BAND = Table(
    "band",
    _ALL,
    Column("band", BigInteger(), primary_key=True),
    Column("no", BigInteger(), primary_key=True),
)
SEARCHABLE = Table(
    "searchable",
    _ALL,
    Column("no", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("entry", String(), ForeignKey("entry.id")),
    Column("fetched", UtcTime()),
    Column("words", TextSearchVector().with_variant(String(), "sqlite")),
    Column("tokens", ARRAY(Integer()).with_variant(String(), "sqlite")),
)
TOKEN = Table(
    "token",
    _ALL,
    Column("id", Integer(), primary_key=True),
    Column("text", String()),
)
WORD_COUNT = Table(
    "word_count",
    _ALL,
    Column("word", String(), primary_key=True),
    Column("stories", Integer()),
)
RULES = Table(
    "rules_version",
    _ALL,
    Column("version", String(), primary_key=True),
    Column("loaded", UtcTime()),
    Column("sources", JSON()),
)
VERDICT = Table(
    "verdict",
    _ALL,
    Column("id", Integer(), primary_key=True),
    Column("alert", Integer(), ForeignKey("alert.id")),
    Column("correct", Boolean()),
    Column("note", String()),
    Column("at", UtcTime()),
)
SILENCE_VERDICT = Table(
    "silence_verdict",
    _ALL,
    Column("id", Integer(), primary_key=True),
    Column("entry", String(), ForeignKey("entry.id")),
    Column("watch", String()),
    Column("correct", Boolean()),
    Column("note", String()),
    Column("at", UtcTime()),
)
LAST_LOOK = Table(
    "last_look",
    _ALL,
    Column("reader", String(), primary_key=True),
    Column("alert", BigInteger()),
    Column("at", UtcTime()),
)
SCRIPT_TOKEN = Table(
    "script_token",
    _ALL,
    Column("name", String(), primary_key=True),
    Column("sha256", String()),
    Column("role", String()),
    Column("created", UtcTime()),
    Column("used", UtcTime()),
)
AUDIT = Table(
    "audit",
    _ALL,
    Column("id", Integer(), primary_key=True),
    Column("at", UtcTime()),
    Column("who", String()),
    Column("via", String()),
    Column("action", String()),
    Column("about", String()),
    Column("detail", String(), default=""),
)
DAEMON = Table(
    "daemon",
    _ALL,
    Column("id", String(), primary_key=True),
    Column("host", String()),
    Column("process", Integer()),
    Column("version", String()),
    Column("rules", String()),
    Column("config", String()),
    Column("started", UtcTime()),
    Column("beat", UtcTime()),
    Column("ended", UtcTime()),
)
SHARED_FEED = Table(
    "shared_feed",
    _ALL,
    Column("name", String(), primary_key=True),
    Column("section", JSON()),
    Column("changed", UtcTime()),
)
