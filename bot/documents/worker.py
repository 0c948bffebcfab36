"""The process that reads one stranger's document and ends: the bytes on its input, what was read on its output.

Whatever the document does to it (time, memory, a crash of a library), the program that started it lives on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import msgspec

from bot.documents.plan_reader import document_rows, plan_of_year, read_plan_of_year
from bot.documents.process import answer, told_by
from bot.documents.registry_reader import read_registry
from bot.documents.row import Row
from bot.domain.draft import PlanDraft
from bot.domain.registry import RegistryDraft
from bot.errors import DocumentError

PLAN, EITHER = "plan", "either"
"""What a document is asked to be: the first argument."""


class Read(msgspec.Struct, frozen=True):
    """What came of a document: the draft that was asked for, or the key of an error with its values.

    Of EITHER there may be both drafts; `error` is then why it is no plan, `list_error` why it is no list.
    """

    plan: PlanDraft | None = None
    registry: RegistryDraft | None = None
    error: str = ""
    args: dict[str, str | int] = {}
    list_error: str = ""
    list_args: dict[str, str | int] = {}


def main() -> int:
    """Read the document as the first argument says.

    A PLAN is read for the year that the second argument asks for, empty for its own; of EITHER the plan is read for its
    own year, and for that year only where it names none.
    """
    kind, *year = sys.argv[1:]
    wanted = int(year[0]) if any(year) else None
    return answer(lambda data: msgspec.json.encode(_read(data, kind, wanted)))


def _read(data: bytes, kind: str, year: int | None) -> Read:
    if kind == EITHER:
        return read_either(data, year)
    return _tried(lambda: Read(read_plan_of_year(data, year)))


def read_either(data: bytes, year: int | None) -> Read:
    """Read a document as a plan and as a members' list: opened once, and told why it is not the one or the other."""
    return _tried(lambda: _either(data, document_rows(data), year))


def _either(data: bytes, rows: list[Row], year: int | None) -> Read:
    plan = _tried(lambda: Read(_plan_in_its_year(rows, year)))
    found = _tried(lambda: Read(registry=read_registry(data, rows)))
    return Read(plan.plan, found.registry, plan.error, plan.args, found.error, found.args)


def _plan_in_its_year(rows: list[Row], year: int | None) -> PlanDraft:
    try:
        return plan_of_year(rows, None)
    except DocumentError as error:
        if error.key != "error.document-no-year" or year is None:
            raise
    return plan_of_year(rows, year)


def _tried(read: Callable[[], Read]) -> Read:
    try:
        return read()
    except DocumentError as error:
        return Read(error=error.key, args=told_by(error))
    except (MemoryError, RecursionError):
        return Read(error="error.document-too-heavy")


if __name__ == "__main__":
    sys.exit(main())
