"""Members' lists as branches keep them, with invented people: the bytes, and what a person reads there."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import docx
import xlwt
from odfdo import Document, Table

from bot.domain.registry import FOR_GOOD, Registered
from tests.documents.sheets import xlsx
from tests.documents.word import saved, table_of

Value = str | int | date | None
Cells = tuple[tuple[Value, ...], ...]
Lines = tuple[tuple[str, ...], ...]
END = date(2026, 12, 31)
HEADER = ("№", "Прізвище, ім'я, по батькові", "Бібліотека", "Членство сплачено до")
OLHA = Registered("Сосенко Ольга Іванівна", "ЦБС м. Лісове", END)
KLYM = Registered("Ясен Клим Петрович", "Обласна бібліотека", date(2025, 12, 31))
NINA = Registered("Вербова Ніна Олегівна", "ЦБС м. Лісове", None)
THREE = (OLHA, KLYM, NINA)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: its bytes, its people, and the codes of the doubts about it with their numbers."""

    name: str
    data: bytes
    people: tuple[Registered, ...]
    doubts: tuple[tuple[str, int], ...] = ()


def xls(rows: Cells) -> bytes:
    """Write a sheet as Excel did until 2003."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Лист1")
    day = xlwt.easyxf(num_format_str="DD.MM.YYYY")
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(place, column, value, day) if isinstance(value, date) else sheet.write(place, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ods(rows: Cells) -> bytes:
    """Write a sheet as LibreOffice does."""
    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Аркуш1")
    for place, row in enumerate(rows):
        table.set_row_values(place, list(row))
    document.body.append(table)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def word(rows: Lines, above: tuple[str, ...] = (), below: tuple[str, ...] = ()) -> bytes:
    """Write a Word document with one table between paragraphs."""
    document = docx.Document()
    for line in above:
        document.add_paragraph(line)
    table_of(document, rows)
    for line in below:
        document.add_paragraph(line)
    return saved(document)


def lists() -> list[Listed]:
    """Make all of them."""
    return [*_books(), *_texts(), *_documents()]


def _rows(*days: Value) -> Cells:
    return tuple(
        (place, each.name, each.library, day)
        for place, (each, day) in enumerate(zip(THREE, days, strict=True), start=1)
    )


def _books() -> Iterator[Listed]:
    header: tuple[str, ...]
    rows: Cells
    plain = _rows(datetime(2026, 12, 31), date(2025, 12, 31), None)  # noqa: DTZ001 - a cell has no time zone
    yield Listed("real dates", xlsx({"Аркуш1": (HEADER, *plain)}), THREE)
    title = (("Реєстр членів Лісівського відділення",), ("станом на 01.11.2026",), ())
    yield Listed("title merged", xlsx({"Члени": (*title, HEADER, *plain)}, merged=("A1:D1", "A2:D2")), THREE)
    contacts = (*HEADER, "Телефон", "E-mail", "Дата народження", "Домашня адреса")
    rows = tuple(
        (*row, f"067 111 22 3{at}", f"reader{at}@books.ua", date(1975, 5, 12), "вул. Лісова, 3")
        for at, row in enumerate(plain)
    )
    dropped = ("dropped-phones", 3), ("dropped-emails", 3), ("dropped-birthdays", 3), ("dropped-addresses", 3)
    yield Listed("contacts", xlsx({"Аркуш1": (contacts, *rows)}), THREE, dropped)
    parts = tuple(
        (at, *each.name.split(), each.library, day)
        for at, (each, day) in enumerate(zip(THREE, (2026, 2025, ""), strict=True))
    )
    header = ("№ з/п", "Прізвище", "Ім'я", "По батькові", "Місце роботи", "Сплачено по (рік)")
    yield Listed("name in three columns", xlsx({"Аркуш1": (header, *parts)}), THREE)
    yield Listed("old workbook", xls((HEADER, *_rows(END, "31.12.2025", "не сплачено"))), THREE)
    yield Listed("open workbook", ods((HEADER, *_rows("31 грудня 2026 р.", "2025", "—"))), THREE)
    header = ("ПІБ", "Заклад", "2024", "2025", "2026")
    marks = (
        (OLHA.name, OLHA.library, "+", "+", "+"),
        (KLYM.name, KLYM.library, None, 200, 0),
        (NINA.name, NINA.library),
    )
    yield Listed("a mark a year", xlsx({"Внески": (header, *marks)}), THREE)
    yield Listed(
        "two sheets", xlsx({"ЦБС": (HEADER, plain[0], plain[2]), "Область": (HEADER, plain[1])}), (OLHA, NINA, KLYM)
    )
    beside = xlsx({"Список": (HEADER, *plain), "Бюджет": (("Стаття", "Сума"), ("Папір", 300))})
    yield Listed("a sheet of something else", beside, THREE, (("other-sheet", 0),))
    houses = ((OLHA.library,), (1, OLHA.name, END), (2, NINA.name, None), (KLYM.library,), (3, KLYM.name, 2025))
    header = ("№", "Прізвище та ім'я", "Сплачено до")
    yield Listed("under libraries", xlsx({"Аркуш1": (header, *houses)}), (OLHA, NINA, KLYM))
    merged = (HEADER, plain[0], (2, NINA.name, None, None), plain[1])
    yield Listed("library merged down", xlsx({"Аркуш1": merged}, merged=("C2:C3",)), (OLHA, NINA, KLYM))
    header = ("Фамилия Имя Отчество", "Место работы", "Дата вступления", "Взнос оплачен до", "Сумма")
    rows = tuple((each.name, each.library, date(2019, 3, 1), each.paid_until, 200) for each in THREE)
    yield Listed("in Russian", xlsx({"Лист1": (header, *rows)}), THREE)
    upper, lower = ("№", "ПІБ", "Бібліотека", "Членство", None), (None, None, None, "від", "до")
    rows = tuple((*row[:3], date(2020, 1, 1), row[3]) for row in plain)
    areas = ("A1:A2", "B1:B2", "C1:C2", "D1:E1")
    yield Listed("a header of two rows", xlsx({"Аркуш1": (upper, lower, *rows)}, merged=areas), THREE)
    total = HEADER, *plain, (None, "Всього: 3", None, None), (None, "Голова відділення", None, None)
    yield Listed("a total", xlsx({"Аркуш1": total}), THREE)


def _texts() -> Iterator[Listed]:
    lines = [
        HEADER,
        ("1", OLHA.name, OLHA.library, "31.12.2026"),
        ("2", KLYM.name, KLYM.library, "2025"),
        ("3", NINA.name, NINA.library, ""),
    ]
    semicolons = "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in lines)
    yield Listed("csv of Excel", semicolons.encode("cp1251"), THREE)
    yield Listed("csv with a mark", f"sep=;\r\n{semicolons}".encode("utf-8-sig"), THREE)
    yield Listed("csv with commas", semicolons.replace('";"', '","').encode(), THREE)
    yield Listed("Unicode text of Excel", "\r\n".join("\t".join(row) for row in lines).encode("utf-16"), THREE)
    english = (
        "Full name,Library,Membership valid until,Phone\n"
        "Fern Holly,Oak Library,2026-12-31,+44 20 7946 0958\nReed Ivy,Oak Library,lifetime,\n"
    )
    people = (Registered("Fern Holly", "Oak Library", END), Registered("Reed Ivy", "Oak Library", FOR_GOOD))
    yield Listed("in English", english.encode(), people, (("dropped-phones", 1),))
    pasted = (
        "Наші члени:\n1. Сосенко Ольга Іванівна – ЦБС м. Лісове – сплачено до 31.12.2026\n"
        "2. Ясен Клим Петрович – Обласна бібліотека – за 2025 рік\n"
        "3. Вербова Ніна Олегівна – ЦБС м. Лісове – не сплачено\n"
    )
    yield Listed("pasted lines", pasted.encode(), THREE)
    bare = "Сосенко Ольга Іванівна\nЯсен Клим Петрович\n"
    nothing = tuple(Registered(each.name, "", None) for each in (OLHA, KLYM))
    yield Listed("only names", bare.encode(), nothing, (("no-dates", 0), ("no-libraries", 0)))
    headless = (
        f"{OLHA.name};ЦБС м. Лісове;31.12.2026;0671112233;12.05.1975\n"
        f"{KLYM.name};Обласна бібліотека;31.12.2025;0671112234;01.02.1980\n"
    )
    yield Listed("without a header", headless.encode(), (OLHA, KLYM), (("dropped-phones", 2), ("dropped-birthdays", 2)))
    markdown = "| ПІБ | Бібліотека | Сплачено до |\n|---|---|---|\n" + "".join(
        f"| {a} | {b} | {c} |\n" for _, a, b, c in lines[1:]
    )
    yield Listed("bars", markdown.encode(), THREE)


def _documents() -> Iterator[Listed]:
    rows: Lines
    rows = (
        HEADER,
        ("1.", "СОСЕНКО\nОльга Іванівна", OLHA.library, "31 грудня 2026 року"),
        ("2.", KLYM.name, KLYM.library, "31.12.25"),
        ("3.", "вербова ніна олегівна", NINA.library, "борг"),
    )
    data = word(rows, ("Додаток 2", "СПИСОК ЧЛЕНІВ"), ("Голова відділення Гайова Л.Л.", "тел. 067 111 22 33"))
    yield Listed("a Word table", data, THREE)
    header = ("№", "ПІБ", "Посада, бібліотека", "Членський квиток", "Дійсний до")
    rows = (
        header,
        ("1", "2", "3", "4", "5"),
        ("1", OLHA.name, OLHA.library, "№ 17", "довічно"),
        header,
        ("2", KLYM.name, "-//-", "№ 18", "12.2025"),
    )
    people = (Registered(OLHA.name, OLHA.library, FOR_GOOD), Registered(KLYM.name, OLHA.library, KLYM.paid_until))
    yield Listed("a header on each page", word(rows), people)
    rows = (
        ("ПІБ", "Бібліотека", "Сплачено до", "Контакти"),
        (f"{OLHA.name}, 12.05.1975 р.н.", f"{OLHA.library}, тел. 26-45-12", "2026", "вул. Лісова, 3, 0671112233"),
    )
    yield Listed("contacts everywhere", word(rows), (OLHA,), (("dropped-phones", 2), ("dropped-birthdays", 1)))


def many(count: int) -> tuple[Registered, ...]:
    """Return so many people, no two of one name."""
    given = ("Ольга Іванівна", "Клим Петрович", "Ніна Олегівна", "Тарас Ілліч", "Віра Львівна")
    letters = "абвгдежзиклмнопрст"
    surnames = ("".join(letters[at // 18**place % 18] for place in range(4)) for at in range(count))
    return tuple(
        Registered(f"Л{surname}енко {given[at % 5]}", f"Філія № {at % 20}", END if at % 3 else None)
        for at, surname in enumerate(surnames)
    )


def book_of(people: tuple[Registered, ...]) -> bytes:
    """Write people into a workbook with phones."""
    rows = tuple((at, each.name, each.library, each.paid_until, f"067{at:07}") for at, each in enumerate(people, 1))
    return xlsx({"Аркуш1": ((*HEADER, "Телефон"), *rows)})
