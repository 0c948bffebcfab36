"""Answers to doubts that another answer can replace, and ids of drafts that never come again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("doubt", sa.Column("settled", sa.JSON(), nullable=True))
    _make_plan_anew(ids_come_again=False)


def _make_plan_anew(*, ids_come_again: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return  # where ids come of a sequence, they never come again
    args = {"sqlite_autoincrement": not ids_come_again}
    with op.batch_alter_table("plan", recreate="always", table_kwargs=args):
        pass


def downgrade() -> None:
    _make_plan_anew(ids_come_again=True)
    op.drop_column("doubt", "settled")
