"""Work: steps and their history, reports with evidence, requests for a change, cards in the chats."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# What was claimed, decided on and cancelled before steps were kept gets the history that its row tells. A claim goes
# before its decision, and both before a cancelling: the ids are the order.
_CLAIMS = """
INSERT INTO step (occurrence_id, at, member_id, on_behalf_of, verb, before, after, words)
SELECT id, claimed_at, COALESCE(recorded_by, claimed_by), CASE WHEN recorded_by IS NULL THEN NULL ELSE claimed_by END,
       'claim', 'planned', 'claimed', words
FROM occurrence WHERE claimed_at IS NOT NULL
"""
_DECISIONS = """
INSERT INTO step (occurrence_id, at, member_id, on_behalf_of, verb, before, after, words)
SELECT id, decided_at, decided_by, NULL,
       CASE WHEN state = 'confirmed' THEN 'confirm' ELSE 'return' END,
       CASE WHEN claimed_at IS NULL THEN 'planned' ELSE 'claimed' END,
       CASE WHEN state = 'confirmed' THEN 'confirmed' ELSE 'returned' END, reason
FROM occurrence
WHERE decided_at IS NOT NULL AND (state IN ('confirmed', 'returned') OR (state = 'cancelled' AND reason <> ''))
"""
_CANCELLINGS = """
INSERT INTO step (occurrence_id, at, member_id, on_behalf_of, verb, before, after, words)
SELECT o.id, COALESCE((SELECT MAX(c.at) FROM correction c WHERE c.activity_id = o.activity_id), p.imported_at),
       NULL, NULL, 'cancel',
       CASE WHEN o.reason <> '' THEN 'returned' WHEN o.claimed_at IS NOT NULL THEN 'claimed' ELSE 'planned' END,
       'cancelled', ''
FROM occurrence o JOIN activity a ON a.id = o.activity_id JOIN plan p ON p.id = a.plan_id
WHERE o.state = 'cancelled'
"""
# What a quarter brought is a report as any other.
_QUARTERS = """
INSERT INTO report (activity_id, quarter, member_id, recorded_by, outcome, words, closes, started_at, ended_at)
SELECT activity_id, quarter, member_id, recorded_by, CASE WHEN words = '' THEN '' ELSE 'done' END, words, false, at, at
FROM check_in ORDER BY id
"""
_QUARTERS_BACK = """
INSERT INTO check_in (activity_id, quarter, member_id, recorded_by, words, at)
SELECT activity_id, quarter, member_id, recorded_by, words, ended_at
FROM report WHERE quarter IS NOT NULL AND ended_at IS NOT NULL ORDER BY id
"""


def upgrade() -> None:
    with op.batch_alter_table("occurrence") as occurrence:
        occurrence.add_column(sa.Column("outcome", sa.String(), nullable=False, server_default=""))
        occurrence.add_column(sa.Column("participants", sa.Integer(), nullable=True))
        occurrence.add_column(sa.Column("taken_by", sa.Integer(), nullable=True))
        occurrence.add_column(sa.Column("taken_at", sa.DateTime(), nullable=True))
        occurrence.create_foreign_key(op.f("fk_occurrence_taken_by"), "member", ["taken_by"], ["id"])
    with op.batch_alter_table("occurrence") as occurrence:
        occurrence.alter_column("outcome", server_default=None)
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("member_id", existing_type=sa.Integer(), nullable=True)
        outbox.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        outbox.create_foreign_key(op.f("fk_outbox_group_id"), "group_chat", ["group_id"], ["id"])
        outbox.create_index("ix_outbox_group_id", ["group_id"])
    op.add_column("branch", sa.Column("own_claims", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("branch", sa.Column("evidence_megabytes", sa.Integer(), nullable=False, server_default="500"))
    _make_reports()
    op.execute(_QUARTERS)
    op.drop_table("check_in")
    _make_evidence()
    _make_steps()
    _make_requests()
    _make_shown_cards()


def _points_at(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _make_reports() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=True),
        sa.Column("quarter", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=True),
        sa.Column("closes", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("messages", sa.JSON(), nullable=False, server_default="[]"),
        _points_at("report", "activity_id", "activity"),
        _points_at("report", "occurrence_id", "occurrence"),
        _points_at("report", "member_id", "member"),
        _points_at("report", "recorded_by", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index("ix_report_activity_id", "report", ["activity_id"])
    where = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_report_being_written", "report", ["member_id"], unique=True, sqlite_where=where, postgresql_where=where
    )
    op.create_index("ix_report_member_id", "report", ["member_id"])
    op.create_index("ix_report_occurrence_id", "report", ["occurrence_id"])


def _make_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        _points_at("evidence", "report_id", "report"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_report_id", "evidence", ["report_id"])


def _make_steps() -> None:
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        _points_at("step", "occurrence_id", "occurrence"),
        _points_at("step", "member_id", "member"),
        _points_at("step", "on_behalf_of", "member"),
        _points_at("step", "report_id", "report"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
    )
    op.create_index("ix_step_occurrence_id", "step", ["occurrence_id"])
    for statement in (_CLAIMS, _DECISIONS, _CANCELLINGS):
        op.execute(statement)


def _make_requests() -> None:
    op.create_table(
        "request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("occurrence_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        _points_at("request", "branch_id", "branch"),
        _points_at("request", "activity_id", "activity"),
        _points_at("request", "occurrence_id", "occurrence"),
        _points_at("request", "member_id", "member"),
        _points_at("request", "asked_id", "member"),
        _points_at("request", "settled_by", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
    )
    op.create_index("ix_request_activity_id", "request", ["activity_id"])
    op.create_index("ix_request_asked_id", "request", ["asked_id"])
    op.create_index("ix_request_branch_id", "request", ["branch_id"])


def _make_shown_cards() -> None:
    op.create_table(
        "shown_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identity_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        _points_at("shown_card", "identity_id", "identity"),
        _points_at("shown_card", "activity_id", "activity"),
        _points_at("shown_card", "occurrence_id", "occurrence"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown_card")),
        sa.UniqueConstraint("identity_id", "message", name=op.f("uq_shown_card_identity_id_message")),
    )
    op.create_index("ix_shown_card_activity_id", "shown_card", ["activity_id"])
    op.create_index("ix_shown_card_identity_id", "shown_card", ["identity_id"])
    op.create_index("ix_shown_card_occurrence_id", "shown_card", ["occurrence_id"])


def _make_check_ins() -> None:
    op.create_table(
        "check_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        _points_at("check_in", "activity_id", "activity"),
        _points_at("check_in", "member_id", "member"),
        _points_at("check_in", "recorded_by", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
    )
    op.create_index("ix_check_in_activity_id", "check_in", ["activity_id"])


def downgrade() -> None:
    """Go back to claims of one sentence; what else was reported is lost, and who is at something is not known."""
    _make_check_ins()
    op.execute(_QUARTERS_BACK)
    op.execute("DELETE FROM outbox WHERE member_id IS NULL")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_index("ix_outbox_group_id")
        outbox.drop_constraint("fk_outbox_group_id", type_="foreignkey")
        outbox.drop_column("group_id")
        outbox.alter_column("member_id", existing_type=sa.Integer(), nullable=False)
    for table in ("shown_card", "request", "step", "evidence", "report"):
        op.drop_table(table)
    op.drop_column("branch", "evidence_megabytes")
    op.drop_column("branch", "own_claims")
    op.execute("UPDATE occurrence SET state = 'planned' WHERE state = 'taken'")
    with op.batch_alter_table("occurrence") as occurrence:
        occurrence.drop_constraint("fk_occurrence_taken_by", type_="foreignkey")
        for column in ("taken_at", "taken_by", "participants", "outcome"):
            occurrence.drop_column(column)
