"""A process that has the whole program loaded, and splits itself for every start of one that may die at a commit.

The program is the real one. Its fate listens where SQLAlchemy tells of commits, and needs no branch of ours.
"""

from __future__ import annotations

import importlib
import os
import signal
import socket
import sys
from itertools import count

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session, configure_mappers

from bot.dialog.speech import LANGUAGES, catalogue_of
from db.sqlite import READ_ONLY
from tests.e2e.loaded import LIBRARIES, be_the_program, main

PROGRAM = ("bot.app", "bot.commands.line", "bot.commands.serve", "bot.telegram.opening", "bot.viber.webhook")


def be_fated(log: int, folder: str, environment: dict[str, str], words: list[str], commit: int, before: bool) -> None:
    """Be the program until just before, or just after, its commit of that number (0: for good)."""
    if commit:
        _die_at(commit, "before_commit" if before else "after_commit")
    be_the_program(log, folder, environment, words)


def _die_at(commit: int, moment: str) -> None:
    numbers = count(1)

    def die(session: Session) -> None:
        if _writes(session) and next(numbers) == commit:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Session, moment, die)


def _writes(session: Session) -> bool:
    bound: Engine | Connection | None = session.bind
    return bound is not None and not bound.get_execution_options().get(READ_ONLY)


def _learn() -> None:
    """Do once what every program would do anew for half of its life: read the texts, put the tables together."""
    for name in PROGRAM:
        importlib.import_module(name)
    for language in LANGUAGES:
        catalogue_of(language)
    configure_mappers()


if __name__ == "__main__":
    _learn()
    main(socket.socket(fileno=int(sys.argv[1])), LIBRARIES, be_fated)
