"""The whole conversation: every update is answered, every button leads on, and nobody sees what is not theirs."""

import asyncio
import io
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.dialog import actions
from bot.dialog.actions import Action, encode
from bot.dialog.door import AnswerUnavailable
from bot.dialog.model import Address, Answer, Arrival, Button, Incoming, Reply, Tap, Unreadable, What, Words
from bot.dialog.speech import LANGUAGES, say
from bot.domain.plan import Role, State
from bot.usecases.acting import await_words
from bot.usecases.joining import invite
from db.tables import DoubtRow, MemberRow, OccurrenceRow, ReportRow
from handlers.conversation import conversation
from handlers.taps import AWAITED, TAPS
from tests.integration.builders import add_branch, add_member, add_plan, kyiv, outbox
from tests.integration.houses import NAMES, ROLES, UNHURRIED, Scene, be_impatient, held, update_key

STRANGER = Address("viber", "stranger=")
Asking = actions.Claim | actions.Return | actions.CheckIn | actions.AskMeetingDay


@dataclass
class Chat:
    """People of a scene talking with the bot."""

    scene: Scene

    def __post_init__(self) -> None:
        self.answer = conversation(self.scene.house, UNHURRIED)

    async def send(self, who: str | Address, what: What, key: str | None = None, language: str | None = None) -> Answer:
        address = who if isinstance(who, Address) else self.scene.address(who)
        return await self.answer(Incoming(address, key or update_key(), what, language))

    async def reply(self, who: str | Address, what: What, key: str | None = None) -> Reply:
        found = await self.send(who, what, key)
        *to_pass_on, page = found.replies
        assert all(each.lines and not each.rows for each in to_pass_on)
        assert_sound(page)
        return page

    async def tap(self, who: str, action: Action, key: str | None = None) -> Reply:
        return await self.reply(who, Tap(encode(action)), key)

    async def says(self, who: str, words: str, key: str | None = None) -> Reply:
        return await self.reply(who, Words(words), key)

    async def reports(self, who: str, words: str) -> Reply:
        """Say something about the work that a report was begun on, and end it."""
        page = await self.says(who, words)
        return await self.tap(
            who, next(each.action for each in buttons(page) if isinstance(each.action, actions.EndReport))
        )


@pytest.fixture
def chat(scene: Scene) -> Chat:
    return Chat(scene)


def keys(reply: Reply) -> list[str]:
    return [line.text.key for line in reply.lines]


def buttons(reply: Reply) -> list[Button]:
    return [button for row in reply.rows for button in row]


def whole(reply: Reply, language: str = "uk") -> str:
    """Everything a person can read in a reply."""
    lines = [say(line.text, language) for line in reply.lines]
    return "\n".join([*lines, *(say(button.label, language) for button in buttons(reply))])


def assert_sound(reply: Reply) -> None:
    assert reply.lines
    for language in LANGUAGES:
        assert whole(reply, language).strip()
    assert len(reply.rows) <= 12
    assert all(len(button.code.encode()) <= 64 for button in buttons(reply))
    assert keys(reply)[0] != "went-wrong"


# --- every button


def test_every_action_has_its_handler_and_every_question_takes_words() -> None:
    assert set(TAPS) == set(get_args(Action))
    assert set(AWAITED) <= set(TAPS)


CHANGES_OF_PEOPLE = (actions.RemoveMember, actions.SetRole, actions.ForgetAccount)
"""After these the others' buttons are other ones; they are walked by `test_histories_of_people`."""


@pytest.mark.parametrize("who", ROLES)
async def test_every_button_of_every_page_leads_somewhere(chat: Chat, who: str) -> None:
    async with chat.scene.store.writing() as session:
        args = {"a": "Тополя С.", "b": "Тополь С."}
        session.add(DoubtRow(plan_id=chat.scene.plan, code="same-person", text="", args=args))
    waiting = buttons(await chat.tap(who, actions.Home()))
    seen: set[tuple[type[Action], int]] = set()
    while waiting:
        button = waiting.pop()
        if isinstance(button.action, CHANGES_OF_PEOPLE):
            continue
        # A revision makes a new code of an old button: what a button is about is its kind and its first number.
        about = type(button.action), next(iter(astuple(button.action)), 0)
        # Every entrance is another one; who has gone out, or was erased, sees no more buttons.
        about = (about[0], 0) if about[0] is actions.OpenEntrance else about
        if about in seen or about[0] in {actions.SignOut, actions.EraseMe}:
            continue
        seen.add(about)
        page = await chat.tap(who, button.action)
        assert keys(page)[0] not in {"unclear", "refused", "refused.not-yours"}, button
        assert any(isinstance(each.action, actions.Home | actions.Help) for each in buttons(page)), button
        waiting.extend(buttons(page))
    kinds = {kind for kind, _ in seen}
    assert {actions.Home, actions.Help, actions.ShowQuarter, actions.ShowMine, actions.ShowCard} <= kinds
    assert (actions.Claim in kinds) == (who == "responsible")
    assert (actions.Confirm in kinds) == (ROLES[who] in {Role.HEAD, Role.PRESIDIUM})
    assert (actions.SetMeetingDay in kinds) == (ROLES[who] in {Role.HEAD, Role.SECRETARY})
    assert (actions.AnswerDoubt in kinds) == (ROLES[who] is Role.SECRETARY)


SAYINGS = (
    "що цього кварталу?", "вересень", "1.1", "99.9", "мої завдання", "прострочене", "коли засідання?", "привіт",
    "/start", "/help", "/щось", "Тренери", "немає такого слова", "", "   ", "🙂", "20 січня о 15:00", "20 березня",
    "a" * 5000, "{n}", "Так, зроблено", "~h", "+d:1:1", "0" * 22,
)  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(ROLES)), st.integers(0, 99), st.sampled_from(SAYINGS)), min_size=1, max_size=25
    )
)
async def test_no_walk_through_the_bot_ends_without_an_answer(chat: Chat, steps: list[tuple[str, int, str]]) -> None:
    shown: dict[str, Reply] = {}
    for who, choice, words in steps:
        options = buttons(shown[who]) if who in shown else []
        if choice < 70 and options:
            what: What = Tap(options[choice % len(options)].code)
        else:
            what = Unreadable() if choice > 95 else Words(words)
        shown[who] = await chat.reply(who, what)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(ROLES)), st.text(max_size=40))
async def test_any_text_and_any_code_is_answered(chat: Chat, who: str, words: str) -> None:
    await chat.reply(who, Words(words))
    await chat.reply(who, Tap(words))


@pytest.mark.parametrize("what", [Unreadable(), Arrival(None), Arrival("9" * 22), Tap(""), Tap("~zz"), Words("/start")])
async def test_whatever_comes_is_answered_with_the_menu(chat: Chat, what: What) -> None:
    page = await chat.reply("other", what)
    assert {actions.ShowQuarter(0), actions.ShowMine(), actions.Help()} <= {each.action for each in buttons(page)}


# --- whose is what


def forged(scene: Scene, foreign: Scene) -> Iterator[Action]:
    """Every action on every id of the other branch, and on ids that nobody has."""
    ids = {foreign.occurrence, foreign.winter.activity_id, foreign.all_year.activity_id, *foreign.meetings, 10**17, 0}
    ids |= {foreign.all_year.occurrence_ids[0], foreign.plan, foreign.people["responsible"]}
    own = {scene.occurrence, scene.winter.activity_id, scene.all_year.activity_id, *scene.meetings}
    for kind in get_args(Action):
        for number in ids - own:
            values = (number, *(1 for _ in fields(kind)[1:]))[: len(fields(kind))]
            yield kind(*values)
            if kind is actions.SetMeetingDay:
                yield actions.SetMeetingDay(number, 0, date(2026, 3, 3).toordinal())
            if kind is actions.ShowCard:
                yield actions.ShowCard(0, number)
                yield actions.ShowCard(scene.winter.activity_id, number)


@pytest.mark.parametrize("who", ["responsible", "head", "secretary"])
async def test_ids_of_another_branch_show_and_change_nothing_of_it(
    chat: Chat, scene: Scene, foreign: Scene, who: str
) -> None:
    async with scene.store.writing() as session:
        session.add(DoubtRow(plan_id=foreign.plan, code="no-term", text="Чуже відділення", args={"title": "Чуже"}))
    before = await foreign.snapshot()
    for action in forged(scene, foreign):
        pages = [await chat.tap(who, action)]
        if isinstance(action, Asking):
            pages += [await chat.says(who, words) for words in ("Зроблено", "20 березня")]
        assert not any("Чуже" in whole(page) for page in pages), action
    after = await foreign.snapshot()
    assert (after.occurrences, after.meetings, after.check_ins) == (before.occurrences, before.meetings, ())
    assert await foreign.trail() == []
    assert [row for row in await outbox(scene.store) if row.branch_id == foreign.branch] == []


@pytest.mark.parametrize(
    "what",
    [
        Words("що цього кварталу?"), Words("/start"), Words("/start " + "9" * 22), Words("9" * 22), Words("Тополя"),
        Words(""), Arrival(None), Arrival("9" * 22), Arrival(""), Unreadable(), Tap("~h"), Tap("~q:0"), Tap("~a:1:0"),
        Tap("+d:1:0"), Tap("мотлох"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", [None, "en"])
async def test_strangers_learn_how_to_come_in_and_nothing_else(chat: Chat, what: What, language: str | None) -> None:
    found = await chat.send(STRANGER, what, language=language)
    assert found.language == (language or "uk")
    [page] = found.replies
    assert set(keys(page)) <= {"stranger.title", "stranger.how", "stranger.bad-link"}
    assert page.rows == ()
    said = whole(page, found.language)
    assert not any(name.split()[0] in said for name in NAMES.values())
    assert "Калинівське" not in said


# --- coming in


@pytest.mark.parametrize("shape", ["link", "{}", " /start {} "])
async def test_a_personal_link_or_its_code_lets_one_in(chat: Chat, scene: Scene, shape: str) -> None:
    token = await invite(scene.house, scene.name, "Журавель Наталія", Role.PRESIDIUM)
    page = await chat.reply(STRANGER, Arrival(token) if shape == "link" else Words(shape.format(token)))
    assert keys(page)[:2] == ["welcome", "welcome.with-plan"]
    assert "Журавель Наталія" in whole(page)
    assert "член Президії" in whole(page)
    assert actions.ShowQuarter(0) in [each.action for each in buttons(page)]
    assert keys(await chat.reply(STRANGER, Words("меню")))[0] == "menu.title"


async def test_the_same_link_tapped_twice_at_once_welcomes_both_times(chat: Chat, scene: Scene) -> None:
    token = await invite(scene.house, scene.name, "Журавель Наталія", Role.MEMBER)
    pages = await asyncio.gather(*(chat.reply(STRANGER, Arrival(token)) for _ in range(5)))
    assert {keys(page)[0] for page in pages} <= {"welcome", "menu.title"}


async def test_a_link_that_was_used_lets_nobody_else_in(chat: Chat, scene: Scene) -> None:
    token = await invite(scene.house, scene.name, "Журавель Наталія", Role.MEMBER)
    await chat.reply(STRANGER, Arrival(token))
    page = await chat.reply(Address("viber", "thief="), Arrival(token))
    assert keys(page) == ["stranger.bad-link", "stranger.how"]


async def test_a_member_without_a_published_plan_is_told_so_whatever_they_do(chat: Chat, scene: Scene) -> None:
    branch = await add_branch(scene.store, "Нове відділення")
    await add_plan(scene.store, branch, published=None)
    for role, key in ((Role.MEMBER, "no-plan"), (Role.SECRETARY, "no-plan.secretary")):
        account = Address("telegram", role.value)
        await add_member(scene.store, branch, f"Хтось {role}", role, [(account.door, account.account)])
        for what in (Words("що цього кварталу?"), Tap("~h"), Tap("~c:1:1"), Arrival(None)):
            assert keys(await chat.reply(account, what)) == [key]
        for words in (Words("допомога"), Tap(encode(actions.Help()))):
            helped = await chat.reply(account, words)
            assert keys(helped)[0] == "help.title"
            assert any(isinstance(each.action, actions.Speak) for each in buttons(helped))
        english = await chat.send(account, Tap(encode(actions.Speak(LANGUAGES.index("en")))))
        assert (keys(english.replies[0]), english.language) == ([key], "en")
        unreadable = "unreadable" if role is Role.MEMBER else "unreadable.reviewer"
        assert keys(await chat.reply(account, Unreadable())) == [unreadable, key]


# --- work


async def test_work_is_reported_confirmed_and_seen_by_everybody(chat: Chat, scene: Scene) -> None:
    page = await chat.tap("responsible", actions.Claim(scene.occurrence, 0))
    assert keys(page) == ["claim.ask", "ask.hint"]
    page = await chat.reports("responsible", "  Навчили тридцять тренерів  ")
    assert keys(page)[0] == "claim.taken"
    assert "Навчили тридцять тренерів" in whole(page)
    assert "чекає підтвердження" in whole(await chat.says("other", "1.1"))
    page = await chat.tap("head", actions.Confirm(scene.occurrence, 1))
    assert keys(page)[0] == "confirm.done"
    page = await chat.tap("presidium", actions.Confirm(scene.occurrence, 1))
    assert keys(page)[0] == "stale"
    assert "підтверджено (Дем'яненко Ольга" in whole(page)
    assert await scene.state() == (State.CONFIRMED, 2)


async def test_work_is_returned_with_a_reason_and_reported_again(chat: Chat, scene: Scene) -> None:
    await chat.tap("responsible", actions.Claim(scene.occurrence, 0))
    await chat.reports("responsible", "Готово")
    assert keys(await chat.tap("head", actions.Return(scene.occurrence, 1))) == ["return.ask"]
    page = await chat.says("head", "А де світлини?")
    assert keys(page)[0] == "return.done"
    assert "Причина: А де світлини?" in whole(await chat.says("responsible", "1.1"))
    await chat.tap("responsible", actions.Claim(scene.occurrence, 2))
    assert keys(await chat.reports("responsible", "Ось вони"))[0] == "claim.taken"


ELSEWHERE = (
    actions.Home(), actions.Help(), actions.ShowQuarter(0), actions.ShowMine(), actions.ShowOverdue(),
    actions.ShowMeetings(), actions.ShowWaiting(), actions.ShowCard(1, 0), actions.Speak(0),
)  # fmt: skip


@pytest.mark.parametrize("elsewhere", ELSEWHERE, ids=lambda action: type(action).__name__)
async def test_whoever_goes_elsewhere_does_not_report_by_their_next_question(
    chat: Chat, scene: Scene, elsewhere: Action
) -> None:
    await chat.tap("responsible", actions.Claim(scene.occurrence, 0))
    await chat.tap("responsible", elsewhere)
    await chat.says("responsible", "що у вересні?")
    assert await scene.state() == (State.PLANNED, 0)


@pytest.mark.parametrize("words", ["Що цього кварталу?", "меню", "/menu", "скасувати", "Передумала"])
async def test_who_does_not_answer_but_asks_or_turns_back_reports_nothing(chat: Chat, scene: Scene, words: str) -> None:
    await chat.tap("responsible", actions.Claim(scene.occurrence, 0))
    assert keys(await chat.says("responsible", words))[0] in {"agenda.title", "menu.title"}
    await chat.says("responsible", "Акцію проведено")
    assert await scene.state() == (State.PLANNED, 0)


async def test_a_reason_may_be_a_question(chat: Chat, scene: Scene) -> None:
    await chat.tap("responsible", actions.Claim(scene.occurrence, 0))
    await chat.reports("responsible", "Провели")
    await chat.tap("head", actions.Return(scene.occurrence, 1))
    assert keys(await chat.says("head", "А де світлини?"))[0] == "return.done"


async def test_an_old_button_does_not_leave_an_older_question_armed(chat: Chat, scene: Scene) -> None:
    await chat.tap("responsible", actions.Claim(scene.occurrence, 0))
    await chat.tap("responsible", actions.Claim(10**6, 0))
    await chat.says("responsible", "Що цього кварталу?")
    assert await scene.state() == (State.PLANNED, 0)


async def test_nobody_is_asked_about_a_quarter_that_has_not_begun(chat: Chat, scene: Scene) -> None:
    scene.clock.moment = kyiv(12, 20, year=2025)
    page = await chat.tap("responsible", actions.ShowCard(scene.all_year.activity_id))
    assert not [each for each in buttons(page) if isinstance(each.action, actions.CheckIn)]
    await chat.tap("responsible", actions.NothingDone(scene.all_year.activity_id, 4))
    async with scene.store.reading() as session:
        assert not (await session.scalars(select(ReportRow))).all()


async def test_a_question_nobody_answered_for_a_day_does_not_make_a_report_of_tomorrows_words(
    chat: Chat, scene: Scene
) -> None:
    await chat.tap("responsible", actions.Claim(scene.occurrence, 0))
    scene.clock.moment += timedelta(hours=24)
    assert keys(await chat.says("responsible", "Що у вересні?"))[0] == "agenda.title"
    assert await scene.state() == (State.PLANNED, 0)
    await chat.tap("responsible", actions.Claim(scene.occurrence, 0))
    assert keys(await chat.reports("responsible", "Провели в суботу"))[0] == "claim.taken"


@pytest.mark.parametrize("words", ["/start", "/menu", "/help"])
async def test_a_command_is_never_taken_for_a_report(chat: Chat, scene: Scene, words: str) -> None:
    await chat.tap("responsible", actions.Claim(scene.occurrence, 0))
    await chat.says("responsible", words)
    assert await scene.state() == (State.PLANNED, 0)


async def test_a_sticker_leaves_the_question_open(chat: Chat, scene: Scene) -> None:
    await chat.tap("responsible", actions.Claim(scene.occurrence, 0))
    assert keys(await chat.reply("responsible", Unreadable())) == ["reporting.no-video", "reporting.nothing"]
    assert keys(await chat.reports("responsible", "Готово"))[0] == "claim.taken"


async def test_an_old_button_shows_how_things_stand_now(chat: Chat, scene: Scene) -> None:
    await chat.tap("responsible", actions.Claim(scene.occurrence, 0))
    await chat.reports("responsible", "Готово")
    page = await chat.tap("responsible", actions.Claim(scene.occurrence, 0))
    assert keys(page)[0] == "stale"
    assert "чекає підтвердження" in whole(page)
    page = await chat.tap("head", actions.Return(scene.occurrence, 0))
    assert keys(page)[0] == "stale"
    assert keys(await chat.tap("head", actions.Confirm(scene.occurrence, 0)))[0] == "stale"
    assert await scene.state() == (State.CLAIMED, 1)


@pytest.mark.parametrize("who", ["other", "head", "secretary"])
async def test_a_button_grants_nothing(chat: Chat, scene: Scene, who: str) -> None:
    page = await chat.tap(who, actions.Claim(scene.occurrence, 0))
    assert keys(page)[0] == "refused.not-yours"
    await chat.says(who, "Зроблено")
    assert await scene.state() == (State.PLANNED, 0)


async def test_a_demoted_member_is_refused_at_once(chat: Chat, scene: Scene) -> None:
    await chat.tap("responsible", actions.Claim(scene.occurrence, 0))
    await chat.reports("responsible", "Готово")
    await chat.tap("head", actions.Return(scene.occurrence, 1))
    await scene.give_role("head", Role.MEMBER)
    assert keys(await chat.says("head", "Ні"))[0] == "refused"
    assert keys(await chat.tap("head", actions.Confirm(scene.occurrence, 1)))[0] == "refused"
    assert await scene.state() == (State.CLAIMED, 1)
    assert keys(await chat.says("head", "вересень"))[0] == "agenda.title"


async def test_a_quarter_is_told_about_in_words_or_with_nothing(chat: Chat, scene: Scene) -> None:
    activity = scene.all_year.activity_id
    assert keys(await chat.tap("responsible", actions.CheckIn(activity, 1))) == ["check-in.ask"]
    page = await chat.says("responsible", "Двадцять порад")
    assert keys(page)[0] == "check-in.taken"
    assert "I квартал: Двадцять порад (Тополя Сергій)" in whole(page)
    scene.clock.moment = kyiv(6, 22)
    assert keys(await chat.tap("responsible", actions.NothingDone(activity, 2)))[0] == "check-in.taken"
    assert keys(await chat.tap("head", actions.CheckIn(activity, 1)))[0] == "refused.not-yours"
    assert keys(await chat.tap("head", actions.NothingDone(activity, 1)))[0] == "refused.not-yours"
    async with scene.store.reading() as session:
        assert (await session.scalars(select(ReportRow.words))).all() == ["Двадцять порад", ""]


async def test_an_answer_about_a_quarter_is_corrected_by_its_author(chat: Chat, scene: Scene) -> None:
    asked = actions.CheckIn(scene.all_year.activity_id, 1)
    await chat.tap("responsible", asked)
    card = await chat.says("responsible", "Двадцять порад")
    assert "Виправити за I кв." in whole(card)
    assert keys(await chat.tap("responsible", asked)) == ["check-in.ask-again"]
    assert "I квартал: Тридцять порад (Тополя Сергій)" in whole(await chat.says("responsible", "Тридцять порад"))
    assert keys(await chat.tap("responsible", actions.NothingDone(asked.activity, 1)))[0] == "check-in.closed"
    scene.clock.moment = kyiv(4, 10)
    assert keys(await chat.tap("responsible", asked))[0] == "check-in.closed"


async def test_a_meeting_gets_its_day_by_a_tap_or_in_words(chat: Chat, scene: Scene) -> None:
    page = await chat.tap("secretary", actions.AskMeetingDay(scene.meetings[0], 0))
    [first, *_] = [each.action for each in buttons(page) if isinstance(each.action, actions.SetMeetingDay)]
    assert keys(await chat.tap("secretary", first))[0] == "meeting.done"
    await chat.tap("head", actions.AskMeetingDay(scene.meetings[0], 1))
    assert keys(await chat.says("head", "не знаю"))[0] == "meeting.unclear"
    assert keys(await chat.says("head", "1 січня"))[0] == "meeting.past"
    assert keys(await chat.says("head", "1 травня"))[0] == "meeting.other-quarter"
    page = await chat.says("head", "20 березня о 15:00")
    assert keys(page)[0] == "meeting.done"
    assert "I квартал: 20 березня о 15:00" in whole(page)
    assert keys(await chat.says("head", "вересень"))[0] == "agenda.title"
    other = date(2026, 3, 18).toordinal()
    moved = await chat.tap("secretary", actions.SetMeetingDay(scene.meetings[0], 2, other))
    assert "I квартал: 18 березня о 15:00" in whole(moved)
    assert keys(await chat.tap("responsible", actions.AskMeetingDay(scene.meetings[0], 2)))[0] == "refused"
    assert keys(await chat.tap("secretary", first))[0] == "meeting.stale"


async def test_an_old_button_for_a_quarter_that_is_over_is_answered(chat: Chat, scene: Scene) -> None:
    scene.clock.moment = kyiv(6, 1)
    page = await chat.tap("secretary", actions.AskMeetingDay(scene.meetings[0], 0))
    assert_sound(page)
    assert keys(await chat.tap("secretary", actions.SetMeetingDay(scene.meetings[0], 0, 1)))[0] == "meeting.past"


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        ("responsible", actions.Claim),
        ("head", actions.Return),
        ("responsible", actions.CheckIn),
        ("secretary", actions.AskMeetingDay),
    ],
)
async def test_a_question_about_last_years_plan_does_not_swallow_the_words_of_the_new_year(
    chat: Chat, scene: Scene, who: str, kind: type[Asking]
) -> None:
    ids: dict[type[Asking], int] = {
        actions.CheckIn: scene.all_year.activity_id,
        actions.AskMeetingDay: scene.meetings[0],
    }
    await await_words(scene.house, await scene.caller(who), kind(ids.get(kind, scene.occurrence), 1))
    await add_plan(scene.store, scene.branch, 2027, kyiv(12, 20))
    scene.clock.moment = kyiv(1, 11, year=2027)
    assert keys(await chat.says(who, "20 січня о 15:00"))[0] == "agenda.title"
    assert keys(await chat.says(who, "вересень"))[0] == "agenda.title"


async def test_a_question_that_no_version_knows_is_no_trap(chat: Chat, scene: Scene) -> None:
    for awaiting in ("~zz:1", "~q:1", "мотлох"):
        async with scene.store.writing() as session:
            member = await session.get_one(MemberRow, scene.people["other"])
            member.awaiting, member.awaiting_since = awaiting, scene.clock.moment
        assert keys(await chat.says("other", "вересень"))[0] == "agenda.title"


# --- updates, places, languages


async def test_the_same_update_is_answered_once(chat: Chat) -> None:
    assert len((await chat.send("head", Words("меню"), "once")).replies) == 1
    assert (await chat.send("head", Words("меню"), "once")).replies == ()


async def test_after_a_crash_a_repeated_update_shows_what_came_of_it(chat: Chat, scene: Scene) -> None:
    await chat.tap("responsible", actions.Claim(scene.occurrence, 0))
    await chat.says("responsible", "Навчили тридцять тренерів", key="taken")
    after = Chat(scene)
    page = await after.says("responsible", "Навчили тридцять тренерів", key="taken")
    assert keys(page)[0] == "reporting.has"
    end = next(each.action for each in buttons(page) if isinstance(each.action, actions.EndReport))
    await after.tap("responsible", end, key="ended")
    page = await Chat(scene).tap("responsible", end, key="ended")
    assert (await scene.row()).words == "Навчили тридцять тренерів"
    assert await scene.state() == (State.CLAIMED, 1)
    page = await after.tap("head", actions.Confirm(scene.occurrence, 1), key="confirmed")
    page = await Chat(scene).tap("head", actions.Confirm(scene.occurrence, 1), key="confirmed")
    assert "підтверджено" in whole(page)
    assert await scene.state() == (State.CONFIRMED, 2)


async def test_an_answer_stands_in_place_of_what_was_tapped_unless_that_must_stay(chat: Chat) -> None:
    for what, replaces in (
        (Tap("~h"), True),
        (Tap("+h"), False),
        (Words("меню"), False),
        (Arrival(None), False),
        (Unreadable(), False),
    ):
        assert (await chat.reply("head", what)).replaces is replaces


async def test_a_chosen_language_is_spoken_from_then_on_whatever_the_messenger_says(chat: Chat) -> None:
    assert (await chat.send("head", Words("меню"), language="en")).language == "uk"
    assert (await chat.send("head", Tap(encode(actions.Speak(1))), language="uk")).language == "en"
    assert (await chat.send("head", Words("menu"), language="uk")).language == "en"
    assert (await chat.send("head", Tap(encode(actions.Speak(7))))).language == "en"
    assert (await chat.send("other", Words("меню"))).language == "uk"


async def test_the_help_offers_the_other_language(chat: Chat) -> None:
    offered = [each.action for each in buttons(await chat.tap("head", actions.Help()))]
    assert actions.Speak(1) in offered
    await chat.tap("head", actions.Speak(1))
    assert actions.Speak(0) in [each.action for each in buttons(await chat.tap("head", actions.Help()))]


async def test_very_long_words_are_kept_to_their_beginning(chat: Chat, scene: Scene) -> None:
    await chat.tap("responsible", actions.Claim(scene.occurrence, 0))
    page = await chat.says("responsible", "слово " * 2000)
    assert "Записав лише початок" in whole(page)
    await chat.reports("responsible", "і ще слово")
    assert len((await scene.row()).words) == 1999


# --- when things go wrong


async def test_a_store_that_fails_asks_for_the_update_again_and_loses_nothing(chat: Chat, scene: Scene) -> None:
    await be_impatient(scene.store)
    with held(scene.store), pytest.raises(AnswerUnavailable):
        await chat.send("head", Tap(encode(actions.Confirm(scene.occurrence, 0))), "held")
    page = await chat.tap("head", actions.Confirm(scene.occurrence, 0), "held")
    assert keys(page)[0] == "confirm.done"


async def test_an_unexpected_fault_is_answered_with_a_friendly_word_and_logged_without_names(
    chat: Chat, scene: Scene, log: io.StringIO
) -> None:
    async with scene.store.writing() as session:
        (await session.get_one(OccurrenceRow, scene.occurrence)).state = "Тополя Сергій"
        await (await session.connection()).exec_driver_sql("UPDATE branch SET revision = revision + 1")
    found = await chat.send("head", Words("що цього кварталу?"), "broken")
    [page] = found.replies
    assert keys(page) == ["went-wrong"]
    assert [type(each.action) for each in buttons(page)] == [actions.Home]
    assert "answer-failed" in log.getvalue()
    assert "Тополя" not in log.getvalue()
    assert scene.address("head").account not in log.getvalue()
    assert (await chat.send("head", Words("що цього кварталу?"), "broken")).replies == ()


async def test_twenty_people_at_once_are_all_answered(chat: Chat, scene: Scene) -> None:
    people = [Address("telegram", f"many-{each}") for each in range(20)]
    for address in people:
        accounts = [(address.door, address.account)]
        await add_member(scene.store, scene.branch, f"Член {address.account}", Role.PRESIDIUM, accounts)
    taps = [chat.reply(address, Tap(encode(actions.Confirm(scene.occurrence, 0)))) for address in people]
    pages = await asyncio.gather(*taps)
    assert sorted(keys(page)[0] for page in pages) == ["confirm.done"] + ["stale"] * 19
