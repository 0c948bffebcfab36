"""What a person may have of themselves: all of it and nothing of anybody else's, in a form that is written down."""

import json
import re
from pathlib import Path

from sqlalchemy import JSON, ForeignKey, String

from bot.dialog import actions
from bot.dialog.model import Address, AttachmentKind, Tap
from bot.usecases.check_ins import check_in
from bot.usecases.deciding import confirm
from bot.usecases.privacy import my_data
from bot.usecases.work import claim
from db.personal import FIELDS, SECTIONS
from db.rewriting import REWRITTEN
from db.tables import (
    ApplicantRow,
    AuditRow,
    Base,
    EvidenceRow,
    IdentityRow,
    OccurrenceRow,
    RegistrationRow,
    ReportRow,
    RequestRow,
    StepRow,
)
from handlers.conversation import conversation
from tests.integration.builders import add_activity, add_plan, party_of
from tests.integration.hearing import attachments, labels, read, replies, tap, tell
from tests.integration.houses import NAMES, UNHURRIED, WINTER, Scene, update_key

ROOT = Path(__file__).parents[2]
WORDS = "Навчили сорок людей"


async def files(scene: Scene, who: str) -> dict[str, str]:
    answer = conversation(scene.house, UNHURRIED)
    said = await replies(answer, scene.address(who), Tap(actions.encode(actions.GetMyData())))
    assert {each.kind for each in attachments(said)} == {AttachmentKind.FILE}
    return {each.name: each.content.decode("utf-8-sig") for each in attachments(said)}


async def lived(scene: Scene) -> None:
    author = await scene.caller("responsible")
    await claim(scene.house, author, scene.occurrence, WORDS, update_key())
    await check_in(scene.house, author, scene.all_year.activity_id, 1, "Порадили сімом", update_key())
    await confirm(scene.house, await scene.caller("head"), scene.occurrence, 1, update_key())
    async with scene.store.writing() as session:
        session.add(
            RegistrationRow(
                branch_id=scene.branch, position=1, name="Тополя Сергій", member_id=scene.people["responsible"]
            )
        )
        for verb, words in (("invite", "Тополя Сергій, бо Лелека Марта не може"), ("role", "member")):
            session.add(
                AuditRow(
                    branch_id=scene.branch, member_id=scene.people["secretary"], at=scene.house.now(), verb=verb,
                    subject=f"member:{scene.people['responsible']}", words=words,
                )
            )  # fmt: skip
        (await session.get_one(OccurrenceRow, scene.occurrence)).recorded_by = scene.people["secretary"]


async def test_it_holds_all_that_is_kept_of_the_person(scene: Scene) -> None:
    await lived(scene)
    whole = json.loads((await files(scene, "responsible"))["planovyk-my-data.json"])
    assert whole["format"] == "planovyk-my-data/1"
    (me,) = whole["memberships"]
    assert (me["branch"], me["name"], me["role"]) == (scene.name, "Тополя Сергій", "member")
    assert [each["account"] for each in me["accounts"]] == [scene.address("responsible").account]
    assert [each["title"] for each in me["duties"]] == [f"Тренери: {scene.name}", f"Поради: {scene.name}"]
    assert [(each["words"], each["state"]) for each in me["reports"]] == [(WORDS, "confirmed")]
    assert [each["words"] for each in me["quarters"]] == ["Порадили сімом"]
    assert [(each["part"], each["verb"], each["words"]) for each in me["trail"]] == [
        ("author", "claim", WORDS), ("author", "check-in", "Порадили сімом"), ("subject", "invite", ""),
        ("subject", "role", ""),
    ]  # fmt: skip
    assert [each["name"] for each in me["registry"]] == ["Тополя Сергій"]
    assert [each["kind"] for each in me["notices"]] == ["decision"]
    secretary = json.loads((await files(scene, "secretary"))["planovyk-my-data.json"])["memberships"][0]
    assert [each["state"] for each in secretary["reports_for_others"]] == ["confirmed"]


async def test_the_work_is_in_it_and_of_others_only_that_it_was_done(scene: Scene) -> None:
    now, me, other = scene.house.now(), scene.people["responsible"], scene.people["secretary"]
    activity = scene.winter.activity_id
    async with scene.store.writing() as session:
        mine = ReportRow(activity_id=activity, member_id=me, recorded_by=other, words=WORDS, started_at=now)
        session.add(mine)
        await session.flush()
        step = {"occurrence_id": scene.occurrence, "at": now, "verb": "claim", "before": "planned", "after": "claimed"}
        request = {"branch_id": scene.branch, "kind": "move", "at": now, "state": "open"}
        session.add_all([
            EvidenceRow(report_id=mine.id, kind="link", name="Альбом", place="p", media_type="", at=now),
            StepRow(member_id=other, on_behalf_of=me, words=WORDS, **step),
            RequestRow(member_id=me, asked_id=other, wanted={"term": "вересень"}, reason="Ремонт", **request),
            RequestRow(member_id=other, asked_id=me, wanted={"term": "жовтень"}, reason="Таємниця", **request),
        ])  # fmt: skip
    own = json.loads((await files(scene, "responsible"))["planovyk-my-data.json"])["memberships"][0]
    assert [each["words"] for each in own["written"]] == [WORDS]
    assert [each["name"] for each in own["evidence"]] == ["Альбом"]
    assert [(each["words"], each["after"]) for each in own["steps"]] == [(WORDS, "claimed")]
    assert [(each["wanted"], each["reason"]) for each in own["requests"]] == [({"term": "вересень"}, "Ремонт")]
    assert len(own["requests_asked"]) == 1
    theirs = await files(scene, "secretary")
    others = json.loads(theirs["planovyk-my-data.json"])["memberships"][0]
    assert [len(others[each]) for each in ("written_for_others", "steps_for_others", "requests_asked")] == [1, 1, 1]
    assert "Таємниця" in theirs["planovyk-my-data.txt"]
    assert "Ремонт" not in theirs["planovyk-my-data.json"]
    assert WORDS not in theirs["planovyk-my-data.json"]
    assert "Таємниця" not in json.dumps(own, ensure_ascii=False)


async def test_a_draft_keeps_its_contents_from_those_who_do_not_review_it(scene: Scene) -> None:
    draft = await add_plan(scene.store, scene.branch, 2027, None)
    parties = [await party_of(scene.store, scene.branch, scene.people[who]) for who in ("responsible", "secretary")]
    await add_activity(scene.store, draft, "Ще не опубліковане", WINTER, parties)
    duties = {
        who: json.loads((await files(scene, who))["planovyk-my-data.json"])["memberships"][0]["duties"]
        for who in ("responsible", "secretary")
    }
    assert [(each["title"], each["term"]) for each in duties["responsible"] if each["year"] == 2027] == [("", "")]
    assert [each["title"] for each in duties["secretary"]] == ["Ще не опубліковане"]


async def test_nothing_of_anybody_else_is_in_it(scene: Scene, foreign: Scene) -> None:
    for each in (scene, foreign):
        await lived(each)
    for name, content in (await files(scene, "responsible")).items():
        for who in NAMES:
            assert who == "responsible" or NAMES[who] not in content, (name, who)
            assert who == "responsible" or scene.address(who).account not in content, (name, who)
        assert foreign.name not in content


async def test_it_can_be_read(scene: Scene) -> None:
    await lived(scene)
    text = (await files(scene, "responsible"))["planovyk-my-data.txt"]
    lines = text.splitlines()
    assert lines[:5] == [
        "Усе, що Плановик зберігає про вас", "", f"відділення: {scene.name}", "ім'я: Тополя Сергій",
        "роль: член відділення",
    ]  # fmt: skip
    assert "Ваші звіти" in lines
    assert f"2026, 1.1 Тренери: {scene.name}; від: 01.01.2026; до: 31.03.2026; стан: підтверджено" in text
    assert f"коли: 10.02.2026 10:00; слова: {WORDS}" in text
    assert "що: звіт про виконання" in text


async def test_the_form_is_written_down() -> None:
    written = (ROOT / "docs" / "my-data.md").read_text(encoding="utf-8")
    sections = set(re.findall(r"^\| (\w+) \|", written, re.MULTILINE)) - {"format", "made_at", "memberships", "section"}
    assert sections == SECTIONS
    assert {field for field in FIELDS if not re.search(rf"\b{field}\b", written)} == set()


def test_no_table_that_names_a_member_is_left_out() -> None:
    """Whoever adds one says here how a person gets it (db/personal.py) and how it is erased (db/erasing.py)."""
    pointing = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if _target(key) == "member"
    }
    assert pointing == {
        "announcement.member_id",
        "applicant.member_id", "applicant.settled_by", "audit.member_id", "audit.on_behalf_of", "body_member.member_id",
        "correction.member_id", "entrance.made_by", "group_chat.made_by",
        "identity.member_id", "invite.made_by", "invite.member_id", "link_code.member_id", "occurrence.claimed_by",
        "occurrence.decided_by", "occurrence.recorded_by", "occurrence.taken_by", "outbox.member_id", "party.member_id",
        "registration.member_id", "registration.renewed_by", "registry_draft.member_id", "report.member_id",
        "report.recorded_by", "request.asked_id", "request.member_id", "request.settled_by", "step.member_id",
        "step.on_behalf_of",
    }  # fmt: skip


def _target(key: ForeignKey) -> str:
    return key.target_fullname.partition(".")[0]


WIPED = {
    "applicant": {"door", "account", "language", "name"}, "audit": {"words"}, "evidence": {"name", "place"},
    "identity": {"door", "account", "language", "silence"},
    "invite": {"token_hash"}, "link_code": {"handle", "code_hash"}, "member": {"name", "role", "awaiting"},
    "party": {"name"}, "registry_draft": {"data"}, "shown_card": {"message"},
}  # fmt: skip
"""What is deleted or emptied with the person, or renamed by a rule of its own."""
NOBODYS = {
    "activity": {"number", "mode", "windows"}, "announcement": {"audience"},
    "audit": {"verb", "subject"}, "branch": {"name"},
    "channel": {"door", "handle"}, "correction": {"verb"}, "doubt": {"code"}, "entrance": {"code"},
    "evidence": {"kind", "media_type"}, "goal": {"number"}, "group_chat": {"door", "account"},
    "inbox": {"key", "about"}, "meeting": {"time"}, "occurrence": {"state", "outcome"},
    "outbox": {"key", "kind", "state", "lease", "outcome", "door"}, "party": {"kind"}, "plan": {"kind"},
    "registration": {"name", "library"}, "report": {"outcome"}, "request": {"kind", "state"},
    "step": {"verb", "before", "after"},
}  # fmt: skip
"""What holds nothing of a person: codes, numbers, hashes; and the association's list, which is the branch's own."""


def test_no_column_that_may_hold_a_name_is_left_out() -> None:
    """Whoever adds one says here what becomes of it when a person is erased."""
    rewritten = {table.__tablename__: set(columns) for table, columns in REWRITTEN.items()}
    for table in Base.metadata.sorted_tables:
        texts = {each.name for each in table.columns if isinstance(each.type, String | JSON)}
        known = [each.get(table.name, set()) for each in (rewritten, WIPED, NOBODYS)]
        assert texts == set().union(*known), table.name


async def test_the_way_to_it_is_under_oneself_and_in_words(scene: Scene) -> None:
    answer = conversation(scene.house, UNHURRIED)
    address = scene.address("other")
    assert "Мої дані" in labels(await replies(answer, address, Tap(actions.encode(actions.ShowMe()))))
    for words in ("/privacy", "Приватність", "що ти про мене знаєш?", "/privacy@planovyk_bot"):
        said = await tell(answer, address, words)
        assert said.startswith("Приватність: що я про вас знаю"), words
        assert "зітру вас за 12 місяців" in said


async def test_a_stranger_learns_that_nothing_is_kept_and_of_no_branch(scene: Scene) -> None:
    answer = conversation(scene.house, UNHURRIED)
    said = await tell(answer, Address("telegram", "nobody"), "Приватність")
    assert "Про вас я не зберігаю нічого" in said
    assert scene.name not in said


async def test_who_waits_at_an_entrance_sees_it_and_can_be_forgotten(scene: Scene) -> None:
    async with scene.store.writing() as session:
        session.add(
            ApplicantRow(
                branch_id=scene.branch, door="telegram", account="guest", language="uk", name="Гість Мирон",
                asked_at=scene.house.now(),
            )
        )  # fmt: skip
    answer, guest = conversation(scene.house, UNHURRIED), Address("telegram", "guest")
    said = await replies(answer, guest, Tap(actions.encode(actions.ShowPrivacy())))
    assert "Гість Мирон" in read(said)
    assert scene.name not in read(said)
    mine = await replies(answer, guest, Tap(actions.encode(actions.GetMyData())))
    assert [json.loads(each.content)["applications"][0]["name"] for each in attachments(mine)[1:]] == ["Гість Мирон"]
    assert (await tap(answer, guest, actions.AskErase())).startswith("Стерти те, як ви назвалися?")
    assert (await tap(answer, guest, actions.EraseMe(0))).startswith("Готово.")
    assert "не зберігаю нічого" in await tell(answer, guest, "/privacy")


async def test_a_person_is_read_in_two_branches(scenes: tuple[Scene, Scene]) -> None:
    scene, other = scenes
    async with scene.store.writing() as session:
        session.add(
            IdentityRow(
                member_id=other.people["other"], door="telegram", account=scene.address("head").account,
                language="uk", used_at=scene.house.now(), current=False,
            )
        )  # fmt: skip
    data = await my_data(scene.house, await scene.caller("head"))
    assert [each.about["branch"] for each in data.memberships] == [scene.name, other.name]
