"""The nouns that name who does the work: posts, groups and bodies, with the forms that a cell uses them in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.people.model import Kind


class Form(StrEnum):
    """The case of a noun's form. Only a sure nominative begins a new item where a separator was lost."""

    NOMINATIVE = "nominative"
    AMBIGUOUS = "ambiguous"
    OBLIQUE = "oblique"


@dataclass(frozen=True, slots=True)
class Head:
    """A noun of the lexicon: what it names, its case, its nominative, the gender or number (p) of its adjectives."""

    kind: Kind
    form: Form
    nominative: str
    gender: str


# Posts of libraries, schools, councils and societies; the plural of each names a group.
_POSTS = """
директор директорка завідувач завідувачка заступник заступниця керівник керівниця начальник начальниця методист
методистка бібліотекар бібліотекарка бібліограф психолог психологиня логопед дефектолог педагог вихователь
вихователька вчитель вчителька учитель учителька викладач викладачка голова секретар секретарка координатор
координаторка організатор організаторка менеджер менеджерка редактор редакторка бухгалтер бухгалтерка медсестра лікар
фельдшер інструктор тренер тренерка куратор кураторка наставник модератор інспектор спеціаліст фахівець фахівчиня
працівник працівниця адміністратор адміністраторка інженер програміст дизайнер юрист завгосп кухар комірник асистент
помічник староста президент президентка представник представниця учасник учасниця волонтер волонтерка депутат
консультант екскурсовод хормейстер концертмейстер балетмейстер режисер художник звукорежисер соцпедагог
педагог-організатор культорганізатор декан ректор проректор науковець автор упорядник експерт аналітик архіваріус
сестра двірник сторож лаборант ментор медпрацівник музпрацівник бібліотечар лідер активіст партнер модераторка член
членкиня юрисконсульт діловод профорг виконавець господарник уповноважений черговий класовод тьютор омбудсмен
лектор лекторка спікер спікерка доповідач доповідачка спонсор співробітник співробітниця зберігач зберігачка ревізор
капелан помічниця інспекторка водій касир реставратор каталогізатор перекладач фотограф оператор дослідник
заведующий председатель заместитель руководитель воспитатель библиотекарь секретарь завхоз
""".split()

_GROUPS = """
члени учні учениці батьки діти дітлахи здобувачі студенти школярі читачі користувачі мешканці жителі громадяни
ветерани колективи педагоги працівники класи гуртки партнери фахівці колеги волонтери активісти волонтерки ліцеїсти
гімназисти дошкільники випускники родини бажаючі гуртківці підлітки пенсіонери переселенці науковці письменники
краєзнавці родители ученики дети сотрудники члены класоводи молодь учнівство библиотекари воспитатели руководители
""".split()

_BODIES = """
президія правління рада комісія відділ відділення сектор секція департамент управління міністерство асоціація
бібліотека адміністрація комітет центр школа ліцей гімназія заклад установа організація спілка товариство фонд клуб
гурток колектив служба група бюро дирекція кафедра факультет університет інститут коледж академія музей архів філія
книгозбірня видавництво редакція штаб громада парламент самоврядування профспілка профком об'єднання мережа фундація
агенція агентство сад садочок кабінет журі оргкомітет педколектив методоб'єднання пункт хаб лабораторія студія театр
поліція лікарня амбулаторія прокуратура палац станція осередок союз федерація ліга координація консорціум кластер
підрозділ методрада педрада медпункт психослужба мерія виконком бухгалтерія команда абонемент будинок дитсадок садок
актив політехніка медіатека ансамбль хор оркестр дружина загін бригада комиссия группа отдел совет администрация
библиотека комитет управление объединение коллектив общество
""".split()

# Deputies of a school's head are written by their letters.
_SHORT_POSTS = "здвр зднвр знвр зднр зднмр зднвп звр".split()

_PLACES = frozenset(
    "зал зала актова читальна спортзал спортивна майданчик подвір'я хол фойє приміщення аудиторія територія стадіон "
    "парк їдальня клас кабінет онлайн zoom facebook фейсбук сайт".split()
)

_TIMES = frozenset(
    "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень протягом впродовж "
    "року рік місяця щомісяця щоквартально щорічно постійно квартал півріччя тижня".split()
)

_SECOND_PARTS = frozenset(
    "організатор організатори методист методисти логопед логопеди дефектолог дефектологи предметник предметники "
    "психолог психологи бібліограф бібліографи наставник наставники педіатр програміст реабілітолог "
    "організаторка".split()
)
_FIRST_PARTS = frozenset(
    "педагог педагоги вихователь вихователі учитель учителі вчитель вчителі лікар інженер бібліотекар бібліотекарі "
    "голова-організатор педагог-організатор".split()
)
_INDECLINABLE = frozenset({"журі", "бюро"})
_SOFT = re.compile(r"(?:бібліотекар|лікар|кухар|секретар|бібліотечар|комунар)$")
_WORD_SIGN = str.maketrans(dict.fromkeys("’ʼ`´‘″ʹ", "'"))


def head(word: str) -> Head | None:
    """Find the noun in the lexicon; a compound («педагог-організатор», «бібліотеки-філії») goes by its parts."""
    plain = word.casefold().translate(_WORD_SIGN).strip(".")
    found = _HEADS.get(plain)
    if found is None and "-" in plain:
        first, _, last = plain.partition("-")
        found = _HEADS.get(first) or (_HEADS.get(last) if not first.endswith("о") else None)
    return found


def is_place(word: str) -> bool:
    """Tell whether a word names a place and not somebody."""
    return word.casefold().strip(".") in _PLACES


def is_time(word: str) -> bool:
    """Tell whether a word belongs to a term and not to people."""
    return word.casefold().strip(".") in _TIMES


def is_pair(first: str, second: str) -> bool:
    """Tell whether two nouns are one post whose hyphen was lost («педагог організатор»)."""
    return first.casefold() in _FIRST_PARTS and second.casefold() in _SECOND_PARTS


def _heads() -> dict[str, Head]:
    table: dict[str, Head] = {}
    for word in _BODIES:
        _enter(table, word, Kind.BODY, Kind.BODY)
    for word in _POSTS:
        _enter(table, word, Kind.POST, Kind.GROUP)
    table.update({word: Head(Kind.POST, Form.NOMINATIVE, word.upper(), "m") for word in _SHORT_POSTS})
    for word in _GROUPS:
        table[word] = Head(Kind.GROUP, Form.NOMINATIVE, word, "p")
        for form in _oblique_plural(word):
            table.setdefault(form, Head(Kind.GROUP, Form.OBLIQUE, word, "p"))
    return table


def _enter(table: dict[str, Head], word: str, one: Kind, many: Kind) -> None:
    """Enter the forms of a noun; a form that is both nominative plural and genitive is ambiguous."""
    gender = _gender(word)
    genitive, instrumental, plurals = _forms(word)
    same = word in genitive or word in _INDECLINABLE
    table[word] = Head(one, Form.AMBIGUOUS if same else Form.NOMINATIVE, word, gender)
    for form in (*genitive, *instrumental):
        table.setdefault(form, Head(one, Form.OBLIQUE, word, gender))
    for plural in plurals:
        form_of = Form.AMBIGUOUS if plural in genitive else Form.NOMINATIVE
        known = table.get(plural)
        if known is None or known.form is Form.OBLIQUE:
            table[plural] = Head(many, form_of, word if form_of is Form.AMBIGUOUS else plural, "p")
        for oblique in _oblique_plural(plural):
            table.setdefault(oblique, Head(many, Form.OBLIQUE, plural, "p"))


def _gender(word: str) -> str:
    if word.endswith(("ий", "ій")):
        return "m"
    if word in {"голова", "староста"}:
        return "mf"
    return "f" if word[-1] in "ая" and not word.endswith(("ння", "ття")) else "n" if word[-1] in "оея" else "m"


def _forms(word: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the genitives, the instrumentals and the nominative plurals that a noun may have by its ending."""
    for ending, genitives, instrumental, plural in _ENDINGS:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            return tuple(stem + part for part in genitives.split()), (stem + instrumental,), (stem + plural,)
    soft = _SOFT.search(word) or word[-1] in "жчшщ"
    genitive = (f"{word}а", f"{word}я", f"{word}у")
    return (genitive, (f"{word}ем",), (f"{word}і",)) if soft else (genitive, (f"{word}ом",), (f"{word}и",))


_ENDINGS = (
    ("ння", "ння", "нням", "ння"),
    ("ття", "ття", "ттям", "ття"),
    ("ія", "ії", "ією", "ії"),
    ("ня", "ні", "нею", "ні"),
    ("иця", "иці", "ицею", "иці"),
    ("я", "і", "ею", "і"),
    ("а", "и", "ою", "и"),
    ("ець", "ця", "цем", "ці"),
    ("ель", "еля", "елем", "елі"),
    ("ь", "я", "ем", "і"),
    ("ок", "ка ку", "ком", "ки"),
    ("ий", "ого", "им", "і"),
    ("ей", "ею я", "еєм", "еї"),
    ("о", "а", "ом", "а"),
)


def _oblique_plural(plural: str) -> tuple[str, ...]:
    """Return the genitive and the instrumental of a plural («методисти»: «методистів», «методистами»)."""
    if plural[-1] not in "иіїы":
        return ()
    stem, soft = plural[:-1], plural[-1] in "ії"
    return (f"{stem}ів", f"{stem}їв", f"{stem}{'ями' if soft else 'ами'}", stem)


_HEADS = _heads()
