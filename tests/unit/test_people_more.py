"""More cells of responsible people as they are written in plans: nobody is lost or invented without asking."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.domain.people import Kind, PeopleCell, read_people

DATA = Path(__file__).parent / "data"
TABLES = (DATA / "people-more.tsv", DATA / "people-wide.tsv")
LETTERS = {Kind.PERSON: "P", Kind.POST: "R", Kind.GROUP: "G", Kind.BODY: "B"}


def rows() -> list[tuple[str, str]]:
    lines = (line.split("\t") for table in TABLES for line in table.read_text("utf-8").splitlines()[1:])
    return [("" if cell == "∅" else cell.replace("\\n", "\n"), expected) for cell, expected, _ in lines]


def items_of(written: str) -> set[str]:
    """The items of one alternative without the posts of people; «ditto» names nobody."""
    items = {re.sub(r"\s*\{.*\}$", "", item.strip()) for item in written.split(" | ")} - {"", "ditto"}
    return {item if item.startswith("P:") else item.casefold() for item in items}


def named_in(cell: PeopleCell) -> set[str]:
    found = {f"{LETTERS[item.kind]}:{item.name}" for item in cell.items}
    return {item if item.startswith("P:") else item.casefold() for item in found}


def without_kinds(items: set[str]) -> set[str]:
    """Posts, groups and bodies may be taken for one another; people may not."""
    return {item if item.startswith("P:") else item[2:] for item in items}


def is_right(written: str, cell: PeopleCell) -> bool:
    """Some alternative is what was read; where nobody is named a person must be asked and none be made up."""
    found = named_in(cell)
    for alternative in map(items_of, written.split("||")):
        if not alternative and not cell.sure and not any(item.startswith("P:") for item in found):
            return True
        if alternative and without_kinds(alternative) == without_kinds(found):
            return True
    return False


@pytest.mark.parametrize(("cell", "written"), rows())
def test_a_cell_is_read_right_or_asked_about(cell: str, written: str) -> None:
    found = read_people(cell)
    assert found.text == cell
    assert is_right(written, found) or not found.sure, found


def test_a_post_that_is_written_beside_a_name_is_kept() -> None:
    lost = []
    for cell, written in rows():
        found = read_people(cell)
        posts = set(re.findall(r"\{(.*?)\}", written.split("||")[0]))
        if found.sure and is_right(written.split("||")[0], found) and not posts <= {item.post for item in found.items}:
            lost.append(cell)
    assert lost == []


def test_little_is_asked_about_that_names_somebody_plainly() -> None:
    asked = [cell for cell, written in rows() if not is_right(written, read_people(cell))]
    assert len(rows()) > 650
    assert len(asked) <= 0.03 * len(rows()), asked


def test_who_is_named_plainly_is_not_asked_about() -> None:
    plain = [(cell, written) for cell, written in rows() if all(map(items_of, written.split("||")))]
    asked = [cell for cell, _ in plain if not read_people(cell).sure]
    assert len(plain) > 550
    assert len(asked) <= 0.04 * len(plain), asked


def test_the_table_holds_no_cell_twice() -> None:
    cells = [cell for cell, _ in rows()]
    assert len(cells) == len(set(cells))
