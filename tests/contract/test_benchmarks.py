"""The benchmark compares like with like: its baseline lists what the program lists, its plans are the same one."""

from __future__ import annotations

import html
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from benchmarks import content
from benchmarks.baseline import answering
from benchmarks.bot_api import Seen
from benchmarks.documents import WRITERS, rows
from benchmarks.load import QUESTION, requests, whole
from benchmarks.question import answers
from benchmarks.reading import Reading, measured
from benchmarks.report import _readings
from bot.app import house_of
from bot.clock import RehearsalClock
from bot.dialog.door import Answerer
from bot.dialog.model import Address, Incoming, Words
from bot.documents.plan_reader import read_plan_of_year
from bot.telegram.rendering import render
from bot.telegram.wire import InlineKeyboard
from db.store import open_store
from handlers.conversation import conversation

BRANCHES = 3
OK = 200


@pytest.fixture
def url(tmp_path: Path) -> str:
    return content.build(tmp_path / "planovyk.db", BRANCHES)


@pytest.fixture
async def program(url: str) -> AsyncIterator[Answerer]:
    store = open_store(url, ZoneInfo("Europe/Kyiv"))
    yield conversation(house_of(store, RehearsalClock(content.NOW)))
    await store.close()


async def ask(program: Answerer, account: int) -> tuple[str, InlineKeyboard | None]:
    incoming = Incoming(Address("telegram", str(account)), f"telegram:{account}", Words(QUESTION))
    answer = await program(incoming)
    (page,) = render(answer.replies[0], answer.language)
    return page.html, page.keyboard


def items(text: str) -> list[tuple[str, list[str]]]:
    """What a text lists: each activity and who answers for it, in its order; the wording may differ."""
    lines = [line for line in html.unescape(text).splitlines() if "«Полиця" in line]
    return [(line.split("«")[1].split("»")[0], [name for name in content.NAMES if name in line]) for line in lines]


async def test_the_baseline_lists_what_the_program_lists(program: Answerer, url: str) -> None:
    async with answering(url, content.TODAY) as baseline:
        for branch in range(BRANCHES):
            account = content.account(branch, branch)
            text, keyboard = await ask(program, account)
            other = await baseline(account)
            assert other is not None
            assert len(items(text)) == content.listed()
            assert items(other[0]) == items(text)
            assert keyboard is not None
            assert [[(each.text, each.callback_data) for each in row] for row in other[1].inline_keyboard] == [
                [(each.text, each.callback_data) for each in row] for row in keyboard.inline_keyboard
            ]


async def test_an_answer_counts_only_when_it_is_whole_and_the_branchs_own(program: Answerer) -> None:
    seen, account = Seen(), content.account(1, 4)
    right = answers(seen)
    own, _ = await ask(program, account)
    foreign, _ = await ask(program, content.account(2, 4))
    assert right(account, OK, own.encode())
    assert not right(account, OK, foreign.encode())
    assert not right(account, OK, own.encode()[: len(own) // 2])
    assert not right(account, 503, own.encode())
    assert not right(account, OK, b"")


async def test_an_answer_may_come_as_a_message_of_its_own(program: Answerer) -> None:
    seen, account = Seen(), content.account(0, 0)
    own, _ = await ask(program, account)
    seen.messages[account] = own
    right = answers(seen)
    assert right(account, OK, b"")
    assert not right(account, OK, b""), "one message answers one question"


def test_each_question_is_a_new_update_of_the_next_person() -> None:
    asked = requests([content.account(0, 0), content.account(1, 0)], first_update=100_000_000)
    three = [next(asked) for _ in range(3)]
    assert [account for account, _ in three] == [content.account(0, 0), content.account(1, 0), content.account(0, 0)]
    assert len({body for _, body in three}) == len(three)


@pytest.mark.parametrize(
    ("received", "answer"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Le", None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab", None),
        (b"HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\nabcd", (503, b"abcd")),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", None),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n", (200, b"2\r\nab\r\n0\r\n\r\n")),
    ],
    ids=["head-begun", "body-begun", "whole", "chunks-begun", "chunks-whole"],
)
def test_a_response_is_read_when_it_is_whole(received: bytes, answer: tuple[int, bytes] | None) -> None:
    assert whole(received) == answer


@pytest.mark.parametrize("name", WRITERS)
def test_a_measured_plan_is_the_same_in_every_format(name: str) -> None:
    draft = read_plan_of_year(WRITERS[name](rows(60)), None)
    assert draft == read_plan_of_year(WRITERS["text"](rows(60)), None)
    assert len(draft.activities) == 60
    assert draft.doubts == ()


def test_a_reading_is_measured_with_its_process(tmp_path: Path) -> None:
    file = tmp_path / "plan.docx"
    file.write_bytes(WRITERS[".docx"](rows(25)))
    seconds, memory, activities = measured(file)
    assert 0 < seconds < 20
    assert 10 < memory < 1024
    assert activities == 25


def test_a_slow_a_greedy_and_a_careless_reading_miss_their_goals() -> None:
    good = Reading(".pdf", 25, 0.9, 299, 0)
    assert [each.met for each in _readings([good])] == [True, True, True]
    assert [each.met for each in _readings([replace(good, seconds=1.1)])] == [False, True, True]
    assert [each.met for each in _readings([replace(good, memory=301)])] == [True, False, True]
    assert [each.met for each in _readings([good, replace(good, lost=1)])] == [True] * 4 + [False]
    assert all(each.met for each in _readings([replace(good, activities=1000, seconds=9.9)]))
