"""The tokens of entries, numbered; on PostgreSQL each entry's, too. SQLite's index is made by the daemon."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("text"),
    )
    numbers = sa.ARRAY(sa.Integer()).with_variant(sa.String(), "sqlite")
    op.add_column("searchable", sa.Column("tokens", numbers, nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        # What is indexed has no tokens yet: the daemon indexes it anew, as it does on SQLite by `FOLDING`.
        op.execute("DELETE FROM searchable")
        op.create_index("ix_searchable_tokens", "searchable", ["tokens"], postgresql_using="gin")


def downgrade() -> None:
    with op.batch_alter_table("searchable") as table:
        table.drop_column("tokens")
    op.drop_table("token")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE IF EXISTS entry_tokens")
