"""What people do in a year, by the use cases that their taps and words call."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from bot.dialog.actions import (
    AskTerm,
    BringBack,
    BringMemberBack,
    CancelActivity,
    RemoveMember,
    SetRole,
)
from bot.dialog.model import Address
from bot.domain.access import may_call_meeting, may_claim, may_confirm, may_correct, may_take
from bot.domain.correcting import seen_mark
from bot.domain.meetings import quarter_of_meeting
from bot.domain.notices import Kind
from bot.domain.occurrences import goes_on, quarters_begun
from bot.domain.plan import Member, Occurrence, Role, Snapshot, State
from bot.domain.reports import Outcome
from bot.domain.steps import Step
from bot.simulation.messengers import DOORS, Network
from bot.simulation.population import BRANCH, TERMS, Person
from bot.simulation.program import Program
from bot.usecases import check_ins, correcting, deciding, joining, keeping, meetings, work
from bot.usecases.acting import Verdict
from bot.usecases.house import House
from bot.usecases.telling import asked_to_judge
from db.caller import Caller

CLAIMABLE_AHEAD = timedelta(days=40)
ROLES = tuple(Role)


@dataclass
class Seat:
    """Somebody at a messenger, with the plan before their eyes."""

    address: Address
    caller: Caller
    snapshot: Snapshot

    @property
    def member(self) -> Member:
        """Themselves, as the plan's branch knows them."""
        return self.snapshot.members[self.caller.member_id]


class Life:
    """The branch's people and all that they may do; every deed is an update of its own.

    Args:
        program: what they talk to.
        network: their messengers.
        people: who was invited when the year began.
    """

    def __init__(self, program: Program, network: Network, people: list[Person]) -> None:
        self._program = program
        self.network = network
        self.accounts = [address for each in people for address in each.accounts]
        self.absent = [each for each in people if not each.accounts and not each.proxy]
        self.expected: set[str] = set()
        self._updates = count(1)

    @property
    def house(self) -> House:
        """What the use cases work with, as the program runs now."""
        return self._program.house

    async def something(self) -> None:
        """Do one deed, if it finds somebody to do it."""
        names, weights = zip(*((deed, weight) for deed, weight in _DEEDS), strict=True)
        [deed] = self.network.world.random.choices(names, weights)
        await deed(self)

    async def seats(self) -> AsyncIterator[Seat]:
        """Return everybody who is at their messenger now, in an order of chance."""
        for address in self.network.world.random.sample(self.accounts, len(self.accounts)):
            seat = await self.seat(address)
            if seat is not None:
                yield seat

    async def seat(self, address: Address) -> Seat | None:
        """Return an account's person; None where they have blocked the bot, or are no member."""
        if (address.door, address.account) in self.network.blocked:
            return None
        caller = await self.house.store.caller(address)
        today = self.house.today()
        snapshot = await self.house.store.snapshot(caller.branch_id, caller.revision, today) if caller else None
        there = caller is not None and snapshot is not None and caller.member_id in snapshot.members
        return Seat(address, caller, snapshot) if caller and snapshot and there else None

    def key(self) -> str:
        """Return what makes the next update unique."""
        return f"update-{next(self._updates)}"

    def tell(self, event: str, **facts: object) -> None:
        """Write a line of the story."""
        self.network.world.tell(event, **facts)

    def pick(self, found: Iterable[Occurrence]) -> Occurrence | None:
        """Return one of those whose days are near or past."""
        horizon = self.house.today() + CLAIMABLE_AHEAD
        near = [each for each in found if each.window.first <= horizon]
        return self.network.world.random.choice(near) if near else None


Deed = Callable[[Life], Awaitable[None]]
Use = Callable[[House, Caller, int, int, str], Awaitable[Verdict]]


def _one(step: Step, use: Use) -> Deed:
    """Return the deed of a step that needs nothing but the occurrence that somebody has seen."""

    async def deed(life: Life) -> None:
        async for seat in life.seats():
            shown = seat.snapshot
            found = life.pick(each for each in shown.occurrences if may_take(step, shown, seat.member, each))
            if found is not None:
                verdict = await use(life.house, seat.caller, found.id, found.revision, life.key())
                return life.tell(step.value, occurrence=found.id, member=seat.member.id, verdict=verdict)
        return None

    return deed


async def _claim(life: Life) -> None:
    async for seat in life.seats():
        authors = [seat.member]
        if seat.member.role in {Role.SECRETARY, Role.HEAD}:
            authors += [each for each in seat.snapshot.members.values() if each.spoken_for]
        for author in authors:
            shown = seat.snapshot
            theirs = life.pick(each for each in shown.occurrences if may_claim(shown, author, each))
            if theirs is not None:
                return await _claimed(life, seat, author, theirs)
    return None


async def _claimed(life: Life, seat: Seat, author: Member, theirs: Occurrence) -> None:
    outcome = life.network.world.random.choice((Outcome.DONE, Outcome.DONE, Outcome.DONE, Outcome.PARTLY, Outcome.HELP))
    author_id = author.id if author.id != seat.member.id else 0
    verdict = await work.claim(
        life.house, seat.caller, theirs.id, "Зроблено", life.key(), outcome=outcome, author_id=author_id
    )
    life.tell("claim", occurrence=theirs.id, member=author.id, outcome=outcome, verdict=verdict)
    after = await _after(life, seat, theirs.id)
    if verdict is Verdict.DONE and after and after[1].state is State.CLAIMED:
        judges = asked_to_judge(*after)
        life.expected |= {f"{Kind.CLAIM}:{theirs.id}:{after[1].revision}:{each}" for each in judges}


async def _after(life: Life, seat: Seat, occurrence_id: int) -> tuple[Snapshot, Occurrence] | None:
    again = await life.seat(seat.address)
    return (again.snapshot, again.snapshot.occurrence_of[occurrence_id]) if again else None


async def _decide(life: Life) -> None:
    async for seat in life.seats():
        shown = seat.snapshot
        claimed = [each for each in shown.occurrences if each.state is State.CLAIMED]
        theirs = life.pick(each for each in claimed if may_confirm(shown, seat.member, each))
        if theirs is not None:
            return await _decided(life, seat, theirs)
    return None


async def _decided(life: Life, seat: Seat, theirs: Occurrence) -> None:
    if life.network.world.chance(70):
        verdict = await deciding.confirm(life.house, seat.caller, theirs.id, theirs.revision, life.key())
    else:
        words = "Де світлини?"
        verdict = await deciding.give_back(life.house, seat.caller, theirs.id, theirs.revision, words, life.key())
    life.tell("decide", occurrence=theirs.id, member=seat.member.id, verdict=verdict)
    after = await _after(life, seat, theirs.id)
    if verdict is Verdict.DONE and after and theirs.claimed_by not in {None, seat.member.id}:
        life.expected.add(f"{Kind.DECISION}:{theirs.id}:{after[1].revision}:{theirs.claimed_by}")


async def _check_in(life: Life) -> None:
    today = life.house.today()
    async for seat in life.seats():
        going = [each for each in seat.snapshot.activities if goes_on(each.mode) and each.cancelled_on is None]
        for activity in going:
            for quarter in quarters_begun(activity.windows, today):
                verdict = await check_ins.check_in(life.house, seat.caller, activity.id, quarter, "", life.key())
                return life.tell("check-in", activity=activity.id, quarter=quarter, verdict=verdict)
    return None


async def _meet(life: Life) -> None:
    random, today = life.network.world.random, life.house.today()
    async for seat in life.seats():
        ahead = [each for each in seat.snapshot.meetings if quarter_of_meeting(seat.snapshot, each).last >= today]
        if may_call_meeting(seat.member) and ahead:
            meeting = random.choice(ahead[:2])
            quarter = quarter_of_meeting(seat.snapshot, meeting)
            first = max(today, quarter.first)
            day = date.fromordinal(random.randint(first.toordinal(), quarter.last.toordinal()))
            wanted = meetings.Appointment(meeting.id, meeting.revision, day, "15:00")
            verdict = await meetings.set_meeting_day(life.house, seat.caller, wanted, life.key())
            return life.tell("meeting", meeting=meeting.id, day=day, verdict=verdict)
    return None


async def _correct(life: Life) -> None:
    random = life.network.world.random
    async for seat in life.seats():
        if may_correct(seat.member):
            activity = random.choice(seat.snapshot.activities)
            mark, key, house = seen_mark(activity), life.key(), life.house
            if activity.cancelled_on is not None:
                corrected = await correcting.bring_activity_back(house, seat.caller, BringBack(activity.id, mark), key)
                return life.tell("bring-back", activity=activity.id, outcome=corrected.outcome)
            if life.network.world.chance(25):
                corrected = await correcting.cancel_activity(house, seat.caller, CancelActivity(activity.id, mark), key)
                return life.tell("cancel", activity=activity.id, outcome=corrected.outcome)
            term = random.choice(TERMS)
            corrected = await correcting.correct_term(house, seat.caller, AskTerm(activity.id, mark), term, key)
            return life.tell("correct-term", activity=activity.id, term=f"«{term}»", outcome=corrected.outcome)
    return None


async def _block(life: Life) -> None:
    open_ones = [each for each in life.accounts if (each.door, each.account) not in life.network.blocked]
    if not open_ones:
        return
    address = life.network.world.random.choice(open_ones)
    told = life.network.world.chance(60)
    if told and address.door == DOORS[0]:
        await joining.block(life.house, address)
    elif told:
        await joining.leave(life.house, address)
    life.network.shut(address)
    life.tell("block", account=address.account, told=int(told))


async def _unblock(life: Life) -> None:
    if life.network.blocked:
        address = Address(*life.network.world.random.choice(sorted(life.network.blocked)))
        life.network.open(address)
        await joining.come_back(life.house, address)
        life.tell("unblock", account=address.account)


async def _use_other_account(life: Life) -> None:
    async for seat in life.seats():
        if not seat.caller.latest:
            await joining.note_use(life.house, seat.caller)
            return life.tell("use", account=seat.address.account)
    return None


async def _join(life: Life) -> None:
    """Have somebody come in who has not been there: an absent one, or one who was let go and is back."""
    if life.absent:
        person = life.absent.pop()
        address = Address(life.network.world.random.choice(DOORS), f"late-{next(life._updates)}")  # noqa: SLF001 - of this module
        await joining.join(life.house, address, await joining.invite(life.house, BRANCH, person.name, person.role))
        life.accounts.append(address)
        life.tell("join", account=address.account)


async def _change_people(life: Life) -> None:
    random = life.network.world.random
    async for seat in life.seats():
        others = [each for each in seat.snapshot.members.values() if each.id != seat.member.id]
        if seat.member.role not in {Role.SECRETARY, Role.HEAD} or not others:
            continue
        other, caller, house, key = random.choice(others), seat.caller, life.house, life.key()
        if other.role is Role.MEMBER and life.network.world.chance(50):
            kept = await keeping.remove(house, caller, RemoveMember(other.id), key)
            return life.tell("remove", member=other.id, outcome=kept.outcome)
        if other.role in {Role.MEMBER, Role.PRESIDIUM}:
            role = ROLES.index(Role.PRESIDIUM if other.role is Role.MEMBER else Role.MEMBER)
            kept = await keeping.give_role(house, caller, SetRole(other.id, role, ROLES.index(other.role)), key)
            return life.tell("give-role", member=other.id, role=ROLES[role], outcome=kept.outcome)
    return None


async def _bring_back(life: Life) -> None:
    async for seat in life.seats():
        gone = list(seat.snapshot.left.values())
        if seat.member.role in {Role.SECRETARY, Role.HEAD} and gone:
            member = life.network.world.random.choice(gone)
            kept = await keeping.bring_back(life.house, seat.caller, BringMemberBack(member.id), life.key())
            life.absent.append(Person(member.name, member.role, ()))
            return life.tell("bring-member-back", member=member.id, outcome=kept.outcome)
    return None


_take, _withdraw = _one(Step.TAKE, work.take), _one(Step.WITHDRAW, work.withdraw)
_undo = _one(Step.UNDO, deciding.undo)
_DEEDS: tuple[tuple[Deed, int], ...] = (
    (_claim, 30), (_decide, 25), (_correct, 14), (_meet, 9), (_take, 6), (_check_in, 6), (_block, 6), (_unblock, 8),
    (_use_other_account, 4), (_withdraw, 3), (_undo, 3), (_join, 3), (_change_people, 3), (_bring_back, 3),
)  # fmt: skip
"""With how often each is done beside the others."""
