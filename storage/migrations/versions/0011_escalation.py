"""The time at which an alert escalates, a table of acknowledgements, and an index for counting the entries of a watch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("alert", sa.Column("escalate_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_alert_escalate_at", "alert", ["escalate_at"])
    op.create_index("ix_decision_watch_at", "decision", ["watch", "at"])
    op.create_table(
        "acknowledgement",
        sa.Column("alert", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["alert"], ["alert.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("alert"),
    )


def downgrade() -> None:
    op.drop_table("acknowledgement")
    op.drop_index("ix_decision_watch_at", table_name="decision")
    op.drop_index("ix_alert_escalate_at", table_name="alert")
    op.drop_column("alert", "escalate_at")
