"""People whom no plan names become members, by their names in words; who may be known already is asked about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from bot.dialog.actions import ChooseMember, ShowMembers
from bot.domain.access import may_keep_people
from bot.domain.enlisting import Known, Lookalike, lookalikes, names_in
from bot.domain.plan import Role
from bot.usecases.deeds import Deed, doing, entry, note
from bot.usecases.house import House
from bot.usecases.keeping import Kept, Outcome, return_to_branch
from db.caller import Caller
from db.members import member_of, party_of, roll_of, subject_of
from db.parties import link_members
from db.tables import AuditRow, MemberRow

ASKED, ANSWERED = "ask-members", "answer-members"


@dataclass(frozen=True, slots=True)
class _New:
    """A name of the list; `is_whom` is the known person it stands for, once somebody has said so."""

    name: str
    is_whom: Lookalike | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """Names to be added; those before `sure` are settled, and the next was asked about."""

    people: tuple[_New, ...]
    sure: int = 0
    alike: tuple[Lookalike, ...] = ()

    def written(self) -> str:
        """Write it down for the trail."""
        people = [[each.name, _coded(each.is_whom)] for each in self.people]
        return json.dumps([people, self.sure, [_coded(each) for each in self.alike]], ensure_ascii=False)

    def settled(self, choice: int) -> _List:
        """Return it with the name asked about settled: a known person (1, 2 …), or somebody else (0)."""
        whom = self.alike[choice - 1] if choice else None
        answered = _New(self.people[self.sure].name, whom)
        return replace(
            self, people=(*self.people[: self.sure], answered, *self.people[self.sure + 1 :]), sure=self.sure + 1
        )


def _coded(known: Lookalike | None) -> list[str | int] | None:
    return [known.known, known.id, known.name] if known else None


def _read(written: str) -> _List:
    people, sure, alike = json.loads(written)
    read = [None if each is None else _lookalike(each) for _, each in people]
    named = tuple(_New(name, whom) for (name, _), whom in zip(people, read, strict=True))
    return _List(named, sure, tuple(_lookalike(each) for each in alike))


def _lookalike(coded: Sequence[object]) -> Lookalike:
    known, key, name = coded
    return Lookalike(Known(str(known)), int(str(key)), str(name))


async def enlist(house: House, caller: Caller, words: str, update_key: str) -> Kept:
    """Make those named members, if each of them can be told from everybody known beyond doubt.

    `count` of the answer is how many have come to the branch, `member_id` the one if it is one.
    """
    async with doing(house, caller, update_key, ShowMembers(0), may_keep_people) as deed:
        if deed is None:
            return Kept(Outcome.REFUSED)
        if not deed.fresh:
            return Kept(Outcome.REPEATED)
        names = names_in(words)
        if names is None:
            return Kept(Outcome.UNCLEAR)
        deed.member.awaiting = None
        kept = await _add(deed, _List(tuple(_New(name) for name in names)))
    house.nudge()
    return kept


async def choose_member(house: House, caller: Caller, about: ChooseMember, update_key: str) -> Kept:
    """Go on with the names said before, now that it is clear whom one of them stands for; it is said once."""
    async with doing(house, caller, update_key, ShowMembers(0), may_keep_people) as deed:
        if deed is None:
            return Kept(Outcome.REFUSED)
        if not deed.fresh:
            return Kept(Outcome.REPEATED)
        asked = await _asked(deed, about.said)
        if asked is None or about.choice > len(asked.alike):
            return Kept(Outcome.STALE)
        deed.session.add(entry(deed, ANSWERED, f"entry:{about.said}"))
        kept = await _add(deed, asked.settled(about.choice))
    house.nudge()
    return kept


async def _asked(deed: Deed, said: int) -> _List | None:
    row = await deed.session.get(AuditRow, said)
    if row is None or (row.branch_id, row.member_id, row.verb) != (deed.branch_id, deed.member.id, ASKED):
        return None
    answers = (AuditRow.branch_id == deed.branch_id, AuditRow.subject == f"entry:{said}", AuditRow.verb == ANSWERED)
    answered = await deed.session.scalar(select(AuditRow.id).where(*answers).limit(1))
    return _read(row.words) if answered is None and row.words else None


async def _add(deed: Deed, wanted: _List) -> Kept:
    """Add them all, or write down what was said and ask about the first who may be known."""
    roll = await roll_of(deed.session, deed.branch_id, deed.now)
    for place, new in list(enumerate(wanted.people))[wanted.sure :]:
        alike = lookalikes(new.name, roll)
        if alike:
            return await _ask(deed, replace(wanted, sure=place, alike=alike), new.name)
    came = [row for row in [await _come(deed, new) for new in wanted.people] if row is not None]
    await deed.session.flush()
    await link_members(deed.session, deed.branch_id)
    return Kept(Outcome.DONE, came[0].id if len(came) == 1 else 0, count=len(came))


async def _come(deed: Deed, new: _New) -> MemberRow | None:
    """Make a member of one of the list; None for who is one already."""
    known = new.is_whom
    if known is not None and known.known is not Known.NAMED:
        row = await member_of(deed.session, deed.branch_id, known.id)
        if row is None or row.left_at is None:
            return None
        await return_to_branch(deed, row)
        return row
    row = MemberRow(branch_id=deed.branch_id, name=known.name if known else new.name, role=Role.MEMBER)
    deed.session.add(row)
    await deed.session.flush()
    party = await party_of(deed.session, deed.branch_id, known.id) if known else None
    if party is not None:
        party.member_id = row.id
    await note(deed, "add-member", subject_of(row.id))
    return row


async def _ask(deed: Deed, wanted: _List, name: str) -> Kept:
    row = entry(deed, ASKED, "members", wanted.written())
    deed.session.add(row)
    await deed.session.flush()
    return Kept(Outcome.ALIKE, said=row.id, name=name, alike=wanted.alike)
