"""Going where the parts meet: the work, the members' list, those who wait, who stay, and what is still to leave."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.dialog import actions
from bot.dialog.model import Address
from bot.domain.calling import unjoined
from bot.domain.plan import Role
from bot.domain.registry import Registered, RegistryDraft
from bot.usecases.accounts import sign_out
from bot.usecases.admitting import Candidate, admit, candidate
from bot.usecases.applying import apply, say_name
from bot.usecases.entrances import open_entrance
from bot.usecases.inviting import invite_member
from bot.usecases.joining import invite, join
from bot.usecases.privacy import Outcome, before_erasing, erase_me, forget_applicant
from db.leaving import let_go
from db.registry_drafts import keep_draft
from db.tables import (
    AuditRow,
    EntranceRow,
    EvidenceRow,
    MemberRow,
    OutboxRow,
    PartyRow,
    RegistryDraftRow,
    ReportRow,
    RequestRow,
    ShownCardRow,
    StepRow,
)
from scheduler.tick import catch_up
from scheduler.upkeep import keep_up
from tests.integration.builders import PlayedDoor, add_member, outbox
from tests.integration.chatting import Chat
from tests.integration.houses import DOOR, Scene, update_key
from tests.integration.test_delivery import post_of

NAME, WORDS = "Тополя Сергій", "Навчили сорок людей"
GUEST = Address("viber", "guest=")


async def erased(scene: Scene, who: str = "responsible") -> Outcome:
    caller = await scene.caller(who)
    return await erase_me(scene.house, caller, (await before_erasing(scene.house, caller)).mark, update_key())


async def works(scene: Scene) -> None:
    """Have the responsible report, ask and show as the tables of the work keep it, and others write of them."""
    now, person, secretary = scene.house.now(), scene.people["responsible"], scene.people["secretary"]
    activity = scene.winter.activity_id
    identity = (await scene.caller("responsible")).identity_id
    async with scene.store.writing() as session:
        done = ReportRow(activity_id=activity, member_id=person, words=WORDS, started_at=now, ended_at=now)
        begun = ReportRow(activity_id=activity, member_id=person, words=f"{WORDS}, і", started_at=now)
        told = ReportRow(
            activity_id=activity, member_id=secretary, words=f"З нами {NAME}", started_at=now, ended_at=now
        )
        session.add_all([done, begun, told])
        await session.flush()
        step = {"occurrence_id": scene.occurrence, "at": now, "verb": "claim", "before": "planned", "after": "claimed"}
        request = {"branch_id": scene.branch, "kind": "people", "at": now, "state": "open"}
        session.add_all([
            *(EvidenceRow(report_id=each.id, kind="file", name=f"{NAME}.docx", place=f"{number:032x}", media_type="m",
                          at=now)
              for number, each in enumerate((done, begun, told))),
            StepRow(member_id=secretary, on_behalf_of=person, words=WORDS, report_id=done.id, **step),
            StepRow(member_id=secretary, words=f"Це зробив {NAME}", **step),
            RequestRow(member_id=person, wanted={"who": NAME}, reason=WORDS, **request),
            RequestRow(member_id=secretary, asked_id=person, wanted={"who": NAME}, reason=f"Бо {NAME} може", **request),
            ShownCardRow(identity_id=identity, message="1", activity_id=activity, at=now),
        ])  # fmt: skip


async def test_the_work_of_who_is_erased_stays_without_their_words(scene: Scene) -> None:
    await works(scene)
    assert await erased(scene) is Outcome.DONE
    async with scene.store.reading() as session:
        reports = [
            (each.member_id, each.words) for each in await session.scalars(select(ReportRow).order_by(ReportRow.id))
        ]
        steps = list(await session.scalars(select(StepRow.words).order_by(StepRow.id)))
        asked = [
            (each.wanted, each.reason) for each in await session.scalars(select(RequestRow).order_by(RequestRow.id))
        ]
        shown = list(await session.scalars(select(EvidenceRow.name)))
        cards = list(await session.scalars(select(ShownCardRow.id)))
    gone = "особу вилучено"
    responsible, secretary = scene.people["responsible"], scene.people["secretary"]
    assert reports == [(responsible, "(вилучено)"), (secretary, f"З нами {gone}")], "what was not ended is gone whole"
    assert steps == ["(вилучено)", f"Це зробив {gone}"]
    assert asked == [({"who": gone}, "(вилучено)"), ({"who": gone}, f"Бо {gone} може")]
    assert (shown, cards) == ([f"{gone}.docx"], [])


@pytest.mark.parametrize(("name", "left"), [(NAME, 0), ("Калина Олена", 1)])
async def test_a_list_that_waits_to_be_stored_goes_when_it_names_them(scene: Scene, name: str, left: int) -> None:
    async with scene.store.writing() as session:
        draft = RegistryDraft((Registered(name, "", None),), ())
        await keep_draft(session, scene.branch, scene.people["responsible"], draft, scene.house.now())
    await erased(scene)
    async with scene.store.reading() as session:
        assert len((await session.scalars(select(RegistryDraftRow))).all()) == left


async def test_a_name_of_one_word_goes_from_what_was_asked_about_people(scene: Scene) -> None:
    secretary, one_word = scene.people["secretary"], "Вірко"
    asked = ["ask-members", f'[[["{one_word}", null]], 0, []]'], ["correct-people", f"{one_word} читав"]
    async with scene.store.writing() as session:
        (await session.get_one(MemberRow, scene.people["responsible"])).name = one_word
        for verb, words in asked:
            session.add(
                AuditRow(
                    branch_id=scene.branch, member_id=secretary, at=scene.house.now(), verb=verb, subject="members",
                    words=words,
                )
            )  # fmt: skip
    await erased(scene)
    async with scene.store.reading() as session:
        left = list(await session.scalars(select(AuditRow.words).where(AuditRow.member_id == secretary)))
    assert left == ["", f"{one_word} читав"], "a word of the language in somebody's own words stays"


async def test_nobody_is_offered_to_be_who_was_erased(scene: Scene) -> None:
    await erased(scene)
    assert [each.name for each in unjoined(await scene.snapshot())] == []
    async with scene.store.reading() as session:
        party = await session.scalar(select(PartyRow.id).where(PartyRow.name == "особу вилучено"))
    before = scene.people.values()
    for action in (actions.InviteNamed(party or 0, 1), actions.SpeakFor(0, party or 0, 1)):
        await Chat(scene, "secretary").taps(action)
    async with scene.store.reading() as session:
        assert set(await session.scalars(select(MemberRow.id).where(MemberRow.branch_id == scene.branch))) == set(
            before
        )
    chat = Chat(scene, "secretary")
    await chat.taps(actions.ShowMembers(0))
    assert "вилучено" not in chat.text
    await waits(scene, "Особу Олена")
    found = await candidate(scene.house, await scene.caller("secretary"), await waiting(scene))
    assert isinstance(found, Candidate)
    assert found.proposals == ()


async def waits(scene: Scene, name: str, address: Address = GUEST) -> None:
    """Have an account come by the entrance and say a name."""
    caller = await scene.caller("secretary")
    await open_entrance(scene.house, caller, update_key(), actions.OpenEntrance(0))
    async with scene.store.reading() as session:
        code = await session.scalar(select(EntranceRow.code).where(EntranceRow.closed_at.is_(None)))
    await apply(scene.house, address, "uk", str(code))
    await say_name(scene.house, address, name)


async def waiting(scene: Scene) -> int:
    async with scene.store.reading() as session:
        query = select(OutboxRow.subject).where(OutboxRow.kind == "applicant").order_by(OutboxRow.id.desc()).limit(1)
        return int(await session.scalar(query) or 0)


async def test_the_button_about_an_applicant_who_is_gone_lets_nobody_else_in(scene: Scene) -> None:
    await waits(scene, "Калина Олена")
    first = await waiting(scene)
    assert await forget_applicant(scene.house, GUEST)
    await waits(scene, "Ворог Ігор", Address("viber", "other="))
    assert await waiting(scene) > first, "of the next one the keepers are told, too"
    assert await admit(scene.house, await scene.caller("secretary"), update_key(), actions.Admit(first)) == "stale"


async def test_what_was_to_be_told_of_who_is_erased_is_not_told(scene: Scene) -> None:
    account = Address(DOOR, "new")
    await waits(scene, "Калина Олена", account)
    await admit(scene.house, await scene.caller("secretary"), update_key(), actions.Admit(await waiting(scene)))
    newcomer = await scene.store.caller(account)
    assert newcomer is not None
    mark = (await before_erasing(scene.house, newcomer)).mark
    assert await erase_me(scene.house, newcomer, mark, update_key()) is Outcome.DONE
    door = PlayedDoor(DOOR)
    await catch_up(post_of(scene.store, scene.clock, [door]))
    assert [reply.lines[0].text.key for _, reply, _ in door.sent if reply.lines[0].text.key.startswith("welcome")] == []
    assert {row.state for row in await outbox(scene.store) if row.kind in {"admitted", "applicant"}} == {"cancelled"}


async def test_what_waits_to_be_passed_on_for_who_is_removed_is_not(scene: Scene) -> None:
    async with scene.store.writing() as session:
        member = await session.get_one(MemberRow, scene.people["responsible"])
    caller = await scene.caller("responsible")
    await sign_out(scene.house, caller, update_key(), actions.SignOut(caller.identity_id))
    async with scene.store.writing() as session:
        (await session.get_one(MemberRow, member.id)).by_proxy = True
    scene.clock.moment += timedelta(days=35)
    door = PlayedDoor(DOOR, failures=[TimeoutError()] * 20)
    await catch_up(post_of(scene.store, scene.clock, [door]))
    theirs = [row for row in await outbox(scene.store) if row.member_id == member.id]
    assert theirs, "there is something to be passed on"
    async with scene.store.writing() as session:
        await let_go(session, await session.get_one(MemberRow, member.id), scene.house.now())
    scene.clock.moment += timedelta(hours=30)
    await catch_up(post_of(scene.store, scene.clock, [PlayedDoor(DOOR)]))
    after = {row.id: row.state for row in await outbox(scene.store) if row.member_id == member.id}
    assert after == {row.id: "cancelled" for row in theirs}
    async with scene.store.reading() as session:
        assert not (await session.get_one(MemberRow, member.id)).by_proxy, "who comes back speaks for themselves"


async def test_retention_takes_the_membership_that_has_ended_and_not_the_others(scenes: tuple[Scene, Scene]) -> None:
    scene, other = scenes
    account = scene.address("responsible")
    assert await join(scene.house, account, await invite(scene.house, other.name, "Гість Сергій", Role.MEMBER))
    guest = await scene.store.caller(account)
    assert guest is not None
    async with scene.store.writing() as session:
        await let_go(session, await session.get_one(MemberRow, guest.member_id), scene.house.now())
    scene.clock.moment += timedelta(days=400)
    await keep_up(post_of(scene.store, scene.clock, []))
    async with scene.store.reading() as session:
        names = [
            (await session.get_one(MemberRow, each)).name for each in (guest.member_id, scene.people["responsible"])
        ]
    assert names == ["", NAME]
    assert (await scene.caller("responsible")).branch_id == scene.branch


async def test_who_has_signed_out_everywhere_keeps_nobodys_people(scene: Scene) -> None:
    head = await scene.caller("head")
    assert await sign_out(scene.house, head, update_key(), actions.SignOut(head.identity_id))
    assert await erased(scene, "secretary") is Outcome.STRANDED


async def test_an_invitation_made_by_who_is_erased_still_opens_and_nobody_is_told(scene: Scene) -> None:
    newcomer = await add_member(scene.store, scene.branch, "Барвінок Інна")
    secretary = await scene.caller("secretary")
    invited = await invite_member(scene.house, secretary, actions.InviteMember(newcomer), update_key())
    assert await erased(scene, "secretary") is Outcome.DONE
    assert await join(scene.house, Address(DOOR, "new"), invited.invitations[0].token) is not None
    door = PlayedDoor(DOOR)
    await catch_up(post_of(scene.store, scene.clock, [door]))
    assert [row.state for row in await outbox(scene.store) if row.kind == "joined"] == ["cancelled"]
