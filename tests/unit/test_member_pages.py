"""The pages of who keeps the people, and the messages that are passed on."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.dialog import actions
from bot.dialog.model import AttachmentKind, Button, Reply
from bot.dialog.pages.inviting import all_invited_page, invitation_reply
from bot.dialog.pages.member import ask_role_page, member_page
from bot.dialog.pages.members import found_page, gone_page, members_page
from bot.dialog.speech import LANGUAGES, say
from bot.domain.members import Account, Forgotten, Invitation, Listed, MemberCard, Named, Newcomer, Roll
from bot.domain.plan import Role
from bot.telegram.rendering import render
from bot.viber.keyboard import fit

KYIV = ZoneInfo("Europe/Kyiv")
NOON = datetime(2026, 3, 12, 8, 15, tzinfo=UTC)
TOKEN = "A" * 22
TELEGRAM, VIBER = f"https://t.me/bot?start={TOKEN}", f"viber://pa?chatURI=bot&context={TOKEN}"
INVITATION = Invitation(3, "Тополя Сергій", NOON, TOKEN, TELEGRAM, VIBER)
LONG = "Довгопрізвищенко-Найдовшенко Олександра Володимирівна " * 2
CARD = MemberCard(3, "Тополя Сергій", Role.MEMBER, (), None, None, (), None)


def whole(page: Reply, language: str = "uk") -> str:
    lines = [say(line.text, language) for line in page.lines]
    return "\n".join([*lines, *(say(each.label, language) for each in buttons(page))])


def buttons(page: Reply) -> list[Button]:
    return [each for row in page.rows for each in row]


def labels(page: Reply) -> list[str]:
    return [say(each.label, "uk") for each in buttons(page)]


def crowd(members: int, named: int = 0, gone: int = 0) -> Roll:
    return Roll(
        tuple(Listed(n, f"{LONG}{n}", Role.SECRETARY, joined=bool(n % 2)) for n in range(members)),
        tuple(Named(n, f"{LONG}{n}") for n in range(named)),
        tuple(Named(n, f"{LONG}{n}") for n in range(gone)),
        tuple(Newcomer(LONG, NOON) for _ in range(3)),
    )


@pytest.mark.parametrize("page", [0, 1, 30, 62, 10**6])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_five_hundred_fits_every_messenger_page_by_page(page: int, language: str) -> None:
    shown = members_page(crowd(480, 20, 5), "Калинівське відділення", page, KYIV)
    assert len(shown.rows) <= 12
    assert fit(shown.rows) == list(shown.rows)
    assert len(render(shown, language)) == 1


def test_every_person_stands_on_one_page() -> None:
    roll = crowd(20, 5)
    seen = [
        each.action
        for page in range(4)
        for each in buttons(members_page(roll, "В", page, KYIV))
        if isinstance(each.action, actions.ShowMember | actions.ShowNamed)
    ]
    assert len(seen) == len(set(seen)) == 25


def test_the_list_says_how_everybody_stands() -> None:
    roll = Roll(
        (
            Listed(1, "Криничко Т.", Role.SECRETARY, joined=True),
            Listed(2, "Лелека М.", Role.MEMBER, joined=False, invited_until=NOON),
            Listed(3, "Ясен П.", Role.MEMBER, joined=False),
            Listed(4, "Явір О.", Role.MEMBER, joined=False, by_proxy=True),
        ),
        (Named(7, "Тополя С."),),
        (),
        (Newcomer("Криничко Т.", NOON),),
    )
    page = members_page(roll, "Калинівське", 0, KYIV)
    assert labels(page)[:5] == ["✓ Криничко Т., секретар", "✉ Лелека М.", "– Ясен П.", "– Явір О.", "+ Тополя С."]
    assert "Запросити всіх (2)" in labels(page)
    assert "Вилучені" not in labels(page)
    assert "Усього: 4, у боті: 1." in whole(page)
    assert "Нове в боті: Криничко Т., 12 березня, 10:15" in whole(page)


def test_what_is_looked_for_fits_one_page_and_says_when_there_is_more() -> None:
    roll = crowd(20, 5)
    page = found_page("дов", roll.members, roll.named)
    assert whole(page).startswith("Знайшов 25 людей")
    assert "Показую перших 8" in whole(page)
    assert len(page.rows) <= 12
    assert whole(found_page("щось", (), ())).startswith("Нікого не знайшов: «щось»")
    assert len(gone_page(crowd(0, 0, 30), 1).rows) <= 12


def test_a_message_to_pass_on_is_for_its_reader_alone() -> None:
    made = invitation_reply(INVITATION, "Калинівське відділення", KYIV)
    assert made.rows == ()
    assert made.attachments == ()
    assert whole(made, "en") == whole(made, "uk")
    for wanted in ("Тополя Сергій", "«Калинівське відділення»", TELEGRAM, VIBER, "48 годин", "12 березня, 10:15"):
        assert wanted in whole(made)
    assert len(render(made, "uk")) == 1


def test_without_a_link_there_is_the_code() -> None:
    made = invitation_reply(replace(INVITATION, telegram=None, viber=None), "В", KYIV, lambda _: b"png")
    assert f"Знайдіть бота й надішліть йому цей код: {TOKEN}" in whole(made)
    assert "://" not in whole(made)
    assert made.attachments == ()


def test_the_pictures_are_of_the_links() -> None:
    made = invitation_reply(INVITATION, "В", KYIV, str.encode)
    assert [(each.name, each.kind, each.content.decode()) for each in made.attachments] == [
        ("telegram.png", AttachmentKind.PICTURE, TELEGRAM),
        ("viber.png", AttachmentKind.PICTURE, VIBER),
    ]
    assert not made.in_place().replaces


def test_an_invitation_shows_no_token_where_it_is_written_down() -> None:
    assert TOKEN not in repr(INVITATION)


def test_a_card_says_who_came_in_and_by_whom() -> None:
    accounts = (
        Account(5, "telegram", 1, NOON, "Криничко Т.", 2), Account(6, "viber", 2, NOON), Account(7, "web", 3),
    )  # fmt: skip
    card = replace(CARD, accounts=accounts, named_as=("Тополя С.В.",), forgotten=Forgotten(NOON, 4))
    page = member_page(card, 1, KYIV)
    for wanted in (
        "У боті з 12 березня, 10:15: Telegram (запрошення: Криничко Т.). Дій відтоді: 2",
        "У боті з 12 березня, 10:15: Viber (запрошення: адміністратор бота)",
        "Ще один обліковий запис: чат у браузері",
        "У плані: Тополя С.В.",
        "Дій від цього імені за той час: 4.",
        "Це не ця людина: Viber",
    ):
        assert wanted in whole(page)
    assert len(page.rows) <= 12


def test_nobody_has_the_buttons_to_remove_promote_or_forget_themselves() -> None:
    card = replace(CARD, accounts=(Account(5, "telegram", 1, NOON, "Криничко Т.", 2),))
    deciding = {actions.AskRole, actions.AskRemove, actions.ForgetAccount}
    assert not {type(each.action) for each in buttons(member_page(card, CARD.id, KYIV))} & deciding
    assert {type(each.action) for each in buttons(member_page(card, 99, KYIV))} >= deciding


def test_who_has_left_can_only_be_brought_back() -> None:
    page = member_page(replace(CARD, left_at=NOON), 1, KYIV)
    assert labels(page) == ["↩ Повернути", "Члени відділення", "Доставка", "☰ Меню"]


@pytest.mark.parametrize("role", Role)
def test_the_secretarys_role_alone_is_asked_about_once_more(role: Role) -> None:
    offered = [each.action for each in buttons(ask_role_page(replace(CARD, role=role)))]
    assert sum(isinstance(each, actions.SetRole) for each in offered) == (3 if role is Role.SECRETARY else 2)
    assert any(isinstance(each, actions.AskSecretary) for each in offered) == (role is not Role.SECRETARY)


def test_after_a_batch_it_is_said_how_many_are_left() -> None:
    page = all_invited_page(10, 7, 1)
    assert "Далі (7)" in labels(page)
    assert "Не запрошено, бо схожі на вже відомих: 1" in whole(page)
    assert whole(all_invited_page(0, 0, 0)).startswith("Усі вже в боті")
