"""Updates as the messengers write them: what the strict servers' people do, taken down before it is delivered."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from bot.dialog.actions import (
    Home,
    RemoveMember,
    SetRole,
    SignOut,
    Unlink,
    accounts,
    bodies,
    entrances,
    groups,
    members,
    people,
    privacy,
    proxies,
    reaching,
    registry,
    trail,
)
from bot.dialog.model import Button, Line, Reply
from bot.dialog.text import verbatim
from bot.telegram.opening import open_telegram
from tests.servers import telegram
from tests.servers.telegram import TelegramServer
from tests.servers.viber import ViberServer

JSON = dict[str, Any]
WORDS = (
    "Що цього кварталу?", "мої завдання", "вересень", "1.1", "Тополя", "виконано", "Провели дві школи, було 40 людей",
    "15 березня о 15:00", "допомога", "English", "немає", "/start", "/help", "~h", "~a:1:0",
)  # fmt: skip
TAPPED = "Меню"
TOKEN = "A1b2C3d4E5f6G7h8I9j0Kl"
_PAGE = Reply((Line(verbatim("Картка")),), ((Button(verbatim(TAPPED), Home()),),))


@dataclass
class Originals:
    """What one person does, as JSON; the person is named by `account` in it."""

    account: str | int
    updates: list[JSON] = field(default_factory=list)
    taps: list[JSON] = field(default_factory=list)

    def by(self, account: str | int) -> Originals:
        """The same, done by somebody else."""
        old, new = (json.dumps(each) for each in (self.account, account))

        def theirs(updates: list[JSON]) -> list[JSON]:
            return json.loads(json.dumps(updates).replace(old, new))  # type: ignore[no-any-return]

        return Originals(account, theirs(self.updates), theirs(self.taps))


SHARE_ABOUT_PEOPLE = 0.4
_BARE = "h?mogw"
_ONE_NUMBER = "lupb"
_TAGS = "cccccccccdddddnnnnniisssrrrttqqyekavx" + _BARE + _ONE_NUMBER
"""The tags of actions, those that change something more often."""


_TOPICS = (accounts, bodies, entrances, groups, members, people, privacy, proxies, reaching, registry, trail)
_LEAVING = frozenset({RemoveMember, SetRole, SignOut, Unlink})
"""What would leave nobody who may call, or others than had the right; tests/rights walks through these."""
_LENGTHS = {tag: len(fields(kind)) for topic in _TOPICS for tag, kind in topic.TAGS.items() if kind not in _LEAVING}
"""The tags about people, with how many numbers go with each."""
_ABOUT_PEOPLE = tuple(_LENGTHS)


def code(chance: random.Random) -> str:
    """A button's code as the bot writes it, for something that may be there."""
    if chance.random() < SHARE_ABOUT_PEOPLE:
        tag = chance.choice(_ABOUT_PEOPLE)
        return ":".join([f"~{tag}", *(str(chance.choice((0, 1, 2, 3, 5, 9))) for _ in range(_LENGTHS[tag]))])
    tag = chance.choice(_TAGS)
    thing, revision = chance.randint(1, 70), chance.choice((0, 0, 0, 0, 1, 1, 2))
    day = date(2026, 2, 10).toordinal() + thing
    numbers = {"q": (2026, revision), "s": (thing % 9, revision, day), "t": (thing % 9, revision)}
    numbers |= dict.fromkeys(_BARE, ()) | dict.fromkeys(_ONE_NUMBER, (revision,))
    numbers |= dict.fromkeys("yek", (1, revision, thing))
    return ":".join([f"~{tag}", *map(str, numbers.get(tag, (thing, revision)))])


async def of_telegram(server: TelegramServer, account: int) -> Originals:
    """What somebody does on Telegram."""
    found = Originals(account)
    user = server.user(account, last_name="Лелека", username="leleka")
    await _does(user, WORDS[:3])
    await user.blocks()
    await user.unblocks()
    found.updates = _taken_down(server)
    door = open_telegram(server.token, server.url)
    await door.send(str(account), _PAGE, "uk")
    await door.close()
    await user.taps(TAPPED)
    found.taps = _taken_down(server)
    return found


def _taken_down(server: TelegramServer) -> list[JSON]:
    found = [update.payload for update in server.account.updates.pending]
    server.account.updates.clear()
    return found


async def of_viber(server: ViberServer, account: str) -> Originals:
    """What somebody does on Viber, where a tap is a message; nothing of it is delivered."""
    found = Originals(account)
    user = server.user(account)
    await user.opens(TOKEN)
    _take_down(server, found)
    await user.subscribes()
    _take_down(server, found)
    for words in WORDS[:3]:
        await user.says(words)
        _take_down(server, found)
    await user.sends_file("план.docx", b"no plan")
    _take_down(server, found)
    await user.sends_photo(b"a picture")
    _take_down(server, found)
    await user.unsubscribes()
    _take_down(server, found)
    await user.says("~h")
    _take_down(server, found)
    found.taps = [found.updates.pop()]
    server.callbacks._queues.clear()
    return found


def _take_down(server: ViberServer, found: Originals) -> None:
    found.updates.append(server.callbacks._last[str(found.account)].event)


async def _does(user: telegram.User, words: tuple[str, ...]) -> None:
    await user.start()
    await user.start(TOKEN)
    for each in words:
        await user.says(each)
    await user.sends_file("план.docx", b"no plan")
    await user.sends_photo(b"a picture")


def of_page(account: str) -> Originals:
    """What somebody does at the demo's page."""
    texts = [{"account": account, "text": words, "language": "uk"} for words in (*WORDS, f"/start {TOKEN}")]
    return Originals(account, texts, [{"account": account, "code": "~h", "message": 1}])
