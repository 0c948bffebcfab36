"""People: several branches an account, who has left, bodies, ways in, the list of members, a trail that stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ACTORS = (("occurrence", "recorded_by"), ("check_in", "recorded_by"), ("audit", "on_behalf_of"))


def upgrade() -> None:
    _more_of_branches()
    _more_of_members()
    _more_of_identities()
    _more_of_invites()
    for table, column in _ACTORS:
        _point(table, column, "member")
    _make_bodies()
    _make_entrances()
    _make_applicants()
    _make_link_codes()
    _make_registrations()
    _make_campaigns()
    _make_groups()
    _find_in_the_trail()
    _keep_the_trail()


def _more_of_branches() -> None:
    op.add_column("branch", sa.Column("names_in_groups", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("branch", sa.Column("retention_months", sa.Integer(), nullable=False, server_default="12"))


def _more_of_members() -> None:
    op.add_column("member", sa.Column("left_at", sa.DateTime(), nullable=True))
    op.add_column("member", sa.Column("erased_at", sa.DateTime(), nullable=True))
    op.add_column("member", sa.Column("by_proxy", sa.Boolean(), nullable=False, server_default=sa.false()))


def _more_of_identities() -> None:
    with op.batch_alter_table("identity") as identity:
        identity.add_column(sa.Column("silence", sa.String(), nullable=False, server_default=""))
        identity.add_column(sa.Column("current", sa.Boolean(), nullable=False, server_default=sa.true()))
        identity.drop_constraint("uq_identity_door_account", type_="unique")
    with op.batch_alter_table("identity") as identity:
        identity.alter_column("silence", server_default=None)
        identity.create_unique_constraint("uq_identity_door_account_member_id", ["door", "account", "member_id"])
    op.execute("UPDATE identity SET silence = 'blocked' WHERE blocked_at IS NOT NULL")
    _one_of("ix_identity_current", "identity", ["door", "account"], "current")


def _more_of_invites() -> None:
    _point("invite", "made_by", "member")
    _point("invite", "identity_id", "identity")
    op.add_column("invite", sa.Column("revoked_at", sa.DateTime(), nullable=True))
    op.create_index("ix_invite_identity_id", "invite", ["identity_id"])


def _point(table: str, column: str, target: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.add_column(sa.Column(column, sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f(f"fk_{table}_{column}"), target, [column], ["id"])


def _point_no_more(table: str, column: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"fk_{table}_{column}"), type_="foreignkey")
        batch.drop_column(column)


def _one_of(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def _points_at(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _make_bodies() -> None:
    op.create_table(
        "body_member",
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        _points_at("body_member", "party_id", "party"),
        _points_at("body_member", "member_id", "member"),
        sa.PrimaryKeyConstraint("party_id", "member_id", name=op.f("pk_body_member")),
    )
    op.create_index("ix_body_member_member_id", "body_member", ["member_id"])


def _make_entrances() -> None:
    op.create_table(
        "entrance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        _points_at("entrance", "branch_id", "branch"),
        _points_at("entrance", "made_by", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entrance")),
        sa.UniqueConstraint("code", name=op.f("uq_entrance_code")),
    )
    op.create_index("ix_entrance_branch_id", "entrance", ["branch_id"])
    _one_of("ix_entrance_open", "entrance", ["branch_id"], "closed_at IS NULL")


def _make_applicants() -> None:
    op.create_table(
        "applicant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_again", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        _points_at("applicant", "branch_id", "branch"),
        _points_at("applicant", "settled_by", "member"),
        _points_at("applicant", "member_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_applicant_branch_id", "applicant", ["branch_id"])
    op.create_index("ix_applicant_member_id", "applicant", ["member_id"])
    _one_of("ix_applicant_waiting", "applicant", ["door", "account", "branch_id"], "settled_at IS NULL")


def _make_link_codes() -> None:
    op.create_table(
        "link_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        _points_at("link_code", "member_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_code")),
    )
    op.create_index("ix_link_code_member_id", "link_code", ["member_id"])
    op.create_index("ix_link_code_handle", "link_code", ["handle"])


def _make_registrations() -> None:
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("library", sa.String(), nullable=False),
        sa.Column("paid_until", sa.Date(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("renewed_at", sa.DateTime(), nullable=True),
        sa.Column("renewed_by", sa.Integer(), nullable=True),
        sa.Column("paid_before", sa.Date(), nullable=True),
        sa.Column("told_apart", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        _points_at("registration", "branch_id", "branch"),
        _points_at("registration", "member_id", "member"),
        _points_at("registration", "renewed_by", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
    )
    op.create_index("ix_registration_branch_id", "registration", ["branch_id"])
    op.create_index("ix_registration_member_id", "registration", ["member_id"])

    op.create_table(
        "registry_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        _points_at("registry_draft", "branch_id", "branch"),
        _points_at("registry_draft", "member_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_draft")),
        sa.UniqueConstraint("branch_id", name=op.f("uq_registry_draft_branch_id")),
        sqlite_autoincrement=True,
    )


def _make_campaigns() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("round_at", sa.DateTime(), nullable=False),
        _points_at("campaign", "branch_id", "branch"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("branch_id", "year", name=op.f("uq_campaign_branch_id_year")),
    )
    op.create_table(
        "campaign_person",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("paid_until", sa.Date(), nullable=True),
        _points_at("campaign_person", "campaign_id", "campaign"),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_campaign_person_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("campaign_id", "registration_id", name=op.f("pk_campaign_person")),
    )
    op.create_index("ix_campaign_person_registration_id", "campaign_person", ["registration_id"])


def _make_groups() -> None:
    op.create_table(
        "group_chat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        _points_at("group_chat", "branch_id", "branch"),
        _points_at("group_chat", "made_by", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_chat")),
        sa.UniqueConstraint("door", "account", name=op.f("uq_group_chat_door_account")),
    )
    op.create_index("ix_group_chat_branch_id", "group_chat", ["branch_id"])


_TRAIL_INDEXES = (("ix_audit_branch_id_subject", ["branch_id", "subject"]), ("ix_audit_member_id", ["member_id"]))


def _find_in_the_trail() -> None:
    for name, columns in _TRAIL_INDEXES:
        op.create_index(name, "audit", columns)
    op.create_index("ix_inbox_at", "inbox", ["at"])


# Whoever holds the program's own connection cannot rewrite the trail either. Emptying the words is how a person is
# erased from it.
_SAME = " AND ".join(
    f"NEW.{column} IS {{same}} OLD.{column}"
    for column in ("id", "branch_id", "member_id", "at", "verb", "subject", "on_behalf_of")
)


def _keep_the_trail() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _keep_it_on_postgresql()
    else:
        _keep_it_on_sqlite()


def _keep_it_on_sqlite() -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the trail is only ever added to'); END"
    only_words = f"{_SAME.format(same='')} AND NEW.words = ''"
    op.execute(f"CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit {refuse}")
    op.execute(f"CREATE TRIGGER audit_stays BEFORE UPDATE ON audit WHEN NOT ({only_words}) {refuse}")


def _keep_it_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_audit() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the trail is only ever added to'; END $$"
    )
    only_words = f"{_SAME.format(same='NOT DISTINCT FROM')} AND NEW.words = ''"
    call = "EXECUTE FUNCTION refuse_audit()"
    op.execute(f"CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit FOR EACH ROW {call}")
    op.execute(f"CREATE TRIGGER audit_stays BEFORE UPDATE ON audit FOR EACH ROW WHEN (NOT ({only_words})) {call}")


def downgrade() -> None:
    """Go back to one branch an account; refused by the constraint where an account has several."""
    _let_the_trail_go()
    op.drop_index("ix_inbox_at", "inbox")
    for name, _ in _TRAIL_INDEXES:
        op.drop_index(name, "audit")
    for table in (
        "group_chat",
        "campaign_person",
        "campaign",
        "registry_draft",
        "registration",
        "link_code",
        "applicant",
        "entrance",
        "body_member",
    ):
        op.drop_table(table)
    for table, column in _ACTORS:
        _point_no_more(table, column)
    _less_of_invites()
    _less_of_identities()
    for column in ("by_proxy", "erased_at", "left_at"):
        op.drop_column("member", column)
    for column in ("retention_months", "names_in_groups"):
        op.drop_column("branch", column)


def _let_the_trail_go() -> None:
    on = " ON audit" if op.get_bind().dialect.name == "postgresql" else ""
    for name in ("audit_stays", "audit_is_kept"):
        op.execute(f"DROP TRIGGER {name}{on}")
    if on:
        op.execute("DROP FUNCTION refuse_audit()")


def _less_of_invites() -> None:
    op.drop_index("ix_invite_identity_id", "invite")
    op.drop_column("invite", "revoked_at")
    for column in ("identity_id", "made_by"):
        _point_no_more("invite", column)


def _less_of_identities() -> None:
    op.drop_index("ix_identity_current", "identity")
    with op.batch_alter_table("identity") as identity:
        identity.drop_constraint("uq_identity_door_account_member_id", type_="unique")
        identity.drop_column("current")
        identity.drop_column("silence")
        identity.create_unique_constraint("uq_identity_door_account", ["door", "account"])
