"""Set phrases: whole word groups with one meaning, found before the text is cut into words."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from bot.domain.terms.text import fold
from bot.domain.terms.tokens import Token
from bot.domain.windows import Mode


def _any(*patterns: str) -> str:
    return "(?:" + "|".join(patterns) + ")"


_WORD = r"[а-яґєії]+"
_ADJECTIVE = rf"{_WORD}(?:им|ім|ими|ою|ей)"
_SETTLED = rf"{_WORD}(?:ені|ані|ний|ством|ним|ком|кий|кі|тні)"
_NUMERAL = r"(?:\d{1,2}|[іхvl]{1,4})"

_DITTO = _any(r"те ж? ?саме", r"теж саме", r"те ж", r"то же(?: самое)?", r"так само", r"там само", r"там же")
_NEED = _any(
    r"потреб\w+|необхідн\w+|запит\w*|звернен\w+|звертан\w+|заявк\w+|заявц\w+|замовлен\w+|вимог\w*|бажан\w+|запис\w*",
    r"надходжен\w+|накопичен\w+|требовани\w+|необходимост\w+|поступлени\w+|запрос\w*",
)
_WHOSE = _any(
    r"користувач|читач|відвідувач|відділ|бібліоте|заклад|літератур|документ|нов|кошт|керівн|запит|звернен|установ",
    r"організац|працівник|педагог|учн|батьк|матеріал|видан|колег|філі|громад|книг|гост|абонент|мешкан|фонд|замовник|школ",
)
_WHEN = _any(r"(?:в|у|по|за) (?:міру|мірі|мере|меру)", r"за умови", r"за|при|на|по", r"(?:у|в) (?:разі|разу|випадку)")
_NEEDED = rf"{_WHEN} (?:виникнення |появи )?(?:\w+(?:ої|их|ім) )?{_NEED}(?: {_WHOSE}\w*){{0,3}}"

_MARTIAL = _any(
    r"воєнн\w+ стан\w*|карантин\w*|військов\w+ стан\w*|бойов\w+ ді\w+|опалювальн\w+ сезон\w*|війни|обмежен\w+"
)
_LASTS = _any("на", "під", "протягом", "впродовж", "упродовж", "до", "після")
_WHILE = rf"{_LASTS}(?: (?:час|період|дії|закінчення|завершення|скасування))* {_MARTIAL}(?: в україні)?"
_IF = _any(rf"(?:за|при|по) (?:наявн|можлив|сприятлив)\w+(?: {_WORD}){{0,3}}", rf"за умови(?: {_WORD}){{1,4}}")

_IN_A_DAY = _any(r"(?:протягом|впродовж|упродовж|весь|цілий) (?:\w+ )?дня", r"(?:весь|цілий) день")
_HALF_DAY = r"(?:у|в) (?:першій|другій) половині дня"
_OCCASION = r"(?:з нагоди|(?:у|в) рамках|на честь|(?:до|на) відзначення|присвячен\w+|приурочен\w+)"
_AT_LEAST = _any(
    r"не (?:рідше|менше|менш)(?:,? ніж|,? як)?", "щонайменше", "як мінімум", "мінімум", "не реже", "не менее"
)
_NOT_LATER = _any(r"не пізніше?(?:,? ніж|,? як)?", "не позднее", "не позже")
_AFTER_QUARTER = _any(
    r"місяця,? наступного за звітн\w+ кварталом",
    r"наступного за (?:звітн\w+ )?кварталом",
    r"останнього місяця (?:кожного )?кварталу",
    r"(?<=числа )після (?:закінчення|завершення) (?:кожного |звітного )?кварталу",
)
_REPORTED = r"(?<=числа )(?:наступного|поточного|звітного) місяця"
_AFTER_MONTH = _any(
    rf"місяця,?(?: що| який)? ?(?:{_WORD} )?(?:за|після) (?:звітн\w+|ним)(?: місяц\w+| періодом)?",
    r"наступного за звітн\w+ місяц\w+",
    r"наступного за звітн\w+(?: періодом)?(?: місяця)?",
)
_LAST_DAY = r"останн\w+ (?:робоч\w+ )?(?:день|дня|дні) (?:кожного )?місяця"
_LAST_DAY_OF_QUARTER = r"останн\w+ (?:робоч\w+ )?(?:день|дня) (?:кожного )?кварталу"
_ALWAYS = _any(
    r"(?:весь|увесь|цілий) (?:період|час)|(?:протягом|впродовж|упродовж) (?:(?:усього|всього|цілого) )?періоду",
    r"на постійній основі|на постоянной основе|постійно діюч\w+|час від часу|звітн\w+ період\w*",
    r"(?:в|у) (?:поточному|робочому|постійному|звичайному) (?:порядку|режимі)",
)
_WORKDAYS = r"(?:(?:в|у|по|кожного) )?робоч\w+ (?:дні|дням|днях|дня)"
_DURING = _any("під час", "за час", "(?:в|у) ході", "на протязі", "в течение", "на протяжении")

_PAPER = _any(
    r"план|графік|график|розклад|наказ|положен|рішен|циклограм|програм|лист(?!опад)|розпорядж|домовлен|узгоджен|погоджен",
    r"оголошен|призначен|законодавств|регламент|кошторис|умов|вказівк|календар",
)
_PLAN_YEAR = r"\d{4}(?:[-/]\d+)?"
_PLAN_SPAN = _any(
    rf"(?:поточний|календарний|навчальний|наступний|{_NUMERAL}|{_PLAN_YEAR}) (?:рік|рр?|роки|квартал|півріччя|семестр)",
    rf"{_PLAN_YEAR} навчального року|{_PLAN_YEAR}|рік|місяць|квартал|півріччя|семестр|навчальний рік",
    r"(?:січень|лютий|березень|квітень|травень|червень|липень|серпень|вересень|жовтень|листопад|грудень)",
)
_PLAN_FOR = rf"(?:,? на {_PLAN_SPAN}\.?(?: року)?| \d{{4}} (?:року|р\b\.?))?"
_PAPER_OF = _any(
    r"робот|проведен|засідан|захід|заход|конкурс|бібліотек|уба|відділ|мон|управлін|міністерств|закладу|установи|област",
    r"обласн|районн|міськ|методичн|наказ|план|графік|знаменн|пам|дат|занят",
)
_PAPERS = rf"{_PAPER}\w*(?:-график\w*|-графік\w*)?(?: {_PAPER_OF}\w*){{0,3}}{_PLAN_FOR}"
_ELSEWHERE = _any(
    rf"(?:згідно|відповідно|согласно)(?: (?:з|із|до|с))?(?: {_WORD}){{0,4}}? {_PAPERS}",
    rf"(?:за|по) (?:{_ADJECTIVE} ){{0,3}}?{_PAPERS}",
    rf"(?:в|у) (?:термін|строк)\w+,? (?:визначен|встановлен|передбачен)\w+(?: {_WORD}){{0,4}}",
    rf"(?:в|у|за) (?:{_SETTLED} ){{1,3}}?(?:термін|строк|срок)\w*",
    r"(?:за )?окремим (?:план|графік)\w+|графік",
)
_LATER = _any(
    rf"(?:дат|термін|строк)\w* (?:{_WORD} )?(?:уточн|повідом|визнач|додатков|оголос)\w+",
    r"уточню\w+|(?:буде |будуть )?(?:повідомлен|визначен|уточнен)\w*(?: додатково| пізніше)?|додатково",
)
_LABEL = _any(
    r"засідання|заняття|етап\w*|тур|туру|частина|зустріч|модул\w*|сесі\w|цикл|крок|потік|група|семінар|тренінг|захід",
    r"вебінар|лекці\w",
)
_COUNTED = _any(r"засідан(?:ь|ня)|зустріч\w*|захід|заход\w+|занят(?:ь|тя)|семінар\w*|тренінг\w*|вебінар\w*|випуск\w*")
_PER = r"(?:рік|року|квартал|кварталу|місяць|місяця|семестр|тиждень)"
_HOW_MANY = rf"{_COUNTED}(?= (?:на|в|у|протягом|впродовж|за) {_PER}(?!\w))"
_HEADING = r"(?:термін|строк|дата|час|місяць)(?:и|і)?(?: (?:і|та) (?:місце|час))? (?:проведення|виконання|реалізації)"
_REPORT = r"виконано|не виконано|відповідальн\w+|примітк\w+|виконав\w+"

_ELSEWHERE_TOKEN = Token("X", hints={"external": ""}, rule="external")
# What to find and what it means; where two begin at the same place, the earlier wins.
_TABLE: tuple[tuple[str, Token], ...] = (
    (_DITTO, Token("X", hints={"ditto": ""}, rule="ditto")),
    (_NEEDED, Token("H", hints={"on-demand": ""}, rule="on-demand")),
    (_WHILE, Token("X", hints={"condition": ""}, rule="condition")),
    (_IF, Token("X", hints={"condition": ""}, rule="condition")),
    (_any(_IN_A_DAY, _HALF_DAY, _OCCASION), Token("_")),
    (_AT_LEAST, Token("H", hints={"at-least": ""})),
    (_NOT_LATER, Token("x")),
    (r"не раніше?(?:,? ніж|,? як)?|не ранее", Token("f", doubts=("not-before",))),
    (_AFTER_QUARTER, Token("F", mode=Mode.QUARTERLY)),
    (_LAST_DAY, Token("F", mode=Mode.MONTHLY, rule="day-of-month", hints={"day": "last"})),
    (_LAST_DAY_OF_QUARTER, Token("F", mode=Mode.QUARTERLY, rule="day-of-month", hints={"day": "last"})),
    (_AFTER_MONTH, Token("F", "reported", mode=Mode.MONTHLY)),
    (_REPORTED, Token("F", "reported", mode=Mode.MONTHLY)),
    (r"(?:минулого|попереднього|позаминулого) року", Token("!")),
    (_ALWAYS, Token("K", rule="continuous")),
    (_DURING, Token("R")),
    (_WORKDAYS, Token("F", mode=Mode.DAILY, rule="recurrence")),
    (r"робоч\w+(?= тиж)", Token("_")),
    (r"що(?= (?:два|дві|три|чотири|\d) )", Token("E")),
    (_any("до початку", "до начала"), Token("B", number=1)),
    (_ELSEWHERE, _ELSEWHERE_TOKEN),
    (r"за (?:виключенням|винятком)", Token("Z")),
    (_LATER, replace(_ELSEWHERE_TOKEN, doubts=("to-be-settled",))),
    (_HOW_MANY, Token("j")),
    (rf"# ?{_NUMERAL} ?[-:]", Token(",")),
    (rf"{_LABEL} ?(?:#? ?{_NUMERAL}(?!\w))? ?[-:,.)]*", Token(",")),
    (rf"{_NUMERAL} ?(?!{_HOW_MANY}){_LABEL} ?[-:]*", Token(",")),
    (_HEADING, Token("X", hints={"not-a-term": ""}, rule="not-a-term")),
    (_REPORT, Token("X", hints={"not-a-term": ""}, rule="not-a-term", doubts=("not-a-term",))),
)


@cache
def phrases() -> re.Pattern[str]:
    """Return the pattern of all set phrases; it is compiled once, when the first cell is read."""
    rows = "|".join(f"(?P<p{number}>{fold(words)})" for number, (words, _) in enumerate(_TABLE))
    return re.compile(rf"(?<!\w)(?:{rows})(?!\w)")


def phrase_of(match: re.Match[str]) -> Token:
    """Return the token of the set phrase that the pattern of phrases() has found."""
    return _TABLE[int((match.lastgroup or "p0")[1:])][1]
