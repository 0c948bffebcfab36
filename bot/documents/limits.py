"""How much of a stranger's document is read at all."""

from __future__ import annotations

MAX_BYTES = 5 * 1024 * 1024
MAX_LINES = 20_000
MAX_CELLS = 50
"""Columns of a table; what lies further right is read into the last one."""
MAX_ACTIVITIES = 1000
MAX_CELL = 5000
MAX_NAMES = 500
MAX_REGISTERED = 3000
"""People of a members' list: a branch has hundreds."""
MAX_MEMBERS = 2000
MAX_UNPACKED = 64 * 1024 * 1024
MAX_PAGES = 200
MAX_DRAWN = 200_000
"""Letters and lines on one page of a PDF."""
MAX_NESTING = 8
"""Tables in tables."""
MAX_EVIDENCE_SIDE = 2560
"""Pixels of the longer side of a picture that is kept: a sign in the background of a group can still be read."""
MAX_PIXELS = 120_000_000
"""Of a picture that is looked at; phones make up to 108 million."""

MEGABYTE = 1024 * 1024
