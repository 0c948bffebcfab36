"""Documents broken at random, many of them: none may end in an exception of ours, none may hang."""
