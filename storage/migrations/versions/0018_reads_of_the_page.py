"""The search index of SQLite holds the time of each entry, to sort hits by; decisions are found by their alert.

Without these the page reads whole entries to sort them, and all decisions to find those of an alert.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("searchable", sa.Column("fetched", sa.DateTime(timezone=True), nullable=True))
    # On PostgreSQL a row that is changed writes its words anew, and the time is not read there.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "UPDATE searchable SET fetched = (SELECT fetched FROM entry WHERE entry.id = searchable.entry)"
        )
    op.create_index("ix_decision_alert", "decision", ["alert"])


def downgrade() -> None:
    op.drop_index("ix_decision_alert", "decision")
    op.drop_column("searchable", "fetched")
