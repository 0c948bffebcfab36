"""The web door over HTTP: what the demo's page may ask, and what nobody else may."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dialog.door import Door
from bot.dialog.model import MOST_FILE_BYTES, Address, Answer, Arrival, File, Incoming, Line, Reply, Tap, Words
from bot.dialog.text import verbatim
from bot.errors import PlanovykError
from bot.web.app import HEARTBEAT_SECONDS, web_app
from bot.web.door import WebDoor
from bot.web.incoming import BODY_BYTES
from tests.e2e.little_demo import CARD, DONE, HOME, PERSONAS, START, LittleDemo, plain

ROOT = Path(__file__).parents[2]
JSON = {"Content-Type": "application/json"}
Json = dict[str, Any]
Page = TestClient[Any, Any]


@asynccontextmanager
async def opened(demo: LittleDemo, heartbeat: float = HEARTBEAT_SECONDS) -> AsyncIterator[Page]:
    async with TestClient(TestServer(demo.app(heartbeat))) as client:
        yield client


@pytest.fixture
def demo() -> LittleDemo:
    return LittleDemo()


@pytest.fixture
async def page(demo: LittleDemo) -> AsyncIterator[Page]:
    async with opened(demo) as client:
        yield client


async def say(page: Page, **body: object) -> Json:
    async with page.post("/api/say", json={"account": "secretary", **body}) as response:
        assert response.status == 200, await response.text()
        return dict(await response.json())


async def chat(page: Page, account: str = "secretary", **query: str) -> Json:
    async with page.get("/api/chat", params={"account": account, **query}) as response:
        assert response.status == 200, await response.text()
        return dict(await response.json())


async def events(response: ClientResponse) -> AsyncIterator[Json]:
    async for line in response.content:
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


def texts(chat: Json) -> list[str]:
    return [message["lines"][0]["text"] for message in chat["messages"]]


# ---- talking ----


async def test_words_reach_the_conversation_and_its_answer_the_chat(demo: LittleDemo, page: Page) -> None:
    shown = await say(page, text=" Привіт,\nботе ", language="en")
    incoming = demo.heard[0]
    assert (incoming.address, incoming.what) == (Address("web", "secretary"), Words("Привіт,\nботе"))
    assert incoming.language == "en"
    assert texts(shown) == ["Привіт,\nботе", "Ви написали: Привіт,\nботе"]
    assert [message["mine"] for message in shown["messages"]] == [True, False]
    assert shown["messages"][1]["rows"] == [[{"label": "2.1 Мережа хабів", "code": CARD.code}]]
    assert await chat(page) == shown


async def test_every_update_has_a_key_of_its_own(demo: LittleDemo, page: Page) -> None:
    for _ in range(3):
        await say(page, text="Привіт")
    keys = {incoming.update_key for incoming in demo.heard}
    assert len(keys) == 3
    assert all(key.startswith("web:") for key in keys)


@pytest.mark.parametrize(
    ("typed", "token"),
    [("/start", None), ("/start A-b_9", "A-b_9"), ("  /start   A-b_9 ", "A-b_9"), ("/start two words", None)],
)
async def test_a_typed_start_is_an_arrival(demo: LittleDemo, page: Page, typed: str, token: str | None) -> None:
    await say(page, account="stranger", text=typed)
    assert demo.heard[0].what == Arrival(token)


async def test_a_word_that_begins_like_start_is_a_word(demo: LittleDemo, page: Page) -> None:
    await say(page, text="/starting")
    assert demo.heard[0].what == Words("/starting")


async def sends(page: Page, body: bytes, kind: str = "application/octet-stream", **query: str) -> ClientResponse:
    asked = {"account": "secretary", "name": "план.docx", "language": "uk"} | query
    return await page.post("/api/file", params=asked, data=BytesIO(body), headers={"Content-Type": kind})


async def test_a_file_reaches_the_conversation_which_may_read_it(demo: LittleDemo, page: Page) -> None:
    async with await sends(page, b"PK" * 70_000) as response:
        assert response.status == 200
        shown = await response.json()
    assert texts(shown) == ["план.docx", "Цього я не прочитаю."]
    [incoming] = demo.heard
    assert isinstance(incoming.what, File)
    assert (incoming.what.name, incoming.what.size) == ("план.docx", 140_000)


async def test_a_file_is_read_whole_and_no_more_than_the_limit() -> None:
    read: list[bytes | str] = []

    async def answer(incoming: Incoming) -> Answer:
        assert isinstance(incoming.what, File)
        try:
            read.append(await incoming.what.read())
        except PlanovykError as error:
            read.append(error.key)
        return Answer((plain("Добре"),), "uk")

    async with TestClient(TestServer(web_app(WebDoor(lambda: START), answer, PERSONAS, LittleDemo().move))) as own:
        for size in (100_000, MOST_FILE_BYTES, MOST_FILE_BYTES + 1):
            async with await sends(own, b"x" * size) as response:
                assert response.status == 200
    assert [len(each) for each in read[:2]] == [100_000, MOST_FILE_BYTES]
    assert read[2] == "error.file-too-large"


@pytest.mark.parametrize(
    ("query", "kind", "status"),
    [
        ({"account": "nobody"}, "application/octet-stream", 404),
        ({"language": "de"}, "application/octet-stream", 400),
        ({}, "multipart/form-data", 415),
        ({}, "text/plain", 415),
        ({}, "application/json", 415),
    ],
)
async def test_a_file_that_is_not_the_pages_is_refused(
    demo: LittleDemo, page: Page, query: dict[str, str], kind: str, status: int
) -> None:
    async with await sends(page, b"PK", kind, **query) as response:
        assert response.status == status
    assert demo.heard == []


async def test_a_foreign_page_cannot_send_a_file(demo: LittleDemo, page: Page) -> None:
    headers = {"Origin": "https://example.org", "Content-Type": "application/octet-stream"}
    async with page.post("/api/file?account=secretary", data=b"PK", headers=headers) as response:
        assert response.status == 403
    assert demo.heard == []


async def test_lines_keep_their_styles_and_moments_are_the_branchs_wall_clock(page: Page) -> None:
    answer = (await say(page, text="Що цього кварталу?"))["messages"][1]
    assert [line["style"] for line in answer["lines"]] == ["title", "heading", "item", "item", "note"]
    assert answer["at"] == "2021-03-15T09:00:00+02:00"


async def test_people_keep_their_chats_apart(page: Page) -> None:
    await say(page, account="head", text="Привіт")
    assert (await chat(page, "secretary"))["messages"] == []


# ---- taps ----


async def test_a_tap_is_answered_in_place(demo: LittleDemo, page: Page) -> None:
    before = await say(page, text="Що цього кварталу?")
    after = await say(page, code=CARD.code, message=before["messages"][1]["id"])
    assert demo.heard[1].what == Tap(CARD.code)
    assert texts(after) == ["Що цього кварталу?", "2.1 Розбудова мережі хабів цифрової освіти"]
    assert after["messages"][1]["id"] == before["messages"][1]["id"]
    assert after["messages"][1]["version"] > before["messages"][1]["version"]
    assert after["received"] == before["received"]
    assert after["revision"] > before["revision"]


async def test_an_answer_that_stands_alone_follows_what_the_button_said(page: Page) -> None:
    message = (await say(page, text="Що цього кварталу?"))["messages"][1]["id"]
    await say(page, code=CARD.code, message=message)
    after = await say(page, code=DONE.code, message=message)
    assert texts(after)[2:] == ["Виконано", "Напишіть одним реченням, що зроблено."]
    assert [each["mine"] for each in after["messages"][2:]] == [True, False]


@pytest.mark.parametrize("message", [None, 1, 999], ids=["unnamed", "the-persons-own", "gone"])
async def test_a_tap_without_its_message_is_answered_below(page: Page, message: int | None) -> None:
    await say(page, text="Що цього кварталу?")
    after = await say(page, code=CARD.code, **({} if message is None else {"message": message}))
    assert texts(after)[0] == "Що цього кварталу?"
    assert texts(after)[2:] == ["2.1 Розбудова мережі хабів цифрової освіти"]


async def test_a_code_of_nobodys_is_left_to_the_conversation(demo: LittleDemo, page: Page) -> None:
    assert texts(await say(page, code="~zzz:1")) == ["Це меню."]
    assert demo.heard[0].what == Tap("~zzz:1")


async def test_what_was_not_taken_is_told_and_leaves_no_trace(demo: LittleDemo, page: Page) -> None:
    demo.is_available = False
    async with page.post("/api/say", json={"account": "secretary", "text": "Привіт"}) as response:
        assert response.status == 503
    assert (await chat(page))["messages"] == []


# ---- the door ----


async def test_what_is_sent_through_the_door_arrives(demo: LittleDemo, page: Page) -> None:
    door: Door = demo.door
    await door.send("head", plain("Нагадую", (HOME,)), "uk")
    shown = await chat(page, "head")
    assert (door.name, texts(shown), shown["received"]) == ("web", ["Нагадую"], 1)


async def test_a_chat_is_told_in_the_language_asked_for_or_else_as_it_was_sent(demo: LittleDemo, page: Page) -> None:
    note = (await say(page, text="Що цього кварталу?", language="en"))["messages"][1]["lines"][-1]["text"]
    assert note.startswith("The clock of the demo")
    assert (await chat(page))["messages"][1]["lines"][-1]["text"] == note
    in_ukrainian = (await chat(page, language="uk"))["messages"][1]["lines"][-1]["text"]
    assert in_ukrainian.startswith("Годинник")


async def test_a_chat_is_bounded_and_loses_its_oldest_messages(demo: LittleDemo, page: Page) -> None:
    for number in range(600):
        await demo.door.send("head", Reply((Line(verbatim(str(number))),)), "uk")
    shown = await chat(page, "head")
    assert texts(shown) == [str(number) for number in range(100, 600)]
    assert shown["received"] == 600


async def test_the_people_come_in_the_order_given(page: Page) -> None:
    async with page.get("/api/people") as response:
        people = (await response.json())["people"]
    assert [person["account"] for person in people] == [persona.account for persona in PERSONAS]
    assert people[0] == {
        "account": "secretary",
        "name": "Ірина Фатєєва",
        "role": "Секретар",
        "hint": "веде план і скликає засідання",
    }


# ---- the clock ----


async def test_the_clock_moves_and_tells_who_got_what(page: Page) -> None:
    async with page.get("/api/clock") as response:
        assert await response.json() == {"now": "2021-03-15T09:00:00+02:00"}
    async with page.post("/api/clock", json={"to": "day"}) as response:
        assert await response.json() == {
            "now": "2021-03-16T09:00:00+02:00",
            "arrived": [{"account": "secretary", "count": 1}, {"account": "head", "count": 1}],
        }


async def test_the_clock_is_summer_time_after_its_change(demo: LittleDemo, page: Page) -> None:
    demo.now += timedelta(days=30)
    async with page.get("/api/clock") as response:
        assert (await response.json())["now"] == "2021-04-14T10:00:00+03:00"


@pytest.mark.parametrize(("language", "begins"), [("uk", "Годинник"), ("en", "The clock")])
async def test_nowhere_to_move_is_said_in_the_readers_language(page: Page, language: str, begins: str) -> None:
    async with page.post("/api/clock", json={"to": "quarter", "language": language}) as response:
        assert response.status == 409
        assert (await response.text()).startswith(begins)


async def test_two_moves_at_once_each_count_only_their_own_messages(page: Page) -> None:
    async def move() -> Json:
        async with page.post("/api/clock", json={"to": "day"}) as response:
            return dict(await response.json())

    moved = await asyncio.gather(move(), move())
    assert [[each["count"] for each in one["arrived"]] for one in moved] == [[1, 1], [1, 1]]


# ---- events ----


async def test_events_tell_the_state_at_once_and_after_every_change(demo: LittleDemo, page: Page) -> None:
    async with page.get("/api/events") as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        stream = events(response)
        first = await anext(stream)
        assert first["chats"]["head"] == {"received": 0, "revision": 0}
        await demo.door.send("head", plain("Нагадую"), "uk")
        assert (await anext(stream))["chats"]["head"] == {"received": 1, "revision": 1}
        await say(page, account="member", text="Привіт")
        after = await anext(stream)
        assert after["chats"]["member"] == {"received": 1, "revision": 2}
        assert after["run"] == first["run"]


async def test_events_tell_a_move_of_the_clock_that_brought_nobody_anything(demo: LittleDemo, page: Page) -> None:
    async with page.get("/api/events") as response:
        stream = events(response)
        await anext(stream)
        async with page.post("/api/clock", json={"to": "quarter"}):
            assert (await anext(stream))["now"] == "2021-03-15T09:00:00+02:00"


async def test_the_heartbeat_is_the_state_again(demo: LittleDemo) -> None:
    async with opened(demo, heartbeat=0.05) as page, page.get("/api/events") as response:
        stream = events(response)
        first = await anext(stream)
        assert await asyncio.wait_for(anext(stream), 5) == first


async def test_the_events_end_with_the_demo(demo: LittleDemo) -> None:
    server = TestServer(demo.app())
    await server.start_server()
    async with ClientSession() as session, session.get(server.make_url("/api/events")) as response:
        stream = events(response)
        await anext(stream)
        await asyncio.wait_for(server.close(), 5)
        assert [event async for event in stream] == []


async def test_a_page_that_goes_away_is_forgotten(demo: LittleDemo) -> None:
    async with opened(demo, heartbeat=0.02) as page:
        async with page.get("/api/events") as response:
            await anext(events(response))
            assert demo.door.bell.listeners == 1
        for _ in range(500):
            if not demo.door.bell.listeners:
                break
            await asyncio.sleep(0.01)
        assert demo.door.bell.listeners == 0


# ---- who may ask ----

FOREIGN_HOSTS = ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.168.0.5:8080", "[::2]", "")


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
@pytest.mark.parametrize("path", ["/", "/api/people", "/api/events", "/nothing"])
async def test_a_foreign_name_is_refused_everywhere(page: Page, path: str, host: str) -> None:
    async with page.get(path, headers={"Host": host}) as response:
        assert 400 <= response.status < 500
        assert response.status != 404


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8080", "127.0.0.1:9", "[::1]:8080"])
async def test_this_computers_names_are_welcome(page: Page, host: str) -> None:
    async with page.get("/api/clock", headers={"Host": host, "Origin": f"http://{host}"}) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=["foreign", "sandboxed", "another-port", "cross-site", "same-site"],
)
async def test_a_foreign_page_can_neither_press_nor_read(demo: LittleDemo, page: Page, headers: dict[str, str]) -> None:
    async with page.post("/api/say", json={"account": "head", "text": "Привіт"}, headers=headers) as response:
        assert response.status == 403
    async with page.get("/api/chat?account=head", headers=headers) as response:
        assert response.status == 403
    assert demo.heard == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_what_a_form_can_send_is_refused(demo: LittleDemo, page: Page, kind: str) -> None:
    body = b'{"account": "head", "text": "x"}'
    async with page.post("/api/say", data=body, headers={"Content-Type": kind}) as response:
        assert response.status == 415
    assert demo.heard == []


async def test_a_link_from_elsewhere_opens_the_page(page: Page) -> None:
    async with page.get("/", headers={"Sec-Fetch-Site": "cross-site"}) as response:
        assert response.status == 200


@pytest.mark.parametrize("path", ["/", "/style.css", "/api/people", "/api/events", "/nothing"])
async def test_every_answer_shuts_the_page_in(page: Page, path: str) -> None:
    async with page.get(path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in response.headers


# ---- what may be asked ----


async def test_an_oversized_body_is_refused(demo: LittleDemo, page: Page) -> None:
    async with page.post("/api/say", data=b" " * (BODY_BYTES + 1), headers=JSON) as response:
        assert response.status == 413
    assert demo.heard == []


async def test_the_longest_text_is_taken_however_it_is_written(demo: LittleDemo, page: Page) -> None:
    body = json.dumps({"account": "head", "text": "ї" * 4096}, ensure_ascii=True)
    async with page.post("/api/say", data=body.encode(), headers=JSON) as response:
        assert response.status == 200
    assert demo.heard[0].what == Words("ї" * 4096)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"\xff",
        b"{",
        b"[" * 30_000,
        b'{"account":' + b"[" * 30_000,
        b'{"account": "head"}',
        b'{"account": "head", "text": ""}',
        b'{"account": "head", "text": " \\n "}',
        b'{"account": "head", "text": "a\\u0000b"}',
        b'{"account": "head", "text": "\\ud800 "}',
        b'{"account": "head", "text": 5}',
        b'{"account": "head", "text": "x", "code": "~h"}',
        b'{"account": "head", "text": "x", "message": 1}',
        b'{"account": "head", "message": 1}',
        b'{"account": "head", "code": ""}',
        b'{"account": "head", "code": "~h\\n"}',
        b'{"account": "head", "code": "~h", "message": -1}',
        b'{"account": "head", "code": "~h", "message": 1e400}',
        b'{"account": "head", "text": "x", "language": "xx"}',
        b'{"account": "head", "text": "x", "more": 1}',
        b'{"account": 7, "text": "x"}',
    ],
)
async def test_a_body_that_makes_no_sense_is_refused(demo: LittleDemo, page: Page, body: bytes) -> None:
    async with page.post("/api/say", data=body, headers=JSON) as response:
        assert response.status == 400
    assert demo.heard == []


@pytest.mark.parametrize("body", [b"{}", b'{"to": "yesterday"}', b'{"to": null}', b'{"to": "day", "by": 2}'])
async def test_the_clock_goes_nowhere_else(demo: LittleDemo, page: Page, body: bytes) -> None:
    before = demo.now
    async with page.post("/api/clock", data=body, headers=JSON) as response:
        assert response.status == 400
    assert demo.now == before


async def test_nobody_elses_account_exists(demo: LittleDemo, page: Page) -> None:
    async with page.post("/api/say", json={"account": "somebody", "text": "x"}) as response:
        assert response.status == 404
    for query in ("", "?account=somebody"):
        async with page.get(f"/api/chat{query}") as response:
            assert response.status == 404
    assert demo.heard == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/chat?account=head&language=xx", 400),
        ("GET", "/api/people?language=%00", 400),
        ("GET", "/api/say", 405),
        ("DELETE", "/api/clock", 405),
        ("POST", "/api/events", 405),
        ("HEAD", "/api/events", 405),
        ("GET", "/app.py", 404),
        ("GET", "/../app.py", 404),
        ("GET", "/%2e%2e/app.py", 404),
        ("GET", "/static/index.html", 404),
    ],
)
async def test_there_is_nothing_else_to_find(page: Page, method: str, path: str, status: int) -> None:
    async with page.request(method, path) as response:
        assert response.status == status


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
BODIES = st.binary(max_size=200) | st.fixed_dictionaries(
    {"account": st.sampled_from(["head", "", "x"]) | JSON_VALUES},
    optional={
        "text": st.text(max_size=40) | JSON_VALUES,
        "code": st.text(max_size=80) | JSON_VALUES,
        "message": st.integers() | JSON_VALUES,
        "language": st.sampled_from(["uk", "en"]) | JSON_VALUES,
        "to": JSON_VALUES,
    },
).map(lambda body: json.dumps(body).encode())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES, path=st.sampled_from(["/api/say", "/api/clock"]))
def test_no_body_is_a_fault_of_ours(body: bytes, path: str, event_loop_runner: asyncio.Runner) -> None:
    async def post() -> int:
        async with opened(LittleDemo()) as page, page.post(path, data=body, headers=JSON) as response:
            return response.status

    assert event_loop_runner.run(post()) < 500


@pytest.fixture
def event_loop_runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


# ---- what the demo alone may have ----


def test_the_web_door_costs_nothing_that_the_demo_does_not_need() -> None:
    dear = ("aiogram", "viberbot", "matplotlib", "sqlalchemy")
    program = f"import sys, bot.web.app; print([name for name in {dear} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_page_loads_nothing_from_elsewhere_and_writes_no_markup() -> None:
    files = sorted((ROOT / "bot/web/static").iterdir())
    assert len(files) > 3
    for file in files:
        content = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        for word in ("http:", "https:", "//cdn", "@import", "innerHTML", "outerHTML", "insertAdjacentHTML", "eval("):
            assert word not in content, (file.name, word)
