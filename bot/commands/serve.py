"""`run` and `db upgrade`."""

from __future__ import annotations

import asyncio
import gc
import logging

from bot.commands.voice import spoken
from bot.errors import PlanovykError, StoreUnavailableError
from bot.logs import configure_logs, log_event
from bot.settings import load_settings

FAULT = 1
"""The exit code of a fault that no sentence is about: the log tells of it, without a library's own words."""
_log = logging.getLogger(__name__)


def run_bot() -> None:
    """Run the bot until Ctrl+C or SIGTERM. Raises SystemExit for a fault of ours, PlanovykError for one of the host."""
    gc.disable()  # until all is imported: it would walk aiogram's 186,000 objects several times and free nothing
    settings = load_settings()
    configure_logs()
    from bot.app import run

    try:
        asyncio.run(run(settings))
    except (PlanovykError, StoreUnavailableError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, its text may hold a token
        log_event(_log, "ended-by-a-fault", level=logging.ERROR, error=error)
        raise SystemExit(FAULT) from None


def upgrade() -> None:
    """Bring the database to the newest schema."""
    from db import schema

    schema.upgrade(load_settings().database_url)
    print(spoken("cli.upgraded"))
