"""Opening the messengers: patiently, with a database that others may hold, and asking for their names of the bot."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from http import HTTPStatus

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import select

from bot.app import _until_stopped
from bot.dialog.door import DeliveryError, Failure
from bot.dialog.model import Address
from bot.doors import handle_of, insist, open_doors
from bot.errors import PlanovykError, StoreUnavailableError
from bot.settings import Settings, load_settings
from bot.telegram.webhook import SECRET_HEADER
from bot.usecases.channels import TELEGRAM, VIBER, remember_handle
from bot.viber.signature import HEADER
from bot.viber.webhook import PATH
from db.identities import BLOCKED
from db.store import Store
from db.tables import ChannelRow, IdentityRow
from handlers.conversation import conversation
from tests.contract.attached import FILE, PICTURE, carrying
from tests.e2e.doors import free_port
from tests.integration.builders import add_member
from tests.integration.houses import Scene, a_house, be_impatient, held
from tests.servers.listener import Listener
from tests.servers.telegram import TelegramServer
from tests.servers.viber import ViberServer
from tests.servers.viber.callbacks import sign

OLENA = Address(VIBER, "01234567890A=")
TOKEN = "445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9"


@pytest.fixture
async def webhook(scene: Scene) -> AsyncIterator[str]:
    """The address of the Viber door as the program opens it, with one person who uses it."""
    await add_member(scene.store, scene.branch, "Олена", accounts=[(OLENA.door, OLENA.account)])
    await scene.store.engine.dispose()
    await be_impatient(scene.store)
    settings = load_settings(None, viber_token=TOKEN, public_url="https://bot.example")
    [opened] = open_doors(settings, scene.house, conversation(scene.house), asyncio.Event())
    app = web.Application()
    app.add_routes(opened.routes)
    listener = Listener(app)
    await listener.start()
    yield listener.url + PATH
    await listener.close()
    await opened.close()


async def posted(url: str, event: str) -> int:
    body = json.dumps({"event": event, "user_id": OLENA.account, "user": {"id": OLENA.account}}).encode()
    headers = {HEADER: sign(TOKEN, body)}
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as response:
        return response.status


async def blocked(store: Store) -> bool:
    caller = await store.caller(OLENA)
    assert caller is not None
    return caller.blocked


async def test_who_leaves_or_comes_back_while_the_database_is_held_is_told_of_again(scene: Scene, webhook: str) -> None:
    for event, then in (("unsubscribed", True), ("subscribed", False)):
        with held(scene.store):
            assert await posted(webhook, event) == HTTPStatus.SERVICE_UNAVAILABLE
            assert await blocked(scene.store) is not then
        assert await posted(webhook, event) == HTTPStatus.OK
        assert await blocked(scene.store) is then


async def stands(url: str, secret: str, account: str, update_id: int, status: str) -> int:
    """Tell the Telegram door how the bot stands in somebody's private chat; return what it answers."""
    before = {"status": "kicked" if status == "member" else "member"}
    change = {"chat": {"id": int(account), "type": "private"}, "from": {"id": int(account)}, "date": 1}
    change |= {"old_chat_member": before, "new_chat_member": {"status": status}}
    update = {"update_id": update_id, "my_chat_member": change}
    headers = {SECRET_HEADER: secret}
    async with aiohttp.ClientSession() as session, session.post(url, json=update, headers=headers) as response:
        return response.status


async def test_telegram_tells_who_has_blocked_the_bot_until_it_is_kept(scene: Scene) -> None:
    ivan, secret = Address(TELEGRAM, "501"), "a-secret_Word-1"
    member = await add_member(scene.store, scene.branch, "Іван", accounts=[(ivan.door, ivan.account)])
    await scene.store.engine.dispose()
    await be_impatient(scene.store)
    settings = load_settings(
        None, telegram_token=f"123456:{TOKEN}", public_url="https://bot.example", telegram_webhook_secret=secret
    )
    [opened] = open_doors(settings, scene.house, conversation(scene.house), asyncio.Event())
    app = web.Application()
    app.add_routes(opened.routes)
    listener = Listener(app)
    await listener.start()
    url = f"{listener.url}/telegram"
    for update_id, (status, silence) in enumerate((("kicked", BLOCKED), ("member", "")), 1):
        with held(scene.store):
            assert await stands(url, secret, ivan.account, update_id, status) == HTTPStatus.SERVICE_UNAVAILABLE
        assert await stands(url, secret, ivan.account, update_id, status) == HTTPStatus.OK
        async with scene.store.reading() as session:
            kept = select(IdentityRow.silence).where(IdentityRow.member_id == member)
            assert await session.scalar(kept) == silence
    await listener.close()
    await opened.close()


async def test_viber_finds_attachments_where_the_program_is_reached(scene: Scene) -> None:
    async with ViberServer(allow_http_webhook=True) as viber:
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        settings = load_settings(None, viber_token=viber.token, viber_api_url=viber.url, public_url=url)
        [opened] = open_doors(settings, scene.house, conversation(scene.house), asyncio.Event())
        app = web.Application()
        app.add_routes(opened.routes)
        listener = Listener(app, port)
        await listener.start()
        for task in opened.tasks:
            await task()
        olena = viber.user(OLENA.account)
        await olena.subscribes()
        await viber.settled()
        await opened.door.send(OLENA.account, carrying(PICTURE, FILE), "uk")
        assert [message.content for message in olena.chat] == [PICTURE.content, FILE.content, b""]
        await opened.close()
        await listener.close()
        viber.check()


async def test_a_database_that_others_hold_is_waited_for(store: Store, log: io.StringIO) -> None:
    house, _, _ = a_house(store)
    await store.engine.dispose()
    await be_impatient(store)

    in_vain = asyncio.Event()

    async def introduce() -> None:
        try:
            await remember_handle(house, TELEGRAM, "planovyk_bot")
        except StoreUnavailableError:
            in_vain.set()
            raise

    with held(store):
        opening = asyncio.create_task(insist(introduce, asyncio.Event(), "error.telegram-token"))
        async with asyncio.timeout(10):
            await in_vain.wait()
    await opening
    assert "opening-put-off step=error.telegram-token error=StoreUnavailableError" in log.getvalue()
    async with store.reading() as session:
        assert await session.scalar(select(ChannelRow.handle)) == "planovyk_bot"


@pytest.mark.parametrize("failure", [Failure.REFUSED, Failure.SHUT])
async def test_a_messengers_final_no_is_told_in_a_sentence(failure: Failure) -> None:
    async def refused() -> None:
        raise DeliveryError(failure)

    with pytest.raises(PlanovykError, match=r"error\.viber-token"):
        await insist(refused, asyncio.Event(), "error.viber-token")


async def test_what_ends_the_program_is_told_by_itself_and_with_a_sentence_where_there_is_one() -> None:
    async def faulty() -> None:
        raise LookupError

    async def listening() -> None:
        await asyncio.Event().wait()

    async def refused() -> None:
        raise PlanovykError("error.viber-token")

    with pytest.raises(LookupError):
        await _until_stopped(asyncio.Event(), [listening, faulty])
    with pytest.raises(PlanovykError):
        await _until_stopped(asyncio.Event(), [faulty, refused])


async def test_each_messenger_is_asked_for_its_name_of_the_bot(
    telegram_server: TelegramServer, viber_server: ViberServer
) -> None:
    settings = load_settings(
        None,
        telegram_token=telegram_server.token,
        telegram_api_url=telegram_server.url,
        viber_token=viber_server.token,
        viber_api_url=viber_server.url,
        public_url="https://bot.example",
        telegram_webhook_secret="Sesam_1",
    )
    assert await handle_of(TELEGRAM, settings) == "planovyk_bot"
    assert await handle_of(VIBER, settings) == viber_server.account.uri
    none: Settings = load_settings(None)
    assert [await handle_of(door, none) for door in (TELEGRAM, VIBER)] == [None, None]


@pytest.mark.parametrize(("door", "shown"), [(TELEGRAM, "Telegram"), (VIBER, "Viber")])
async def test_a_messenger_that_does_not_answer_is_named(door: str, shown: str) -> None:
    settings = load_settings(
        None,
        telegram_token="1:a",
        telegram_api_url="http://127.0.0.1:1",
        viber_token=TOKEN,
        viber_api_url="http://127.0.0.1:1",
        public_url="https://bot.example",
        telegram_webhook_secret="Sesam_1",
    )
    with pytest.raises(PlanovykError) as told:
        await handle_of(door, settings)
    assert (told.value.key, told.value.args_) == ("error.no-handle", {"door": shown})
