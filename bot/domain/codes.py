"""Codes that people dictate and type: the general entrance's, and the one that joins another messenger.

They are drawn from a start token, whose 128 random bits are the only chance there is.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

LETTERS, DIGITS = "ACEHKMPTX", "2345679"
"""Letters that Latin and Cyrillic keyboards share, and digits that are like none of them."""
SIGNS = LETTERS + DIGITS
ENTRANCE_LENGTH = 8
HANDLE_LENGTH, SECRET_LENGTH = 3, 5
"""Digits of a link code that find it, and that are to be guessed."""

_CYRILLIC = str.maketrans("АСЕНКМРТХ", LETTERS)
_ENTRANCE = re.compile(rf"[{SIGNS}]{{{ENTRANCE_LENGTH}}}")
# In groups as it is shown, in halves, or whole; a date like 05-03-2026 is none of these.
_LINK = re.compile(r"\d{8}|\d{4}[ -]\d{4}|\d{2}([ -])\d{2}\1\d{2}\1\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A code that joins another messenger: the part that finds it, and the secret rest."""

    handle: str
    secret: str

    @property
    def digits(self) -> str:
        """The whole code."""
        return self.handle + self.secret


def entrance_code(seed: str) -> str:
    """Draw the code of a general entrance; it has letters and digits, so that no word and no number is one."""
    number = _number(seed, "entrance")
    while True:
        drawn, code = number, ""
        for _ in range(ENTRANCE_LENGTH):
            drawn, sign = divmod(drawn, len(SIGNS))
            code += SIGNS[sign]
        if _is_mixed(code):
            return code
        number = _number(str(number), "entrance")


def link_code(seed: str) -> LinkCode:
    """Draw a code that joins another messenger."""
    digits = f"{_number(seed, 'link') % 10 ** (HANDLE_LENGTH + SECRET_LENGTH):08}"
    return LinkCode(digits[:HANDLE_LENGTH], digits[HANDLE_LENGTH:])


def read_entrance_code(words: str) -> str | None:
    """Return the entrance's code that a text is, however it is typed: small letters, Cyrillic ones, spaces, dashes."""
    code = re.sub(r"[\s-]", "", words[:50]).upper().translate(_CYRILLIC)
    return code if _ENTRANCE.fullmatch(code) and _is_mixed(code) else None


def read_link_code(words: str) -> LinkCode | None:
    """Return the link code that a text is, whole or in groups."""
    found = _LINK.fullmatch(words.strip())
    digits = re.sub(r"\D", "", found[0]) if found else ""
    return LinkCode(digits[:HANDLE_LENGTH], digits[HANDLE_LENGTH:]) if digits else None


def spelled_entrance(code: str) -> str:
    """Write an entrance's code as it is read out: «KM7X 29TA»."""
    return f"{code[:4]} {code[4:]}"


def spelled_link(code: LinkCode) -> str:
    """Write a link code as it is read out: «12 34 56 78»."""
    digits = code.digits
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))


def _is_mixed(code: str) -> bool:
    return any(sign in LETTERS for sign in code) and any(sign in DIGITS for sign in code)


def _number(seed: str, what: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{what}:{seed}".encode()).digest())
