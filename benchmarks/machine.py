"""Processes of the benchmark: where they run, how they are ended, how much memory they have held."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
MIB = 1024
STOP_SECONDS = 10
PREFIXES = ("PLANOVYK_", "PYTHONDONTWRITEBYTECODE", "PYTHONDEVMODE")


def core(number: int) -> set[int]:
    """Return a core of this machine that we may use, counted round; none at all where cores cannot be chosen."""
    if not hasattr(os, "sched_getaffinity"):
        return set()
    allowed = sorted(_ALLOWED)
    return {allowed[number % len(allowed)]}


_ALLOWED = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
MEASURED, MEASURING = 0, 1
"""The core of what is measured and the core of what measures it."""


@contextmanager
def on_core(number: int) -> Iterator[None]:
    """Run the block, and what it starts, on one core: a child inherits it without a moment elsewhere."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, core(number))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a child: ours without the host's settings, with these."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIXES)}
    return {**inherited, "LC_ALL": "C.UTF-8", **settings}


def start(*arguments: str, settings: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start this Python with the arguments on the measured core; what it complains of is not kept."""
    with on_core(MEASURED):
        return subprocess.Popen(  # noqa: S603 - our own programs
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment(settings or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )


def finish(*arguments: str) -> tuple[str, str]:
    """Run this Python to its end on the measured core; return what it says and complains. Raises CalledProcessError."""
    with on_core(MEASURED):
        done = subprocess.run(  # noqa: S603 - our own programs
            [sys.executable, *arguments], cwd=ROOT, env=environment({}), check=True, capture_output=True
        )
    return done.stdout.decode(), done.stderr.decode()


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process politely, then firmly."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(STOP_SECONDS)
    if process.stdout:
        process.stdout.close()


def peak_memory(process: subprocess.Popen[bytes]) -> float:
    """Return the most memory that a process has held, in MiB; NaN where the system does not tell."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    except OSError:
        return float("nan")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / MIB
