"""Members' lists in and out: the people of every list, the doubts about them, and nothing that nobody may keep."""

from __future__ import annotations

import csv
import io
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.dialog.speech import LANGUAGES, say
from bot.dialog.text import Text
from bot.documents.paid_until import is_nothing, read_paid_until
from bot.documents.registry_reader import read_registry
from bot.documents.registry_writer import registry_csv
from bot.domain.registry import FOR_GOOD, Registered, RegistryDraft
from bot.errors import DocumentError
from tests.documents import hostile, plans, registries, word
from tests.documents.registries import END, HEADER, KLYM, OLHA, THREE, Listed, book_of, many
from tests.documents.sheets import xlsx

LISTS = registries.lists()
SECRETS = ("067", "111", "reader", "1975", "12.05", "вул", "26-45-12", "7946")
HEAD = "ПІБ;Бібліотека;Сплачено до\n"


def codes(draft: RegistryDraft) -> tuple[tuple[str, str | int], ...]:
    return tuple((doubt.code.removeprefix("registry."), doubt.args.get("n", 0)) for doubt in draft.doubts)


def read(text: str) -> RegistryDraft:
    return read_registry(text.encode())


# ------------------------------------------------------------------------------------------------------------- lists


@pytest.mark.parametrize("listed", LISTS, ids=[listed.name for listed in LISTS])
def test_every_list_is_read_as_a_person_reads_it(listed: Listed) -> None:
    draft = read_registry(listed.data)
    assert draft.entries == listed.people
    assert codes(draft) == listed.doubts


def test_there_are_enough_lists() -> None:
    assert len({listed.name for listed in LISTS}) == len(LISTS) >= 20


@pytest.mark.parametrize("listed", LISTS, ids=[listed.name for listed in LISTS])
def test_no_phone_mail_birthday_or_address_is_kept(listed: Listed) -> None:
    kept = repr(read_registry(listed.data))
    assert [secret for secret in SECRETS if secret in kept] == []


def test_doubts_are_said_in_both_languages() -> None:
    text = (
        f"{HEAD.strip()};Телефон;e-mail;Дата народження;Адреса;ІПН\n"
        "Сосенко О.І.;;колись;0671112233;a@b.ua;12.05.1975;вул. Лісова;1234567890\nСосенко Ольга Іванівна;;;;;;;\n"
        "=1+1;ЦБС;2026;;;;;\n;ЦБС;2026;;;;;\n"
    )
    drafts = [
        read(text),
        read("Ясен К.\n"),
        read_registry(_with_hidden()),
        *(read_registry(each.data) for each in LISTS),
    ]
    doubts = {doubt.code: doubt for draft in drafts for doubt in draft.doubts}
    assert len(doubts) == 14
    for language in LANGUAGES:
        for code, doubt in doubts.items():
            said = say(Text(code, doubt.args), language)
            assert all(str(value) in said for value in doubt.args.values()), code


def _with_hidden() -> bytes:
    def hide(book: Workbook) -> None:
        book["Архів"].sheet_state = "hidden"
        book["Список"].row_dimensions[3].hidden = True

    rows = (HEADER, (1, OLHA.name, OLHA.library, END), (2, KLYM.name, KLYM.library, END))
    return xlsx({"Список": rows, "Архів": rows}, look=hide)


def test_hidden_rows_and_sheets_are_told_and_not_read() -> None:
    draft = read_registry(_with_hidden())
    assert draft.entries == (OLHA,)
    assert codes(draft) == (("hidden-sheet", 0), ("hidden-rows", 1))


def test_a_row_that_is_twice_the_same_is_kept_once_and_told() -> None:
    draft = read(f"{HEAD}Ясен К.;ЦБС;2026\nЯсен К.;ЦБС;2026\nЯсен Клим;Філія;2026\n")
    assert [entry.name for entry in draft.entries] == ["Ясен К.", "Ясен Клим"]
    assert [(doubt.code, doubt.args) for doubt in draft.doubts] == [
        ("registry.duplicate-name", {"names": "Ясен К., Ясен Клим", "n": 3})
    ]


def test_a_date_that_cannot_be_read_is_no_date_and_asked_about() -> None:
    draft = read(f"{HEAD}Ясен К.;ЦБС;31.02.2026\nДуб Т.;ЦБС;2026\n")
    assert [entry.paid_until for entry in draft.entries] == [None, END]
    assert [(doubt.code, doubt.args) for doubt in draft.doubts] == [
        ("registry.unreadable-date", {"name": "Ясен К.", "text": "31.02.2026"})
    ]


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Дата сплати", "12.02.2026"),
        ("Дата вступу", "12.02.2019"),
        ("Сума внеску", "200"),
        ("Членський внесок", "200 грн"),
    ],
)
def test_another_date_or_sum_is_never_taken_for_the_day_that_is_paid_until(header: str, cell: str) -> None:
    draft = read(f"ПІБ;Бібліотека;{header}\nЯсен К.;ЦБС;{cell}\nДуб Т.;ЦБС;{cell}\n")
    assert [entry.paid_until for entry in draft.entries] == [None, None]
    assert codes(draft) == (("no-dates", 0),)


def test_a_heading_over_something_else_gives_way_to_where_the_names_are() -> None:
    draft = read("ПІБ;Працівник;Бібліотека\n12;Сосенко Ольга Іванівна;ЦБС\n13;Ясен Клим Петрович;ЦБС\n")
    assert [entry.name for entry in draft.entries] == [OLHA.name, KLYM.name]


def test_the_phone_of_a_library_is_not_the_library() -> None:
    draft = read("ПІБ;Телефон бібліотеки;Бібліотека\nЯсен К.;26-45-12;ЦБС\n")
    assert draft.entries == (Registered("Ясен К.", "ЦБС", None),)


# ------------------------------------------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    "cell",
    [
        "31.12.2026", "31.12.26", "31/12/2026", "12/31/2026", "31-12-2026", "2026-12-31", "2026-12-31T00:00:00", "2026",
        "2026 р.", "2026 рік", "31 грудня 2026", "31 грудня 2026 р.", "«31» грудня 2026 року", "31 декабря 2026 г.",
        "31 December 2026", "December 31, 2026", "грудень 2026", "12.2026", "сплачено до 31.12.2026",
        "до кінця 2026 року", "за 2026 рік", "2025-2026", "01.01.2026 – 31.12.2026", "по 31.12.2026 включно",
        "paid until 2026-12-31", "31.12.2026 00:00",
    ],
)  # fmt: skip
def test_every_usual_writing_of_a_day_is_read(cell: str) -> None:
    assert read_paid_until(cell) == END


@pytest.mark.parametrize("cell", ["безстроково", "Довічно", "почесний член", "бессрочно", "lifetime"])
def test_a_membership_may_have_no_end(cell: str) -> None:
    assert read_paid_until(cell) == FOR_GOOD


@pytest.mark.parametrize(
    "cell",
    [
        "31.02.2026",
        "00.00.2026",
        "завтра",
        "31 грудня",
        "46387",
        "IV квартал 2026",
        "31.12.1826",
        "2026, крім Олі",
        "200 грн",
    ],
)
def test_what_is_no_day_is_not_guessed(cell: str) -> None:
    assert read_paid_until(cell) is None
    assert not is_nothing(cell)


@pytest.mark.parametrize("cell", ["", "-", "—", "ні", "не сплачено", "Не сплатила", "борг", "немає"])
def test_nothing_paid_is_nothing(cell: str) -> None:
    assert is_nothing(cell)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    for cell in (f"{day:%d.%m.%Y}", day.isoformat(), f"до {day:%d/%m/%Y} р."):
        assert read_paid_until(cell) == day


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_none(text: str) -> None:
    assert isinstance(read_paid_until(text), date | None)


# ----------------------------------------------------------------------------------------------------------- hostile


def refused(data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        read_registry(data)
    for language in LANGUAGES:
        assert len(say(Text(caught.value.key, caught.value.args_), language)) > 30
    return caught.value.key


@pytest.mark.parametrize(
    "data",
    [
        HEAD.encode(),
        "Шановні колеги!\nНадсилаю вам привіт.\n".encode(),
        "Назва;Кількість\nПапір;3\n".encode(),
        word.written(plans.sample()),
        plans.SAMPLE.read_bytes(),
        xlsx({"Аркуш1": (("Бюджет",), ("Папір", 300))}),
        xlsx({"Аркуш1": ()}),
    ],
    ids=["only a header", "a letter", "a table of things", "a plan in Word", "a plan", "a budget", "nothing"],
)
def test_what_is_no_list_of_people_is_refused_with_a_sentence(data: bytes) -> None:
    assert refused(data) == "error.registry-no-names"


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        case[1:]
        for case in hostile.cases()
        if case[0] in {"empty", "zeros", "noise", "too large", "rtf", "doc", "encrypted docx"}
    ],
)
def test_a_hostile_file_is_refused_with_its_reason(data: bytes, keys: str) -> None:
    assert refused(data).removeprefix("error.document-") in keys.split("|")


def test_ten_thousand_rows_are_too_many() -> None:
    lines = "".join(f"{each.name};{each.library};2026\n" for each in many(10_000))
    started = time.process_time()
    assert refused(f"{HEAD}{lines}".encode()) == "error.registry-too-many"
    assert time.process_time() - started < 8


def test_five_hundred_are_read_in_less_than_two_seconds() -> None:
    people = many(500)
    data = book_of(people)
    started = time.process_time()
    draft = read_registry(data)
    assert time.process_time() - started < 2
    assert draft.entries == people
    assert codes(draft) == (("dropped-phones", 500),)


def test_a_formula_is_a_text_and_stays_one() -> None:
    draft = read(f"{HEAD}Ясен К.;=HYPERLINK(1);2026\n")
    assert draft.entries[0].library == "=HYPERLINK(1)"
    out = registry_csv(draft.entries, "uk").decode("utf-8-sig")
    assert (
        next(row for row in csv.reader(io.StringIO(out), delimiter=";") if row[0] == "Ясен К.")[1] == "'=HYPERLINK(1)"
    )


@settings(max_examples=60)
@given(st.lists(st.lists(st.text(max_size=12), max_size=5), max_size=8), st.sampled_from([";", ",", "\t", " - "]))
def test_any_table_is_read_or_refused(rows: list[list[str]], sign: str) -> None:
    data = (HEAD + "\n".join(sign.join(row) for row in rows)).encode("utf-8", "replace")
    assert told(data).startswith(("people", "error.registry-", "error.document-"))


def told(data: bytes) -> str:
    """What comes of a file: people, or the key of the reason why there are none."""
    try:
        return "people" if read_registry(data).entries else "nothing"
    except DocumentError as error:
        return error.key


# --------------------------------------------------------------------------------------------------------------- out

SIGNS = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВЛІЄ'’ \"«»;,.:|=+-@№()/!?&<>*_"
# The letter keeps apart what says «the same as above», and what is an address is dropped.
AFTER = st.text(SIGNS.replace("@", ""), max_size=20)
LIBRARIES = st.just("") | st.builds(
    lambda before, after: " ".join(f"{before}Ф{after}".split()), st.text(SIGNS, max_size=3), AFTER
)
PEOPLE = st.lists(
    st.builds(
        Registered,
        st.sampled_from([each.name for each in (*many(40), *THREE)]),
        LIBRARIES,
        st.none() | st.just(FOR_GOOD) | st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda each: each.name,
)


@settings(deadline=None, max_examples=50)
@given(PEOPLE, st.sampled_from(LANGUAGES))
def test_what_is_written_is_read_back_equal(people: list[Registered], language: str) -> None:
    data = registry_csv(people, language)
    assert data.startswith(b"\xef\xbb\xbf")
    assert read_registry(data).entries == tuple(people)


@given(PEOPLE)
def test_no_cell_that_is_written_is_a_formula(people: list[Registered]) -> None:
    rows = csv.reader(io.StringIO(registry_csv(people, "uk").decode("utf-8-sig")), delimiter=";")
    assert [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@"}] == []


def test_an_empty_list_is_written_as_its_header() -> None:
    assert registry_csv([], "en").decode("utf-8-sig") == "Full name;Library;Membership paid until\r\n"
