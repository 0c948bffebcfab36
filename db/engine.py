"""Which kind of database an address names. A driver is imported only where its kind is used."""

from __future__ import annotations

from db.kind import Kind

POSTGRESQL = "postgresql"


def kind_of(url: str) -> Kind:
    """Return the kind of database behind an address of the settings."""
    return kind_named(url.partition(":")[0].partition("+")[0])


def kind_named(dialect: str) -> Kind:
    """Return the kind of database by SQLAlchemy's name of its dialect."""
    if dialect == POSTGRESQL:
        from db import postgresql

        return postgresql
    from db import sqlite

    return sqlite
