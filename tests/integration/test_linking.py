"""One person in several messengers: joined by a short code that cannot be guessed, and parted again."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.dialog import actions
from bot.dialog.model import Address, Tap
from bot.domain.codes import LinkCode
from bot.domain.plan import Role
from bot.errors import PlanovykError
from bot.usecases.channels import remember_handle
from bot.usecases.joining import invite, join
from bot.usecases.linking import LINK_MINUTES, MOST_ACCOUNTS, MOST_TRIES, link, offer_link
from db.identities import identities_of
from db.outbox import DeliveryState
from db.tables import IdentityRow, InviteRow, LinkCodeRow, OutboxRow
from handlers.flood import LIMITS
from scheduler.delivery import deliver
from tests.integration.builders import PlayedDoor
from tests.integration.houses import Scene, update_key
from tests.integration.talking import Phone, Phones
from tests.integration.test_delivery import post_of

OTHER = Address("viber", "second=")


@pytest.fixture
def phones(scene: Scene) -> Phones:
    return Phones(scene.house)


@pytest.fixture
def first(scene: Scene, phones: Phones) -> Phone:
    """The messenger that the responsible person has had from the beginning."""
    return phones.of(scene.address("responsible"))


async def shown(phone: Phone) -> str:
    """Have a code shown; return it as it stands there."""
    await phone.presses(actions.ShowMe())
    found = re.search(r"^\d\d \d\d \d\d \d\d$", await phone.taps("Ще один месенджер"), re.MULTILINE)
    assert found is not None
    return found[0]


async def accounts(scene: Scene, who: str = "responsible") -> set[tuple[str, str]]:
    async with scene.store.reading() as session:
        return {(each.door, each.account) for each in await identities_of(session, scene.people[who])}


def wrong(code: str, by: int = 1) -> str:
    """Another code of the same handle."""
    digits = code.replace(" ", "")
    return digits[:3] + f"{(int(digits[3:]) + by) % 100_000:05}"


async def test_a_code_of_the_first_messenger_brings_everything_to_the_second(
    scene: Scene, phones: Phones, first: Phone
) -> None:
    await remember_handle(scene.house, "viber", "planovyk")
    code = await shown(first)
    assert f"viber://pa?chatURI=planovyk&context={code.replace(' ', '')}" in "\n".join(
        str(line.text.args.get("link", "")) for line in first.seen.lines
    )
    second = phones.of(OTHER)
    heard = await second.says(code)
    assert "тепер ви й тут" in heard
    assert "Тополя Сергій" in heard
    assert await second.says("мої завдання") == await first.says("мої завдання")
    assert await accounts(scene) == {("telegram", scene.address("responsible").account), ("viber", "second=")}
    assert ("link", scene.people["responsible"], f"member:{scene.people['responsible']}") in await scene.trail()
    page = await second.presses(actions.ShowAccounts())
    assert "Viber, цей чат" in page
    assert "Telegram, востаннє" in page


async def test_a_code_works_once_and_its_author_is_met_kindly(scene: Scene, phones: Phones, first: Phone) -> None:
    code = await shown(first)
    assert "месенджера: тут ви вже є" in await first.says(code), "the code is for another messenger, and stays good"
    await phones.of(OTHER).says(code)
    assert "не підійшов" in await phones.viber("third=").says(code)
    assert "Вітаю" in await phones.of(OTHER).says(code), "the same words may come twice"
    assert len(await accounts(scene)) == 2


async def test_of_ten_with_one_code_at_once_one_comes_in(scene: Scene, first: Phone) -> None:
    digits = (await shown(first)).replace(" ", "")
    code = LinkCode(digits[:3], digits[3:])
    found = await asyncio.gather(*(link(scene.house, Address("viber", str(each)), code) for each in range(10)))
    assert sum(each is not None for each in found) == 1
    assert len(await accounts(scene)) == 2


@pytest.mark.parametrize(("late", "comes_in"), [(timedelta(seconds=-1), True), (timedelta(0), False)])
async def test_a_code_is_good_for_ten_minutes(
    scene: Scene, phones: Phones, first: Phone, late: timedelta, comes_in: bool
) -> None:
    code = await shown(first)
    scene.clock.moment += LINK_MINUTES + late
    assert ("тепер ви й тут" in await phones.of(OTHER).says(code)) is comes_in


async def test_a_new_code_takes_the_place_of_the_old_one(scene: Scene, phones: Phones, first: Phone) -> None:
    old, new = await shown(first), await shown(first)
    assert "не підійшов" in await phones.of(OTHER).says(old)
    assert "тепер ви й тут" in await phones.of(OTHER).says(new)
    async with scene.store.reading() as session:
        assert len((await session.scalars(select(LinkCodeRow))).all()) == 1


async def test_only_a_hash_of_the_secret_part_is_kept(scene: Scene, first: Phone) -> None:
    digits = (await shown(first)).replace(" ", "")
    async with scene.store.reading() as session:
        [row] = await session.scalars(select(LinkCodeRow))
    assert row.handle == digits[:3]
    assert digits[3:] not in row.code_hash


async def test_five_wrong_tries_lock_a_code_for_good(scene: Scene, first: Phone) -> None:
    """Wherever the tries came from, and though the program was started anew."""
    code = await shown(first)
    for number in range(MOST_TRIES):
        assert "не підійшов" in await Phones(scene.house, LIMITS).viber(f"{number}=").says(wrong(code, number + 1))
    assert "не підійшов" in await Phones(scene.house, LIMITS).of(OTHER).says(code)
    assert len(await accounts(scene)) == 1
    page = await first.presses(actions.OfferLink())
    assert "заблокував" in page
    assert "заблокував" not in await first.taps("Новий код")


async def test_tries_at_once_are_counted_all(scene: Scene, first: Phone) -> None:
    code = await shown(first)
    tries = [wrong(code, number) for number in range(1, 41)]
    await asyncio.gather(*(link(scene.house, Address("viber", each), LinkCode(each[:3], each[3:])) for each in tries))
    async with scene.store.reading() as session:
        [row] = await session.scalars(select(LinkCodeRow))
    assert row.tries == MOST_TRIES, "no try is made of a code that is locked"


async def test_wrong_codes_are_tries_of_their_account_too_whether_it_is_known_or_not(scene: Scene) -> None:
    phones = Phones(scene.house, LIMITS)
    for phone in (phones.of(OTHER), phones.of(scene.address("other"))):
        for number in range(LIMITS.tries.at_once):
            assert "не підійшов" in await phone.says(f"0000000{number}")
        assert "Забагато посилань і кодів" in await phone.says("00000009")


async def test_digits_that_were_asked_for_are_an_answer(scene: Scene, phones: Phones, first: Phone) -> None:
    code = await shown(phones.of(scene.address("other")))
    await first.presses(actions.Claim(scene.occurrence, (await scene.row()).revision))
    await first.says(code)
    await first.taps("Готово")
    assert (await scene.row()).words == code


async def test_who_is_somebody_else_of_the_branch_is_not_joined(scene: Scene, phones: Phones, first: Phone) -> None:
    code = await shown(first)
    heard = await phones.of(scene.address("other")).says(code)
    assert "під іншим ім'ям" in heard
    assert await accounts(scene, "other") == {("telegram", scene.address("other").account)}
    assert "тепер ви й тут" in await phones.of(OTHER).says(code), "the code stays good for whom it was meant"


async def test_a_code_joins_every_branch_of_the_account_that_showed_it(
    scenes: tuple[Scene, Scene], phones: Phones, first: Phone
) -> None:
    scene, foreign = scenes
    await first.arrives(await invite(scene.house, foreign.name, "Тополя С.", Role.SECRETARY))
    await first.presses(actions.GoTo(scene.branch))
    second = phones.of(OTHER)
    await second.says(await shown(first))
    caller = await scene.store.caller(OTHER)
    assert caller is not None
    assert (caller.branch_id, caller.elsewhere) == (scene.branch, True), "it talks to the branch that showed the code"
    await second.presses(actions.GoTo(foreign.branch))
    caller = await scene.store.caller(OTHER)
    assert caller is not None
    assert (caller.branch_id, caller.role) == (foreign.branch, Role.SECRETARY)
    await second.presses(actions.ShowAccounts())
    await second.taps("Від'єднати: Telegram")
    await second.taps("Від'єднати: Telegram")
    assert await scene.store.caller(scene.address("responsible")) is None, "parted in every branch, too"


async def test_parting_a_messenger(scene: Scene, phones: Phones, first: Phone) -> None:
    second = phones.of(OTHER)
    await second.says(await shown(first))
    open_code = await shown(first)
    await second.presses(actions.ShowAccounts())
    assert "цей чат" in await second.taps("Від'єднати: Viber")
    assert "тут я вас більше не знаю" in await second.taps("Від'єднати: Viber")
    assert "розмовляю тільки з його членами" in await second.says("мої завдання")
    assert "не підійшов" in await phones.viber("third=").says(open_code), "an open code goes with it"
    assert await accounts(scene) == {("telegram", scene.address("responsible").account)}
    assert (await scene.trail())[-1][0] == "unlink"


async def test_the_last_messenger_is_not_parted_silently(scene: Scene, phones: Phones, first: Phone) -> None:
    caller = await scene.caller("responsible")
    assert "Від'єднати: Telegram" not in first.labels
    assert "означає вийти" in await first.presses(actions.AskUnlink(caller.identity_id))
    assert "означає вийти" in await first.presses(actions.Unlink(caller.identity_id))
    assert len(await accounts(scene)) == 1


async def test_of_two_messengers_parted_at_once_one_is_left(scene: Scene, phones: Phones, first: Phone) -> None:
    second = phones.of(OTHER)
    await second.says(await shown(first))
    async with scene.store.reading() as session:
        own = await identities_of(session, scene.people["responsible"])
    taps = zip((first, second), own, strict=True)
    await asyncio.gather(*(phone.presses(actions.Unlink(each.id)) for phone, each in taps))
    assert len(await accounts(scene)) == 1


async def test_nobody_parts_another_ones_messenger(scenes: tuple[Scene, Scene], phones: Phones, first: Phone) -> None:
    scene, foreign = scenes
    for other in (await scene.caller("other"), await foreign.caller("head")):
        await first.presses(actions.Unlink(other.identity_id))
        await first.presses(actions.SignOut(other.identity_id))
    assert await accounts(scene, "other") != set()
    assert await accounts(scene) != set()
    assert await accounts(foreign, "head") != set()


async def test_signing_out_everywhere_leaves_nothing_open(scenes: tuple[Scene, Scene], phones: Phones) -> None:
    scene, foreign = scenes
    head, second = phones.of(scene.address("head")), phones.of(OTHER)
    await head.arrives(await invite(scene.house, foreign.name, "Дем'яненко О.", Role.MEMBER))
    await head.presses(actions.GoTo(scene.branch))
    await second.says(await shown(head))
    token, code = await invite(scene.house, scene.name, "Дем'яненко Ольга", Role.HEAD), await shown(head)
    # The responsible person's report is owed to the head.
    phone = phones.of(scene.address("responsible"))
    await phone.presses(actions.Claim(scene.occurrence, (await scene.row()).revision))
    await phone.says("Зроблено")
    await phone.taps("Готово")
    await head.presses(actions.ShowAccounts())
    assert "Щоб повернутися" in await head.taps("Вийти всюди")
    button = head.code("Вийти всюди")
    assert "До зустрічі" in await head.taps("Вийти всюди")
    for gone in (head, second):
        assert "розмовляю тільки з його членами" in await gone.says("мої завдання")
    assert "не діє" in await phones.viber("x=").arrives(token)
    assert "не підійшов" in await phones.viber("y=").says(code)
    assert [verb for verb, _, _ in await foreign.trail()].count("sign-out") == 1
    await deliver(post_of(scene.store, scene.clock, [PlayedDoor("telegram"), PlayedDoor("viber")]))
    async with scene.store.reading() as session:
        owed = await session.scalars(select(OutboxRow.state).where(OutboxRow.member_id == scene.people["head"]))
        assert set(owed) == {DeliveryState.BLOCKED}
    assert await join(
        scene.house, scene.address("head"), await invite(scene.house, scene.name, "Дем'яненко Ольга", Role.HEAD)
    )
    assert "Вийти всюди?" in await head.does(Tap(button)), "an old button asks anew"
    assert len(await accounts(scene, "head")) == 1


async def test_nobody_holds_messengers_without_end(scene: Scene, phones: Phones, first: Phone) -> None:
    for number in range(MOST_ACCOUNTS - 1):
        await phones.viber(f"{number}=").says(await shown(first))
    assert "від'єднайте" in await phones.of(OTHER).says(await shown(first))
    assert len(await accounts(scene)) == MOST_ACCOUNTS
    await first.presses(actions.ShowAccounts())


async def test_a_repeated_request_makes_no_second_code(scene: Scene) -> None:
    caller, key = await scene.caller("other"), update_key()
    assert await offer_link(scene.house, caller, key) is not None
    assert await offer_link(scene.house, caller, key) is None


async def test_a_link_of_somebody_else_of_the_branch_stays_good(scene: Scene, phones: Phones, first: Phone) -> None:
    token = await invite(scene.house, scene.name, "Ще Хтось", Role.SECRETARY)
    assert "під іншим ім'ям" in await first.arrives(token)
    with pytest.raises(PlanovykError):
        await join(scene.house, scene.address("responsible"), token)
    async with scene.store.reading() as session:
        [row] = await session.scalars(select(InviteRow))
        assert row.used_at is None
        assert (
            len((await session.scalars(select(IdentityRow).where(IdentityRow.member_id == row.member_id))).all()) == 0
        )
    assert "Ще Хтось" in await phones.of(OTHER).arrives(token)
