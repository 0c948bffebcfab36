"""The stored members' list: looked at, renewals noted in it, its people told apart from the members in the bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.dialog.actions import ShowPerson, ShowRegistry
from bot.domain.access import may_keep_members
from bot.domain.registry import Counts, Listed, Registered
from bot.usecases.deeds import Deed, doing, entry, note
from bot.usecases.house import House
from db.caller import Caller
from db.registry import Stretch, Which, counts_of, found_by_name, listed, stretch_of
from db.registry_drafts import draft_id_of
from db.registry_links import Unlinked, free_members, link_registered, unlinked
from db.tables import RegistrationRow

MOST_FOUND = 8


def seen_day(day: date | None) -> int:
    """Return what a button keeps of the day that a membership is paid until."""
    return day.toordinal() if day else 0


@dataclass(frozen=True, slots=True)
class Overview:
    """A branch's list in numbers.

    `draft` is the list that waits to be stored (0: none), `asked` how many people may be a member in the bot.
    """

    counts: Counts
    draft: int
    asked: int


async def overview(house: House, caller: Caller) -> Overview | None:
    """Return the list in numbers; None without the right. Who has come to the bot since is joined first."""
    if not may_keep_members(caller.role):
        return None
    found = await joined_anew(house, caller.branch_id)
    async with house.store.reading() as session:
        counts = await counts_of(session, caller.branch_id, house.today())
        return Overview(counts, await draft_id_of(session, caller.branch_id), len(found.asked))


async def joined_anew(house: House, branch_id: int) -> Unlinked:
    """Join those of the list to whoever of them has come to the bot since; return what was known of them before."""
    async with house.store.reading() as session:
        found = await unlinked(session, branch_id)
    if found.sure:
        async with house.store.writing() as session:
            await link_registered(session, branch_id)
    return found


async def people_of(
    house: House, caller: Caller, which: Which, *, start: int = 0, most: int | None = None
) -> Stretch | None:
    """Return some of the list's people; None without the right."""
    if not may_keep_members(caller.role):
        return None
    async with house.store.reading() as session:
        return await stretch_of(session, caller.branch_id, which, house.today(), start=start, most=most)


async def find_people(house: House, caller: Caller, words: str) -> Stretch | None:
    """Return the people of the list whose names these words begin; None without the right."""
    if not may_keep_members(caller.role):
        return None
    async with house.store.reading() as session:
        return await found_by_name(session, caller.branch_id, words, MOST_FOUND)


async def person_of_list(house: House, caller: Caller, registration_id: int) -> Listed | None:
    """Return a person of the branch's own list; None without the right, too."""
    if not may_keep_members(caller.role):
        return None
    async with house.store.reading() as session:
        return await listed(session, caller.branch_id, registration_id)


class Noting(StrEnum):
    """What came of a change of somebody in the list."""

    DONE = "done"
    STALE = "stale"
    PAST = "past"
    """The day has passed: nobody has renewed until then."""
    REFUSED = "refused"


async def note_renewed(
    house: House, caller: Caller, registration_id: int, seen: int, day: date, update_key: str
) -> Noting:
    """Note that somebody has renewed and until when; the day known before can be put back."""
    async with doing(house, caller, update_key, ShowPerson(registration_id), may_keep_members) as deed:
        row = await _own(deed, registration_id)
        if deed is None or row is None:
            return Noting.REFUSED
        if not deed.fresh:
            return Noting.DONE if row.paid_until == day else Noting.STALE
        if day < house.today():
            return Noting.PAST
        deed.member.awaiting = None
        if seen_day(row.paid_until) != seen:
            return Noting.STALE
        row.paid_before, row.paid_until = row.paid_until, day
        row.renewed_at, row.renewed_by = deed.now, deed.member.id
        await note(deed, "note-renewed", f"registration:{row.id}", f"{row.paid_before or ''} → {day}")
    return Noting.DONE


async def undo_renewed(house: House, caller: Caller, registration_id: int, seen: int, update_key: str) -> Noting:
    """Put the day back that was known before the renewal noted last."""
    async with doing(house, caller, update_key, ShowPerson(registration_id), may_keep_members) as deed:
        row = await _own(deed, registration_id)
        if deed is None or row is None:
            return Noting.REFUSED
        if not deed.fresh:
            return Noting.DONE if row.renewed_at is None else Noting.STALE
        if row.renewed_at is None or seen_day(row.paid_until) != seen:
            return Noting.STALE
        words = f"{row.paid_until or ''} → {row.paid_before or ''}"
        row.paid_until, row.paid_before, row.renewed_at, row.renewed_by = row.paid_before, None, None, None
        await note(deed, "undo-renewed", f"registration:{row.id}", words)
    return Noting.DONE


@dataclass(frozen=True, slots=True)
class Question:
    """Who in the bot is this: the person, the members who may be it by id, and how many more are asked about."""

    person: Listed
    members: dict[int, str]
    others: int


async def question_who(house: House, caller: Caller, registration_id: int) -> Question | None:
    """Return who may be a person of the list (0: of the first who is asked about); None where nobody is asked about.

    Whom a human has told apart can be asked about anew by their id.
    """
    if not may_keep_members(caller.role):
        return None
    async with house.store.reading() as session:
        found = await unlinked(session, caller.branch_id, anew=registration_id)
        asked = found.asked | {key: (member,) for key, member in found.sure.items() if key == registration_id}
        key = registration_id or next(iter(asked), 0)
        person = await listed(session, caller.branch_id, key)
        if person is None or person.member:
            return None
        members = {each: found.members[each] for each in asked.get(key, ())}
        return Question(person, members, len(found.asked.keys() - {key}))


async def tell_who(house: House, caller: Caller, registration_id: int, member_id: int, update_key: str) -> Noting:
    """Say which member a person of the list is; with 0 none, which is not asked again and undoes what was said."""
    async with doing(house, caller, update_key, ShowPerson(registration_id), may_keep_members) as deed:
        row = await _own(deed, registration_id)
        if deed is None or row is None:
            return Noting.REFUSED
        if not deed.fresh:
            return Noting.DONE
        if member_id and member_id not in await free_members(deed.session, deed.branch_id):
            return Noting.STALE
        row.member_id, row.told_apart = member_id or None, True
        await note(deed, "tell-who", f"registration:{row.id}", f"member:{member_id}")
    return Noting.DONE


async def export(house: House, caller: Caller, which: Which, update_key: str) -> tuple[Registered, ...] | None:
    """Return the people to be sent as a file, and write down that they were; None without the right."""
    async with doing(house, caller, update_key, ShowRegistry(), may_keep_members) as deed:
        if deed is None:
            return None
        found = await stretch_of(deed.session, deed.branch_id, which, house.today())
        if deed.fresh:
            deed.session.add(entry(deed, "export-registry", f"registry:{which}"))
        return tuple(each.person for each in found.people)


async def _own(deed: Deed | None, registration_id: int) -> RegistrationRow | None:
    row = await deed.session.get(RegistrationRow, registration_id) if deed else None
    mine = deed is not None and row is not None and row.branch_id == deed.branch_id and row.left_at is None
    return row if mine else None
