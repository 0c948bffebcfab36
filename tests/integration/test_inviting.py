"""Links made in the chat: one for a person, works once, is kept nowhere; and what is done when the wrong one comes."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.dialog import actions
from bot.dialog.actions import encode
from bot.dialog.model import Address, Reply, Tap, Words
from bot.dialog.pages.notices import notices_reply
from bot.domain.notices import Kind, Notice
from bot.domain.plan import Role
from bot.usecases.joining import invite, join
from db.about_people import facts_of
from db.identities import bind
from db.outbox import DeliveryState
from db.store import Store
from db.tables import AuditRow, Base, OutboxRow
from scheduler.tick import tick
from tests.integration.builders import PlayedDoor, add_member, outbox
from tests.integration.drafting import PLAN, buttons, keys, label, whole
from tests.integration.houses import update_key
from tests.integration.keeping import Keepers, a_post, keepers, token_of


@pytest.fixture
async def office(store: Store) -> Keepers:
    return await keepers(store, PLAN)


def accounts(card: Reply) -> list[actions.ForgetAccount]:
    """What the buttons of a card would forget, the oldest account first."""
    return [each.action for each in buttons(card) if isinstance(each.action, actions.ForgetAccount)]


# --- one person


async def test_one_tap_makes_a_message_to_pass_on_and_both_links_open_once(office: Keepers) -> None:
    member = await office.id_of("Тополя С.В.")
    action = Tap(encode(actions.InviteMember(member), keep=True))
    message, card = await office.send("secretary", action)
    token = token_of(message)
    assert f"https://t.me/kalyna_bot?start={token}" in whole(message)
    assert f"viber://pa?chatURI=kalyna&context={token}" in whole(message)
    assert not message.replaces
    assert keys(card)[0] == "invite.made"
    await office.comes("someone", token, "viber")
    assert await office.knows("someone", "viber") == member
    assert keys(await office.comes("thief", token))[0] == "stranger.bad-link"


async def test_the_message_is_ukrainian_though_the_secretary_reads_english(office: Keepers) -> None:
    await office.taps("secretary", actions.Speak(1))
    message, _ = await office.send("secretary", Tap(encode(actions.InviteMember(await office.id_of("Тополя С.В.")))))
    assert whole(message, "en").startswith("Вітаю! Це особисте запрошення: Тополя С.В.")


async def test_a_new_link_takes_the_place_of_those_before(office: Keepers) -> None:
    first, _ = await office.invites("Тополя С.В.")
    second, _ = await office.invites("Тополя С.В.", "head")
    assert keys(await office.comes("old", first))[0] == "stranger.bad-link"
    assert keys(await office.comes("new", second))[0] == "welcome"


async def test_a_link_opens_nothing_after_two_days(office: Keepers) -> None:
    token, card = await office.invites("Тополя С.В.")
    assert "Запрошення чинне до: 26 листопада, 15:00" in whole(card)
    office.desk.clock.moment += timedelta(hours=48)
    assert keys(await office.comes("late", token))[0] == "stranger.bad-link"
    assert "Запрошення чинне" not in whole(await office.card("Тополя С.В."))


async def test_a_repeated_update_makes_no_second_link(office: Keepers) -> None:
    member, key = await office.id_of("Тополя С.В."), update_key()
    action = Tap(encode(actions.InviteMember(member), keep=True))
    message, _ = await office.send("secretary", action, key)
    office.desk.restart()
    [again] = await office.send("secretary", action, key)
    assert keys(again)[0] == "invite.repeated"
    assert len(await office.invitations()) == 1
    await office.comes("someone", token_of(message))
    assert await office.knows("someone") == member


async def test_a_token_stands_in_the_message_and_nowhere_else(office: Keepers, store: Store) -> None:
    tokens = [(await office.invites("Тополя С.В."))[0]]
    tokens += [token_of(each) for each in (await office.send("secretary", Tap(encode(actions.InviteEverybody()))))[:-1]]
    await office.comes("someone", tokens[-1])
    async with store.reading() as session:
        for table in Base.metadata.sorted_tables:
            kept = json.dumps([list(map(str, row)) for row in await session.execute(select(table))])
            assert not any(token in kept for token in tokens), table.name


async def test_the_hosts_invitations_are_nobodys(office: Keepers) -> None:
    token = await invite(office.desk.house, office.desk.name, "Тополя С.В.", Role.MEMBER)
    await office.comes("someone", token)
    assert "Telegram (запрошення: адміністратор бота)" in whole(await office.card("Тополя С.В."))
    assert [row for row in await outbox(office.desk.store) if row.kind == Kind.JOINED] == []


# --- whom the plan names


async def test_whom_the_plan_names_becomes_a_member_with_their_duties(office: Keepers) -> None:
    page = await office.presses("secretary", await office.roll(), "+ Лелека М.")
    assert keys(page)[-1] == "roll.only-named"
    message, card = await office.send("secretary", Tap(next(each.code for each in buttons(page))))
    assert (keys(card)[0], "Лелека М." in whole(message)) == ("invite.made", True)
    assert await office.behind("Лелека М.") == await office.id_of("Лелека М.")
    assert "✉ Лелека М." in [label(each) for each in buttons(await office.roll())]


async def test_a_name_like_a_known_one_is_asked_about_before_anybody_is_invited(office: Keepers) -> None:
    named = await office.presses("secretary", await office.roll(), "+ Топля С.В.")
    asked = await office.presses("secretary", named, "Запросити")
    assert keys(asked) == ["roll.alike"]
    assert await office.invitations() == []
    page = await office.presses("secretary", asked, "Тополя С.В.")
    assert (keys(page)[0], "У плані: Топля С.В." in whole(page)) == ("person.name-joined", True)
    assert keys(await office.presses("secretary", asked, "Ні"))[-1] == "person.named-as"
    assert await office.invitations() == []


async def test_a_name_like_a_known_one_may_be_somebody_else(office: Keepers) -> None:
    named = await office.presses("secretary", await office.roll(), "+ Топля С.В.")
    asked = await office.presses("secretary", named, "Запросити")
    assert keys(await office.presses("secretary", asked, "Ні"))[0] == "invite.made"
    assert await office.behind("Топля С.В.") == await office.id_of("Топля С.В.")
    assert await office.behind("Тополя С.В.") == office.desk.people["member"]


async def test_who_was_removed_and_is_named_in_the_plan_comes_back_as_themselves(office: Keepers) -> None:
    member = await office.id_of("Тополя С.В.")
    await office.taps("secretary", actions.RemoveMember(member))
    named = await office.presses("secretary", await office.roll(), "+ Тополя С.В.")
    asked = await office.presses("secretary", named, "Запросити")
    page = await office.presses("secretary", asked, "Повернути: Тополя С.В.")
    assert keys(page)[0] == "person.is-back"
    assert await office.behind("Тополя С.В.") == member


# --- the whole list


async def test_the_whole_list_is_invited_ten_at_a_time(office: Keepers) -> None:
    """Twelve members without an account and one whom the plan names; «Топля С.В.» is like somebody known."""
    for n in range(12):
        await add_member(office.desk.store, office.desk.branch, f"Явір {chr(1040 + n)}.")
    everybody = Tap(encode(actions.InviteEverybody(), keep=True))
    *first, page = await office.send("secretary", everybody)
    assert [len(first), label(buttons(page)[0])] == [10, "Далі (3)"]
    *second, page = await office.send("secretary", everybody)
    assert len({token_of(each) for each in (*first, *second)}) == 13
    assert keys(page) == ["invite.all-made", "invite.unclear"]
    page = await office.taps("secretary", actions.InviteEverybody())
    assert keys(page) == ["invite.nobody-left", "invite.unclear"]
    assert len({row.member_id for row in await office.invitations()}) == 13


async def test_a_repeated_update_invites_nobody_again(office: Keepers) -> None:
    key = update_key()
    await office.taps("secretary", actions.InviteEverybody(), key)
    office.desk.restart()
    assert keys(await office.taps("secretary", actions.InviteEverybody(), key))[0] == "invite.all-repeated"
    assert len(await office.invitations()) == 1


# --- people whom no plan names


async def test_people_are_added_by_their_names(office: Keepers) -> None:
    await office.presses("secretary", await office.roll(), "Додати людину")
    page = await office.says("secretary", "Зозуля Ганна")
    assert (keys(page)[0], "Зозуля Ганна" in whole(page)) == ("enlist.done", True)
    await office.taps("secretary", actions.AskMembers())
    page = await office.says("secretary", "Дрізд Іван\nСинично О.П.\nлелека  марта")
    assert whole(page).startswith("Готово, додано 3 людей")
    assert await office.behind("Лелека М.") == await office.id_of("Лелека Марта")


async def test_words_that_are_no_names_add_nobody_and_the_question_stays(office: Keepers) -> None:
    await office.taps("secretary", actions.AskMembers())
    assert keys(await office.says("secretary", "Дрізд Іван\n5.1"))[0] == "enlist.unclear"
    assert await office.row("Дрізд Іван") is None
    assert keys(await office.says("secretary", "Дрізд Іван"))[0] == "enlist.done"


async def test_a_namesake_is_asked_about_before_anybody_is_added(office: Keepers) -> None:
    await office.taps("secretary", actions.AskMembers())
    asked = await office.says("secretary", "Дрізд Іван\nТополя Сергій\nЛелеко М.")
    assert keys(asked) == ["roll.alike-several"]
    assert [label(each) for each in buttons(asked)][:3] == [
        "Тополя С.В.", "Топля С.В. (з плану)", "Ні, Тополя Сергій — інша людина",
    ]  # fmt: skip
    assert await office.row("Дрізд Іван") is None
    asked_more = await office.presses("secretary", asked, "Ні")
    assert "Лелека М." in whole(asked_more)
    page = await office.presses("secretary", asked_more, "Лелека М. (з плану)")
    assert whole(page).startswith("Готово, додано 3 людей")
    assert await office.behind("Лелека М.") == await office.id_of("Лелека М.")
    assert await office.row("Тополя Сергій") is not None
    for old in (asked, asked_more):
        assert keys(await office.presses("secretary", old, "Ні"))[0] == "review.stale"


async def test_who_is_known_is_not_added_twice(office: Keepers) -> None:
    await office.taps("secretary", actions.AskMembers())
    asked = await office.says("secretary", "Тополя Сергій")
    assert keys(await office.presses("secretary", asked, "Тополя С.В."))[0] == "enlist.nobody"
    assert await office.row("Тополя Сергій") is None


async def test_the_same_names_delivered_twice_add_once(office: Keepers) -> None:
    key = update_key()
    await office.taps("secretary", actions.AskMembers())
    await office.says("secretary", "Дрізд Іван", key)
    office.desk.restart()
    await office.taps("secretary", actions.AskMembers())
    assert keys(await office.says("secretary", "Дрізд Іван", key))[0] == "enlist.ask"
    names = [label(each) for each in buttons(await office.roll())]
    assert names.count("– Дрізд Іван") == 1


# --- who came


async def test_the_inviter_hears_once_who_came_before_any_plan_is_published(office: Keepers) -> None:
    token, _ = await office.invites("Тополя С.В.")
    await office.comes("someone", token)
    [owed] = [row for row in await outbox(office.desk.store) if row.kind == Kind.JOINED]
    assert (owed.member_id, owed.subject) == (office.desk.people["secretary"], office.desk.people["member"])
    door = PlayedDoor()
    post = a_post(office.desk.house, door)
    for _ in range(3):
        await tick(post)
    assert door.texts(f"{office.desk.name}/secretary") == [["notice.joined"]]
    page = await office.presses("secretary", door.sent[0][1], "Картка людини")
    assert "Telegram (запрошення: Криничко Т.А.)" in whole(page)
    assert "Нове в боті: Тополя С.В., 24 листопада, 15:00" in whole(await office.roll())


@pytest.mark.parametrize("undone", ["forgotten", "removed", "demoted", "nothing"])
async def test_the_inviter_hears_nothing_of_what_is_over(office: Keepers, undone: str) -> None:
    token, _ = await office.invites("Тополя С.В.", "head")
    await office.comes("someone", token)
    if undone == "forgotten":
        await office.taps("secretary", accounts(await office.card("Тополя С.В."))[-1])
    elif undone == "removed":
        await office.taps("secretary", actions.RemoveMember(office.desk.people["member"]))
    elif undone == "demoted":
        await office.taps("secretary", actions.SetRole(office.desk.people["head"], 0, 2))
    door = PlayedDoor()
    await tick(a_post(office.desk.house, door))
    heard = [line for each in door.texts(f"{office.desk.name}/head") for line in each]
    assert ("notice.joined" in heard) == (undone == "nothing")


async def test_somebody_else_who_came_is_forgotten_by_one_tap(office: Keepers) -> None:
    await office.taps("secretary", actions.AskMembers())
    await office.says("secretary", "Зозуля Ганна")
    member = await office.id_of("Зозуля Ганна")
    await office.taps("secretary", actions.SetRole(member, 2, 0))
    token, _ = await office.invites("Зозуля Ганна")
    await office.comes("thief", token)
    address = Address("telegram", "thief")
    await office.send(address, Tap(encode(actions.AskMembers())))
    await office.send(address, Words("Підставна Особа"))
    await office.send(address, Tap(encode(actions.AskMembers())))
    card = await office.card("Зозуля Ганна")
    assert "Дій відтоді: 1" in whole(card)
    page = await office.presses("secretary", card, "Це не ця людина")
    assert keys(page)[0] == "person.account-forgotten"
    assert "Дій від цього імені за той час: 1." in whole(page)
    assert "Ще не в боті." in whole(page)
    assert await office.knows("thief") is None
    [told] = await office.send(address, Words("Ще Одна Підставна"))
    assert keys(told)[0] == "stranger.title"
    assert await office.row("Ще Одна Підставна") is None
    async with office.desk.store.reading() as session:
        kept = set(await session.scalars(select(AuditRow.verb).where(AuditRow.member_id == member)))
        left = await session.scalars(select(OutboxRow.state).where(OutboxRow.member_id == member))
        assert set(left) <= {DeliveryState.CANCELLED}
    assert kept == {"join", "add-member"}
    token, _ = await office.invites("Зозуля Ганна")
    await office.comes("herself", token)
    assert await office.knows("herself") == member
    assert keys(await office.presses("secretary", card, "Це не ця людина"))[0] == "review.stale"
    assert await office.knows("herself") == member


async def test_an_account_that_the_wrong_person_added_goes_too_and_the_right_ones_stay(office: Keepers) -> None:
    member = await office.id_of("Тополя С.В.")
    token, _ = await office.invites("Тополя С.В.")
    await office.comes("thief", token)
    async with office.desk.store.writing() as session:
        await bind(session, member, Address("viber", "thief-too"), "uk", office.desk.house.now())
    _, _, wrong, _ = accounts(await office.card("Тополя С.В."))
    await office.taps("secretary", wrong)
    assert await office.knows("thief") is None
    assert await office.knows("thief-too", "viber") is None
    assert await office.knows(f"{office.desk.name}/member") == member
    assert await office.knows(f"{office.desk.name}/member", "viber") == member


async def test_nobody_forgets_the_account_they_speak_from(office: Keepers) -> None:
    own = accounts(await office.card("Криничко Т.А."))
    seen = [keys(await office.taps("secretary", each))[0] for each in own]
    assert sorted(seen) == ["person.account-forgotten", "person.own"]
    assert await office.knows(f"{office.desk.name}/secretary") is not None


async def test_a_notice_of_joining_is_put_into_words_with_and_without_a_plan(office: Keepers) -> None:
    token, _ = await office.invites("Тополя С.В.")
    joined = await join(office.desk.house, Address("viber", "someone"), token)
    assert joined is not None
    [row] = [each for each in await outbox(office.desk.store) if each.kind == Kind.JOINED]
    notice = Notice(Kind.JOINED, row.subject, row.member_id, row.refers_to, row.revision)
    async with office.desk.store.reading() as session:
        facts = await facts_of(session, [notice])
    page = notices_reply(None, [notice], row.member_id, office.desk.house.today(), facts=facts, repeated=False)
    assert "За вашим запрошенням тепер у боті: Тополя С.В." in whole(page)
