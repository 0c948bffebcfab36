"""What the door's session promises: a form says what aiogram's would say, whatever is written in it."""

from __future__ import annotations

from urllib.parse import parse_qsl

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION
from aiogram.enums import ParseMode
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp import FormData
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.session import CallSession

HTML = DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True)
OURS, THEIRS = CallSession(PRODUCTION, 1.0), AiohttpSession()
"""Each makes an SSL context, which takes far longer than a form."""
BOT = Bot("42:token", OURS, HTML)
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def fields(form: FormData) -> dict[str, str]:
    payload = form()
    return dict(parse_qsl(payload.decode(), keep_blank_values=True))


@settings(deadline=None)  # the first call makes aiogram build its models
@given(words, words)
def test_a_form_says_what_aiograms_own_says(text: str, label: str) -> None:
    button = InlineKeyboardButton(text=label, callback_data="~h")
    method = SendMessage(chat_id=501, text=text, reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]))
    assert fields(OURS.build_form_data(BOT, method)) == fields(THEIRS.build_form_data(BOT, method))
