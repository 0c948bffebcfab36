"""What the program is held against: the same question answered the usual way, by aiogram and SQLAlchemy's ORM.

`python -m benchmarks.baseline URL PORT`: a Dispatcher behind aiogram's own webhook handler, which replies in the
response; a session for each update, one entity graph loaded with `selectinload`, no copies in memory. It answers this
one question only, with the same words and buttons as the program.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date

from aiogram import Bot, Dispatcher, Router
from aiogram.enums import ParseMode
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from aiogram.utils.text_decorations import html_decoration
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from sqlalchemy import ForeignKey, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, contains_eager, mapped_column, relationship, selectinload

from benchmarks.content import TODAY

PATH, SECRET, TOKEN = "/telegram", "a-benchmark", "42:AAbenchmark"
MONTHS = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split()
ROMAN = ("", "I", "II", "III", "IV")
ROW = 6

Answer = Callable[[int], Awaitable[tuple[str, InlineKeyboardMarkup] | None]]


class Base(DeclarativeBase):
    """The tables of the store, as far as the question needs them."""


class Branch(Base):
    """A branch."""

    __tablename__ = "branch"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Member(Base):
    """A member with their branch."""

    __tablename__ = "member"
    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    name: Mapped[str]
    branch: Mapped[Branch] = relationship()


class Identity(Base):
    """An account with its member."""

    __tablename__ = "identity"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    door: Mapped[str]
    account: Mapped[str]
    member: Mapped[Member] = relationship()


class Plan(Base):
    """A year's plan."""

    __tablename__ = "plan"
    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"))
    year: Mapped[int]


class Party(Base):
    """Somebody named in the plan."""

    __tablename__ = "party"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Duty(Base):
    """A party on an activity."""

    __tablename__ = "duty"
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True)
    position: Mapped[int]
    party: Mapped[Party] = relationship()


class Activity(Base):
    """A row of the plan with its people."""

    __tablename__ = "activity"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[str]
    title: Mapped[str]
    duties: Mapped[list[Duty]] = relationship(order_by=Duty.position)


class Occurrence(Base):
    """One thing to finish, with its activity."""

    __tablename__ = "occurrence"
    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    first: Mapped[date]
    last: Mapped[date]
    continuous: Mapped[bool]
    state: Mapped[str]
    activity: Mapped[Activity] = relationship()


class Meeting(Base):
    """A meeting of the presidium."""

    __tablename__ = "meeting"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    quarter: Mapped[int]
    day: Mapped[date]
    time: Mapped[str]


@asynccontextmanager
async def answering(url: str, today: date) -> AsyncIterator[Answer]:
    """Give the answer to «що цього кварталу?» for an account: text in HTML and buttons; None for a stranger."""
    engine = create_async_engine(url)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    quarter = (today.month + 2) // 3
    first, last = date(today.year, 3 * quarter - 2, 1), _end(today.year, 3 * quarter)

    async def answer(account: int) -> tuple[str, InlineKeyboardMarkup] | None:
        async with sessions() as session:
            identity = await session.scalar(
                select(Identity)
                .where(Identity.door == "telegram", Identity.account == str(account))
                .options(selectinload(Identity.member).selectinload(Member.branch))
            )
            if identity is None:
                return None
            plan = await session.scalar(
                select(Plan).where(Plan.branch_id == identity.member.branch.id, Plan.year == today.year)
            )
            if plan is None:
                return None
            found = await _occurrences(session, plan.id, first, last, today)
            meetings = await session.scalars(
                select(Meeting).where(Meeting.plan_id == plan.id, Meeting.quarter == quarter)
            )
            return _page(found, meetings.all(), (first, last, today)), _keyboard(found, today)

    try:
        yield answer
    finally:
        await engine.dispose()


async def _occurrences(session: AsyncSession, plan: int, first: date, last: date, today: date) -> Sequence[Occurrence]:
    late = and_(Occurrence.last < today, Occurrence.state.in_(("planned", "returned")), ~Occurrence.continuous)
    query = (
        select(Occurrence)
        .join(Occurrence.activity)
        .where(Activity.plan_id == plan, Occurrence.first <= last, or_(Occurrence.last >= first, late))
        .order_by(Occurrence.last, Occurrence.activity_id)
        .options(contains_eager(Occurrence.activity).selectinload(Activity.duties).selectinload(Duty.party))
    )
    return (await session.scalars(query)).all()


def _page(found: Sequence[Occurrence], meetings: Sequence[Meeting], days: tuple[date, date, date]) -> str:
    first, last, today = days
    late = [each for each in found if _is_late(each, today)]
    rest = [each for each in found if not _is_late(each, today)]
    ending = [each for each in rest if first <= each.last <= last and not each.continuous]
    going = [each for each in rest if each not in ending and each.state != "confirmed"]
    quarter = (first.month + 2) // 3
    blocks = [
        f"<b>{ROMAN[quarter]} квартал {first.year}</b>",
        *_section("Завершити", [_due(each) for each in ending if each.state != "confirmed"]),
        *_section("Триває", [_going(each) for each in going]),
        *_section("Засідання Президії", [_meeting(each) for each in meetings]),
        *_section("Прострочено", [f"{_label(each)}: було до {_day(each.last)} ({_people(each)})" for each in late]),
        *_section("Зроблено", [f"✅ {_label(each)}" for each in ending if each.state == "confirmed"]),
    ]
    return "\n".join(blocks)


def _is_late(occurrence: Occurrence, today: date) -> bool:
    return occurrence.state in {"planned", "returned"} and not occurrence.continuous and occurrence.last < today


def _section(heading: str, items: list[str]) -> list[str]:
    return [f"\n<b>{heading}</b>", *(f"• {html_decoration.quote(item)}" for item in items)] if items else []


def _due(occurrence: Occurrence) -> str:
    return f"{_label(occurrence)}: до {_day(occurrence.last)} ({_people(occurrence)})"


def _going(occurrence: Occurrence) -> str:
    until = "" if occurrence.continuous else f": триває до {_day(occurrence.last)}"
    return f"{_label(occurrence)}{until} ({_people(occurrence)})"


def _meeting(meeting: Meeting) -> str:
    return f"{ROMAN[meeting.quarter]} квартал: {_day(meeting.day)} о {meeting.time}"


def _label(occurrence: Occurrence) -> str:
    return f"{occurrence.activity.number} {occurrence.activity.title}"


def _people(occurrence: Occurrence) -> str:
    return ", ".join(duty.party.name for duty in occurrence.activity.duties)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _end(year: int, month: int) -> date:
    return date(year, month, 30 if month in {6, 9} else 31)


def _keyboard(found: Sequence[Occurrence], today: date) -> InlineKeyboardMarkup:
    cards = [
        InlineKeyboardButton(text=each.activity.number, callback_data=f"~a:{each.activity.id}:{each.id}")
        for each in sorted(found, key=lambda each: each.activity.id)
        if each.state != "confirmed" or each.last >= today
    ]
    rows = [cards[at : at + ROW] for at in range(0, len(cards), ROW)]
    quarters = [InlineKeyboardButton(text=f"{ROMAN[each]} кв.", callback_data=f"~q:{each}") for each in (1, 2, 3, 4)]
    return InlineKeyboardMarkup(
        inline_keyboard=[*rows, quarters, [InlineKeyboardButton(text="☰ Меню", callback_data="~h")]]
    )


def application(answer: Answer) -> web.Application:
    """Return the web application with the webhook."""
    router = Router()

    @router.message()
    async def quarter(message: Message) -> SendMessage | None:
        found = await answer(message.chat.id)
        if found is None:
            return None
        text, keyboard = found
        preview = LinkPreviewOptions(is_disabled=True)
        return message.answer(text, parse_mode=ParseMode.HTML, link_preview_options=preview, reply_markup=keyboard)

    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    app = web.Application()
    SimpleRequestHandler(dispatcher, Bot(TOKEN), handle_in_background=False, secret_token=SECRET).register(app, PATH)
    return app


async def serve(url: str, port: int, today: date) -> None:
    """Serve until ended."""
    async with answering(url, today) as answer:
        runner = web.AppRunner(application(answer), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2]), TODAY))
