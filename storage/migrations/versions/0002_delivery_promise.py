"""Columns for the promise of delivery: the second mark, recipients and parts, holding and digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recipient", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("part", sa.Integer(), nullable=False, server_default=sa.text("1")))
        batch_op.add_column(sa.Column("parts", sa.Integer(), nullable=False, server_default=sa.text("1")))
        batch_op.add_column(sa.Column("handed", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("held_for", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("digest", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("first_try", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_delivery_digest", ["digest"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_digest")
        for name in (
            "lease_until",
            "first_try",
            "digest",
            "held_for",
            "handed",
            "parts",
            "part",
            "recipient",
        ):
            batch_op.drop_column(name)
