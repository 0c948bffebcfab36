"""Years of a branch lived through at random, on a clock of their own, and what became of every notice."""
