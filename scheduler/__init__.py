"""The clock: what is owed by now, and its delivery."""
