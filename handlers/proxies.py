"""Speaking for people who will never join: whom, whom to call, and what they have said."""

from __future__ import annotations

from bot.dialog import actions
from bot.dialog.actions import (
    RecordDone,
    RecordNothing,
    RecordQuarter,
    ShowCalls,
    ShowProxies,
    ShowProxy,
    SpeakFor,
)
from bot.dialog.pages.card import card_page
from bot.dialog.pages.proxies import ask_done, ask_quarter, calls_page, nobody_yet, proxies_page, proxy_page
from bot.dialog.text import Text, text
from bot.domain.access import may_check_in, may_report, may_speak_for
from bot.domain.calling import unjoined
from bot.domain.occurrences import quarters_begun
from bot.domain.plan import Activity, Member
from bot.usecases import speaking
from bot.usecases.acting import Verdict, await_words
from bot.usecases.check_ins import check_in
from bot.usecases.speaking import Outcome
from bot.usecases.work import claim
from handlers.talk import OnEarlyTap, OnTap, OnWords, Replies, Talk, Visit, anew, front, home, look


async def show_proxies(visit: Visit, action: ShowProxies) -> Replies:
    """Show those responsible who are not in the bot; to those who may not speak for them, the menu."""
    if not may_speak_for(visit.caller.role):
        return (await front(visit),)
    view = await look(visit.house, visit.caller)
    return (proxies_page(view, action.page) if view else nobody_yet(),)


async def show_proxy(talk: Talk, action: ShowProxy) -> Replies:
    """Show one of them; who is in the bot by now, or gone, is not in the list that comes instead."""
    if not may_speak_for(talk.caller.role):
        return (await home(talk),)
    wanted = (action.member, 0 if action.member else action.party)
    person = next((each for each in unjoined(talk.snapshot) if (each.member_id, each.party) == wanted), None)
    return (proxy_page(talk.view, person) if person else proxies_page(talk.view, 0),)


async def speak_for(talk: Talk, action: SpeakFor) -> Replies:
    """Speak for somebody from now on, or no more."""
    done = await speaking.speak_for(talk.house, talk.caller, action, talk.incoming.update_key)
    notes = {
        Outcome.DONE: text("proxy.now-on" if action.on else "proxy.now-off"),
        Outcome.REFUSED: text("refused"),
        Outcome.JOINED: text("proxy.joined"),
        Outcome.UNSURE: text("proxy.unsure"),
    }
    (page,) = await show_proxy(await anew(talk), ShowProxy(done.member_id, 0 if done.member_id else action.party))
    return (page.noted(notes[done.outcome]),)


async def show_calls(visit: Visit, action: ShowCalls) -> Replies:
    """Show whom to call today."""
    if not may_speak_for(visit.caller.role):
        return (await front(visit),)
    view = await look(visit.house, visit.caller)
    return (calls_page(view, action.page) if view else nobody_yet(),)


async def start_done(talk: Talk, action: RecordDone) -> Replies:
    """Ask what somebody says was done."""
    occurrence = talk.snapshot.occurrence_of.get(action.occurrence)
    member = _speaking_for(talk, action.member)
    if occurrence is None or member is None:
        return await _not_for_them(talk)
    activity = talk.snapshot.activity_of[occurrence.activity_id]
    if not may_report(talk.snapshot, member, occurrence):
        return (card_page(talk.view, activity, occurrence.id).noted(text("record.stale")),)
    await await_words(talk.house, talk.caller, action)
    return (ask_done(member, activity),)


async def done_said(talk: Talk, action: RecordDone, words: str) -> Replies:
    """Write the report down for its author; the presidium hears of it, and whose words it is in."""
    verdict = await claim(
        talk.house, talk.caller, action.occurrence, words, talk.incoming.update_key, author_id=action.member
    )
    occurrence = talk.snapshot.occurrence_of.get(action.occurrence)
    if occurrence is None:
        return await _not_for_them(talk)
    return await _after(talk, verdict, occurrence.activity_id, occurrence.id)


async def start_quarter(talk: Talk, action: RecordQuarter) -> Replies:
    """Ask what somebody says a quarter brought."""
    activity, member = talk.snapshot.activity_of.get(action.activity), _speaking_for(talk, action.member)
    if activity is None or member is None or not _can_be_told(talk, activity, action.quarter, member):
        return await _not_for_them(talk)
    await await_words(talk.house, talk.caller, action)
    return (ask_quarter(member, activity, action.quarter),)


def _can_be_told(talk: Talk, activity: Activity, quarter: int, member: Member) -> bool:
    begun = quarter in quarters_begun(activity.windows, talk.view.today)
    return begun and may_check_in(talk.snapshot, member, activity)


async def quarter_said(talk: Talk, action: RecordQuarter, words: str) -> Replies:
    """Write down for somebody what a quarter brought."""
    return await _quarter(talk, action, words)


async def nothing_said(talk: Talk, action: RecordNothing) -> Replies:
    """Write down for somebody that a quarter brought nothing."""
    return await _quarter(talk, action, "")


async def _quarter(talk: Talk, action: RecordQuarter | RecordNothing, words: str) -> Replies:
    verdict = await check_in(
        talk.house,
        talk.caller,
        action.activity,
        action.quarter,
        words,
        talk.incoming.update_key,
        author_id=action.member,
    )
    return await _after(talk, verdict, action.activity)


async def _after(talk: Talk, verdict: Verdict, activity_id: int, occurrence_id: int = 0) -> Replies:
    now = await anew(talk)
    activity = now.snapshot.activity_of.get(activity_id)
    if activity is None:
        return await _not_for_them(now)
    notes: dict[Verdict, Text] = {
        Verdict.DONE: text("record.taken"),
        Verdict.STALE: text("record.stale"),
        Verdict.REFUSED: text("record.refused"),
    }
    return (card_page(now.view, activity, occurrence_id).noted(notes[verdict]),)


def _speaking_for(talk: Talk, member_id: int) -> Member | None:
    member = talk.snapshot.members.get(member_id)
    return member if member and member.spoken_for and may_speak_for(talk.caller.role) else None


async def _not_for_them(talk: Talk) -> Replies:
    (page,) = await show_proxies(talk, ShowProxies(0))
    return (page.noted(text("record.refused")),)


EARLY_PROXY_TAPS: dict[type[actions.Action], OnEarlyTap] = {ShowProxies: show_proxies, ShowCalls: show_calls}
"""What the two buttons do that are there before a plan is published."""

PROXY_TAPS: dict[type[actions.Action], OnTap] = {
    ShowProxy: show_proxy,
    SpeakFor: speak_for,
    RecordDone: start_done,
    RecordQuarter: start_quarter,
    RecordNothing: nothing_said,
}
"""What the buttons do of who speaks for others; there is nobody to speak for before a plan is published."""

PROXY_AWAITED: dict[type[actions.Action], OnWords] = {RecordDone: done_said, RecordQuarter: quarter_said}
"""What is done with somebody's words, as they were told on."""
