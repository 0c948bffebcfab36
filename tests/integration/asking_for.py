"""People of a scene who ask for changes in the chat, and those who decide on them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from bot.dialog.actions import AgreeTo, ShowCard, ShowRequest, encode
from bot.dialog.model import Incoming, Reply, Tap, Words
from bot.dialog.speech import say
from bot.domain.requests import RequestState
from db.tables import RequestRow
from handlers.conversation import conversation
from tests.integration.builders import outbox
from tests.integration.houses import UNHURRIED, Scene, update_key


def said(reply: Reply) -> str:
    return "\n".join(say(line.text, "uk") for line in reply.lines)


def labels(reply: Reply) -> list[str]:
    return [say(button.label, "uk") for row in reply.rows for button in row]


def pressed(reply: Reply, label: str) -> Tap:
    return Tap(next(each.code for row in reply.rows for each in row if say(each.label, "uk").startswith(label)))


@dataclass
class Asker:
    """Drives the conversation of a scene; whatever is no button's label is said in words."""

    scene: Scene

    async def sends(self, who: str, what: Tap | Words, key: str = "") -> Reply:
        answer = conversation(self.scene.house, UNHURRIED)
        return (await answer(Incoming(self.scene.address(who), key or update_key(), what))).replies[-1]

    async def goes(self, who: str, page: Reply, *steps: str) -> Reply:
        for step in steps:
            buttons = any(each.startswith(step) for each in labels(page))
            page = await self.sends(who, pressed(page, step) if buttons else Words(step))
        return page

    async def card(self, who: str) -> Reply:
        return await self.sends(who, Tap(encode(ShowCard(self.scene.winter.activity_id, 0))))

    async def asks(self, *steps: str, who: str = "responsible") -> Reply:
        """Ask for a change of the winter activity from its card."""
        return await self.goes(who, await self.card(who), "Зміни…", *steps)

    async def moves(self, term: str = "травень", why: str = "Ремонт у залі") -> int:
        """Ask for the activity to be moved; returns the request."""
        await self.asks("Перенести", term, why)
        return (await self.rows())[-1].id

    async def hands_over(self, how: str = "Хтось замість мене", to: str = "Лелека Марта") -> int:
        await self.asks(how, to, "Надіслати без пояснення")
        return (await self.rows())[-1].id

    async def opens(self, who: str, request: int) -> Reply:
        return await self.sends(who, Tap(encode(ShowRequest(request))))

    async def agrees(self, request: int, who: str = "secretary") -> Reply:
        return await self.goes(who, await self.opens(who, request), "Погодити")

    async def agrees_as_seen(self, request: int, revision: int, who: str, key: str = "") -> Reply:
        return await self.sends(who, Tap(encode(AgreeTo(request, revision))), key)

    async def rows(self) -> list[RequestRow]:
        async with self.scene.store.reading() as session:
            return list(await session.scalars(select(RequestRow).order_by(RequestRow.id)))

    async def states(self) -> list[RequestState]:
        return [RequestState(row.state) for row in await self.rows()]

    async def told(self, kind: str) -> list[str]:
        """Who is owed a notice of the kind that is not void, each as often as they are."""
        names = {number: who for who, number in self.scene.people.items()}
        return sorted(names[row.member_id] for row in await outbox(self.scene.store) if row.kind == kind)

    async def term(self) -> str:
        return (await self.scene.snapshot()).activity_of[self.scene.winter.activity_id].term

    async def people(self) -> list[tuple[str, bool]]:
        """Who answers for the winter activity, and whether they lead."""
        plan = await self.scene.snapshot()
        activity = plan.activity_of[self.scene.winter.activity_id]
        return [(plan.parties[duty.party_id].name, duty.lead) for duty in activity.duties]
