"""A database that cannot be used: one sentence and exit code 2, and what nobody foresaw is in the log alone."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.program import bot

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
