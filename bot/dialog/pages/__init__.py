"""Pages: pure functions from what is known to what is said."""
