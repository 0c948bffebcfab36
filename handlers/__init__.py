"""Conversations: an update in, one use case, a reply out. Nothing is sent from here, no SQL is known."""
