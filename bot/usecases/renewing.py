"""The renewal of memberships: whom the bot would remind, reminding them, and how it goes."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.actions import ShowRenewals
from bot.domain.access import may_keep_members
from bot.domain.notices import Kind, Notice
from bot.domain.obligations import Obligation
from bot.domain.renewing import (
    MOST_ROUNDS,
    NEXT_ROUND_AFTER,
    NO_DAY,
    USEFUL,
    Campaign,
    Outreach,
    Progress,
    round_to_come,
    was_renewed,
)
from bot.usecases.deeds import doing, note
from bot.usecases.house import House
from bot.usecases.registry import joined_anew
from db.caller import Caller
from db.campaigns import (
    Called,
    DuePerson,
    Reminder,
    begin_round,
    call,
    called_people,
    campaign_of,
    due_people,
    reminders_of,
)
from db.outbox import HELD, DeliveryState, owe_all

_ON_THE_WAY = frozenset({DeliveryState.PENDING, *HELD, DeliveryState.UNCERTAIN})


@dataclass(frozen=True, slots=True)
class Renewals:
    """The year's renewal: the campaign and what it has brought (None before it), and whom the bot would remind now."""

    due: int
    outreach: Outreach
    begun_at: datetime | None = None
    progress: Progress | None = None

    @property
    def mark(self) -> int:
        """A number that tells who is reminded and in which round."""
        return zlib.crc32(repr((self.outreach.round, self.outreach.to_tell)).encode())


@dataclass(frozen=True, slots=True)
class _State:
    """Everything that is known of the year's renewal at a moment."""

    campaign: Campaign | None
    due: Sequence[DuePerson]
    called: Sequence[Called]
    reminders: Sequence[Reminder]
    now: datetime

    @property
    def to_tell(self) -> tuple[DuePerson, ...]:
        """Return those who can be reminded and have not been in the round to come."""
        number = round_to_come(self.campaign, self.now)
        done = {each.registration_id for each in self.reminders if each.round == number}
        return tuple(each for each in self.due if each.member_id is not None and each.id not in done)

    def seen(self) -> Renewals:
        """Return it as a page shows it."""
        number, to_tell = round_to_come(self.campaign, self.now), self.to_tell
        opens = None
        if self.campaign and not to_tell and number == self.campaign.round and number < MOST_ROUNDS:
            opens = self.campaign.round_at + NEXT_ROUND_AFTER
        unreachable = sum(each.member_id is None for each in self.due)
        outreach = Outreach(number, tuple(each.id for each in to_tell), unreachable, opens)
        begun_at = self.campaign.begun_at if self.campaign else None
        return Renewals(len(self.due), outreach, begun_at, self._progress() if self.campaign else None)

    def _progress(self) -> Progress:
        renewed = {each.id for each in self.called if was_renewed(each.before, each.now)}
        still = {each.id for each in self.called} - renewed
        told = still & self._reminded(frozenset({DeliveryState.SENT}))
        waiting = still & self._reminded(_ON_THE_WAY) - told
        reachable = {each.id for each in self.due if each.member_id is not None}
        unreachable = still - reachable - told - waiting
        failed = still - told - waiting - unreachable
        return Progress(len(self.called), len(renewed), len(told), len(waiting), len(failed), len(unreachable))

    def _reminded(self, states: frozenset[DeliveryState]) -> set[int]:
        return {each.registration_id for each in self.reminders if each.state in states}


async def _state(session: AsyncSession, house: House, branch_id: int) -> _State:
    today = house.today()
    campaign = await campaign_of(session, branch_id, today.year)
    due = await due_people(session, branch_id, today)
    called = await called_people(session, campaign.id) if campaign else ()
    reminders = await reminders_of(session, branch_id, campaign.begun_at) if campaign else ()
    return _State(campaign, due, called, reminders, house.now())


async def renewals(house: House, caller: Caller) -> Renewals | None:
    """Return how the year's renewal stands; None without the right."""
    if not may_keep_members(caller.role):
        return None
    await joined_anew(house, caller.branch_id)
    async with house.store.reading() as session:
        return (await _state(session, house, caller.branch_id)).seen()


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many people were reminded; None where the page showed something else, and nobody was."""

    people: int | None


async def remind(house: House, caller: Caller, mark: int, update_key: str) -> Reminded | None:
    """Owe a reminder to everybody to renew whom the bot can write to, as the person saw it; None without the right.

    They leave at working hours, each only while its person has not renewed (see `db.about_people`).
    """
    async with doing(house, caller, update_key, ShowRenewals(), may_keep_members) as deed:
        if deed is None:
            return None
        if not deed.fresh:
            return Reminded(None)
        state = await _state(deed.session, house, deed.branch_id)
        seen = state.seen()
        if seen.mark != mark or not seen.outreach.to_tell:
            return Reminded(None)
        year, number = house.today().year, seen.outreach.round
        campaign = await begin_round(deed.session, deed.branch_id, year, number, deed.now)
        await call(deed.session, campaign, state.due)
        owed = [_obligation(each, year, number, deed.now) for each in state.to_tell]
        await owe_all(deed.session, deed.branch_id, owed, deed.now)
        await note(deed, "remind-to-renew", f"campaign:{campaign}", f"{number}: {len(owed)}")
    house.nudge()
    return Reminded(len(owed))


def _obligation(person: DuePerson, year: int, number: int, now: datetime) -> Obligation:
    notice = Notice(Kind.RENEWAL, person.id, person.member_id or 0, person.paid_until or NO_DAY, number)
    return Obligation(notice, str(year), now, now + USEFUL)
