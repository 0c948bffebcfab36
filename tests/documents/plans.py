"""A plan as any writer can write it: lines above the table, rows with cells, lines below."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.documents import plan_reader
from bot.documents.columns import Column
from bot.documents.table import RawActivity, sheet_of
from bot.documents.text import decode, rows_of

SEED = Path(__file__).resolve().parents[3] / "shared" / "seeds" / "000_f005260d70cc39f8.txt"
SAMPLE = Path(plan_reader.__file__).parent / "samples" / "plan-uk.txt"
HEADER = ("№ з/п", "Назва заходу", "Термін проведення", "Відповідальні", "Ресурси", "Очікуваний результат")
_ORDER = (Column.TITLE, Column.TERM, Column.RESPONSIBLE, Column.RESOURCES, Column.RESULT)


@dataclass(frozen=True)
class Written:
    """What is written: a row with one cell goes across the whole width of the table."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tail: tuple[str, ...] = ()


def of_text(data: bytes) -> Written:
    """Take a plan apart that lies there as text."""
    sheet = sheet_of(rows_of(decode(data)))
    rows: list[tuple[str, ...]] = [HEADER]
    goals = []
    for raw in sheet.activities:
        if raw.goal and raw.goal not in goals:
            goals.append(raw.goal)
            rows.append((f"Ціль {raw.goal.number}: {raw.goal.title}",))
        rows.append(_cells(raw))
    return Written(tuple(sheet.heading), tuple(rows), tuple(sheet.tail))


def _cells(raw: RawActivity) -> tuple[str, ...]:
    return (raw.number or "", *(raw.cells[column] for column in _ORDER))


def sample() -> Written:
    """The invented plan that comes with the program."""
    return of_text(SAMPLE.read_text("utf-8").replace("{year}", "2026").encode())


def long_plan(activities: int) -> Written:
    """A plan with so many activities, each with as much text as those of the real one."""
    rows = [
        (
            f"1.{number}",
            f"Захід {number}: консультації та тренінги для працівників бібліотек і фахівців громад області",
            "протягом року" if number % 2 else "вересень",
            f"Сосенко О.О. Демяненко {'АБВГД'[number % 5]}.В.",
            "КОВ СБ, навчальні та промоційні матеріали",
            "Підвищення цифрової грамотності населення; збільшення кількості бібліотек",
        )
        for number in range(1, activities + 1)
    ]
    return Written(("План роботи на 2026 рік",), (HEADER, ("Ціль 1: Навчати",), *rows))
