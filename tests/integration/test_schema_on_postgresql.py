"""The schema on PostgreSQL: up, down and up again, as the models say, made once by many, with a trail that stays."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.exc import ProgrammingError

from db import schema
from db.tables import Base
from tests.postgres import Server

ROOT = Path(__file__).resolve().parents[2]
UPGRADE = "import sys; from db import schema; schema.upgrade(sys.argv[1])"


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    """The address of an empty database."""
    name = postgres.empty()
    yield postgres.url(name)
    postgres.drop(name)


def config(url: str) -> Config:
    made = Config()
    made.set_main_option("script_location", str(schema.MIGRATIONS).replace("%", "%%"))
    made.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return made


def test_the_schema_goes_up_down_and_up_again_and_is_what_the_models_say(url: str) -> None:
    assert not schema.exists(url)
    schema.upgrade(url)
    assert schema.exists(url)
    command.downgrade(config(url), "base")
    assert not schema.is_current(url)
    schema.upgrade(url)
    assert schema.is_current(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_of_programs_that_start_at_once_one_makes_the_schema(url: str) -> None:
    started = [subprocess.Popen([sys.executable, "-c", UPGRADE, url], cwd=ROOT) for _ in range(3)]
    assert [each.wait(60) for each in started] == [0, 0, 0]
    assert schema.is_current(url)


def test_the_trail_is_only_ever_added_to(url: str) -> None:
    schema.upgrade(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO branch (name, revision, created_at, own_claims, evidence_megabytes, names_in_groups,"
            " retention_months) VALUES ('В', 0, now(), false, 500, false, 12)"
        )
        connection.exec_driver_sql(
            "INSERT INTO audit (branch_id, at, verb, subject, words) VALUES (1, now(), 'v', 's:1', 'слова')"
        )
        connection.exec_driver_sql("UPDATE audit SET words = ''")
    for change in ("UPDATE audit SET verb = 'other'", "UPDATE audit SET words = 'x'", "DELETE FROM audit"):
        with pytest.raises(ProgrammingError, match="only ever added to"), engine.begin() as connection:
            connection.exec_driver_sql(change)
    engine.dispose()
