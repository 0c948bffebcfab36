"""Everything that is said exists in every language with the same values, and nothing is kept that nobody says."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message

from bot.dialog.speech import LANGUAGES, LOCALES, catalogue_of, language_for, read_catalogue, say, spoken_day
from bot.dialog.text import Text, text, verbatim
from bot.documents.my_data import UNSAID
from bot.domain.announcing import Audience
from bot.domain.asking import Standing
from bot.domain.calling import Why
from bot.domain.comparing import ChangeKind
from bot.domain.deliveries import Fate
from bot.domain.notices import Kind
from bot.domain.plan import Role, State
from bot.domain.reach import Reach
from bot.domain.requests import HANDING_OVER, RequestKind, RequestState
from bot.domain.steps import Step
from bot.domain.windows import Mode
from bot.simulation.account import Fate as SimulatedFate
from bot.simulation.account import Promise
from db.outbox import DeliveryState
from db.personal import FIELDS, SECTIONS
from tests.unit.verbs import verbs

ROOT = Path(__file__).parents[2]
CODE = ("bot", "handlers", "scheduler", "db")
TOPICS = sorted(path.name for path in (LOCALES / LANGUAGES[0]).glob("*.po"))
FORMS = {"uk": 3, "en": 2}
SPEAKERS = frozenset({"text", "spoken", "Text", "PlanovykError", "DocumentError", "SettingsError"})
FAMILIES: dict[str, frozenset[str]] = {
    "weekday.": frozenset(map(str, range(7))),
    "month.": frozenset(map(str, range(1, 13))),
    "period.month.": frozenset(map(str, range(1, 13))),
    "role.": frozenset(Role),
    "history.": frozenset({*Step, "contribute", "ask-help"}),
    "trail.": verbs(),
    "my-data.": SECTIONS,
    "my-field.": FIELDS - UNSAID,
    "my-part.": frozenset({"author", "principal", "subject"}),
    "my-state.": frozenset({*State, *DeliveryState, *RequestState}),
    "mode.": frozenset(Mode),
    "standing.": frozenset(Standing),
    "meeting.": frozenset({"past", "other-quarter"}),
    "audience.": frozenset(Audience) - {Audience.NOBODY},
    "button.audience.": frozenset(Audience) - {Audience.NOBODY},
    "delivery.": frozenset(Kind),
    "fate.": frozenset(Fate) - {Fate.SENT},
    "door.": frozenset({"telegram", "viber", "web"}),
    "change.": frozenset({*ChangeKind, "revived"}),
    "change-count.": frozenset(ChangeKind),
    "change-kind.": frozenset({*ChangeKind, "revived"}),
    "matter.": frozenset(Why),
    "reach.": frozenset(Reach),
    "button.reach.": frozenset(Reach),
    "month-from.": frozenset(map(str, range(1, 13))),
    "month-to.": frozenset(map(str, range(1, 13))),
    "request.": frozenset(RequestKind),
    "request-kind.": frozenset(RequestKind),
    "request-state.": frozenset({*RequestState, "asked"} - {"begun"}),
    "request-news.": frozenset({"agreed", "declined", "withdrawn", "stale"}),
    "ask-for.": frozenset({*RequestKind} - {"add"}),
    "hand-over.": frozenset(HANDING_OVER),
    "cli.": frozenset(
        {"run", "demo", "plan", "plan-check", "plan-import", "invite", "db", "db-upgrade", "terms", "people", "ask"}
        | {"simulate"}
    ),
    "simulate.fate.": frozenset(SimulatedFate),
    "simulate.promise.": frozenset(Promise),
}
"""What the code puts behind the beginning of a key."""
READERS = ("doubt.", "why.")
"""Families whose members are the codes of the plan's reader; `test_draft` holds them to its source."""


def messages(topic: str, language: str) -> dict[str, Message]:
    catalogue = read_catalogue(LOCALES / language / topic, language)
    found = [message for message in catalogue if message.id]
    named = {str(message.id[0] if isinstance(message.id, (list, tuple)) else message.id): message for message in found}
    assert len(named) == len(found)
    return named


def forms(message: Message) -> tuple[str, ...]:
    said = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    return tuple(each or "" for each in said)


def places(pattern: str) -> set[str]:
    """The names in braces; a brace that is not closed raises ValueError."""
    return {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}


@cache
def all_messages(language: str) -> dict[str, Message]:
    return {key: message for topic in TOPICS for key, message in messages(topic, language).items()}


@pytest.mark.parametrize("topic", TOPICS)
def test_every_language_has_the_same_keys_in_the_same_file(topic: str) -> None:
    wanted = list(messages(topic, LANGUAGES[0]))
    assert wanted
    for language in LANGUAGES:
        assert list(messages(topic, language)) == wanted, language


def test_no_key_stands_in_two_files() -> None:
    every = [key for topic in TOPICS for key in messages(topic, "uk")]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("topic", TOPICS)
def test_the_values_in_a_text_are_the_same_in_every_language(topic: str) -> None:
    first, second = (messages(topic, language) for language in LANGUAGES)
    for key in first:
        one, other = (set().union(*map(places, forms(each[key]))) for each in (first, second))
        assert one == other, key
        assert all(name.isidentifier() for name in one), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_counted_has_every_plural_form_of_the_language(language: str) -> None:
    for key, message in all_messages(language).items():
        counted = isinstance(message.id, tuple)
        assert counted == isinstance(all_messages("uk")[key].id, tuple), key
        assert len(forms(message)) == (FORMS[language] if counted else 1), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_has_a_mark_too_many(language: str) -> None:
    for key, message in all_messages(language).items():
        for pattern in forms(message):
            assert pattern.strip(), key
            assert pattern == pattern.rstrip(), key
            assert "  " not in pattern, key
            for opening, closing in ("«»", "“”", "()", "{}"):
                assert pattern.count(opening) == pattern.count(closing), (key, opening)
            assert not re.search(r"[А-Яа-яЇїІіЄє][a-zA-Z]|[a-zA-Z][А-Яа-яЇїІіЄє]", pattern), f"{key}: mixed letters"
            assert not re.search(r"\s[,.;:?!](?:\s|$)|[,;:]{2}|\.\.", pattern), key


def test_ukrainian_is_quoted_the_ukrainian_way_and_english_the_english_way() -> None:
    for key, message in all_messages("uk").items():
        assert not set('“”"ыъэё') & set("".join(forms(message))), key
    for key, message in all_messages("en").items():
        assert not set('«»"') & set("".join(forms(message))), key


@cache
def nodes() -> tuple[tuple[Path, tuple[ast.AST, ...]], ...]:
    """Everything that the code is made of, file by file."""
    paths = [path for top in CODE for path in sorted((ROOT / top).rglob("*.py"))]
    return tuple((path, tuple(ast.walk(ast.parse(path.read_text("utf-8"))))) for path in paths)


def constants() -> dict[str, str]:
    """Every string in the code that could be a key, and the file where it stands."""
    found = {}
    for path, inside in nodes():
        for node in inside:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 60:
                found[node.value] = path.name
    return found


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call that names a text, with the key it names."""
    for _, inside in nodes():
        for node in inside:
            if isinstance(node, ast.Call) and _name(node.func) in SPEAKERS and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value:
                    yield first.value, node


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(name):
            return name
        case ast.Attribute(_, name):
            return name
        case _:
            return ""


def families() -> set[str]:
    """The beginnings of keys that the code completes with a value."""
    found = set()
    for _, inside in nodes():
        for node in inside:
            if isinstance(node, ast.JoinedStr) and len(node.values) == 2:
                first = node.values[0]
                if isinstance(first, ast.Constant) and re.fullmatch(r"[a-z]+\.", str(first.value)):
                    found.add(str(first.value))
    return found


def family_keys() -> set[str]:
    return {start + each for start, ends in FAMILIES.items() for each in ends}


def test_every_key_named_in_the_code_exists() -> None:
    known = all_messages("uk")
    named = [key for key, _ in calls()]
    assert len(named) > 120
    assert [key for key in named if key not in known] == []


def test_every_string_that_looks_like_a_key_is_one() -> None:
    tops = {key.split(".")[0] for key in all_messages("uk") if "." in key}
    shape = re.compile(rf"(?:{'|'.join(sorted(tops))})\.[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*")
    files = {".py", ".js", ".db", ".po", ".txt", ".html"}
    wrong = {
        found: file
        for found, file in constants().items()
        if shape.fullmatch(found) and found not in all_messages("uk") and Path(found).suffix not in files
    }
    assert wrong == {}


def test_every_family_of_keys_is_complete() -> None:
    assert families() <= set(FAMILIES) | set(READERS)
    assert family_keys() - set(all_messages("uk")) == set()


def test_no_text_is_kept_that_nobody_says() -> None:
    said = set(constants()) | family_keys()
    silent = [key for key in all_messages("uk") if key not in said and not key.startswith(READERS)]
    assert silent == []


def test_every_call_gives_the_values_that_its_text_shows() -> None:
    known = {key: set().union(*map(places, forms(message))) for key, message in all_messages("uk").items()}
    for key, call in calls():
        given = {each.arg for each in call.keywords}
        if None not in given:
            assert known[key] <= given, key


def test_what_is_counted_is_given_a_number_and_nothing_else_is() -> None:
    counted = {key for key, message in all_messages("uk").items() if isinstance(message.id, tuple)}
    for key, call in calls():
        given = {each.arg for each in call.keywords}
        if None not in given:
            assert (key in counted) == ("n" in given), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said_with_any_number(language: str) -> None:
    for key, message in all_messages(language).items():
        named = set().union(*map(places, forms(message))) - {"n"}
        values = {name: f"<{name}>" for name in named}
        for number in (0, 1, 2, 5, 11, 12, 21, 22, 101, 111) if isinstance(message.id, tuple) else (None,):
            spoken = say(Text(key, values if number is None else {**values, "n": number}), language)
            assert "{" not in spoken
            assert "}" not in spoken
            assert all(value in spoken for value in values.values() if len(forms(message)) == 1), key


@pytest.mark.parametrize(
    ("number", "ending"),
    [(0, "заходів"), (1, "захід"), (2, "заходи"), (4, "заходи"), (5, "заходів"), (11, "заходів"), (12, "заходів"),
     (21, "захід"), (22, "заходи"), (111, "заходів"), (1001, "захід")],
)  # fmt: skip
def test_ukrainian_counts_as_people_do(number: int, ending: str) -> None:
    assert say(text("found.title", n=number), "uk") == f"Знайшов {number} {ending}"


def test_dates_are_said_as_the_language_says_them() -> None:
    assert spoken_day(date(2026, 3, 31), "uk") == "31 березня"
    assert spoken_day(date(2026, 3, 31), "en") == "31 March"
    assert say(text("meeting.past"), "en") == "That day has passed. Please choose another."
    item = text("meeting.set", roman="I", day=date(2026, 2, 3))
    assert [say(item, language) for language in LANGUAGES] == ["I квартал: 3 лютого", "Quarter I: 3 February"]


def test_a_text_may_hold_another_text_and_nothing() -> None:
    time = text("at-time", time="15:00")
    done = text("meeting.done", day=date(2026, 2, 3), time=time)
    assert say(done, "uk").startswith("Засідання призначено на 3 лютого о 15:00.")
    assert say(text("meeting.done", day=date(2026, 2, 3), time=None), "en").startswith(
        "The meeting is set for 3 February."
    )


@pytest.mark.parametrize("words", ["{n}", "{", "}}", "%s", "\\", "«", "{a.__class__}", ""])
def test_what_people_write_is_never_taken_for_a_pattern(words: str) -> None:
    assert say(verbatim(words), "uk") == words
    assert say(text("quoted", words=words), "en") == words


def test_what_ends_with_a_dot_gets_no_second_one() -> None:
    assert say(text("invite.hello", name="Верболоз І.С."), "uk") == "Вітаю! Це особисте запрошення: Верболоз І.С."
    assert say(text("invite.hello", name="Верболоз Іван"), "uk") == "Вітаю! Це особисте запрошення: Верболоз Іван."
    assert say(text("notice.claim", who="Верболоз І.С.", what="3.6 Довга назва…"), "uk").endswith("назва…")


def test_an_unknown_key_is_an_error_of_ours() -> None:
    for language in LANGUAGES:
        with pytest.raises(KeyError):
            say(text("no.such"), language)
        with pytest.raises(KeyError):
            say(text("menu.calm", n=1), language)


def test_the_language_of_a_stranger_is_ukrainian_unless_we_know_theirs() -> None:
    wanted = (None, "", "uk", "uk-UA", "en", "en-GB", "EN", "ru", "de-AT", "*")
    assert [language_for(each) for each in wanted] == ["uk", "uk", "uk", "uk", "en", "en", "en", "uk", "uk", "uk"]


def test_a_catalogue_is_read_once() -> None:
    assert catalogue_of("uk") is catalogue_of("uk")
