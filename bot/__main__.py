"""The command line: `python -m bot --help`. Everything dear is imported by the command that needs it."""

from __future__ import annotations

import sys

from bot.commands.line import main

if __name__ == "__main__":
    sys.exit(main())
