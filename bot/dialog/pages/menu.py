"""The menu, the help, and what a person hears who is not understood or not known."""

from __future__ import annotations

from bot.dialog.actions import (
    Help,
    ShowApproved,
    ShowDoubt,
    ShowMe,
    ShowMeetings,
    ShowMine,
    ShowOverdue,
    ShowPeople,
    ShowQuarter,
    ShowRequests,
    ShowWaiting,
    Speak,
    StartAdding,
    StartProposing,
    WriteReport,
)
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.approved import different
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import period_text
from bot.dialog.text import Text, text
from bot.domain.access import may_correct, may_edit_plan, may_keep_people, may_review
from bot.domain.agenda import mine, overdue, waiting
from bot.domain.duties import CALLING_ROLES, PRESIDIUM_ROLES
from bot.domain.plan import Member, Role, Snapshot
from bot.domain.requesting import listed_for

_ASKED = ("help.quarter", "help.number", "help.mine", "help.overdue")
"""What the help says of questions to the plan."""


def menu(view: View, open_doubts: int = 0) -> Reply:
    """Return the menu: everything a member can do is one tap away."""
    greeting = Line(
        text("menu.title", branch=view.snapshot.branch_name, period=period_text(view.snapshot.period)), Style.TITLE
    )
    return reply(greeting, Line(_state(view)), rows=menu_rows(view, open_doubts), home=False)


def _state(view: View) -> Text:
    late = len(overdue(view.snapshot, view.today))
    own = sum(item.occurrence.open for item in mine(view.snapshot, view.member.id, view.today))
    if own:
        return text("menu.own", n=own)
    return text("menu.late", n=late) if late else text("menu.calm")


def menu_rows(view: View, open_doubts: int = 0) -> tuple[Row, ...]:
    """Return the menu's buttons for the member's role."""
    rows: list[Row] = [
        (Button(text("button.this-quarter"), ShowQuarter(0)), Button(text("button.mine"), ShowMine())),
        (Button(text("button.overdue"), ShowOverdue()), Button(text("button.meetings"), ShowMeetings())),
    ]
    if view.report is not None and view.reported in view.snapshot.occurrence_of:
        rows.insert(0, (Button(text("button.resume-report"), WriteReport(view.report)),))
    claims = len(waiting(view.snapshot))
    if view.member.role in PRESIDIUM_ROLES | CALLING_ROLES and claims:
        rows.append((Button(text("button.waiting", count=claims), ShowWaiting()),))
    if may_edit_plan(view.member) and open_doubts:
        rows.append((Button(text("button.doubts", count=open_doubts), ShowDoubt(0)),))
    requests = len(listed_for(view.snapshot, view.member))
    if requests:
        rows.append((Button(text("button.requests", count=requests), ShowRequests(0)),))
    adding = Button(text("button.add-activity"), StartAdding(0))
    proposing = Button(text("button.propose"), StartProposing(0))
    changed = (Button(text("button.approved"), ShowApproved(0)),) if different(view.snapshot) else ()
    rows.append((adding if may_correct(view.member) else proposing, *changed))
    rows.append(own_row(view.member.role))
    return tuple(rows)


def own_row(role: Role) -> Row:
    """Return the way to what is not about the plan: the branch's people for those who keep them, oneself, the help."""
    people = (Button(text("button.people"), ShowPeople()),) if may_keep_people(role) else ()
    return (*people, Button(text("button.me"), ShowMe()), Button(text("button.help"), Help()))


def help_page(role: Role, other_language: int | None) -> Reply:
    """Return what the bot can do, on one screen, and a way to another language (its place in LANGUAGES)."""
    claims = ("help.claims",) if role in PRESIDIUM_ROLES else ()
    people = ("help.people",) if may_keep_people(role) else ()
    keys = (*_ASKED, *claims, *people, "help.me", "help.remind", "help.stop")
    items = (Line(text(key), Style.ITEM) for key in keys)
    close = Line(text("help.close"), Style.NOTE)
    rows: tuple[Row, ...] = ()
    if other_language is not None:
        rows = ((Button(text("button.language"), Speak(other_language)),),)
    return reply(Line(text("help.title"), Style.TITLE), *items, close, rows=rows)


def unreadable(view: View, open_doubts: int = 0) -> Reply:
    """Return the menu to somebody who sent something else than words; what they were asked stays asked."""
    return reply(Line(unreadable_text(view.member.role)), rows=menu_rows(view, open_doubts), home=False)


def unreadable_text(role: Role) -> Text:
    """Say what the bot reads: words of everybody, and files of those who bring plans."""
    return text("unreadable.reviewer" if may_review(role) else "unreadable")


def unclear(view: View, open_doubts: int = 0) -> Reply:
    """Return the menu to somebody whose words were not understood."""
    rows = menu_rows(view, open_doubts)
    return reply(Line(text("unclear")), Line(text("unclear.examples"), Style.NOTE), rows=rows, home=False)


def no_plan(member_role: Role, branch: str) -> Reply:
    """Say that the branch has not published a plan yet."""
    key = "no-plan.secretary" if may_review(member_role) else "no-plan"
    return reply(Line(text(key, branch=branch)), rows=(own_row(member_role),))


def stranger() -> Reply:
    """Tell somebody unknown how to come in, and nothing else."""
    return reply(Line(text("stranger.title"), Style.TITLE), Line(text("stranger.how")), home=False)


def bad_link() -> Reply:
    """Tell somebody that their link or code does not work any more."""
    return reply(Line(text("stranger.bad-link")), Line(text("stranger.how"), Style.NOTE), home=False)


def welcome(member: Member, snapshot: Snapshot | None, branch: str) -> tuple[Line, ...]:
    """Greet a member who has just joined; the menu follows."""
    hello = Line(text("welcome", name=member.name, branch=branch, role=text(f"role.{member.role}")), Style.TITLE)
    return (hello, Line(text("welcome.with-plan" if snapshot else "welcome.without-plan")))
