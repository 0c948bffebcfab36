"""Strict messenger servers: real HTTP, the platforms' limits, and a record of every breach of them."""
