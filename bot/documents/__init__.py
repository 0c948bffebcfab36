"""Plans in: from a file's bytes to a draft with its doubts."""
