"""The demo's clock leaps between two rounds of delivery and never in the middle of one."""

from __future__ import annotations

import asyncio
import re

import aiohttp
import pytest

from bot.demo import stage
from tests.e2e.web import WebPerson
from tests.servers.listener import Listener


@pytest.mark.parametrize("meanwhile", [0.0, 0.02, 0.03])
async def test_what_is_on_its_way_when_the_clock_leaps_arrives_once(meanwhile: float) -> None:
    async with stage(2026) as play:
        listener = Listener(play.app)
        await listener.start()
        try:
            async with aiohttp.ClientSession(listener.url) as session:
                secretary, newcomer = WebPerson(session, "secretary"), WebPerson(session, "stranger")
                await secretary.says("меню")
                for button in ("Люди", "Спільне запрошення", "Відкрити"):
                    await secretary.taps(button)
                found = re.search(r"Код: (\w{4} \w{4})", (await secretary.sees("Запрошення відкрито.")).text)
                assert found is not None
                await newcomer.says(found[1])
                await newcomer.says("Журавель Наталія")
                await asyncio.sleep(meanwhile)
                async with session.post("/api/clock", json={"to": "day", "language": "uk"}) as moved:
                    assert moved.status == 200
                await secretary.says("меню")
                assert sum("Чекає на дозвіл увійти" in seen.text for seen in secretary.chat()) == 1
        finally:
            await listener.close()
