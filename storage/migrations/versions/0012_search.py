"""The numbers of searchable entries; on PostgreSQL their words, too. SQLite's index is made by the daemon."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "searchable",
        sa.Column("no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("words", TSVECTOR().with_variant(sa.String(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("no"),
        sa.UniqueConstraint("entry"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("ix_searchable_words", "searchable", ["words"], postgresql_using="gin")


def downgrade() -> None:
    op.drop_table("searchable")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE IF EXISTS entry_words")
