"""The details of a term are kept: the day of the month, the weekday, the pace."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("activity", sa.Column("hints", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("activity", "hints")
