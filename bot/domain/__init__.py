"""Pure rules: no I/O, no library with I/O, nothing of ours from above."""
