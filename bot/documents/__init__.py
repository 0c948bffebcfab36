"""Plans and members' lists in: from a file's bytes to a draft with its doubts; the list out again."""
