"""Drops two indexes that no query used, and adds one on feed and time of fetch."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_signature_at", "signature")
    op.drop_index("ix_entry_feed_guid", "entry")
    op.create_index("ix_entry_feed_fetched", "entry", ["feed", "fetched"])


def downgrade() -> None:
    op.drop_index("ix_entry_feed_fetched", "entry")
    op.create_index("ix_entry_feed_guid", "entry", ["feed", "guid"])
    op.create_index("ix_signature_at", "signature", ["at"])
