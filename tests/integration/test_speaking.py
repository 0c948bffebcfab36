"""Speaking for somebody who will never join: what they are owed reaches them by word of mouth, once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.dialog.actions import RecordDone, RecordNothing, RecordQuarter, ShowCalls, ShowProxy, SpeakFor
from bot.dialog.model import Address, Button, Reply
from bot.dialog.speech import say
from bot.domain.plan import Role
from bot.domain.windows import Mode
from bot.usecases.acting import Verdict
from bot.usecases.check_ins import check_in
from bot.usecases.deciding import confirm, give_back
from bot.usecases.house import House
from bot.usecases.joining import invite, join, leave
from bot.usecases.speaking import Outcome, speak_for
from bot.usecases.work import claim
from db.caller import Caller
from db.tables import AuditRow, MeetingRow, MemberRow, OutboxRow, PartyRow, ReportRow
from scheduler.tick import catch_up
from tests.integration.builders import (
    PlayedDoor,
    add_activity,
    add_member,
    kyiv,
    outbox,
    party_of,
)
from tests.integration.chatting import Chat
from tests.integration.houses import DOOR, Scene, update_key
from tests.integration.test_delivery import MORNING, SEPTEMBER, post_of


@dataclass
class Office:
    """A branch whose secretary speaks for «Барвінок Інна», who is alone responsible for September's party."""

    scene: Scene
    door: PlayedDoor
    person: int
    occurrence: int
    activity: int

    @property
    def house(self) -> House:
        return self.scene.house

    async def caller(self, who: str = "secretary") -> Caller:
        return await self.scene.caller(who)

    async def at(self, moment: datetime = MORNING) -> None:
        self.scene.clock.moment = moment
        await catch_up(post_of(self.scene.store, self.scene.clock, [self.door]))

    def seen_by(self, who: str = "secretary") -> list[Reply]:
        return [reply for account, reply, _ in self.door.sent if account == self.scene.address(who).account]

    async def rows(self) -> list[OutboxRow]:
        """The reminders of September's party, for whomever."""
        found = await outbox(self.scene.store)
        return [row for row in found if (row.kind, row.subject) == ("deadline", self.occurrence)]

    async def speaks(self, *, on: bool = True) -> Outcome:
        wanted = SpeakFor(self.person, 0, int(on))
        return (await speak_for(self.house, await self.caller(), wanted, update_key())).outcome


@pytest.fixture
async def office(scene: Scene) -> Office:
    person = await add_member(scene.store, scene.branch, "Барвінок Інна")
    party = await party_of(scene.store, scene.branch, person)
    written = await add_activity(scene.store, scene.plan, "Тиха вечірка", SEPTEMBER, [party])
    scene.clock.moment = kyiv(9, 1, 10)
    return Office(scene, PlayedDoor(DOOR), person, written.occurrence_ids[0], written.activity_id)


def words_of(reply: Reply, language: str = "uk") -> list[str]:
    return [say(line.text, language) for line in reply.lines]


def buttons_of(reply: Reply) -> list[Button]:
    return [button for row in reply.rows for button in row]


async def test_the_secretary_gets_just_what_the_person_would_have_got_and_ways_to_answer(office: Office) -> None:
    assert await office.speaks() is Outcome.DONE
    await office.at()
    [reply] = office.seen_by()
    assert words_of(reply) == [
        "Переслати: Барвінок Інна",
        "Доброго дня, Барвінок Інна!",
        "1.1 Тиха вечірка: виконати до 30 вересня, лишилося 14 днів.",
    ]
    assert [button.action for button in buttons_of(reply)][:2] == [
        RecordDone(office.person, office.occurrence, 0),
        ShowCalls(0),
    ]
    [row] = await office.rows()
    assert (row.member_id, row.state) == (office.person, "sent")


async def test_what_is_forwarded_is_ukrainian_in_whatever_language_the_secretary_reads(office: Office) -> None:
    await office.speaks()
    await office.at()
    [reply] = office.seen_by()
    to, *forwarded = words_of(reply, "en")
    assert to == "To pass on: Барвінок Інна"
    assert forwarded == words_of(reply, "uk")[1:]


async def test_what_she_is_owed_and_all_for_whom_she_speaks_is_one_message(office: Office) -> None:
    scene = office.scene
    people = [await add_member(scene.store, scene.branch, f"Ясен{number} Іван") for number in range(30)]
    parties = [await party_of(scene.store, scene.branch, each) for each in (*people, scene.people["secretary"])]
    await add_activity(scene.store, scene.plan, "Толока", SEPTEMBER, parties)
    for each in (*people, office.person):
        await speak_for(office.house, await office.caller(), SpeakFor(each, 0, 1), update_key())
    await office.at()
    [reply] = office.seen_by()
    said = words_of(reply)
    assert said[1].startswith("1.1 Толока")
    assert sum(words.startswith("Переслати: ") for words in said) == 31
    assert len(reply.rows) <= 12
    assert ShowCalls(0) in [each.action for each in buttons_of(reply)]


async def test_a_call_to_a_meeting_is_passed_on_to_who_is_of_the_presidium(office: Office) -> None:
    scene = office.scene
    person = await add_member(scene.store, scene.branch, "Калина Олена", Role.PRESIDIUM)
    async with scene.store.writing() as session:
        meeting = await session.get_one(MeetingRow, scene.meetings[2])
        meeting.day, meeting.time = date(2026, 9, 30), "15:00"
    await speak_for(office.house, await office.caller(), SpeakFor(person, 0, 1), update_key())
    await office.at()
    said = words_of(office.seen_by()[0])
    at = said.index("Переслати: Калина Олена")
    assert said[at + 1 :][:2] == [
        "Доброго дня, Калина Олена!",
        "Запрошую на засідання Президії 30 вересня о 15:00. До нього 14 днів.",
    ]
    assert sum(words.startswith("Запрошую на засідання") for words in said) == 2


async def test_when_the_secretary_cannot_be_reached_the_head_speaks(office: Office) -> None:
    await office.speaks()
    await leave(office.house, office.scene.address("secretary"))
    await office.at()
    assert not office.seen_by()
    assert "Переслати: Барвінок Інна" in [words for reply in office.seen_by("head") for words in words_of(reply)]


async def test_who_joins_is_told_themselves_from_then_on(office: Office) -> None:
    await office.speaks()
    await office.at()
    token = await invite(office.house, office.scene.name, "Барвінок Інна", Role.MEMBER)
    assert await join(office.house, Address(DOOR, "инна"), token)
    await office.at(kyiv(9, 28, 9))
    assert len(office.seen_by()) == 1
    assert "инна" in office.door.accounts
    async with office.scene.store.reading() as session:
        assert not (await session.get_one(MemberRow, office.person)).by_proxy


async def test_the_secretary_told_in_their_stead_is_not_told_again_for_them(office: Office) -> None:
    await office.at()
    assert len(office.seen_by()) == 1
    await office.speaks()
    await office.at(MORNING + timedelta(hours=1))
    assert len(office.seen_by()) == 1
    await office.at(kyiv(9, 28, 9))
    assert words_of(office.seen_by()[1])[0] == "Переслати: Барвінок Інна"


async def test_told_for_them_she_is_not_told_again_in_their_stead(office: Office) -> None:
    await office.speaks()
    await office.at()
    await office.speaks(on=False)
    await office.at(MORNING + timedelta(hours=1))
    await office.at(MORNING + timedelta(days=1))
    assert len(office.seen_by()) == 1
    assert [row.outcome for row in await office.rows()] == ["", "told"]


async def test_nobody_speaks_for_who_is_in_the_bot(office: Office) -> None:
    wanted = SpeakFor(office.scene.people["other"], 0, 1)
    assert (await speak_for(office.house, await office.caller(), wanted, update_key())).outcome is Outcome.JOINED


@pytest.mark.parametrize("who", ["other", "presidium", "responsible"])
async def test_only_who_keeps_the_people_speaks_for_others(office: Office, who: str) -> None:
    wanted = SpeakFor(office.person, 0, 1)
    assert (await speak_for(office.house, await office.caller(who), wanted, update_key())).outcome is Outcome.REFUSED
    await office.speaks()
    caller = await office.caller(who)
    words = (office.occurrence, "Було", update_key())
    assert await claim(office.house, caller, *words, author_id=office.person) is Verdict.REFUSED
    assert (await office.scene.row(office.occurrence)).claimed_by is None


async def test_people_of_another_branch_are_spoken_for_by_their_own_alone(scene: Scene, foreign: Scene) -> None:
    stranger = await add_member(foreign.store, foreign.branch, "Чужа Марія")
    async with foreign.store.writing() as session:
        party = PartyRow(branch_id=foreign.branch, kind="person", name="Чужий П.", member_id=None)
        session.add(party)
        await session.flush()
        named = party.id
    caller = await scene.caller("secretary")
    for wanted in (SpeakFor(stranger, 0, 1), SpeakFor(0, named, 1)):
        assert (await speak_for(scene.house, caller, wanted, update_key())).outcome is Outcome.REFUSED


async def test_a_person_whom_only_the_plan_knows_gets_a_place(scene: Scene) -> None:
    party = await named(scene, "Дубова Ю.")
    caller = await scene.caller("secretary")
    done = await speak_for(scene.house, caller, SpeakFor(0, party, 1), update_key())
    async with scene.store.reading() as session:
        member = await session.get_one(MemberRow, done.member_id)
        row = await session.get_one(PartyRow, party)
    assert (member.name, member.role, member.by_proxy, member.joined_at) == ("Дубова Ю.", "member", True, None)
    assert row.member_id == member.id


async def test_a_name_that_fits_somebody_of_the_branch_is_no_new_person(scene: Scene) -> None:
    party = await named(scene, "Лелека М.")
    done = await speak_for(scene.house, await scene.caller("secretary"), SpeakFor(0, party, 1), update_key())
    assert done.outcome is Outcome.UNSURE
    async with scene.store.reading() as session:
        assert (await session.get_one(PartyRow, party)).member_id is None


async def named(scene: Scene, name: str) -> int:
    async with scene.store.writing() as session:
        party = PartyRow(branch_id=scene.branch, kind="person", name=name, member_id=None)
        session.add(party)
        await session.flush()
        return party.id


async def test_a_report_is_its_authors_whoever_wrote_it_down(office: Office) -> None:
    await office.speaks()
    caller = await office.caller()
    words = (office.occurrence, "Прийшло сорок людей", update_key())
    assert await claim(office.house, caller, *words, author_id=office.person) is Verdict.DONE
    row = await office.scene.row(office.occurrence)
    assert (row.claimed_by, row.recorded_by) == (office.person, office.scene.people["secretary"])
    async with office.scene.store.reading() as session:
        entry = (await session.scalars(select(AuditRow).where(AuditRow.verb == "claim"))).one()
    assert (entry.member_id, entry.on_behalf_of) == (office.scene.people["secretary"], office.person)
    await office.at()
    [notice] = office.seen_by("head")
    assert "Барвінок Інна (зі слів, запис: Криничко Тетяна) повідомляє про виконання" in words_of(notice)[0]


async def test_the_head_who_wrote_a_report_down_may_confirm_it(office: Office) -> None:
    await office.speaks()
    head = await office.caller("head")
    await claim(office.house, head, office.occurrence, "Було", update_key(), author_id=office.person)
    revision = (await office.scene.row(office.occurrence)).revision
    assert await confirm(office.house, head, office.occurrence, revision, update_key()) is Verdict.DONE


async def test_a_return_is_passed_on_and_can_be_answered(office: Office) -> None:
    await office.speaks()
    await office.at()
    caller, head = await office.caller(), await office.caller("head")
    await claim(office.house, caller, office.occurrence, "Було", update_key(), author_id=office.person)
    revision = (await office.scene.row(office.occurrence)).revision
    await give_back(office.house, head, office.occurrence, revision, "Де фото?", update_key())
    await office.at(MORNING + timedelta(hours=2))
    reply = office.seen_by()[-1]
    assert words_of(reply)[0] == "Переслати: Барвінок Інна"
    assert "повертає на доопрацювання" in words_of(reply)[2]
    assert buttons_of(reply)[0].action == RecordDone(office.person, office.occurrence, revision + 1)


async def test_their_own_report_later_is_marked_as_nobody_elses(office: Office) -> None:
    await office.speaks()
    caller, head = await office.caller(), await office.caller("head")
    await claim(office.house, caller, office.occurrence, "Було", update_key(), author_id=office.person)
    token = await invite(office.house, office.scene.name, "Барвінок Інна", Role.MEMBER)
    await join(office.house, Address(DOOR, "инна"), token)
    assert (await office.scene.row(office.occurrence)).recorded_by == office.scene.people["secretary"]
    revision = (await office.scene.row(office.occurrence)).revision
    await give_back(office.house, head, office.occurrence, revision, "Де фото?", update_key())
    person = await office.scene.store.caller(Address(DOOR, "инна"))
    assert person is not None
    refused = await claim(office.house, caller, office.occurrence, "Фото є", update_key(), author_id=office.person)
    assert refused is Verdict.REFUSED
    assert await claim(office.house, person, office.occurrence, "Ось фото", update_key()) is Verdict.DONE
    row = await office.scene.row(office.occurrence)
    assert (row.claimed_by, row.recorded_by) == (office.person, None)


async def test_a_quarters_answer_is_written_down_once_for_an_update(office: Office) -> None:
    scene = office.scene
    party = await party_of(scene.store, scene.branch, office.person)
    year = await add_activity(scene.store, scene.plan, "Гурток", SEPTEMBER, [party], Mode.CONTINUOUS)
    await office.speaks()
    key, caller = update_key(), await office.caller()
    for _ in range(2):
        done = await check_in(office.house, caller, year.activity_id, 3, "Два заняття", key, author_id=office.person)
        assert done is Verdict.DONE
    async with scene.store.reading() as session:
        [row] = await session.scalars(select(ReportRow))
    assert (row.member_id, row.recorded_by, row.words) == (office.person, scene.people["secretary"], "Два заняття")


async def test_the_secretary_writes_a_report_down_in_the_chat(office: Office) -> None:
    await office.speaks()
    chat = Chat(office.scene, "secretary")
    await chat.taps(ShowProxy(office.person, 0))
    assert RecordDone(office.person, office.occurrence, 0) in chat.actions
    await chat.taps(RecordDone(office.person, office.occurrence, 0))
    assert "Барвінок Інна: що зроблено?" in chat.text
    await chat.says("Прийшло сорок людей")
    assert "Записано з чужих слів" in chat.text
    assert "Барвінок Інна (зі слів, запис: Криничко Тетяна" in chat.text
    await chat.taps(RecordDone(office.person, office.occurrence, 0))
    assert "Тут уже все записано" in chat.text


async def test_the_secretary_writes_down_that_a_quarter_brought_nothing(office: Office) -> None:
    scene = office.scene
    party = await party_of(scene.store, scene.branch, office.person)
    year = await add_activity(scene.store, scene.plan, "Гурток", SEPTEMBER, [party], Mode.CONTINUOUS)
    await office.speaks()
    chat = Chat(scene, "secretary")
    await chat.taps(RecordQuarter(office.person, year.activity_id, 3))
    await chat.taps(RecordNothing(office.person, year.activity_id, 3))
    assert "III квартал: нічого (Барвінок Інна (зі слів, запис: Криничко Тетяна))" in chat.text


async def test_words_for_who_has_joined_meanwhile_are_not_taken(office: Office) -> None:
    await office.speaks()
    chat = Chat(office.scene, "secretary")
    await chat.taps(RecordDone(office.person, office.occurrence, 0))
    token = await invite(office.house, office.scene.name, "Барвінок Інна", Role.MEMBER)
    assert await join(office.house, Address(DOOR, "инна"), token)
    await chat.says("Прийшло сорок людей")
    assert "відповідає за себе" in chat.text
    assert (await office.scene.row(office.occurrence)).claimed_by is None


@pytest.mark.parametrize("who", ["other", "presidium"])
async def test_nobody_else_sees_for_whom_is_spoken(office: Office, who: str) -> None:
    await office.speaks()
    chat = Chat(office.scene, who)
    for action in (ShowProxy(office.person, 0), ShowCalls(0), RecordDone(office.person, office.occurrence, 0)):
        await chat.taps(action)
        assert "Барвінок" not in chat.text
