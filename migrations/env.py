"""Alembic's environment: one transaction for each upgrade, so that a power cut leaves the old schema or the new one."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine

from db.engine import make_safe
from db.tables import Base

engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "")
make_safe(engine)
with engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
