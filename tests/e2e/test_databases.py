"""A database that cannot be used: one sentence and exit code 2, and what nobody foresaw is in the log alone."""

import asyncio
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.branch import JANUARY, Branch
from tests.e2e.program import PATIENCE, bot, bot_beside, run
from tests.postgres import Server
from tests.servers.telegram import TelegramServer

INVITE = ("invite", "Коваль О.", "--branch", "Відділення", "--role", "member")


def refusal(folder: Path, database: Path, *words: str) -> str:
    """What the program says of a database that it cannot use."""
    done = bot(folder, *words, DATABASE_URL=f"sqlite:///{database}", TELEGRAM_TOKEN="1:a")
    assert (done.returncode, done.stdout) == (2, "")
    [sentence] = done.stderr.strip().splitlines()
    return sentence


@pytest.mark.parametrize("words", [("db", "upgrade"), ("run",), INVITE], ids=lambda words: words[0])
def test_a_file_that_is_no_database_is_named(tmp_path: Path, words: tuple[str, ...]) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(b"PK" * 2000)
    assert f"Файл {path} не вдається використати" in refusal(tmp_path, path, *words)
    assert path.read_bytes() == b"PK" * 2000


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "folder" / "planovyk.db"
    assert str(path) in refusal(tmp_path, path, "db", "upgrade")


def test_a_database_of_a_newer_program_is_named(tmp_path: Path) -> None:
    path = tmp_path / "planovyk.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    assert "новіша" in refusal(tmp_path, path, "db", "upgrade")


def test_a_database_that_another_program_holds_is_told(tmp_path: Path) -> None:
    path = tmp_path / "planovyk.db"
    with closing(sqlite3.connect(path)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert "інша програма" in refusal(tmp_path, path, "db", "upgrade")


def test_what_nobody_foresaw_ends_the_program_with_a_line_in_the_log_and_no_words_of_a_library(tmp_path: Path) -> None:
    settings = {"VIBER_TOKEN": "445da6az1s345z78", "PUBLIC_URL": "https://bot.example"}
    host = "a" * 70  # no name of a host is so long, which the resolver says by an exception of its own
    done = bot(tmp_path, "run", DATABASE_URL=f"sqlite:///{tmp_path}/a.db", HTTP_HOST=host, HTTP_PORT="0", **settings)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.search(r"ERROR bot\.commands\.serve ended-by-a-fault error=UnicodeError\S* at=\S+$", done.stderr.strip())
    assert "Traceback" not in done.stderr
    assert "too long" not in done.stderr


async def test_a_second_program_on_one_file_refuses_to_start_and_commands_work_beside_the_first(
    invented: Branch, telegram_server: TelegramServer
) -> None:
    file = {"DATABASE_URL": f"sqlite:///{invented.database}", "CLOCK_START": JANUARY}
    settings = {**file, "TELEGRAM_TOKEN": telegram_server.token, "TELEGRAM_API_URL": telegram_server.url}
    other = invented.folder / "other"
    other.mkdir()
    async with run(invented.folder, settings) as first:
        await asyncio.to_thread(_wait_for, invented.folder / "log", "started")
        done = await bot_beside(other, "run", **settings)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"Плановик уже працює з файлом {invented.database}" in done.stderr
        words = ("invite", "Коваль О.", "--branch", invented.name, "--role", "member")
        assert (await bot_beside(other, *words, **settings)).returncode == 0
        await first.lose_power()
    async with run(other, settings):
        await asyncio.to_thread(_wait_for, other / "log", "started")


def _wait_for(log: Path, words: str) -> None:
    until = time.monotonic() + PATIENCE
    while words not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < until, "it has not come so far"
        time.sleep(0.05)


def test_a_server_that_does_not_answer_or_will_not_serve_us_is_told(tmp_path: Path, postgres: Server) -> None:
    nowhere = bot(tmp_path, "db", "upgrade", DATABASE_URL="postgresql://nobody@127.0.0.1:1/planovyk?connect_timeout=1")
    assert (nowhere.returncode, nowhere.stdout) == (2, "")
    assert "База даних зараз не відповідає" in nowhere.stderr
    database = postgres.empty()
    postgres.do("CREATE ROLE guest LOGIN")
    guest = postgres.url(database).replace("planovyk@", "guest:a-secret@")
    refused = bot(tmp_path, "db", "upgrade", DATABASE_URL=guest)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"/{database} не вдається скористатися" in refused.stderr
    assert "a-secret" not in refused.stderr
    done = bot(tmp_path, "db", "upgrade", DATABASE_URL=postgres.url(database))
    assert (done.returncode, done.stderr) == (0, "")
