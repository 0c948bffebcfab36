"""Setting the date of the presidium's meeting, by a tap or in words."""

from __future__ import annotations

from datetime import date

from bot.dialog.actions import AskMeetingDay, SetMeetingDay
from bot.dialog.model import Line, Reply
from bot.dialog.pages.asks import ask_meeting_day
from bot.dialog.pages.meetings import meetings_page
from bot.dialog.text import Text, text
from bot.domain.access import may_call_meeting
from bot.domain.meetings import day_in_words, proposals, quarter_of_meeting
from bot.domain.plan import Meeting
from bot.usecases.acting import await_words
from bot.usecases.meetings import Appointment, Dating, set_meeting_day
from handlers.talk import Replies, Talk, anew, lost

LAST_ORDINAL = date.max.toordinal()


async def ask_day(talk: Talk, action: AskMeetingDay) -> Replies:
    """Propose days for a meeting and wait for one's own."""
    meeting = talk.snapshot.meeting_with(action.meeting)
    if meeting is None:
        return (await lost(talk),)
    if not may_call_meeting(talk.view.member):
        return (meetings_page(talk.view, Line(text("refused"))),)
    await await_words(talk.house, talk.caller, AskMeetingDay(meeting.id, meeting.revision))
    return (_ask(talk, meeting),)


async def set_day(talk: Talk, action: SetMeetingDay) -> Replies:
    """Set the tapped day."""
    if not 1 <= action.day <= LAST_ORDINAL:
        return (await lost(talk),)
    return await _set(talk, Appointment(action.meeting, action.revision, date.fromordinal(action.day)))


async def day_came(talk: Talk, action: AskMeetingDay, words: str) -> Replies:
    """Read a date in the person's own words («20 січня о 15:00»); one that is not clear is asked for again."""
    meeting = talk.snapshot.meeting_with(action.meeting)
    if meeting is None:
        await await_words(talk.house, talk.caller, None)
        return (await lost(talk),)
    found = day_in_words(words, talk.snapshot.period)
    if found is None:
        return (_again(talk, meeting, "meeting.unclear"),)
    day, time = found
    return await _set(talk, Appointment(meeting.id, action.revision, day, time))


async def _set(talk: Talk, wanted: Appointment) -> Replies:
    dating = await set_meeting_day(talk.house, talk.caller, wanted, talk.incoming.update_key)
    now = await anew(talk)
    meeting = now.snapshot.meeting_with(wanted.meeting_id)
    if meeting is None:
        return (await lost(now),)
    if dating in {Dating.PAST, Dating.OTHER_QUARTER}:
        return (_again(now, meeting, f"meeting.{dating}"),)
    return (meetings_page(now.view, Line(_outcome(dating, meeting))),)


def _outcome(dating: Dating, meeting: Meeting) -> Text:
    if dating is Dating.SET:
        time = text("at-time", time=meeting.time) if meeting.time else None
        return text("meeting.done", day=meeting.day, time=time)
    return text("meeting.stale" if dating is Dating.STALE else "refused")


def _ask(talk: Talk, meeting: Meeting) -> Reply:
    days = proposals(quarter_of_meeting(talk.snapshot, meeting), talk.view.today)
    return ask_meeting_day(meeting, days)


def _again(talk: Talk, meeting: Meeting, problem: str) -> Reply:
    span = quarter_of_meeting(talk.snapshot, meeting)
    return _ask(talk, meeting).noted(text(problem, first=span.first, last=span.last), instead_of=1)
