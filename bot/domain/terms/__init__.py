"""The reader of terms: what «ІІ декада вересня», «щоквартально, до 10 числа» or «протягом року» mean as dates."""

from bot.domain.terms.reading import read_term
from bot.domain.terms.term import Term

__all__ = ["Term", "read_term"]
