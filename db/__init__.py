"""The plan store: engine, tables, queries, inbox and outbox."""
