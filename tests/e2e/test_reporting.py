"""A report with words, people, pictures and files, in several messages: through every door, and through a power cut."""

from __future__ import annotations

from tests.e2e.branch import BARVINOK, HEAD, JANUARY, Branch
from tests.e2e.doors import Person
from tests.e2e.story import Story
from tests.e2e.web import chat_room
from tests.unit.test_evidence import WHERE, photo

FIVE_TIMES = 4
"""Once, and four times again."""
PROGRAMME = b"%PDF-1.7 programme of the evening"
NOTICE = "Барвінок І. повідомляє"


async def test_a_report_survives_repeats_a_power_cut_and_a_wrong_order(story: Story) -> None:
    author, head = story.person(BARVINOK), story.person(HEAD)
    async with story.at(JANUARY) as program:
        await story.all_join([HEAD, BARVINOK])
        await author.sends_photo(photo(), "Зарано")
        await author.sees("натисніть «Виконано»")
        await _begins(author)
        await author.says("Допис вийшов: https://spilka.example/dopys, 40 учасників")
        await author.sees("Записав: ваші слова, 40 учасників, 1 посилання.")
        await author.repeated(FIVE_TIMES)
        await author.sends_photo(photo(), "Наша читальня")
        await author.sees("40 учасників, 1 світлина, 1 посилання.")
        await program.lose_power()
    async with story.at("2021-01-11T10:30"):
        await author.repeated(FIVE_TIMES)
        await author.sends_file("Програма.pdf", PROGRAMME)
        await author.sees("40 учасників, 1 світлина, 1 файл, 1 посилання.")
        await author.repeated(FIVE_TIMES)
        await author.taps("Готово")
        await author.sees("Звіт передано Президії")
        await author.repeated(FIVE_TIMES)
        notice = await head.sees(NOTICE)
        assert "Наша читальня" in notice.text
        assert "Додано: 1 світлина, 1 файл, 1 посилання." in notice.text
        await author.sends_photo(photo(size=(30, 60)))
        await author.sees("Додав до звіту, який ви щойно подали.")
        await author.repeated(FIVE_TIMES)
        await _looks(head)
        await story.calms()
    assert len([each for each in head.chat() if each.text.startswith(NOTICE)]) == 1
    assert len(list((story.branch.folder / "evidence").iterdir())) == 3


async def _begins(author: Person) -> None:
    await author.says("3.6")
    await author.sees("3.6 ")
    await author.taps("Виконано")
    await author.sees("Ваші слова побачить Президія")
    await author.repeated(FIVE_TIMES)


async def _looks(head: Person) -> None:
    """The head sees everything that goes with the report, and of the pictures nothing but their pixels."""
    await head.says("3.6")
    await head.sees("3.6 ")
    await head.taps("Світлини й файли (4)")
    assert "https://spilka.example/dopys" in (await head.sees("Світлини й файли: 3.6")).text
    pictures = [each for each in head.files() if each.startswith(b"\xff\xd8\xff")]
    assert (len(pictures), len(head.files())) == (2, 3)
    assert PROGRAMME in head.files()
    for hidden in (b"Exif", b"GPS", WHERE.encode()):
        assert not [each for each in pictures if hidden in each]


async def test_a_report_with_pictures_is_written_on_the_page(invented: Branch) -> None:
    async with chat_room(invented, JANUARY) as person:
        author = person(BARVINOK)
        await author.arrives(invented.tokens[BARVINOK.key])
        await author.says("3.6")
        await author.taps("Виконано")
        await author.says("Допис вийшов, 40 учасників")
        await author.sends_file("читальня.jpg", photo())
        await author.sends_file("програма.pdf", PROGRAMME)
        await author.sees("Записав: ваші слова, 40 учасників, 1 світлина, 1 файл.")
        await author.sends_file("вірус.pdf", b"MZ\x90\x00")
        await author.sees("Таких файлів не беру.")
        await author.taps("Готово")
        await author.sees("Звіт передано Президії")
        await author.taps("Світлини й файли (2)")
        await author.sees("Світлини й файли: 3.6")
    kept = [each.read_bytes() for each in (invented.folder / "evidence").iterdir()]
    assert len(kept) == 2
    assert not [each for each in kept if WHERE.encode() in each]
