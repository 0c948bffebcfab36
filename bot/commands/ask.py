"""`ask`: questions from standard input, one a line, answered as the chats answer them; nothing is written or sent."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.clock import MovableClock, SystemClock
from bot.dialog.model import Address, Incoming, Reply, Words
from bot.dialog.pages.answers import scope_of
from bot.dialog.pages.view import View
from bot.dialog.speech import LANGUAGES, say
from bot.domain.asking.selecting import activities_of
from bot.domain.plan import Activity
from bot.errors import PlanovykError
from bot.settings import Settings, load_settings
from bot.usecases.asking import place_of
from bot.usecases.house import House
from db.caller import Caller
from handlers.answers import kind_of
from handlers.conversation import LONGEST_WORDS
from handlers.earlier import Earlier
from handlers.questions import answered_after
from handlers.talk import Talk

_LANGUAGE = LANGUAGES[0]


def ask(branch: str, person: str, at: datetime | None, *, as_json: bool) -> None:
    """Print the answer to every question of standard input, asked by a person of a branch, each after the one before.

    `at` is the moment of asking, in the branch's zone when it names none; None is now.
    """
    asyncio.run(_ask(load_settings(), branch, person, at, as_json=as_json))


async def _ask(settings: Settings, branch: str, person: str, at: datetime | None, *, as_json: bool) -> None:
    async with _house(settings, branch, at) as house:
        talk, earlier = await _talk(house, branch, person), Earlier()
        for words in _lines():
            print(await _answer(talk, words, earlier, as_json=as_json), flush=True)


@asynccontextmanager
async def _house(settings: Settings, branch: str, at: datetime | None) -> AsyncIterator[House]:
    """Open the store as it is: nothing is made, brought up to date or written."""
    from bot.app import house_of
    from db import schema
    from db.store import open_store_to_read

    if not schema.exists(settings.database_url):
        raise PlanovykError("error.unknown-branch", branch=branch)
    if not schema.is_current(settings.database_url):
        raise PlanovykError("error.database-older")
    moment = at or SystemClock().now()
    aware = moment if moment.tzinfo else moment.replace(tzinfo=settings.timezone)
    store = open_store_to_read(settings.database_url, settings.timezone)
    try:
        yield house_of(store, MovableClock(aware.astimezone(UTC)))
    finally:
        await store.close()


async def _talk(house: House, branch: str, person: str) -> Talk:
    snapshot, member = await place_of(house, branch, person)
    now = house.now()
    caller = Caller(
        member_id=member.id,
        identity_id=0,
        branch_id=snapshot.branch_id,
        branch_name=snapshot.branch_name,
        revision=snapshot.revision,
        name=member.name,
        role=member.role,
        language=_LANGUAGE,
        awaiting=None,
        awaiting_since=None,
        used_at=now,
        latest=True,
        blocked=False,
    )
    incoming = Incoming(Address("ask", ""), "ask", Words(""))
    return Talk(house, incoming, caller, View(snapshot, member, house.today(), house.zone))


def _lines() -> Iterator[str]:
    for line in sys.stdin.buffer:
        words = line.decode("utf-8", "replace").removeprefix("\ufeff").strip()
        if words:
            yield words


async def _answer(talk: Talk, words: str, earlier: Earlier, *, as_json: bool) -> str:
    told = await answered_after(talk, words[:LONGEST_WORDS], earlier)
    kind, reply = kind_of(told.question), "\n\n".join(map(_reply, told.replies))
    about = [_name(each) for each in activities_of(told.question, scope_of(talk.view))]
    if as_json:
        data = {"question": words, "kind": kind, "activities": about, "reply": reply}
        return json.dumps(data, ensure_ascii=False)
    return f"> {words}\n[{kind}] {', '.join(about)}".rstrip() + f"\n{reply}\n"


def _name(activity: Activity) -> str:
    return activity.number.rstrip(".") if activity.number else activity.title


def _reply(reply: Reply) -> str:
    lines = [say(line.text, _LANGUAGE) for line in reply.lines]
    rows: Sequence[str] = [" ".join(f"[{say(each.label, _LANGUAGE)}]" for each in row) for row in reply.rows]
    return "\n".join([*lines, *rows])
