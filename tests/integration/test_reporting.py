"""A report in several messages, with what goes with it: nothing is lost, or there twice, or for others to touch."""

import asyncio
import io
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from bot.dialog import actions
from bot.dialog.actions import Action, encode
from bot.dialog.model import AttachmentKind, File, Incoming, Reply, Tap, Unreadable, What, Words
from bot.dialog.speech import say
from bot.domain.plan import State
from bot.domain.reports import OUTCOMES, Outcome
from bot.usecases.privacy import before_erasing, erase_me
from db.tables import BranchRow, EvidenceRow, ReportRow
from handlers.conversation import conversation
from scheduler.upkeep import YOUNG, keep_up
from tests.integration.builders import add_activity, party_of
from tests.integration.houses import UNHURRIED, WINTER, Scene, update_key
from tests.integration.test_delivery import post_of
from tests.integration.working import Workers
from tests.unit.test_evidence import photo


def sent(content: bytes, name: str = "", caption: str = "", size: int | None = None) -> File:
    """A picture, or with a name a file."""

    async def read() -> bytes:
        return content

    return File(name, len(content) if size is None else size, read, caption, picture=not name)


async def never() -> bytes:
    raise AssertionError("this must not be fetched")


@dataclass
class Author:
    """Somebody who reports, and the last thing they were told."""

    scene: Scene
    who: str = "responsible"
    seen: Reply = field(default_factory=lambda: Reply(()))

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Forget everything that is not in the database."""
        self.answer = conversation(self.scene.house, UNHURRIED)

    async def does(self, what: What, key: str | None = None) -> str:
        answered = await self.answer(Incoming(self.scene.address(self.who), key or update_key(), what))
        for each in answered.replies:
            self.seen = each
            assert each.lines[0].text.key != "went-wrong"
        return self.text if answered.replies else ""

    async def taps(self, label: str, key: str | None = None) -> str:
        found = [each for row in self.seen.rows for each in row if say(each.label, "uk").startswith(label)]
        return await self.does(Tap(found[0].code), key)

    async def presses(self, action: Action, key: str | None = None) -> str:
        return await self.does(Tap(encode(action)), key)

    async def says(self, words: str, key: str | None = None) -> str:
        return await self.does(Words(words), key)

    async def begins(self, outcome: Outcome = Outcome.DONE, occurrence: int = 0) -> str:
        row = await self.scene.row(occurrence or None)
        return await self.presses(actions.ClaimAs(row.id, row.revision, OUTCOMES.index(outcome)))

    @property
    def text(self) -> str:
        return "\n".join(say(line.text, "uk") for line in self.seen.lines)

    @property
    def labels(self) -> set[str]:
        return {say(each.label, "uk") for row in self.seen.rows for each in row}


@pytest.fixture
def author(scene: Scene) -> Author:
    return Author(scene)


async def reports(scene: Scene) -> list[ReportRow]:
    async with scene.store.reading() as session:
        return list(await session.scalars(select(ReportRow).order_by(ReportRow.id)))


async def pieces(scene: Scene) -> list[EvidenceRow]:
    async with scene.store.reading() as session:
        return list(await session.scalars(select(EvidenceRow).order_by(EvidenceRow.id)))


def kept(scene: Scene) -> set[str]:
    """The names of the files that lie in the folder."""
    folder = scene.house.files.folder
    return {each.name for each in folder.iterdir()} if folder.exists() else set()


async def second_activity(scene: Scene) -> int:
    party = await party_of(scene.store, scene.branch, scene.people["responsible"])
    return (await add_activity(scene.store, scene.plan, "Свято", WINTER, [party])).occurrence_ids[0]


# --- in several messages


async def test_a_report_is_made_of_everything_that_was_sent(scene: Scene, author: Author) -> None:
    assert "Ваші слова побачить Президія" in await author.begins()
    await author.says("Навчили тренерів: https://spilka.example/dopys")
    await author.says("40 учасників")
    await author.does(sent(photo(), caption="Останній день"))
    heard = await author.does(sent(b"%PDF-1.7", "Програма.PDF"))
    assert "Записав: ваші слова, 40 учасників, 1 світлина, 1 файл, 1 посилання." in heard
    heard = await author.taps("Готово")
    assert "Звіт передано Президії" in heard
    row = await scene.row()
    assert (row.state, row.participants) == (State.CLAIMED, 40)
    assert row.words == "Навчили тренерів: https://spilka.example/dopys\nОстанній день"
    assert [(each.kind, each.media_type) for each in await pieces(scene)] == [
        ("link", ""), ("picture", "image/jpeg"), ("file", "application/pdf"),
    ]  # fmt: skip
    [report] = await reports(scene)
    assert (report.closes, report.messages) == (True, [])


async def test_done_needs_no_word_but_partly_and_help_do(scene: Scene, author: Author) -> None:
    await author.begins(Outcome.PARTLY)
    assert "хоча б одне речення" in await author.taps("Готово")
    assert (await scene.row()).state == State.PLANNED
    await author.begins(Outcome.DONE)
    assert "Звіт передано Президії" in await author.taps("Готово")
    assert await scene.state() == (State.CLAIMED, 1)


async def test_the_last_message_is_taken_back_with_its_file(scene: Scene, author: Author) -> None:
    await author.begins()
    await author.says("Провели, 25 людей")
    await author.does(sent(photo(), caption="30 людей https://a.example/1"))
    assert len(kept(scene)) == 1
    before = author.seen
    heard = await author.taps("Прибрати останнє")
    assert "Записав: ваші слова, 25 учасників." in heard
    assert (kept(scene), await pieces(scene)) == (set(), [])
    author.seen = before
    assert "щось змінилося" in await author.taps("Прибрати останнє"), "a button of the message before"
    assert (await reports(scene))[0].words == "Провели, 25 людей"


async def test_cancelling_asks_where_something_would_be_lost(scene: Scene, author: Author) -> None:
    await author.begins()
    assert "Звіт стерто" in await author.taps("Скасувати")
    await author.begins()
    await author.does(sent(photo()))
    assert "Стерти цей звіт" in await author.taps("Скасувати")
    assert len(kept(scene)) == 1
    assert "Звіт стерто" in await author.taps("Так, стерти")
    assert (kept(scene), await reports(scene)) == (set(), [])
    await author.says("Готово")
    assert await scene.state() == (State.PLANNED, 0)


async def test_a_question_in_the_middle_loses_nothing(scene: Scene, author: Author) -> None:
    await author.begins()
    await author.says("Провели")
    assert "I квартал" in await author.says("Що цього кварталу?")
    assert "Записав" not in await author.says("Провели ще раз")
    assert "Продовжити звіт" in (await author.presses(actions.Home()) and author.labels)
    assert "Ви почали звіт" in await author.presses(actions.ShowCard(scene.winter.activity_id))
    assert "Записав: ваші слова" in await author.taps("Продовжити звіт")
    await author.says("було весело")
    await author.taps("Готово")
    assert (await scene.row()).words == "Провели\nбуло весело"


async def test_another_report_does_not_push_one_with_content_away(scene: Scene, author: Author) -> None:
    other = await second_activity(scene)
    await author.begins()
    await author.begins(occurrence=other)
    assert [each.occurrence_id for each in await reports(scene)] == [other], "an empty one goes"
    await author.says("Святкували")
    assert "Ви вже почали інший звіт" in await author.begins()
    assert [each.words for each in await reports(scene)] == ["Святкували"]
    await author.taps("Продовжити звіт")
    await author.taps("Готово")
    assert (await scene.row(other)).words == "Святкували"


async def test_after_a_day_words_are_questions_again_and_the_report_is_offered(scene: Scene, author: Author) -> None:
    await author.begins()
    await author.says("Провели")
    scene.clock.moment += timedelta(hours=24)
    assert "І ще" not in await author.says("І ще дещо")
    assert (await reports(scene))[0].words == "Провели"
    await author.presses(actions.Home())
    await author.taps("Продовжити звіт")
    assert "Звіт передано" in await author.taps("Готово")


async def test_a_report_that_can_no_longer_be_made_stays_with_its_author(scene: Scene, author: Author) -> None:
    await author.begins()
    await author.says("Провели")
    await Workers(scene).confirms()
    assert "Стан уже інший" in await author.taps("Готово")
    assert [each.words for each in await reports(scene)] == ["Провели"]


# --- the same update again, out of order, a restart


async def test_each_update_has_one_effect_however_often_it_comes(scene: Scene, author: Author) -> None:
    steps: list[tuple[str, Callable[[str], Awaitable[str]]]] = [
        ("tap", lambda key: author.presses(actions.Claim(scene.occurrence, 0), key)),
        ("words", lambda key: author.says("Провели", key)),
        ("photo", lambda key: author.does(sent(photo()), key)),
        ("file", lambda key: author.does(sent(b"%PDF-1.7", "a.pdf"), key)),
    ]
    for key, step in steps:
        for _ in range(5):
            author.restart()
            heard = await step(key)
            assert heard, "every delivery is answered where nobody remembers the first"
    end = actions.EndReport((await reports(scene))[0].id)
    for _ in range(5):
        author.restart()
        assert "звіт подано" in await author.presses(end, "end"), "whoever has not seen the answer sees the card"
    assert (await scene.row()).words == "Провели"
    assert await scene.state() == (State.CLAIMED, 1)
    assert [each.kind for each in await pieces(scene)] == ["picture", "file"]
    assert kept(scene) == {each.place for each in await pieces(scene)}
    assert await Workers(scene).told("claim") == ["head", "presidium"]


async def test_an_album_may_come_in_any_order_and_even_after_the_end(scene: Scene, author: Author) -> None:
    await author.does(sent(photo()))
    assert "натисніть «Виконано»" in author.text, "it came before the tap"
    assert kept(scene) == set()
    await author.begins()
    await author.does(sent(photo(size=(20, 10))))
    await author.taps("Готово")
    scene.clock.moment += timedelta(minutes=2)
    assert "Додав до звіту, який ви щойно подали" in await author.does(sent(photo(size=(10, 20))), "late")
    author.restart()
    await author.does(sent(photo(size=(10, 20))), "late")
    assert len(await pieces(scene)) == len(kept(scene)) == 2
    snapshot = await scene.snapshot()
    assert snapshot.pieces_of(scene.occurrence) == 2
    scene.clock.moment += timedelta(minutes=10)
    assert "натисніть «Виконано»" in await author.does(sent(photo()))
    assert len(kept(scene)) == 2


async def test_nothing_comes_to_a_report_that_was_decided_on(scene: Scene, author: Author) -> None:
    await author.begins()
    await author.taps("Готово")
    await Workers(scene).confirms()
    await author.does(sent(photo()))
    assert (await pieces(scene), kept(scene)) == ([], set())


async def test_a_picture_still_on_its_way_when_the_report_ends_comes_to_it(scene: Scene, author: Author) -> None:
    """On a second messenger, as one person's updates of one messenger wait for each other."""
    await author.begins()
    arrives, asked = asyncio.Event(), asyncio.Event()

    async def slow() -> bytes:
        asked.set()
        await arrives.wait()
        return photo()

    picture = asyncio.create_task(author.does(File("", 100, slow, picture=True)))
    await asked.wait()
    other = Author(scene)
    await other.presses(actions.EndReport((await reports(scene))[0].id))
    arrives.set()
    assert "щойно подали" in await picture
    assert [each.kind for each in await pieces(scene)] == ["picture"]


async def test_a_restart_in_the_middle_keeps_everything(scene: Scene, author: Author) -> None:
    await author.begins()
    for what in (Words("Провели"), sent(photo()), Words("25"), Words("і прибрали")):
        author.restart()
        await author.does(what)
    author.restart()
    await author.taps("Готово")
    row = await scene.row()
    assert (row.words, row.participants, len(await pieces(scene))) == ("Провели\nі прибрали", 25, 1)


# --- what is taken over


async def test_pictures_lie_under_random_names_without_the_place_where_they_were_taken(
    scene: Scene, author: Author
) -> None:
    await author.begins()
    await author.does(sent(photo(), caption="Ось"))
    await author.does(sent(photo(), "Тополя Сергій удома.jpg"))
    assert len(kept(scene)) == 2
    for path in scene.house.files.folder.iterdir():
        content = path.read_bytes()
        assert (len(path.name), "Тополя" in path.name, path.stat().st_mode & 0o077) == (32, False, 0)
        assert [each for each in (b"Exif", b"GPS", b"50.4501") if each in content] == []
        with Image.open(io.BytesIO(content)) as picture:
            assert dict(picture.getexif()) == {}
    assert [each.name for each in await pieces(scene)] == ["2026-02-10-1.jpg", "Тополя Сергій удома.jpg"]


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"MZ\x90\x00", "звіт.pdf", "Таких файлів не беру"),
        (b"\xff\xd8\xff broken", "", "Не можу відкрити цього зображення"),
        (b"", "порожній.txt", "У цьому файлі нічого немає"),
    ],
)
async def test_what_is_not_taken_leaves_no_trace_and_the_report_open(
    scene: Scene, author: Author, content: bytes, name: str, why: str
) -> None:
    await author.begins()
    await author.says("Провели")
    heard = await author.does(sent(content, name))
    assert (why in heard, "Записав: ваші слова" in heard) == (True, True)
    assert (kept(scene), await pieces(scene)) == (set(), [])
    assert "Відео, голосових" in await author.does(Unreadable())
    await author.says("успішно")
    assert (await reports(scene))[0].words == "Провели\nуспішно"


async def test_a_file_that_is_too_large_is_not_even_fetched(scene: Scene, author: Author) -> None:
    await author.begins()
    assert "беру до 15 МБ" in await author.does(File("a.pdf", 16 * 1024 * 1024, never))


async def test_a_branch_has_so_much_room_and_no_more(scene: Scene, author: Author) -> None:
    async with scene.store.writing() as session:
        (await session.get_one(BranchRow, scene.branch)).evidence_megabytes = 1
    await author.begins()
    assert "1 файл" in await author.does(sent(b"%PDF-" + bytes(700 * 1024), "a.pdf"))
    heard = await author.does(sent(b"%PDF-" + bytes(700 * 1024), "b.pdf", size=0))
    assert "Місце для файлів відділення скінчилося (1 МБ)" in heard
    assert "скінчилося" in await author.does(File("c.pdf", 700 * 1024, never))
    assert len(kept(scene)) == 1
    await author.taps("Прибрати останнє")
    assert "1 файл" in await author.does(sent(b"%PDF-" + bytes(700 * 1024), "b.pdf"))


async def test_a_report_holds_thirty_things(scene: Scene, author: Author) -> None:
    await author.begins()
    await author.says(" ".join(f"https://a.example/{number}" for number in range(40)))
    assert "30 посилань" in author.text
    assert "більше не вміщу" in await author.does(File("", 1, never, picture=True))


async def test_what_does_not_fit_in_words_is_said(scene: Scene, author: Author) -> None:
    await author.begins()
    assert "лише початок" in await author.says("я" * 3000)
    assert "не записав" in await author.says("і ще")
    await author.taps("Готово")
    assert len((await scene.row()).words) == 1999


async def test_a_full_disk_is_said_and_nothing_is_written_down(scene: Scene, author: Author) -> None:
    scene.house.files.folder.write_bytes(b"in the way")
    await author.begins()
    assert "Не зміг зберегти файл" in await author.does(sent(photo()))
    assert await pieces(scene) == []


# --- who sees it


async def test_the_judges_hear_how_much_goes_along_and_everybody_of_the_branch_may_look(
    scene: Scene, author: Author, foreign: Scene
) -> None:
    await author.begins()
    await author.says("Провели https://a.example/1")
    await author.does(sent(photo()))
    await author.does(sent(b"%PDF-1.7", "Програма.pdf"))
    await author.taps("Готово")
    other = Author(scene, "other")
    await other.presses(actions.ShowCard(scene.winter.activity_id))
    heard = await other.taps("Світлини й файли (3)")
    assert "https://a.example/1" in heard
    assert [(each.kind, each.name[-4:]) for each in other.seen.attachments] == [
        (AttachmentKind.PICTURE, ".jpg"), (AttachmentKind.FILE, ".pdf"),
    ]  # fmt: skip
    assert other.seen.attachments[1].content == b"%PDF-1.7"
    stranger = Author(foreign, "head")
    await stranger.presses(actions.ShowEvidence(scene.occurrence))
    assert stranger.seen.attachments == ()
    assert "a.example" not in stranger.text


async def test_a_draft_is_its_authors_alone(scene: Scene, author: Author) -> None:
    await author.begins()
    await author.does(sent(photo()))
    [report] = await reports(scene)
    head = Author(scene, "head")
    for action in (
        actions.WriteReport(report.id), actions.EndReport(report.id), actions.RemoveLast(report.id, 1),
        actions.AskDropReport(report.id), actions.DropReport(report.id),
    ):  # fmt: skip
        assert "вже не пишуть" in await head.presses(action)
    await head.presses(actions.ShowEvidence(scene.occurrence))
    assert head.seen.attachments == ()
    assert len(kept(scene)) == len(await pieces(scene)) == 1


# --- what goes


async def test_who_is_erased_takes_their_files_along(scene: Scene, author: Author) -> None:
    await author.begins()
    await author.does(sent(photo()))
    await author.taps("Готово")
    await author.begins(occurrence=await second_activity(scene))
    await author.does(sent(photo(size=(9, 9))))
    assert len(kept(scene)) == 2
    caller = await scene.caller("responsible")
    mark = (await before_erasing(scene.house, caller)).mark
    await erase_me(scene.house, caller, mark, update_key())
    assert (kept(scene), await pieces(scene)) == (set(), [])


async def test_upkeep_lets_go_of_what_was_begun_and_left_and_of_what_is_nobodys(scene: Scene, author: Author) -> None:
    await author.begins()
    await author.does(sent(photo()))
    [mine] = kept(scene)
    nobodys = await scene.house.files.keep(b"left by a crash")
    post = post_of(scene.store, scene.clock, [])
    await keep_up(post)
    assert kept(scene) == {mine, nobodys}, "it may be about to be written down"
    _age(scene.house.files.folder)
    scene.clock.moment += timedelta(days=29)
    await keep_up(post)
    assert kept(scene) == {mine}
    scene.clock.moment += timedelta(days=2)
    await keep_up(post)
    assert (kept(scene), await reports(scene)) == (set(), [])


def _age(folder: Path) -> None:
    for path in folder.iterdir():
        before = path.stat().st_mtime - YOUNG.total_seconds() - 1
        os.utime(path, (before, before))
