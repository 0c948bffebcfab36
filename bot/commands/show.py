"""`demo`."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from bot.commands.voice import spoken
from bot.demo import ZONE, show
from bot.logs import configure_logs


def run_demo(port: int | None, *, browser: bool) -> None:
    """Show the demo until Ctrl+C."""
    configure_logs(logging.WARNING)

    def said(address: str) -> None:
        print(spoken("cli.demo-ready", address=address), flush=True)

    asyncio.run(show(datetime.now(ZONE).year, port, browser=browser, said=said))
