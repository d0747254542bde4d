"""Columns for how often feeds publish, their latest items, and where they moved."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ADDED: dict[str, tuple[sa.types.TypeEngine[Any], str]] = {
    "why": (sa.String(), "''"),
    "moved_count": (sa.Integer(), "0"),
    "pace": (sa.LargeBinary(), "''"),
    "items": (sa.LargeBinary(), "''"),
}


def upgrade() -> None:
    with op.batch_alter_table("feed", schema=None) as batch_op:
        for name, (kind, default) in _ADDED.items():
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=sa.text(default)))
        batch_op.add_column(sa.Column("moved_to", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("feed", schema=None) as batch_op:
        for name in ("moved_to", *_ADDED):
            batch_op.drop_column(name)
