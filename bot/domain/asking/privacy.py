"""Whether somebody asks what is kept of them; strangers ask it too."""

from __future__ import annotations

import re

from bot.domain.wordforms import folded

_PRIVACY = re.compile(
    r"/?(?:privacy|приватність|мої (?:персональні )?дані|my data|персональні дані)(?:@\w+)?|/export|/erase|"
    r"(?:що|які дані) (?:ти|ви) (?:про мене )?(?:знаєш|знаєте|зберігаєш|зберігаєте)(?: про мене)?"
)


def asks_privacy(words: str) -> bool:
    """Tell whether these words ask what is kept of the person."""
    return _PRIVACY.fullmatch(" ".join(re.sub(r"[?!.,]", " ", folded(words)).split())) is not None
