"""Tables for the bands of near-duplicates, the reports of events, and the number of stories that held a word."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "signature",
        sa.Column("no", _NUMBER, nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("no"),
        sa.UniqueConstraint("entry"),
    )
    op.create_index("ix_signature_at", "signature", ["at"])
    op.create_table(
        "band",
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("no", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("band", "no"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "word_count",
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("stories", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("word_count", "band", "signature"):
        op.drop_table(table)
