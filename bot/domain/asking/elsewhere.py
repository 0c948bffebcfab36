"""Whether somebody who was asked something says something else."""

from __future__ import annotations

import re

from bot.domain.wordforms import folded

_AWAY = re.compile(r"^(?:меню|menu|скасу\w+|відмін\w+|cancel|назад|back|передума\w+|допомога|help)$")


def goes_elsewhere(words: str, *, asked_why: bool) -> bool:
    """Tell whether somebody who was asked something does not answer it: a command, a way out, a question of their own.

    Who was asked why may well answer with a question («А де світлини?»).
    """
    plain = folded(words).strip(" .!?")
    return words.startswith("/") or _AWAY.match(plain) is not None or (words.endswith("?") and not asked_why)
