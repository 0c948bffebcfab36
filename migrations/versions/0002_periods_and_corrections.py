"""Plans of school years and months, newer editions of a plan, and corrections with what was so before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PERIOD = ["branch_id", "kind", "year", "month"]


def upgrade() -> None:
    with op.batch_alter_table("plan") as plan:
        plan.add_column(sa.Column("kind", sa.String(), nullable=False, server_default="calendar"))
        plan.add_column(sa.Column("month", sa.Integer(), nullable=False, server_default="0"))
        plan.drop_constraint("uq_plan_branch_id_year", type_="unique")
    with op.batch_alter_table("plan") as plan:
        plan.alter_column("kind", server_default=None)
        plan.alter_column("month", server_default=None)
    _one_a_period("ix_plan_in_force", "published_at IS NOT NULL")
    _one_a_period("ix_plan_draft", "published_at IS NULL")
    op.add_column("activity", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("activity", sa.Column("cancelled_at", sa.DateTime(), nullable=True))
    _make_corrections()
    op.create_table(
        "choice",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_choice_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "mark", name=op.f("pk_choice")),
    )


def _one_a_period(name: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "plan", _PERIOD, unique=True, sqlite_where=where, postgresql_where=where)


def _make_corrections() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_correction_activity_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_correction_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index("ix_correction_activity_id", "correction", ["activity_id"])


def downgrade() -> None:
    """Go back to plans of calendar years, one each; refused by the constraint where there are others."""
    op.drop_table("choice")
    op.drop_table("correction")
    op.drop_column("activity", "cancelled_at")
    op.drop_column("activity", "revision")
    for name in ("ix_plan_draft", "ix_plan_in_force"):
        op.drop_index(name, "plan")
    with op.batch_alter_table("plan") as plan:
        plan.drop_column("month")
        plan.drop_column("kind")
        plan.create_unique_constraint("uq_plan_branch_id_year", ["branch_id", "year"])
