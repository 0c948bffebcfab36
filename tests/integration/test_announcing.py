"""Announcements: seen as they will be read, sent once, in work hours, to whom they are for, and stopped."""

import time
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from bot.dialog import actions
from bot.dialog.actions import Action
from bot.dialog.model import Reply, Tap, Words
from bot.domain.announcing import AUDIENCES, LONGEST, MOST_A_DAY, Audience
from bot.domain.notices import Kind
from bot.domain.plan import Role
from db.erasing import erase
from db.leaving import let_go
from db.tables import AnnouncementRow, BodyMemberRow, IdentityRow, MemberRow, OutboxRow, PartyRow, PlanRow
from db.upkeep import SWEEPS
from handlers.conversation import conversation
from scheduler.tick import catch_up, tick
from tests.integration.builders import PlayedDoor, add_member, kyiv, outbox
from tests.integration.hearing import actions as ways
from tests.integration.hearing import read, replies
from tests.integration.houses import DOOR, UNHURRIED, Scene
from tests.integration.test_delivery import post_of

WORDS = "Збори перенесено на 15:00.\nДеталі: https://example.org/zbory?a=1&b=2"
OTHERS = {"responsible", "other", "head", "presidium"}


@dataclass
class Desk:
    """A secretary who announces, and a door at which the messages arrive."""

    scene: Scene
    door: PlayedDoor = field(default_factory=lambda: PlayedDoor(DOOR))

    async def taps(self, action: Action, who: str = "secretary") -> tuple[Reply, ...]:
        answer = conversation(self.scene.house, UNHURRIED)
        return await replies(answer, self.scene.address(who), Tap(actions.encode(action)))

    async def says(self, words: str, who: str = "secretary") -> tuple[Reply, ...]:
        return await replies(conversation(self.scene.house, UNHURRIED), self.scene.address(who), Words(words))

    async def writes(self, words: str = WORDS) -> int:
        await self.taps(actions.WriteAnnouncement())
        said = await self.says(words)
        return next(each.announcement for each in ways(said) if isinstance(each, actions.AddressAnnouncement))

    async def addressed(self, audience: Audience = Audience.EVERYBODY, subject: int = 0) -> actions.SendAnnouncement:
        """Write one and say whom it is for; returns the button that sends it."""
        at = AUDIENCES.index(audience)
        said = await self.taps(actions.AddressAnnouncement(await self.writes(), at, subject))
        return next(each for each in ways(said) if isinstance(each, actions.SendAnnouncement))

    async def leaves(self) -> None:
        await catch_up(post_of(self.scene.store, self.scene.clock, [self.door]))

    async def heard(self) -> dict[str, list[str]]:
        """What each account got, in words."""
        heard: dict[str, list[str]] = {}
        for account, reply, _ in self.door.sent:
            heard.setdefault(account.partition("/")[2], []).append(read((reply,)))
        return heard


@pytest.fixture
async def desk(scene: Scene) -> Desk:
    return Desk(scene)


async def test_it_is_written_looked_at_and_sent_to_everybody_once(desk: Desk) -> None:
    await desk.taps(actions.ShowAnnouncements(0))
    await desk.taps(actions.WriteAnnouncement())
    preview, asked = await desk.says(WORDS)
    message = f"Оголошення. Криничко Тетяна\n{WORDS}"
    assert read((preview,)) == message
    everybody = next(each for each in ways((asked,)) if isinstance(each, actions.AddressAnnouncement))
    again, page = await desk.taps(everybody)
    assert (again.lines, again.rows) == (preview.lines, preview.rows)
    assert "Отримають 4 людини." in read((page,))
    send = next(each for each in ways((page,)) if isinstance(each, actions.SendAnnouncement))
    for _ in range(2):
        assert "Надіслано 0 з 4." in read(await desk.taps(send))
    await desk.leaves()
    assert await desk.heard() == {who: [message] for who in OTHERS}
    assert [reply.lines for _, reply, _ in desk.door.sent] == [preview.lines] * 4
    assert "Надіслано 4 з 4." in read(await desk.taps(actions.ShowAnnouncement(send.announcement)))
    await desk.taps(send)
    await desk.leaves()
    assert len(desk.door.sent) == 4
    assert [verb for verb, *_ in await desk.scene.trail()] == ["announce"]


async def test_it_leaves_without_a_published_plan_and_in_work_hours_only(desk: Desk) -> None:
    async with desk.scene.store.writing() as session:
        await session.execute(update(PlanRow).values(published_at=None))
    desk.scene.clock.moment = kyiv(2, 13, 19)
    send = await desk.addressed()
    assert "Піде 16 лютого, 09:00" in read(await desk.taps(actions.ShowAnnouncement(send.announcement)))
    await desk.taps(send)
    await desk.leaves()
    assert desk.door.sent == []
    desk.scene.clock.moment = kyiv(2, 16, 9)
    await desk.leaves()
    assert (await desk.heard()).keys() == OTHERS


async def test_it_goes_to_whom_it_is_for(desk: Desk) -> None:
    scene = desk.scene
    async with scene.store.writing() as session:
        body = PartyRow(branch_id=scene.branch, kind="body", name="Відділ комплектування")
        session.add(body)
        await session.flush()
        session.add(BodyMemberRow(party_id=body.id, member_id=scene.people["other"]))
        party = body.id
    for audience, subject, whom in (
        (Audience.PRESIDIUM, 0, {"head", "presidium"}),
        (Audience.ACTIVITY, scene.winter.activity_id, {"responsible"}),
        (Audience.BODY, party, {"other"}),
    ):
        desk.door.sent.clear()
        await desk.taps(await desk.addressed(audience, subject))
        await desk.leaves()
        assert (await desk.heard()).keys() == whom, audience


async def test_the_activity_is_found_by_its_number_or_by_its_title(desk: Desk) -> None:
    announcement = await desk.writes()
    await desk.taps(actions.AskAudienceActivity(announcement))
    assert "Такого заходу не бачу" in read(await desk.says("9.9"))
    assert "Відповідальним: 1.1 Тренери" in read(await desk.says("тренери"))


async def test_who_cannot_be_reached_is_named_and_gets_it_when_back_in_time(desk: Desk) -> None:
    scene = desk.scene
    async with scene.store.writing() as session:
        gone = IdentityRow.member_id == scene.people["other"]
        await session.execute(update(IdentityRow).where(gone).values(blocked_at=scene.house.now()))
    send = await desk.addressed()
    page = read(await desk.taps(actions.ShowAnnouncement(send.announcement)))
    assert "Отримають 3 людини." in page
    assert "Не на зв'язку 1 людина. Їй скажіть інакше:\nЛелека Марта" in page
    await desk.taps(send)
    await desk.leaves()
    assert (await desk.heard()).keys() == OTHERS - {"other"}
    scene.clock.moment += timedelta(days=1)
    await desk.says("що цього кварталу?", "other")
    await desk.leaves()
    assert (await desk.heard()).keys() == OTHERS


@pytest.mark.parametrize("published", [True, False])
async def test_who_is_spoken_for_has_it_passed_on_once_for_all(desk: Desk, *, published: bool) -> None:
    scene = desk.scene
    for name in ("Барвінок Інна", "Верба Олег"):
        member = await add_member(scene.store, scene.branch, name)
        async with scene.store.writing() as session:
            (await session.get_one(MemberRow, member)).by_proxy = True
            if not published:
                await session.execute(update(PlanRow).values(published_at=None))
    send = await desk.addressed()
    assert "Ще 2 людям перекаже секретар" in read(await desk.taps(actions.ShowAnnouncement(send.announcement)))
    await desk.taps(send)
    await desk.leaves()
    [passed_on] = (await desk.heard())["secretary"]
    assert "\nПереслати: Барвінок Інна, Верба Олег\nОголошення. Криничко Тетяна\n" in passed_on
    assert passed_on.count("Збори перенесено") == 1


async def test_what_has_not_left_is_stopped(desk: Desk) -> None:
    send = await desk.addressed()
    await desk.taps(send)
    said = read(await desk.taps(actions.StopAnnouncement(send.announcement)))
    assert "Зупинено" in said
    assert "не надіслано 4 людям" in said
    await desk.leaves()
    assert desk.door.sent == []
    assert [verb for verb, *_ in await desk.scene.trail()] == ["announce", "stop-announcement"]


async def test_who_leaves_or_is_erased_meanwhile_gets_nothing(desk: Desk) -> None:
    scene = desk.scene
    await desk.taps(await desk.addressed())
    async with scene.store.writing() as session:
        await let_go(session, await session.get_one(MemberRow, scene.people["other"]), scene.house.now())
        await erase(session, await session.get_one(MemberRow, scene.people["responsible"]), scene.house.now())
    await desk.leaves()
    assert (await desk.heard()).keys() == {"head", "presidium"}


async def test_the_words_of_an_author_who_is_erased_are_sent_no_more(desk: Desk) -> None:
    scene = desk.scene
    send = await desk.addressed()
    await desk.taps(send)
    async with scene.store.writing() as session:
        await erase(session, await session.get_one(MemberRow, scene.people["secretary"]), scene.house.now())
    await desk.leaves()
    assert desk.door.sent == []
    said = read(await desk.taps(actions.ShowAnnouncement(send.announcement), "head"))
    assert "Збори" not in said
    assert "Криничко" not in said


async def test_only_a_few_are_sent_in_a_day(desk: Desk) -> None:
    for _ in range(MOST_A_DAY):
        await desk.taps(await desk.addressed(Audience.PRESIDIUM))
    one_more = await desk.addressed(Audience.PRESIDIUM)
    assert "Побережімо людей" in read(await desk.taps(one_more))
    assert len(await outbox(desk.scene.store)) == MOST_A_DAY * 2
    desk.scene.clock.moment += timedelta(days=1)
    assert "Готово" in read(await desk.taps(one_more))


async def test_a_button_that_has_seen_another_audience_sends_nothing(desk: Desk) -> None:
    send = await desk.addressed(Audience.PRESIDIUM)
    await desk.taps(actions.AddressAnnouncement(send.announcement, AUDIENCES.index(Audience.EVERYBODY), 0))
    await desk.taps(send)
    assert await outbox(desk.scene.store) == []


@pytest.mark.parametrize("words", [" \n ", "ш" * (LONGEST + 1)])
async def test_no_words_and_too_many_are_asked_for_again(desk: Desk, words: str) -> None:
    await desk.taps(actions.WriteAnnouncement())
    said = await desk.says(words)
    assert not [each for each in ways(said) if isinstance(each, actions.AddressAnnouncement)]


async def test_others_and_another_branch_see_and_send_nothing(desk: Desk, foreign: Scene) -> None:
    send = await desk.addressed()
    shown = (send, actions.ShowAnnouncement(send.announcement), actions.ShowAnnouncements(0),
             actions.DropAnnouncement(send.announcement), actions.ShowAnnounced(send.announcement, 0))  # fmt: skip
    for action in shown:
        for who in ("presidium", "responsible"):
            assert "Збори" not in read(await desk.taps(action, who))
        answer = conversation(foreign.house, UNHURRIED)
        said = await replies(answer, foreign.address("secretary"), Tap(actions.encode(action)))
        assert "Збори" not in read(said)
    assert await outbox(desk.scene.store) == []
    await desk.taps(send)
    await desk.leaves()
    assert "Збори" not in read(await desk.taps(actions.ShowDeliveries(0, 0), "presidium"))
    assert "оголошення: Збори" in read(await desk.taps(actions.ShowAnnounced(send.announcement, 0)))
    assert "Соловейко Марко" in read(await desk.taps(actions.ShowAnnounced(send.announcement, 0), "head"))


async def test_a_draft_is_thrown_away(desk: Desk) -> None:
    send = await desk.addressed()
    assert "Чернетку відкинуто" in read(await desk.taps(actions.DropAnnouncement(send.announcement)))
    await desk.taps(send)
    assert await outbox(desk.scene.store) == []


async def test_the_words_go_after_a_time_and_that_it_was_sent_stays(desk: Desk) -> None:
    scene = desk.scene
    send = await desk.addressed()
    await desk.taps(send)
    await desk.leaves()
    await desk.writes("Ніколи не надіслане")
    async with scene.store.writing() as session:
        later = scene.house.now() + timedelta(days=400)
        assert await SWEEPS["announcements"](session, later) == 2
        assert await SWEEPS["announcement-drafts"](session, later) == 1
    async with scene.store.reading() as session:
        [row] = (await session.scalars(select(AnnouncementRow))).all()
    assert (row.id, row.words) == (send.announcement, "")
    assert "Надіслано 4 з 4." in read(await desk.taps(actions.ShowAnnouncement(send.announcement)))


async def test_ten_thousand_people_are_owed_it_in_a_moment(desk: Desk) -> None:
    scene, many = desk.scene, 10_000
    async with scene.store.writing() as session:
        members = [{"branch_id": scene.branch, "name": f"Людина {n}", "role": Role.MEMBER} for n in range(many)]
        await session.execute(insert(MemberRow), members)
        ids = (await session.scalars(select(MemberRow.id).where(MemberRow.name.startswith("Людина")))).all()
        accounts = [
            {"member_id": each, "door": DOOR, "account": f"p{each}", "language": "uk", "used_at": scene.house.now()}
            for each in ids
        ]
        await session.execute(insert(IdentityRow), accounts)
    send = await desk.addressed()
    began = time.perf_counter()
    assert f"Надіслано 0 з {many + 4}." in read(await desk.taps(send))
    assert time.perf_counter() - began < 3
    assert await tick(post_of(scene.store, scene.clock, [desk.door]))
    async with scene.store.reading() as session:
        waiting = select(func.count()).where(OutboxRow.kind == Kind.ANNOUNCEMENT, OutboxRow.state == "pending")
        assert await session.scalar(waiting) == many + 4 - len(desk.door.sent)
    said = read(await desk.taps(actions.StopAnnouncement(send.announcement)))
    assert f"Надіслано {len(desk.door.sent)} з {many + 4}." in said
    await desk.leaves()
    assert len(desk.door.sent) < 100
