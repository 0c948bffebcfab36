"""A process that has the libraries of the program loaded, and splits itself for every start of the program.

Loading aiogram alone takes seconds, which a story that starts the program four times would pay four times. Nothing of
ours is loaded here: the program begins, at `python -m bot`, with all of its own still to come.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
from collections.abc import Callable, Sequence

LIBRARIES = (
    "aiogram",
    "aiohttp.web",
    "aiosqlite",
    "alembic.command",
    "apscheduler.schedulers.asyncio",
    "babel.support",
    "msgspec",
    "pydantic_settings",
    "sqlalchemy.ext.asyncio",
    "viberbot",
)
OURS = {"bot", "db", "handlers", "migrations", "scheduler"}


def main(control: socket.socket, names: Sequence[str] = LIBRARIES, be: Callable[..., None] | None = None) -> None:
    """Start a program for every pair of files that arrives: a line to whoever wants it, and where it is to log.

    On the line come the words, the environment and the folder, and whatever else `be` takes to be another program than
    `be_the_program`; back go its process id and, in the end, its exit code. Whoever asks closes `control` when no more
    programs are wanted. `names` are the modules that are loaded.
    """
    gc.disable()
    for name in names:
        importlib.import_module(name)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while received := socket.recv_fds(control, 1, 2)[1]:
        line, log = received
        if os.fork() == 0:
            control.close()
            with socket.socket(fileno=line) as asked:
                _look_after(asked, log, be or _be_the_program_anew)
            os._exit(0)
        os.close(line)
        os.close(log)


def _look_after(asked: socket.socket, log: int, be: Callable[..., None]) -> None:
    """Start one program and wait for its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with asked.makefile("rw", encoding="utf-8") as line:
        wanted = json.loads(line.readline())
        if (process := os.fork()) == 0:
            line.close()
            asked.close()
            be(log, **wanted)
        os.close(log)
        print(process, file=line, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), file=line, flush=True)


def _be_the_program_anew(log: int, folder: str, environment: dict[str, str], words: list[str]) -> None:
    assert not OURS & {name.partition(".")[0] for name in sys.modules}
    be_the_program(log, folder, environment, words)


def be_the_program(log: int, folder: str, environment: dict[str, str], words: list[str]) -> None:
    """Go on as `python -m bot` with these words."""
    for standard in (1, 2):
        os.dup2(log, standard)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["bot", *words]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
