"""The days that plans are tied to, by Ukrainian law and custom: what each is called and when it falls.

Sources: the laws and decrees that name the days (with the years in which they were moved), the days of the United
Nations and UNESCO, and the weeks that the ministries announce each year (those are guesses, see `LOOSE`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.domain.terms.pieces import MONTH_END, Piece, days, easter, months, nth_weekday
from bot.domain.windows import Window

Dated = Callable[[int], tuple[Piece, ...]]
Table = tuple[tuple[str, Dated], ...]
NEW_CHURCH_CALENDAR = 2023


def _fixed(day: int, month: int) -> Dated:
    return lambda _year: (days(month, day, day),)


def _from_to(first: tuple[int, int], last: tuple[int, int]) -> Dated:
    """Return a range of (day, month) that is the same each year."""
    piece = Piece(first[::-1], last[::-1])
    return lambda _year: (piece,)


def _either(*dated: Dated) -> Dated:
    """Return every day that people may mean."""
    return lambda year: tuple(piece for one in dated for piece in one(year))


def _moved(since: int, before: tuple[int, int], after: tuple[int, int]) -> Dated:
    """Return a day that the law moved: (day, month) up to the year `since`, another from it on."""

    def dated(year: int) -> tuple[Piece, ...]:
        day, month = after if year >= since else before
        return (days(month, day, day),)

    return dated


def _nth(weekday: int, nth: int, month: int) -> Dated:
    piece = months(month, month)
    return lambda _year: (Piece(piece.first, piece.last, pick=nth_weekday(weekday, nth)),)


def _week_around(window: Window) -> Window:
    monday = window.first - timedelta(days=window.first.weekday())
    return Window(monday, monday + timedelta(days=6))


def _week_of(day: int, month: int) -> Dated:
    """Return the week, Monday to Sunday, that holds the day."""
    return lambda _year: (Piece((month, day), (month, day), pick=_week_around),)


def _easter(_year: int) -> tuple[Piece, ...]:
    return (Piece((4, 1), (4, 30), pick=easter),)


# The words after «Міжнародний (Всесвітній, Європейський) день», where Ukraine keeps a day of that name on another date.
WORLD: Table = (
    (r"довкілля|(?:охорони )?навколишнього (?:природного )?середовища", _fixed(5, 6)),
    (r"науки(?: (?:в імя|за|заради) миру (?:і|та) розвитку)?", _fixed(10, 11)),
    (r"(?:вчител|учител)\w+", _fixed(5, 10)),
    (r"родини|сімї|сімей", _fixed(15, 5)),
    (r"архів\w+", _fixed(9, 6)),
    (r"дитини|прав дитини", _fixed(20, 11)),
    (r"мов", _fixed(26, 9)),
    (r"писемності|грамотності", _fixed(8, 9)),
    (r"журналіст\w+|солідарності журналістів", _fixed(8, 9)),
    (r"жінок|боротьби за права жінок(?: (?:і|та) (?:міжнародний )?мир)?", _fixed(8, 3)),
)
_CRIMEA = r"(?:автономної республіки )?крим\w*(?: (?:і|та)(?: м\.?| міста)? севастополя)?"
# The words after «День» (a stem each); the longer name stands before the shorter one that it contains.
DAYS: Table = (
    (r"шкільних бібліотек\w*", _nth(0, 4, 10)),
    (r"(?:працівник\w+ )?бібліотек\w*|бібліотекар\w*", _fixed(30, 9)),
    (r"соборності", _fixed(22, 1)),
    (r"памяті (?:жертв )?голокосту", _fixed(27, 1)),
    (r"памяті героїв крут|героїв крут", _fixed(29, 1)),
    (r"безпечного інтернету", _nth(1, 2, 2)),
    (r"закоханих|(?:святого|св\.?) ?валентина", _fixed(14, 2)),
    (r"рідної мови", _fixed(21, 2)),
    (r"героїв небесної сотні|небесної сотні", _fixed(20, 2)),
    (rf"спротиву окупації(?: {_CRIMEA})?", _fixed(26, 2)),
    (r"дарування книг\w*", _fixed(14, 2)),
    (r"письменник\w*", _fixed(3, 3)),
    (r"(?:українськ\w+ )?добровольц\w+", _fixed(14, 3)),
    (r"(?:захисту )?прав споживач\w+", _fixed(15, 3)),
    (r"щастя", _fixed(20, 3)),
    (r"поезії", _fixed(21, 3)),
    (r"води|водних ресурсів", _fixed(22, 3)),
    (r"театру", _fixed(27, 3)),
    (r"сміху", _fixed(1, 4)),
    (r"дитячої книг\w*", _fixed(2, 4)),
    (r"здоровя", _fixed(7, 4)),
    (r"космонавтики|авіації (?:і|та) космонавтики", _fixed(12, 4)),
    (r"памяток(?: (?:історії (?:і|та) культури|(?:і|та) (?:визначних|історичних) місць))?", _fixed(18, 4)),
    (r"довкілля", _nth(5, 3, 4)),
    (r"землі", _fixed(22, 4)),
    (r"книг\w*(?: (?:і|та) авторського права)?|авторського права", _fixed(23, 4)),
    (r"(?:памяті )?чорнобильськ\w+ (?:трагедії|катастрофи)|чорнобил\w+", _fixed(26, 4)),
    (r"охорони праці", _fixed(28, 4)),
    (r"свободи (?:преси|слова)", _fixed(3, 5)),
    (r"памяті та перемоги(?: над нацизмом)?|памяті (?:і|та) примирення", _fixed(8, 5)),
    (r"перемоги(?: над нацизмом)?", _moved(2024, (9, 5), (8, 5))),
    (r"праці", _fixed(1, 5)),
    (r"сімї", _fixed(15, 5)),
    (r"матері", _nth(6, 2, 5)),
    (r"науки", _nth(5, 3, 5)),
    (r"вишиванки", _nth(3, 3, 5)),
    (r"європи", _moved(2023, (16, 5), (9, 5))),
    (r"музе(?:їв|ю)", _fixed(18, 5)),
    (r"памяті жертв геноциду кримськотатарськ\w+ народу", _fixed(18, 5)),
    (r"словянської писемності", _fixed(24, 5)),
    (r"без тютюну|боротьби (?:з|проти) (?:куріння\w*|палінням)", _fixed(31, 5)),
    (r"захисту дітей", _fixed(1, 6)),
    (r"журналіст\w+", _fixed(6, 6)),
    (r"батька", _nth(6, 3, 6)),
    (r"скорботи", _fixed(22, 6)),
    (r"державної служби", _fixed(23, 6)),
    (r"кримськотатарського прапора", _fixed(26, 6)),
    (r"боротьби (?:з|проти) (?:наркоман\w+|наркотик\w+)", _fixed(26, 6)),
    (r"конституції", _fixed(28, 6)),
    (r"української державності|державності", _moved(2024, (28, 7), (15, 7))),
    (r"(?:державного )?прапора", _fixed(23, 8)),
    (r"незалежності", _fixed(24, 8)),
    (r"памяті захисник\w+", _fixed(29, 8)),
    (r"молоді", _fixed(12, 8)),
    (r"знань", _fixed(1, 9)),
    (r"підприємц\w+", _nth(6, 1, 9)),
    (r"грамотності", _fixed(8, 9)),
    (r"фізичної культури(?: (?:і|та) спорту)?|фізкультурника", _nth(5, 2, 9)),
    (r"українського кіно", _nth(5, 2, 9)),
    (r"рятівник\w*", _fixed(17, 9)),
    (r"миру", _fixed(21, 9)),
    (r"партизанської слави", _fixed(22, 9)),
    (r"туризму", _fixed(27, 9)),
    (r"виховател\w+(?: (?:і|та) (?:всіх )?дошкільних працівників)?", _fixed(27, 9)),
    (r"(?:людей|осіб) (?:похилого|поважного) віку|ветеран\w+|музики", _fixed(1, 10)),
    (r"(?:захисни(?:ка|ків)(?: (?:і|та) захисниц\w*)?|козацтва)", _moved(2023, (14, 10), (1, 10))),
    (r"захисту тварин|тварин", _fixed(4, 10)),
    (r"(?:вчител|учител)(?:я|ів)|працівник\w+ освіти", _nth(6, 1, 10)),
    (r"художника", _nth(6, 2, 10)),
    (r"(?:української )?писемності(?: (?:і|та) мови)?|української мови", _moved(2023, (9, 11), (27, 10))),
    (r"працівників культури(?: (?:і|та) (?:майстрів|аматорів) народного мистецтва)?", _fixed(9, 11)),
    (r"доброти", _fixed(13, 11)),
    (r"толерантності", _fixed(16, 11)),
    (r"студент\w+", _fixed(17, 11)),
    (r"гідності (?:і|та) свободи", _fixed(21, 11)),
    (r"памяті жертв голодомор\w+|голодомор\w+", _nth(5, 4, 11)),
    (r"боротьби (?:зі|з|проти) (?:віл ?/? ?)?снід\w*", _fixed(1, 12)),
    (r"інвалід\w+|людей з інвалідністю|осіб з інвалідністю", _fixed(3, 12)),
    (r"волонтер\w+", _fixed(5, 12)),
    (r"збройних сил|зсу", _fixed(6, 12)),
    (r"(?:(?:святого|св\.?) ?)?миколая", _moved(NEW_CHURCH_CALENDAR, (19, 12), (6, 12))),
    (r"(?:місцевого )?самоврядування", _fixed(7, 12)),
    (r"боротьби (?:з|проти) корупці\w+", _fixed(9, 12)),
    (r"(?:захисту )?прав людини", _fixed(10, 12)),
    (r"архівіста|працівників архівних установ", _fixed(24, 12)),
)
# Days and weeks that are named otherwise.
NAMED: Table = (
    (r"велик(?:день|одня|одню|однем)|пасх\w", _easter),
    (r"(?<=до )(?:свят\w* )?(?:нового року|новорічн\w+ свят\w*)", _fixed(31, 12)),
    (r"різдв(?:о|а|у|ом)(?: христов\w+)?", _moved(NEW_CHURCH_CALENDAR, (7, 1), (25, 12))),
    (r"день народження (?:тараса|т\. ?(?:г\. ?)?)? ?шевченка|шевченків день", _fixed(9, 3)),
    (r"міжнародн\w+ жіноч\w+ (?:день|дня|дню)", _fixed(8, 3)),
    (r"всеукраїнськ\w+ (?:день|дня|дню) (?:родини|сімї)", _fixed(8, 7)),
    (r"(?:акці\w+ )?\"?16 днів (?:активізму )?проти (?:\w+ зумовленого )?насил\w+\"?", _from_to((25, 11), (10, 12))),
    (r"всеукраїнськ\w+ (?:тиждень|тижня|тижню) права", _week_of(10, 12)),
    (r"всесвітн\w+ (?:тиждень|тижня|тижню) космосу", _from_to((4, 10), (10, 10))),
    (r"європейськ\w+ (?:тиждень|тижня|тижню) мобільності", _from_to((16, 9), (22, 9))),
    (r"європейськ\w+ (?:тиждень|тижня|тижню) спорту", _from_to((23, 9), (30, 9))),
)
_WEEK = r"(?:всеукраїнськ\w+ |міжнародн\w+ |всесвітн\w+ )?(?:тиждень|тижня|тижню)"
# Days of which people mean several, or one of two, and weeks whose days are announced each year: a guess.
LOOSE: Table = (
    (r"шевченківськ\w+ дн\w+", _from_to((9, 3), (10, 3))),
    (r"шевченківськ\w+ тижд\w+", _from_to((9, 3), (14, 3))),
    (r"новорічн\w+(?: (?:та|і|й) |-)різдвяні свята|різдвяні свята", _from_to((24, 12), (8, 1))),
    (r"новий рік|нового року", _fixed(31, 12)),
    (r"новорічн\w+ свят\w*", _from_to((25, 12), (31, 12))),
    (r"(?:свят\w+ )?(?:день|дня|дню) родини", _either(_fixed(15, 5), _fixed(8, 7))),
    (r"(?:день|дня|дню) героїв(?! крут| небесн)", _fixed(23, 5)),
    (r"(?:міжнародн|всесвітн)\w+ (?:день|дня|дню) художника", _either(_fixed(25, 10), _fixed(8, 12))),
    (rf"{_WEEK} (?:дитячого|дитячої(?: (?:і|та|й) юнацької)?) (?:читання|книг\w+)", _from_to((24, 3), (MONTH_END, 3))),
    (rf"{_WEEK} права", _week_of(10, 12)),
    (r"(?:всеукраїнськ\w+ )?місячник\w* шкільних бібліотек", _from_to((1, 10), (MONTH_END, 10))),
)
