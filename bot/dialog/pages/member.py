"""A member's card for those who keep the people: what they are, how they came in, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.dialog.actions import (
    AskName,
    AskRemove,
    AskRole,
    AskSecretary,
    BringMemberBack,
    ForgetAccount,
    InviteMember,
    RemoveMember,
    SetRole,
    ShowDeliveries,
    ShowMember,
    ShowMembers,
)
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.members import short_name
from bot.dialog.pages.wording import clipped, messenger, moment
from bot.dialog.text import Text, text, verbatim
from bot.domain.access import may_decide_on
from bot.domain.members import Account, MemberCard
from bot.domain.plan import Role

ROLES = tuple(Role)
NAMES_LENGTH = 200


def member_page(card: MemberCard, keeper_id: int, zone: ZoneInfo, *before: Line) -> Reply:
    """Return a member's card; nobody changes their own role or removes themselves."""
    lines = [*before, Line(verbatim(short_name(card.name)), Style.TITLE)]
    lines.append(Line(text("person.role", role=text(f"role.{card.role}"))))
    lines += [*_state(card, zone), *_history(card, zone)]
    sent = Button(text("button.deliveries"), ShowDeliveries(card.id, 0))
    back = (Button(text("button.roll"), ShowMembers(0)), sent)
    return reply(*lines, rows=(*_changes(card, keeper_id), back))


def _state(card: MemberCard, zone: ZoneInfo) -> Iterator[Line]:
    if card.left_at is not None:
        yield Line(text("person.left", when=moment(card.left_at, zone)))
        return
    for account in card.accounts:
        yield Line(_came_in(account, zone), Style.ITEM)
    if not card.accounts:
        yield Line(text("person.not-joined"))
    if card.invited_until is not None:
        yield Line(text("person.invited", when=moment(card.invited_until, zone)))


def _came_in(account: Account, zone: ZoneInfo) -> Text:
    door = messenger(account.door)
    if account.joined_at is None:
        return text("person.account", door=door)
    who = verbatim(account.invited_by) if account.invited_by else text("person.host")
    came = text("person.joined", when=moment(account.joined_at, zone), door=door, who=who)
    return text("person.joined-and-did", came=came, count=account.done) if account.done else came


def _history(card: MemberCard, zone: ZoneInfo) -> Iterator[Line]:
    if card.named_as:
        yield Line(text("person.named-as", names=clipped(", ".join(card.named_as), NAMES_LENGTH)), Style.NOTE)
    if card.forgotten is not None:
        when = moment(card.forgotten.at, zone)
        yield Line(text("person.forgotten", when=when, count=card.forgotten.done), Style.NOTE)


def _changes(card: MemberCard, keeper_id: int) -> Iterator[Row]:
    if card.left_at is not None:
        yield (Button(text("button.bring-member-back"), BringMemberBack(card.id)),)
        return
    key = "button.invite-again" if card.accounts or card.invited_until else "button.invite"
    yield (Button(text(key), InviteMember(card.id), keep=True),)
    yield from _forgetting(card, keeper_id)
    name = Button(text("button.correct-name"), AskName(card.id))
    if may_decide_on(keeper_id, card.id):
        yield (Button(text("button.change-role"), AskRole(card.id)), name)
        yield (Button(text("button.remove-member"), AskRemove(card.id)),)
    else:
        yield (name,)


def _forgetting(card: MemberCard, keeper_id: int) -> Iterator[Row]:
    """Yield the ways to forget an account that is somebody else's; of one's own only one beside that in use can be."""
    for account in card.accounts if may_decide_on(keeper_id, card.id) or len(card.accounts) > 1 else ():
        forget = ForgetAccount(card.id, account.id, account.mark)
        label = text("button.not-them-at", door=messenger(account.door)) if len(card.accounts) > 1 else None
        yield (Button(label or text("button.not-them"), forget),)


def ask_role_page(card: MemberCard) -> Reply:
    """Ask for a role; the present one is not among the buttons."""
    was = ROLES.index(card.role)
    rows = tuple((_role_button(card.id, role, was),) for role in ROLES if role is not card.role)
    now = Line(text("person.role", role=text(f"role.{card.role}")), Style.NOTE)
    return reply(Line(text("person.ask-role", name=short_name(card.name))), now, rows=(*rows, _back(card.id)))


def _role_button(member_id: int, role: Role, was: int) -> Button:
    if role is Role.SECRETARY:
        return Button(text(f"role.{role}"), AskSecretary(member_id, was))
    return Button(text(f"role.{role}"), SetRole(member_id, ROLES.index(role), was))


def ask_secretary_page(card: MemberCard, was: int) -> Reply:
    """Ask once more before somebody becomes the secretary, who may do nearly everything."""
    yes = Button(text("button.secretary-yes"), SetRole(card.id, ROLES.index(Role.SECRETARY), was))
    lines = (
        Line(text("person.ask-secretary", name=short_name(card.name))),
        Line(text("person.secretary-may"), Style.NOTE),
    )
    return reply(*lines, rows=((yes,), _back(card.id)))


def ask_name_page(card: MemberCard, *before: Line) -> Reply:
    """Ask for a member's name as it should be."""
    now = Line(text("person.now", name=card.name), Style.NOTE)
    return reply(*before, Line(text("person.ask-name")), now, rows=(_back(card.id),))


def ask_remove_page(card: MemberCard) -> Reply:
    """Ask whether somebody shall leave the branch."""
    yes = Button(text("button.remove-yes"), RemoveMember(card.id))
    lines = (Line(text("person.ask-remove", name=short_name(card.name))), Line(text("person.what-stays"), Style.NOTE))
    return reply(*lines, rows=((yes,), _back(card.id)))


def _back(member_id: int) -> Row:
    return (Button(text("button.back"), ShowMember(member_id)),)
