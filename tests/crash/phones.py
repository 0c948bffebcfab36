"""What the people of the house do: who is reminded reports, who is told of a report confirms it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tests.crash.house import JUDGES, Somebody
from tests.servers import telegram, viber

REPEAT = "Можливий повтор"
_SUBJECT = re.compile(r"1\.(\d+) Справа")
_CARD = re.compile(r"^1\.(\d+) Справа \d+\n(?:.+\n)*Стан: (?:звіт подано|✅ підтверджено)", re.MULTILINE)
_SENTENCES = {
    "deadline": re.compile(r"1\.(\d+) Справа \d+: (?:виконати до|останній день)"),
    "overdue": re.compile(r"1\.(\d+) Справа \d+: строк минув"),
    "claim": re.compile(r"повідомляє про виконання: 1\.(\d+) "),
    "decision": re.compile(r"підтверджує виконання: 1\.(\d+) "),
}


Message = telegram.Message | viber.Message
User = telegram.User | viber.User


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that a messenger has taken for somebody, while the program's clock began at `moment`."""

    who: Somebody
    text: str
    moment: datetime

    @property
    def marked(self) -> bool:
        """Whether it says that it may be a second copy."""
        return REPEAT in self.text

    def tells(self) -> Iterator[tuple[str, int]]:
        """The notices in it: the kind, and the N of activity 1.N."""
        for kind, sentence in _SENTENCES.items():
            yield from ((kind, int(number)) for number in sentence.findall(self.text))

    def cards(self) -> list[int]:
        """The cards in it that show a report or what came of it: the N of activity 1.N."""
        return [int(number) for number in _CARD.findall(self.text)]


@dataclass
class Phone:
    """One person's messenger; `tapped` counts their taps by the label's beginning and the activity."""

    who: Somebody
    user: User
    tapped: Counter[tuple[str, int]] = field(default_factory=Counter)
    _last: int = 0
    _writing: str = ""
    _met: set[int] = field(default_factory=set)
    _wanted: list[tuple[str, Message, int]] = field(default_factory=list)

    async def begins(self) -> None:
        """Come to the bot."""
        await (self.user.start() if isinstance(self.user, telegram.User) else self.user.subscribes())

    @property
    def writes(self) -> bool:
        """Whether they have said what they did, and have not ended it yet."""
        return bool(self._writing)

    def cards(self) -> set[int]:
        """The cards that they see now, of what is reported: an answer may have taken the place of another message."""
        return {int(number) for message in self.user.chat for number in _CARD.findall(message.text)}

    def news(self) -> list[Message]:
        """The messages since this was asked last."""
        chat: Sequence[Message] = self.user.chat
        fresh = list(chat[self._last :])
        self._last = len(chat)
        return fresh

    async def acts_on(self, message: Message) -> None:
        """Tap what the message offers to be tapped once of each activity; one report is written and ended at a time."""
        if "Готово" in _labels(message) and self._writing and self._writing in message.text:
            self._writing = ""
            await self._taps("Готово", message)
        wanted = "Підтвердити" if self.who in JUDGES else "Виконано"
        subjects = {int(number) for number in _SUBJECT.findall(message.text)}
        for label in _labels(message):
            named = re.fullmatch(rf"{wanted}(?:: 1\.(\d+))?", label)
            if named is None or not (named[1] or len(subjects) == 1):
                continue
            number = int(named[1]) if named[1] else next(iter(subjects))
            if number not in self._met:
                self._met.add(number)
                self._wanted.append((label, message, number))
        while self._wanted and not self._writing:
            label, offer, number = self._wanted.pop(0)
            self.tapped[wanted, number] += 1
            await self._taps(label, offer)
            if wanted == "Виконано":
                self._writing = words_on(number)
                await self.user.says(self._writing)

    async def _taps(self, label: str, message: Message) -> None:
        if isinstance(self.user, telegram.User) and isinstance(message, telegram.Message):
            await self.user.taps(label, message)
        elif isinstance(self.user, viber.User) and isinstance(message, viber.Message):
            await self.user.says(next(key.body for key in message.buttons if key.text == label))


def words_on(number: int) -> str:
    """The words of the report on activity 1.N."""
    return f"Справу {number} зроблено."


def _labels(message: Message) -> list[str]:
    if isinstance(message, telegram.Message):
        return [button.text for row in message.buttons for button in row]
    return [button.text for button in message.buttons]
