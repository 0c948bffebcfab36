"""The help fits one screen of an old phone, whoever reads it, and says only what they can do."""

import pytest

from bot.dialog.pages.menu import help_page
from bot.dialog.speech import LANGUAGES, say
from bot.domain.plan import Role

MOST_LINES = 12
LONGEST_LINE = 85
"""Two rows of a narrow screen."""
MOST_LETTERS = 650


def lines_for(role: Role, language: str) -> list[str]:
    return [say(line.text, language) for line in help_page(role, 1).lines]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", Role)
def test_the_help_is_one_screen(role: Role, language: str) -> None:
    lines = lines_for(role, language)
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= LONGEST_LINE
    assert sum(map(len, lines)) <= MOST_LETTERS


@pytest.mark.parametrize("role", Role)
def test_the_help_names_what_the_role_can_press(role: Role) -> None:
    said = "\n".join(lines_for(role, "uk"))
    assert ("«Люди»" in said) is (role in {Role.HEAD, Role.SECRETARY})
    assert ("«Чекають підтвердження»" in said) is (role in {Role.HEAD, Role.PRESIDIUM})
    assert "/" not in said, "no command has to be typed"
