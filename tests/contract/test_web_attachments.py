"""What the demo's page shows with an answer, and to whom."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.dialog.model import Answer, Attachment, AttachmentKind, Incoming
from bot.web.app import web_app
from bot.web.door import WebDoor
from tests.contract.attached import FILE, LABELS, PICTURE, carrying
from tests.e2e.little_demo import CARD, PERSONAS, START, LittleDemo

HOSTILE = Attachment("<b>\r\n.html", AttachmentKind.FILE, b"<script>alert(1)</script>")
Json = dict[str, Any]
Page = TestClient[Any, Any]


@pytest.fixture
def door() -> WebDoor:
    return WebDoor(lambda: START)


@pytest.fixture
async def page(door: WebDoor) -> AsyncIterator[Page]:
    async def answer(incoming: Incoming) -> Answer:
        return Answer((carrying(PICTURE, FILE, HOSTILE).in_place(),), incoming.language or "uk")

    async with TestClient(TestServer(web_app(door, answer, PERSONAS, LittleDemo().move))) as client:
        yield client


async def says(page: Page, **body: object) -> Json:
    async with page.post("/api/say", json={"account": "secretary", "language": "uk", **body}) as response:
        assert response.status == 200, await response.text()
        shown: Json = (await response.json())["messages"][-1]
        return shown


async def got(page: Page, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    async with page.get(path, headers=headers) as response:
        return response.status, await response.read(), dict(response.headers)


async def test_a_message_tells_what_goes_along_with_it(page: Page) -> None:
    shown = await says(page, text="дані")
    assert [(each["kind"], each["name"], each["bytes"], each["caption"]) for each in shown["attachments"]] == [
        ("picture", "запрошення.png", len(PICTURE.content), "Код <для> Олени & Марти"),
        ("file", "мої дані.json", len(FILE.content), "Усе, що є про вас"),
        ("file", "<b>--.html", len(HOSTILE.content), ""),
    ]
    assert [line["text"] for line in shown["lines"]] == ["Ось вони"]
    assert [button["label"] for row in shown["rows"] for button in row] == LABELS


async def test_a_picture_is_shown_and_a_file_kept(page: Page) -> None:
    picture, file, hostile = (await says(page, text="дані"))["attachments"]
    status, content, headers = await got(page, picture["path"])
    assert (status, content, headers["Content-Type"]) == (200, PICTURE.content, "image/png")
    assert headers["Content-Disposition"].startswith("inline;")
    status, content, headers = await got(page, file["path"])
    assert (status, content, headers["Content-Type"]) == (200, FILE.content, "application/json")
    assert headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%D0%BC%D0%BE%D1%97%20")
    _, _, headers = await got(page, hostile["path"])
    assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''%3Cb%3E--.html"
    assert (headers["Content-Type"], headers["X-Content-Type-Options"], headers["Cache-Control"]) == (
        "application/octet-stream",
        "nosniff",
        "no-store",
    )


async def test_only_the_chat_that_it_is_in_gives_it(page: Page) -> None:
    path = (await says(page, text="дані"))["attachments"][0]["path"]
    assert (await got(page, path))[0] == 200
    for other in ("head", "stranger", "nobody", ""):
        assert (await got(page, path.replace("account=secretary", f"account={other}")))[0] == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("account=secretary&message=1&place=0", 404),
        ("account=secretary&message=2&place=3", 404),
        ("account=secretary&message=99&place=0", 404),
        ("account=secretary&message=2&place=-1", 400),
        ("account=secretary&message=²&place=0", 400),
        ("account=secretary&message=" + "9" * 5000 + "&place=0", 400),
        ("account=secretary&message=2", 400),
        ("message=2&place=0", 404),
    ],
)
async def test_what_is_not_there_is_not_given(page: Page, query: str, status: int) -> None:
    await says(page, text="дані")
    assert (await got(page, f"/api/attachment?{query}"))[0] == status


async def test_a_foreign_page_gets_nothing(page: Page) -> None:
    path = (await says(page, text="дані"))["attachments"][0]["path"]
    assert (await got(page, path, **{"Sec-Fetch-Site": "cross-site"}))[0] == 403
    assert (await got(page, path, Host="evil.example"))[0] == 421


async def test_an_answer_with_attachments_follows_the_tapped_message(page: Page, door: WebDoor) -> None:
    first = await says(page, text="дані")
    second = await says(page, code=CARD.code, message=first["id"])
    assert second["id"] > first["id"]
    assert len(second["attachments"]) == 3
    assert [message.version for message in door.messages("secretary")] == [0] * len(door.messages("secretary"))
