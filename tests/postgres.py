"""A PostgreSQL server of the tests' own, from the machine's binaries: in a folder of its own, and gone with the run."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

REQUIRED = "PLANOVYK_REQUIRE_POSTGRES"
ACCOUNTS = ("postgres", "nobody")
"""Whom the server runs as where the tests run as root, which it refuses."""
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
"""No power fails in these tests, and nobody calls from outside."""


class Server:
    """A running server; its databases are made from one another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self, database: str) -> str:
        """Return the address of a database, as the program knows it."""
        return f"postgresql+psycopg://planovyk@/{database}?host={self._folder}"

    def empty(self) -> str:
        """Make an empty database and return its name."""
        return self.copy("template0")

    def copy(self, made: str) -> str:
        """Make a database like another one, which nobody may be connected to, and return its name."""
        name = f"test_{secrets.token_hex(8)}"
        # As files and not through the log: this takes a third of the time.
        self.do(f'CREATE DATABASE "{name}" TEMPLATE "{made}" STRATEGY FILE_COPY')
        return name

    def drop(self, name: str) -> None:
        """Let a database go, and whoever is connected to it."""
        self.do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def do(self, statement: str, database: str = "postgres") -> None:
        """Do what only the server's owner does."""
        address = f"postgresql://planovyk@/{database}?host={self._folder}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def private_server() -> Iterator[Server]:
    """Run a server for as long as it is needed. Without its programs the tests are skipped, or fail where required."""
    programs = _programs()
    if programs is None:
        reason = "there is no PostgreSQL server on this machine"
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(f"{reason}, and {REQUIRED}=1 asks for one")
        pytest.skip(reason)
    # A socket's path may have a hundred letters: far fewer than the tests' folders have.
    base = tempfile.mkdtemp(prefix="pg-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))
    account = _account()
    if account:
        shutil.chown(base, account)
    data = Path(base, "data")
    try:
        _run(
            account, programs / "initdb", "-D", data, "-U", "planovyk", "-A", "trust", "-N", "--locale=C", "-E", "UTF8"
        )
        said = "\n".join(f"{name} = '{value}'" for name, value in SETTINGS.items())
        (data / "postgresql.auto.conf").write_text(f"{said}\nunix_socket_directories = '{base}'\n", encoding="utf-8")
        _run(account, programs / "pg_ctl", "-D", data, "-w", "-l", Path(base, "log"), "start")
        try:
            yield Server(Path(base))
        finally:
            _run(account, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(base, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for all tests of this process; see `private_server` for where there is none."""
    with private_server() as server:
        yield server


def _programs() -> Path | None:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))
    found = [*reversed(versions), *(Path(name).parent for name in [shutil.which("pg_ctl")] if name)]
    return next((each for each in found if (each / "initdb").exists() and (each / "pg_ctl").exists()), None)


def _account() -> str | None:
    """Return whom the server must run as; None where it may be us."""
    if os.name == "nt" or os.geteuid() != 0:
        return None
    import pwd  # noqa: PLC0415 - Windows has none

    return next(name for name in ACCOUNTS if name in {each.pw_name for each in pwd.getpwall()})


def _run(account: str | None, *words: object) -> None:
    done = subprocess.run(
        [str(word) for word in words],
        user=account,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
