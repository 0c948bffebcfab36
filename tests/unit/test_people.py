"""A cell of responsible people: everybody named is found, nobody is invented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.names import fold
from bot.domain.people import Kind, Named, read_people

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "people.tsv"
LETTERS = {Kind.PERSON: "P", Kind.POST: "R", Kind.GROUP: "G", Kind.BODY: "B"}

# Everything the reader makes of a cell, in the notation of the corpus; an asterisk says that it asks a person.
CELLS = [
    ("Сосенко - директор", "P:Сосенко {директор}"),
    ("Сосенко директор, методист Топольська", "P:Сосенко {директор} | P:Топольська {методист}"),
    (
        "інформаційно - масова робота, науково - методичний відділ",
        "G:інформаційно-масова робота | B:науково-методичний відділ*",
    ),
    ("Директор Сосенко О.О.", "P:Сосенко О.О. {директор}"),
    ("директор О.О. Сосенко", "P:Сосенко О.О. {директор}"),
    ("Сосенко О.О., директор", "P:Сосенко О.О. {директор}"),
    ("Сосенко О.О. - директор, Криничко П.П. - методист", "P:Сосенко О.О. {директор} | P:Криничко П.П. {методист}"),
    (
        "Сосенко О.О.,\nзавідувач відділу,\nКриничко П.П.,\nметодист",
        "P:Сосенко О.О. {завідувач відділу} | P:Криничко П.П. {методист}",
    ),
    ("І.П. Рибченко С.А. Моїсенко", "P:Рибченко І.П. | P:Моїсенко С.А."),
    ("Рибченко І.П.Моїсенко С.А.", "P:Рибченко І.П. | P:Моїсенко С.А."),
    ("Сосенко Олена Криничко Ганна", "P:Сосенко О. | P:Криничко Г."),
    ("Вікторія ЛИТВИН", "P:Литвин В."),
    ("Сосенко ОО", "P:Сосенко О.О."),
    ("Соловейко–Гнатенко М.П.", "P:Соловейко-Гнатенко М.П."),
    ("Сосенко\nТопольська", "P:Сосенко | P:Топольська"),
    ("Сосенко\nО.О., Криничко\nП.П.", "P:Сосенко О.О. | P:Криничко П.П."),
    ("Олена\nСосенко", "P:Сосенко О."),
    ("Сосенко О.О.та Криничко П.П.", "P:Сосенко О.О. | P:Криничко П.П."),
    ("Сосенко О.О. (тел. 067 123 45 67)", "P:Сосенко О.О."),
    ("Сосенко О.О. 0671234567, sosenko@example.org", "P:Сосенко О.О."),
    ("1. Сосенко О.О. 2. Криничко П.П.", "P:Сосенко О.О. | P:Криничко П.П."),
    ("Відповідальний: Сосенко О.О.", "P:Сосенко О.О."),
    ("Методист (Сосенко О.О.)", "P:Сосенко О.О. {методист}"),
    ("Президія (Сосенко О.О., Криничко П.П.)", "B:Президія | P:Сосенко О.О. | P:Криничко П.П."),
    ("Спільно з Сосенком О.О.", "P:Сосенко О.О."),
    ("ОУНБ О.О. Сосенко", "B:ОУНБ | P:Сосенко О.О."),
    ("В. о. директора Сосенко О.О.", "P:Сосенко О.О. {в.о. директора}"),
    ("Бібліотека ім. Т.Г. Шевченка", "B:Бібліотека ім. Т.Г. Шевченка"),
    ("Бібліотека імені Тараса Шевченка, Сосенко О.О.", "B:Бібліотека імені Тараса Шевченка | P:Сосенко О.О."),
    ("Директор бібліотеки, завідувачі відділів", "R:директор бібліотеки | G:завідувачі відділів"),
    ("відділ культури, туризму та спорту міської ради", "B:відділ культури, туризму та спорту міської ради"),
    ("ОУНБ та ЛОВ УБА", "B:ОУНБ | B:ЛОВ УБА"),
    ("КЗ «Бібліотека» Калинівської міської ради", "B:КЗ «Бібліотека» Калинівської міської ради"),
    ("Голова та члени ревізійної комісії", "R:голова ревізійної комісії | G:члени ревізійної комісії"),
    ("Громадські активісти та волонтери", "G:громадські активісти | G:волонтери"),
    ("Науково-\nметодичний відділ", "B:Науково-методичний відділ"),
    ("педагог організатор, учнівське самоврядування", "R:педагог-організатор | B:учнівське самоврядування"),
    ("Читальна зала", "*"),
    ("Протягом року", "*"),
    ("Олена Олексіївна", "*"),
    ("—", "*"),
    ("Сонечко", "G:Сонечко*"),
]


def written(named: Named) -> str:
    return f"{LETTERS[named.kind]}:{named.name}" + (f" {{{named.post}}}" if named.post else "")


@pytest.mark.parametrize(("cell", "meaning"), CELLS, ids=[cell for cell, _ in CELLS])
def test_a_cell_is_read_as_its_people_posts_groups_and_bodies(cell: str, meaning: str) -> None:
    people = read_people(cell)
    assert " | ".join(map(written, people.items)) + ("" if people.sure else "*") == meaning
    assert people.text == cell
    assert bool(people.why) is not people.sure


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("", "empty"),
        ("-", "empty"),
        ("--//--", "ditto"),
        ("те саме", "ditto"),
        ("Читальна зала", "place"),
        ("вересень", "not-people"),
        ("Олена Олексіївна", "no-surname"),
        ("Прізвище", "unknown-words"),
    ],
)
def test_a_doubt_says_why(cell: str, why: str) -> None:
    assert read_people(cell).why == why


def persons(expected: str) -> set[str]:
    return {re.sub(r" \{.*", "", item[2:]) for item in expected.split(" | ") if item.startswith("P:")}


def corpus() -> list[tuple[str, list[set[str]], str]]:
    rows = [line.split("\t") for line in CORPUS.read_text("utf-8").splitlines()[1:] if line]
    return [(row[0].replace("\\n", "\n"), [persons(one) for one in row[1].split(" || ")], row[1]) for row in rows]


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus lies beside the repository and not in it")
def test_the_people_of_the_corpus_are_found_and_none_invented() -> None:
    right = invented = 0
    for cell, alternatives, _ in corpus():
        found = {named.name for named in read_people(cell).items if named.kind is Kind.PERSON}
        right += found in alternatives
        invented += not any(found <= people for people in alternatives)
    assert invented == 0
    assert right >= 0.92 * len(corpus())


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus lies beside the repository and not in it")
def test_the_bodies_posts_and_groups_of_the_corpus_are_kept_whole() -> None:
    wrong = [
        cell
        for cell, _, expected in corpus()
        if expected and len(read_people(cell).items) != len(expected.split(" || ")[0].split(" | "))
    ]
    assert wrong == []


# Words that meet in such cells, in any order: the hardest mixture of names, posts, bodies and signs.
WORDS = st.sampled_from(
    "Сосенко Криничко О. П. О.О. ОО Олена Іванівна директор методист класні керівники Президія УБА ОУНБ відділ "
    "культури та і , ; / \n - – : ( ) « » ім. Тараса Шевченка спільно з науково-методичним відділом "
    "2-3 вересень зала -//- Ю, "
    "1. заст. кл. тел. 0501234567 голова члени комісії в.о. Луганська".split(" ")
)
CELL = st.one_of(st.lists(WORDS, max_size=14).map(" ".join), st.text(max_size=80))


def folded(text: str) -> str:
    """Fold a text as if all of it were Cyrillic, look-alike letters included."""
    return fold(f"я{text}")[1:]


@given(CELL)
@example("((((")
@example("Сосенко О.О. (Криничко (П.П.")
def test_no_cell_breaks_the_reader_and_no_person_is_invented(cell: str) -> None:
    people = read_people(cell)
    letters = folded(cell)
    for named in people.items:
        assert named.name.strip()
        if named.kind is Kind.PERSON:
            surname = folded(named.name.split(" ")[0])
            # «спільно з Сосенком» names Сосенко: only the ending may differ.
            assert surname in letters or surname[:-1] in letters
    assert people.sure or people.why
