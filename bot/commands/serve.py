"""`run` and `db upgrade`."""

from __future__ import annotations

import asyncio
import gc

from bot.commands.voice import spoken
from bot.logs import configure_logs
from bot.settings import load_settings


def run_bot() -> None:
    """Run the bot until Ctrl+C or SIGTERM."""
    gc.disable()  # until all is imported: it would walk aiogram's 186,000 objects several times and free nothing
    settings = load_settings()
    configure_logs()
    from bot.app import run

    asyncio.run(run(settings))


def upgrade() -> None:
    """Bring the database to the newest schema."""
    from db import schema

    schema.upgrade(load_settings().database_url)
    print(spoken("cli.upgraded"))
