"""The schema: up, down and up again, the same as the models, and cheap to find current."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, inspect

from bot.domain.steps import Step, replay
from bot.errors import PlanovykError, StoreUnavailableError
from db import schema
from db.sqlite import make_safe
from db.tables import Base


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "новий каталог" / "планувальник %.db"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
def engine(path: Path) -> Iterator[Engine]:
    made = create_engine(f"sqlite:///{path}")
    make_safe(made)
    yield made
    made.dispose()


def config(path: Path) -> Config:
    made = Config()
    made.set_main_option("script_location", str(schema.MIGRATIONS).replace("%", "%%"))
    made.set_main_option("sqlalchemy.url", f"sqlite:///{path}".replace("%", "%%"))
    return made


def tables(path: Path) -> dict[str, list[str]]:
    """Return what the schema says of each table, index and trigger; the order of a table's constraints says nothing."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        kept = {name: sql for name, sql in found if name not in {"alembic_version", "sqlite_sequence"}}
        return {name: sorted(line.strip(" \t,") for line in sql.splitlines()) for name, sql in kept.items()}


def test_the_newest_revision_is_the_one_the_program_waits_for(path: Path) -> None:
    assert ScriptDirectory.from_config(config(path)).get_heads() == [schema.HEAD]


def test_a_new_database_is_made_with_its_folder(path: Path, url: str) -> None:
    assert not schema.is_current(url)
    schema.upgrade(url)
    assert schema.is_current(url)
    assert set(tables(path)) >= {table.name for table in Base.metadata.sorted_tables}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_new_database_is_for_our_own_account_alone(path: Path, url: str) -> None:
    schema.upgrade(url)
    assert [each.stat().st_mode & 0o777 for each in (path.parent, path)] == [0o700, 0o600]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE more (id INTEGER)")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO more VALUES (1)")
        assert {each.stat().st_mode & 0o777 for each in path.parent.iterdir()} == {0o600}


def test_a_path_is_taken_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "план #1 %41.db"
    url = f"sqlite+aiosqlite:///{tmp_path}/план #1 %2541.db"
    schema.upgrade(url)
    assert schema.is_current(url)
    assert path in tmp_path.iterdir()


def refused(path: Path) -> PlanovykError:
    with pytest.raises(PlanovykError) as caught:
        schema.upgrade(f"sqlite+aiosqlite:///{path}")
    assert caught.value.args_ == {"file": str(path)}
    return caught.value


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "planovyk.db", tmp_path / "file" / "folder" / "planovyk.db"):
        assert refused(path).key == "error.database"
        assert not schema.exists(f"sqlite+aiosqlite:///{path}")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may do everything is refused nothing")
def test_a_folder_that_may_not_be_used_is_told(path: Path, url: str) -> None:
    path.parent.mkdir(mode=0o000)
    assert refused(path).key == "error.database"
    with pytest.raises(PlanovykError, match=r"error\.database"):
        schema.exists(url)
    path.parent.chmod(0o700)


def test_a_file_that_is_no_database_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(b"PK" * 2000)
    assert not schema.is_current(f"sqlite+aiosqlite:///{path}")
    assert refused(path).key == "error.database"
    assert path.read_bytes() == b"PK" * 2000
    assert refused(tmp_path).key == "error.database"


def test_a_newer_database_is_told_and_left_as_it_is(path: Path, url: str) -> None:
    schema.upgrade(url)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = tables(path)
    assert refused(path).key == "error.database-newer"
    assert tables(path) == before


def test_a_database_that_another_program_holds_may_be_free_later(path: Path, url: str) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailableError):
            schema.upgrade(url)
    schema.upgrade(url)
    assert schema.is_current(url)


def test_migrations_go_up_down_and_up_again(path: Path, url: str) -> None:
    schema.upgrade(url)
    first = tables(path)
    command.downgrade(config(path), "base")
    assert tables(path) == {}
    assert not schema.is_current(url)
    schema.upgrade(url)
    assert tables(path) == first


def test_the_models_and_the_migrations_say_the_same(url: str, engine: Engine) -> None:
    schema.upgrade(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True, "render_as_batch": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_the_names_of_all_constraints_are_the_models_own(url: str, engine: Engine) -> None:
    schema.upgrade(url)
    found = inspect(engine)
    for table in Base.metadata.sorted_tables:
        kept = {each["name"] for each in found.get_foreign_keys(table.name)}
        kept |= {each["name"] for each in found.get_unique_constraints(table.name)}
        kept |= {each["name"] for each in found.get_indexes(table.name)}
        wanted = {str(each.name) for each in table.constraints | table.indexes}
        assert kept | {f"pk_{table.name}"} == wanted, table.name


def test_a_current_database_is_left_alone(path: Path, url: str) -> None:
    schema.upgrade(url)
    before = path.stat()
    schema.upgrade(url)
    after = path.stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)


def test_an_older_or_foreign_version_is_not_current(path: Path, url: str) -> None:
    schema.upgrade(url)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'older'")
    assert not schema.is_current(url)


def test_an_empty_file_is_not_current(path: Path, url: str) -> None:
    path.parent.mkdir(parents=True)
    path.touch()
    assert not schema.is_current(url)
    schema.upgrade(url)
    assert schema.is_current(url)


def test_what_an_earlier_version_has_stored_stays_as_plans_of_calendar_years(path: Path, url: str) -> None:
    path.parent.mkdir(parents=True)
    command.upgrade(config(path), "0001")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO branch VALUES (1, 'Відділення', 3, NULL, '2026-01-05 08:00:00')")
        connection.execute("INSERT INTO plan VALUES (7, 1, 2026, '2026-01-05 08:00:00', NULL)")
        connection.execute("INSERT INTO goal VALUES (5, 7, 0, '1', 'Ціль')")
        connection.execute(
            "INSERT INTO activity VALUES (4, 7, 5, 0, '1.1', 'Захід', 'травень', '[]', NULL, '', '', '')"
        )
        connection.execute(
            "INSERT INTO occurrence VALUES (9, 4, '2026-05-01', '2026-05-31', 0, 'planned', 0,"
            " NULL, NULL, '', NULL, NULL, '')"
        )
    schema.upgrade(url)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT kind, year, month FROM plan").fetchall() == [("calendar", 2026, 0)]
        activities = connection.execute("SELECT title, revision, cancelled_at FROM activity").fetchall()
        assert activities == [("Захід", 0, None)]
        assert connection.execute("SELECT id FROM occurrence").fetchall() == [(9,)]
        assert connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'plan'").fetchall() == [(7,)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_what_was_done_before_steps_were_kept_has_a_history(path: Path, url: str) -> None:
    path.parent.mkdir(parents=True)
    command.upgrade(config(path), "0005")
    at = [f"2026-02-10 0{hour}:00:00" for hour in range(6)]
    rows = [
        (1, "planned", None, None, "", None, None, "", None),
        (2, "claimed", 1, at[1], "Звіт", None, None, "", 2),
        (3, "returned", 1, at[1], "Звіт", 2, at[2], "Чому", None),
        (4, "confirmed", 1, at[1], "Звіт", 2, at[2], "", None),
        (5, "confirmed", None, None, "", 2, at[2], "", None),
        (6, "cancelled", 1, at[1], "Звіт", 2, at[2], "Чому", None),
        (7, "cancelled", 1, at[1], "Звіт", None, None, "", None),
        (8, "cancelled", None, None, "", None, None, "", None),
    ]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO branch (id, name, revision, created_at) VALUES (1, 'Відділення', 3, ?)", at[:1])
        for member in (1, 2):
            connection.execute(
                "INSERT INTO member (id, branch_id, name, role) VALUES (?, 1, 'Хтось', 'member')", (member,)
            )
        connection.execute(
            "INSERT INTO plan (id, branch_id, kind, year, month, imported_at) VALUES (7, 1, 'calendar', 2026, 0, ?)",
            at[:1],
        )
        connection.execute(
            "INSERT INTO activity (id, plan_id, position, title, term, windows, resources, result, notes)"
            " VALUES (4, 7, 0, 'Захід', 'травень', '[]', '', '', '')"
        )
        for key, *values in rows:
            connection.execute(
                "INSERT INTO occurrence (id, activity_id, first, last, continuous, revision, state, claimed_by,"
                " claimed_at, words, decided_by, decided_at, reason, recorded_by)"
                " VALUES (?, 4, '2026-05-01', '2026-05-31', 0, 3, ?, ?, ?, ?, ?, ?, ?, ?)",
                (key, *values),
            )
    schema.upgrade(url)
    with closing(sqlite3.connect(path)) as connection:
        steps = connection.execute("SELECT occurrence_id, verb, before, after, words FROM step ORDER BY id").fetchall()
        states = dict(connection.execute("SELECT id, state FROM occurrence").fetchall())
        recorded = connection.execute("SELECT member_id, on_behalf_of FROM step WHERE occurrence_id = 2").fetchall()
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    of = {key: [step for step in steps if step[0] == key] for key in states}
    assert {key: replay(Step(verb) for _, verb, *_ in of[key]) for key in of} == states
    for key, history in of.items():
        after = ["planned", *(step[3] for step in history)]
        assert ([step[2] for step in history], after[-1]) == (after[:-1], states[key])
    assert [step[4] for step in of[3]] == ["Звіт", "Чому"]
    assert recorded == [(2, 1)]


def test_what_the_quarters_brought_becomes_reports_and_goes_back(path: Path, url: str) -> None:
    path.parent.mkdir(parents=True)
    command.upgrade(config(path), "0005")
    at = "2026-03-25 08:00:00"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO branch (id, name, revision, created_at) VALUES (1, 'Відділення', 3, ?)", (at,))
        for member in (1, 2):
            connection.execute(
                "INSERT INTO member (id, branch_id, name, role) VALUES (?, 1, 'Хтось', 'member')", (member,)
            )
        connection.execute(
            "INSERT INTO plan (id, branch_id, kind, year, month, imported_at) VALUES (7, 1, 'calendar', 2026, 0, ?)",
            (at,),
        )
        connection.execute(
            "INSERT INTO activity (id, plan_id, position, title, term, windows, resources, result, notes)"
            " VALUES (4, 7, 0, 'Захід', 'протягом року', '[]', '', '', '')"
        )
        told = [(1, 1, "Двадцять порад", None), (2, 2, "", 1)]
        for quarter, member, words, recorder in told:
            connection.execute(
                "INSERT INTO check_in (activity_id, quarter, member_id, words, at, recorded_by)"
                " VALUES (4, ?, ?, ?, ?, ?)",
                (quarter, member, words, at, recorder),
            )
    schema.upgrade(url)
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT quarter, member_id, words, recorded_by, outcome, ended_at FROM report ORDER BY id"
        )
        assert rows.fetchall() == [(1, 1, "Двадцять порад", None, "done", at), (2, 2, "", 1, "", at)]
    command.downgrade(config(path), "0005")
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT quarter, member_id, words, recorded_by FROM check_in ORDER BY id")
        assert rows.fetchall() == told


@pytest.mark.parametrize(
    "change", ["DELETE FROM audit", "UPDATE audit SET member_id = NULL", "UPDATE audit SET words = 'інше'"]
)
def test_the_trail_is_only_ever_added_to(path: Path, url: str, change: str) -> None:
    schema.upgrade(url)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO branch VALUES (1, 'Відділення', 3, NULL, '2026-01-05 08:00:00', 0, 12, 0, 500)")
        connection.execute(
            "INSERT INTO audit (branch_id, member_id, at, verb, subject, words)"
            " VALUES (1, 7, '2026-01-05 08:00:00', 'claim', 'occurrence:9', 'Зроблено')"
        )
        with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
            connection.execute(change)
        connection.execute("UPDATE audit SET words = ''")
        assert connection.execute("SELECT verb, words FROM audit").fetchall() == [("claim", "")]


def test_a_row_that_points_nowhere_stops_the_migration(path: Path) -> None:
    path.parent.mkdir(parents=True)
    command.upgrade(config(path), "0001")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO plan VALUES (7, 1, 2026, '2026-01-05 08:00:00', NULL)")
    with pytest.raises(CommandError):
        command.upgrade(config(path), "head")
    assert "correction" not in tables(path)


def test_a_migration_that_breaks_off_leaves_nothing_behind(path: Path, url: str) -> None:
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE occurrence (id INTEGER)")  # the last table that the first migration makes
    assert refused(path).key == "error.database"
    assert set(tables(path)) == {"occurrence"}
