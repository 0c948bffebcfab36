"""Measures of a text: its length as phones count it, and how to cut it."""

from __future__ import annotations


def length(words: str) -> int:
    """Return the length in UTF-16 units, in which a rare sign or an emoji counts twice: the safe reading of a limit."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def clipped(words: str, longest: int) -> str:
    """Return the longest beginning of a text that is not longer than `longest`."""
    cut = words[:longest]
    while length(cut) > longest:
        cut = cut[: -max(1, (length(cut) - longest) // 2)]
    return cut


def pieces(words: str, longest: int) -> list[str]:
    """Cut a text into pieces no longer than `longest`, between words where one ends in the second half of a piece."""
    found = []
    while length(words) > longest:
        cut = clipped(words, longest)
        end = max(cut.rfind(" "), cut.rfind("\n")) + 1
        end = end if end > len(cut) // 2 else len(cut)
        found.append(words[:end])
        words = words[end:]
    return [*found, words]
