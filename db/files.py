"""Where the files of the reports lie: in a folder of their own, each under a random name that says nothing of it."""

from __future__ import annotations

import asyncio
import os
import re
import secrets
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from db.engine import kind_of

OWN_FOLDER, OWN_FILE = 0o700, 0o600
"""The modes of what we make: names and accounts of people are nobody else's on this machine."""
NAME_BYTES = 16
FOLDER = "evidence"
_NAME = re.compile(r"[0-9a-f]{32}")
_HALF = ".new"


@dataclass(frozen=True, slots=True)
class Files:
    """The files of all branches. A name is 128 bits of chance; which branch and report it is of, the database knows.

    `folder` is made when the first file comes; `now` gives seconds since the epoch, as the file system counts them.
    """

    folder: Path
    now: Callable[[], float] = time.time

    async def keep(self, content: bytes) -> str:
        """Write a file so that no power cut leaves half of it, and return its name. Raises OSError."""
        return await asyncio.to_thread(self._keep, content)

    async def read(self, name: str) -> bytes | None:
        """Return a file's content; None where it is gone."""
        return await asyncio.to_thread(self._read, name)

    async def drop(self, names: Collection[str]) -> None:
        """Delete files; those that are gone already are no fault. Raises OSError."""
        if names:
            await asyncio.to_thread(self._drop, names)

    async def old(self, seconds: float) -> frozenset[str]:
        """Return the names of the files that have lain here for longer, and of what was half written then."""
        return await asyncio.to_thread(self._old, seconds)

    def _keep(self, content: bytes) -> str:
        self.folder.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
        name = secrets.token_hex(NAME_BYTES)
        half = self.folder / f"{name}{_HALF}"
        try:
            _write(half, content)
            half.rename(self.folder / name)
        except OSError:
            half.unlink(missing_ok=True)
            raise
        _settle(self.folder)
        return name

    def _read(self, name: str) -> bytes | None:
        with suppress(FileNotFoundError):
            return self._path(name).read_bytes()
        return None

    def _drop(self, names: Collection[str]) -> None:
        for name in names:
            self._path(name).unlink(missing_ok=True)

    def _old(self, seconds: float) -> frozenset[str]:
        if not self.folder.is_dir():
            return frozenset()
        before = self.now() - seconds
        ours = (each for each in self.folder.iterdir() if _is_ours(each.name))
        return frozenset(each.name for each in ours if each.stat().st_mtime < before)

    def _path(self, name: str) -> Path:
        if not _is_ours(name):
            raise ValueError("this is no name of a file of ours")
        return self.folder / name


def files_beside(url: str, folder: Path | None = None) -> Files:
    """Return the files in a folder, or else in one beside the database."""
    return Files(folder or kind_of(url).folder_of(url) / FOLDER)


def _is_ours(name: str) -> bool:
    return _NAME.fullmatch(name.removesuffix(_HALF)) is not None


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN_FILE), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Have the new name survive a power cut, too; Windows cannot open a folder, and does that by itself."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
