"""Actions of who keeps the branch's people: the list, a person's card, roles, names, accounts and invitations.

`member` is a row of the branch's members, `party` a person as the plan names them. What depends on the state that the
person saw carries it along (`was`, `mark`): a stale button shows the present state.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowMembers:
    """Show a page of the list: members, and the people of the plans who are none."""

    page: int


@dataclass(frozen=True, slots=True)
class ShowGone:
    """Show a page of those who have left."""

    page: int


@dataclass(frozen=True, slots=True)
class AskFind:
    """Ask for a part of a name to look for; the next words are the answer."""


@dataclass(frozen=True, slots=True)
class ShowMember:
    """Show a member's card."""

    member: int


@dataclass(frozen=True, slots=True)
class ShowNamed:
    """Show somebody whom only the plan names."""

    party: int


@dataclass(frozen=True, slots=True)
class InviteMember:
    """Make a personal link for a member; those made before open nothing any more."""

    member: int


@dataclass(frozen=True, slots=True)
class InviteNamed:
    """Make a member of somebody whom the plan names, and a link; with `sure` 1 they are nobody known already."""

    party: int
    sure: int


@dataclass(frozen=True, slots=True)
class JoinNamed:
    """Say that somebody whom the plan names is this member."""

    party: int
    member: int


@dataclass(frozen=True, slots=True)
class InviteEverybody:
    """Make links for the next few who have not joined and hold no link that works."""


@dataclass(frozen=True, slots=True)
class AskMembers:
    """Ask for the names of new members; the next words are the answer."""


@dataclass(frozen=True, slots=True)
class ChooseMember:
    """Say whom a new name stands for that is like known ones: the place of the known one, 0 for somebody else.

    `said` is the entry of the trail that holds the names as they were said.
    """

    said: int
    choice: int


@dataclass(frozen=True, slots=True)
class AskName:
    """Ask for a member's name as it should be; the next words are the answer."""

    member: int


@dataclass(frozen=True, slots=True)
class AskRole:
    """Ask for a member's role."""

    member: int


@dataclass(frozen=True, slots=True)
class AskSecretary:
    """Ask once more before a member becomes the secretary; `was` as of `SetRole`."""

    member: int
    was: int


@dataclass(frozen=True, slots=True)
class SetRole:
    """Give a member a role; `role` and `was`, the one they had, are places in `Role`."""

    member: int
    role: int
    was: int


@dataclass(frozen=True, slots=True)
class AskRemove:
    """Ask whether a member shall leave the branch."""

    member: int


@dataclass(frozen=True, slots=True)
class RemoveMember:
    """Let a member leave the branch."""

    member: int


@dataclass(frozen=True, slots=True)
class BringMemberBack:
    """Make somebody who has left a member again."""

    member: int


@dataclass(frozen=True, slots=True)
class ForgetAccount:
    """Say that an account is not this member's; `mark` is the account's, as its id may come to be another one's."""

    member: int
    identity: int
    mark: int


Members = (
    ShowMembers
    | ShowGone
    | AskFind
    | ShowMember
    | ShowNamed
    | InviteMember
    | InviteNamed
    | JoinNamed
    | InviteEverybody
    | AskMembers
    | ChooseMember
    | AskName
    | AskRole
    | AskSecretary
    | SetRole
    | AskRemove
    | RemoveMember
    | BringMemberBack
    | ForgetAccount
)

TAGS: dict[str, type[Members]] = {
    "wl": ShowMembers,
    "wg": ShowGone,
    "wf": AskFind,
    "wm": ShowMember,
    "wp": ShowNamed,
    "wi": InviteMember,
    "wj": InviteNamed,
    "wk": JoinNamed,
    "we": InviteEverybody,
    "wa": AskMembers,
    "wc": ChooseMember,
    "wn": AskName,
    "wr": AskRole,
    "wy": AskSecretary,
    "ws": SetRole,
    "wq": AskRemove,
    "wx": RemoveMember,
    "wb": BringMemberBack,
    "wo": ForgetAccount,
}
"""What their codes begin with."""
