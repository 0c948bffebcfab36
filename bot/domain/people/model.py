"""What a cell of responsible people holds once it is read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Who is named: a person by name, one unnamed holder of a post, several people, or a body."""

    PERSON = "person"
    POST = "post"
    GROUP = "group"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Named:
    """One responsible: a person's name is written «Surname I.I.», everything else as in the cell.

    `post` is what the cell says about a person beside the name («координатор», «за згодою»).
    """

    kind: Kind
    name: str
    post: str | None = None


@dataclass(frozen=True, slots=True)
class PeopleCell:
    """The cell as written, those it names in their order, and whether the reader is sure of them.

    `why` is the kebab-case code of the doubt (a text key after ``why.``), empty when the reader is sure.
    """

    text: str
    items: tuple[Named, ...]
    sure: bool
    why: str = ""
