"""Tables of the daemons and of the feeds that they share; on PostgreSQL, room for rows that change at every poll.

Whatever ran before it goes on running on this schema: new columns have defaults, and nothing is taken away.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# Each poll changes a feed's row twice. A page that is half empty takes the new version of a claimed row, so that no
# index needs to change, and a vacuum after hundreds of polls instead of a fifth of the table keeps it small.
_FEED = {
    "fillfactor": 60,
    "autovacuum_vacuum_scale_factor": 0.05,
    "autovacuum_vacuum_threshold": 500,
    "autovacuum_analyze_scale_factor": 0.2,
    "autovacuum_vacuum_cost_delay": 0,
}
# A delivery's row changes some four times in seconds, and then never again.
_DELIVERY = {"fillfactor": 80, "autovacuum_vacuum_scale_factor": 0.05}


def _set(table: str, parameters: dict[str, float]) -> None:
    values = ", ".join(f"{name} = {value}" for name, value in parameters.items())
    op.execute(f"ALTER TABLE {table} SET ({values})")


def upgrade() -> None:
    op.create_table(
        "daemon",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("process", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("config", sa.String(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "shared_feed",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("section", sa.JSON(), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index("ix_shared_feed_changed", "shared_feed", ["changed"])
    op.add_column("feed", sa.Column("polled_by", sa.String(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        _set("feed", _FEED)
        _set("delivery", _DELIVERY)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, parameters in (("feed", _FEED), ("delivery", _DELIVERY)):
            op.execute(f"ALTER TABLE {table} RESET ({', '.join(parameters)})")
    op.drop_column("feed", "polled_by")
    op.drop_index("ix_shared_feed_changed", table_name="shared_feed")
    op.drop_table("shared_feed")
    op.drop_table("daemon")
