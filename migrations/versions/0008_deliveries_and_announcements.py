"""How each notice went out, kept for the log of deliveries; words of the keepers' to some of the branch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None

# What went out before is known by the account that it went to, as far as that is there.
_DOORS = """
UPDATE outbox SET door = COALESCE((SELECT i.door FROM identity i WHERE i.id = outbox.identity_id), '')
WHERE identity_id IS NOT NULL
"""
_PASSED_ON = """
UPDATE outbox SET passed_on = :yes
WHERE EXISTS (SELECT 1 FROM identity i WHERE i.id = outbox.identity_id AND i.member_id <> outbox.member_id)
"""


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("door", sa.String(), nullable=False, server_default=""))
        outbox.add_column(sa.Column("passed_on", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(_DOORS)
    op.execute(sa.text(_PASSED_ON).bindparams(yes=True))
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("door", server_default=None)
        outbox.alter_column("passed_on", server_default=None)
    op.create_index("ix_outbox_kind_subject", "outbox", ["kind", "subject"])
    _make_announcements()


def _make_announcements() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("subject", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name=op.f("fk_announcement_branch_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_announcement_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    op.create_index("ix_announcement_branch_id", "announcement", ["branch_id"])


def downgrade() -> None:
    op.drop_table("announcement")
    op.drop_index("ix_outbox_kind_subject", "outbox")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("passed_on")
        outbox.drop_column("door")
