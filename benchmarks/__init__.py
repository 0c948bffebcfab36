"""Measures this machine with the program: `python -m benchmarks` (`make bench`). Ratios of one run are what counts."""
