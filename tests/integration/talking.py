"""People at their phones: they write, tap by a button's words, and read what they are answered."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.dialog.actions import Action, encode
from bot.dialog.model import Address, Arrival, Incoming, Reply, Tap, What, Words
from bot.dialog.speech import LANGUAGES, say
from bot.usecases.house import House
from handlers.conversation import conversation
from handlers.flood import Limits
from tests.integration.houses import UNHURRIED, update_key


@dataclass
class Phone:
    """An account, with the last message that it was answered."""

    address: Address
    phones: Phones
    seen: Reply = field(default_factory=lambda: Reply(()))

    async def does(self, what: What, key: str | None = None) -> str:
        """Do something; return everything that is read then, empty where nothing is said."""
        answered = await self.phones.answer(Incoming(self.address, key or update_key(), what, "uk"))
        for each in answered.replies:
            assert len(each.rows) <= 12
            assert all(whole(each, language).strip() for language in LANGUAGES)
            self.seen = each
        return "\n".join(whole(each) for each in answered.replies)

    async def says(self, words: str) -> str:
        return await self.does(Words(words))

    async def arrives(self, token: str | None = None) -> str:
        return await self.does(Arrival(token))

    async def taps(self, label: str) -> str:
        """Tap the button of the last message that begins so."""
        return await self.does(Tap(self.code(label)))

    async def presses(self, action: Action) -> str:
        return await self.does(Tap(encode(action)))

    def code(self, label: str) -> str:
        """The code of the button that begins so."""
        return next(
            button.code for row in self.seen.rows for button in row if say(button.label, "uk").startswith(label)
        )

    @property
    def labels(self) -> list[str]:
        return [say(button.label, "uk") for row in self.seen.rows for button in row]


@dataclass
class Phones:
    """Everybody's phones, with one bot behind them."""

    house: House
    limits: Limits = UNHURRIED

    def __post_init__(self) -> None:
        self.answer = conversation(self.house, self.limits)

    def of(self, address: Address) -> Phone:
        return Phone(address, self)

    def viber(self, account: str) -> Phone:
        return self.of(Address("viber", account))


def whole(reply: Reply, language: str = "uk") -> str:
    """Everything a person can read in a reply."""
    labels = (say(button.label, language) for row in reply.rows for button in row)
    return "\n".join([*(say(line.text, language) for line in reply.lines), *labels])
