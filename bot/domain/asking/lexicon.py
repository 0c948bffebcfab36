"""The words that questions are made of, each with its part in a question: Ukrainian, surzhyk, Russian, English.

Words of time come from the reader of terms. A tag of one letter is a part of a time phrase (see `spans`):

    m month, w weekday, e season, q quarter, h half-year, k week, z "month" as a unit, y year, d day, i half, g decade,
    n number, b boundary (1 start, 0 middle, -1 end), D so many days from today, c this, N next, L last, o soon, j now,
    l last year, W weekend, f from, x until, p "по", A after, B before, T "через", & and, R "протягом"

The longer tags are explained where they are used, in `reading`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.domain.asking.sounds import one_slip, sounds
from bot.domain.terms.vocabulary import VOCABULARY


@dataclass(frozen=True, slots=True)
class Word:
    """The part that a word plays, and its number: of a month, a weekday, days from today."""

    tag: str
    value: int = 0


# A star stands for any ending. Earlier lines win, and all of them win over the words of terms.
_TABLE = """
be: буде будуть будет будут був була було були был была было были буває
why: чому почему навіщо зачем нащо
what-is: таке таки такое такий така такой такая
meeting: meeting meetings зустрічаються збереться зберуться соберется зустрічається встречается засідан* засіда*
meeting: заседан* засідань збирає* збира* зібран* собран* собира*
gathering: збори зборів зборах збору нарад* совещан* зустріч зустрічі
alien: нового новенького президент* презент*
lead: а ну
&: і й и та or або
in: в у на во in
filler: б би бы ж же ли чи хай нехай ось от вот то ой ага угу ам ем е ее мм ох ех эй гей так якщо щоб шоб якби аби
filler: типу типа короче коротше взагалі вообще саме именно лише тільки только ще еще ещо вже уже також тоже теж
filler: просто
filler: десь якось якийсь якась якесь якісь якихось щось шось чось чтото дещо хтось там тут здесь тоді тогда отам отут
filler: дуже очень трохи троха немного приблизно загалом собі себе свої своїх ко
filler: будь ласка будьласка пліз плиз plz pls please пожалуйста пожалуста прошу проше вибач вибачте перепрошую извини
filler: извините
filler: шановн* друже дружок бот боте ботику плановик плановику пане пані колего колеги люба любий дорогий
filler: є буду будемо будем бути есть быть сталось
filler: маємо маєм має мають маю мати мав мала маєш імеем имеем имеется мається
filler: за про о об для при над щодо стосовно насчет насчот відносно згідно касательно поводу приводу рахунок счет
filler: стосується касается
show: покаж* показ* скаж* сказ* розкаж* розказ* расскаж* рассказ* роскаж* підкаж* подскаж* дай дайте дізна* узна*
show: знати знаєш знаєте знать знаешь знаю
show: хочу хочеться хочемо хоче хотів хотіла хотілос* хотел* глян* подив* посмотр* бачити побачити
filler: можна можно можеш можете можешь може
show: поглян* перевір* провер* виведи відкрий открой знайди знайти найди найти шука* ищи ищу цікав* интерес* уточн*
show: вкаж* назв* перелич* перерахуй show tell find list
filler: потріб* треба тре надо нада нужно нужн* необхід* варто слід должн* повин* мусим* мусить муситиме
filler: плану* заплан* спланован* планир* запланир* намічен* намеч* передбач* предусм* відбува* відбуд* відбува
filler: проход* пройд* происход* состо*
filler: провод* провед* провест* провести організу* організов* организ* готує* готують* готовит* настає настан*
filler: почина* почн* начина* начн* закінчу* закінчит* заверш* здаємо сдаем
because: бо потому адже
filler: чуть відбутис* відбуватис* щиро искренне алло ало раз разу рази турбу* відволіка* забул* забыл* забув* памята*
filler: помн* відом* известн* чути
filler: слышно інфа інфо инфа инфо стосовн*
filler: наш* нас нам нами ми we us our
filler: робот* работ* списо* перелі* перечен* інформаці* информаци* наявн* цікавого важлив* основн* головн* главн*
filler: подан*
which: який які якими яких якої яку яке яка якого якому якій якім каки* какой какая какое какую какие каких каком якоє
which: which
filler: the is are was were due of for on with there any please about and
filler: слух* слуш* такі такого такої входит* входя* відносит* належ* виход* вийде
filler: вийдуть выйдет
filler: час часом часу время времени моменту момент
query: питан* вопрос* запитан* питання
filler: відділення філії организации організації лов
what: що шо што чо чого шош что чё чего чево чим чем what wat
who: хто кто ким кого кому кем чия чий чиє чиї чья who whom whose
when: коли когда дата дату дати датою датах термін* строк* срок* дедлайн* when deadline* deadlines
where: де где куди where
how: як как how
count: скільки сколько скок скіки кількіст* количеств* many much
resp: винен винна винний керує керують керуватиме руководит руководят пише пишуть пишет пишут тримає тримають держит
resp: коордін* координ* видає видають випуска* выпуска* наповню* модер* адмініс* доруч* поруч* отвіча* виконавец*
resp: відповіда* відповід* ответств* отвеча* responsible відпов* курує курир* займа* занима* виконавц* исполнит*
resp: головує очолює закріплен* закріпили
do: задіян* задейств* робить робе роблять делает делают деле ведуть веде ведет ведут виконує виконують выполняет
do: зайнят* занят* робив робила робитиме
schedule: календар* розклад* графік* график* расписан*
plan: план плану плані планом плани планів планах planu plane plans plan
numero: номер*
act: захід* заход* заходи мероприят* меропріят* подія подій події событи* пункт* activity activities event events
act: позиці* п
task: завдан* задач* задани* таск* task tasks обовязк* обовяз*
affairs: справ* дела дело діла діло дел
todo: встигнути успеть закрити закрыть завершити завершить закінчити закончить доробити здати сдать робити робить
todo: зробити виконати виконувати делать сделать здати зробить роблю
we-do: робиться робляться делается робитимемо виконуємо реалізуємо робимо робим делаем ділаємо сделаем
we-do: зробимо happening планується заплановано планируется плануємо плануєм планируем
me: мій моя моє мою мої моїх моїм моїми мого моєму моєї мною мной моё мое мои моих моей mine
to-me: я мене мені меня мне me
you: робиш робите займаєш* займаєтес* делаешь занимаешься ти ви тебе тобі вас вам тобою вами ты вы тебя твої you
it: він вона воно вони його її їх йому їй ним нею ними них нім ньому нього неї цим тим той тою тієї ту он она оно
it: они его ево их ему нем ней цими it they he she це оце цеє ето это
late: висит* висят* завис* простроч* просроч* протерм* запізн* опозда* опозді* спізн* overdue late хвост* борг*
late: заборгован* долги прострочк*
manage: встиг* успел* успе* всти* устиг*
not: не ні нема немає нет not ніхто нічого
without: без without
done: готов* зробле* виконан* виконал* выполн* виполн* завершен* завершил* завершено сделан* зробил* зробив сделал*
done: виконав реалізован* проведен* закрит* закрил* закінчен* провели відбулос* відбулис* пройшл* done finished
done: completed
left: залиш* лишил* лишає* осталос* осталис* остал* остает* невиконан* незробл* незаверш* недоробл* незакрит*
left: remaining left невыполн*
progress: етап* этап* прогрес* стан стану стані станом статус* просува* продвига* підсум* подсум* итог* ітог* відсот*
progress: процент* progress status виконання виконанням выполнение виконанню виконується выполняется
go: йдемо ідемо идем іде йде идет идёт ідуть йдуть идут іти рух* движ* going
goal: ціль цілі ціллю цілей цілям цілями цілях цель цели целью целям целей целях goal goals розділ* раздел* напрям*
presidium: президі* президи* presidium
wait: підтвердж* подтвержд* непідтвердж* розгляд* рассмотр* waiting pending confirm*
await: чека* очіку* ожида* жде ждут ждет
report: звіт* отчет* отчот* отчёт*
help: допомо* допомож* помож* довідк* help помощ* поміч справка інструкц* користув* пользов* /help
able: вмієш умієш вмієте умієте умеешь умеете вмієшь умієшь можешь
menu: меню menu start старт стоп stop скасу* відмін* отмен* cancel назад back передум* /start /menu
greet: привіт* привет* вітаю вітан* здоров* здрас* здравств* добрий доброго добридень добрый доброе доброї
greet: hello hi hey хай прівєт
bye: дяк* спасиб* thanks thank бувай бувайте побачення добраніч
time-of-day: ранок ранку вечір вечора вечер утро утра ночі
detail: детал* докладн* подробн* подробиц* більше ширше деталь details detail more результат* опис* описан* суть
detail: ресурс*
then: попереду впереди потім далі дальше потом надалі подальш*
all: все всі усе усі всіх усіх весь увесь вся всю всього усього цілий цілком целый всё всего всей whole all кожн*
all: взагалі загальн* повн* полност* річн* годов*
remind: нагад* напомн* нагадай remind
and: and
D=-2: позавчора позавчера
D=-1: вчора вчера учора yesterday
D=0: сьогодні сегодня сьогодня сьодні сьоні сьоня сегодні today
D=1: завтра tomorrow взавтра завтрашн*
D=2: післязавтра послезавтра післязавтрашн*
l=-1: торік торішн*
l: цьогоріч цьогорічн*
L=-1: останн* последн* остання останній
c: цього цьому цей ця цю цій цієї цією ці цих поточн* теперішн* нинішн* текущ* этот этого этом эту этой эта
c: сьогоднішн* сегодняшн* нынешн* current this цьго сей
N: наступн* следующ* слідуюч* прийдешн* майбутн* будущ* next upcoming
L: минул* попередн* прошл* прошед* предыдущ* last previous past попереднього
j: зараз тепер сейчас щас теперь наразі нині now зарас
o: вперед наперед найближч* ближайш* скоро незабаром невдовзі вскоре горить горит горят срочн* термінов* soon nearest
o: найближайш*
W: вихідн* выходн* weekend вікенд*
T: через чере
A: після опісля после after
B: перед before
R: протягом впродовж упродовж продовж течение протязі during within продовжі
f: з із від од с со из от починаючи начиная між from since between зі
x: до к until till by
p: по
&: і й и та або or
q: quarter quarters квартал кварталу кварталі кв
h: півроку пивроку
z: month months
k: week weeks тижня тижні
y: year years год года году році рік року
d: day days день дня дні днів
e=0: spring навесні
e=1: summer влітку лето лета
e=2: осень autumn fall восени восены осінню осінь осени осенью
e=3: winter взимку зимой
i: half половин* пів
g: decade
n=1: first перш* перв*
n=2: second друг* втор*
n=3: third трет*
n=4: fourth четверт*
n=5: fifth пять пяте пяті пятом пятой
n=6: шост* шесть
n=7: сім семь сьом* седьм*
n=8: вісім восемь восьм*
n=9: девять девят*
n=10: десять десят*
n=11: одинадцять одинадцят*
n=12: дванадцять дванадцят*
n=13: тринадцят*
n=14: чотирнадцят*
n=15: пятнадцят*
n=16: шістнадцят*
n=17: сімнадцят*
n=18: вісімнадцят*
n=19: девятнадцят*
n=20: двадцят* двадцат*
n=30: тридцят* тридцат*
m=1: january
m=2: february
m=3: march
m=4: april
m=5: may май мая
m=6: june
m=7: july
m=8: august
m=9: september
m=10: october
m=11: november
m=12: december
"""
_OF_TERMS = {"m": "m", "w": "w", "e": "e", "q": "q", "h": "h", "k": "k", "z": "z", "y": "y", "d": "d", "i": "i"} | {
    "t": "g", "r": "n", "n": "n", "b": "b", "s": "h",
}  # fmt: skip
_WRITTEN = {"my": Word("my"), "q": Word("q"), "чий": Word("who"), "її": Word("it"), "їй": Word("it"), "ей": Word("it")}
"""Words that sound like others and are told apart as they are written: “my” is not «ми», «її» is not «і»."""
_SHORTEST_TERM, _SHORTEST_NUMBER = 4, 3
_ENDING_OF_SHORT, _ENDING_OF_LONG, _LONG = 4, 7, 5
"""Letters that an ending may have: of a short beginning fewer than of one of so many letters."""
_SHORTEST_SLIP, _SHORTEST_SLIP_OF_TIME, _SHORTEST_SLIP_OF_PREFIX = 5, 6, 7
_NEVER_SLIPPED = frozenset({"filler", "in", "lead", "all", "greet"})


@dataclass(frozen=True, slots=True)
class _Tables:
    """Whole words by their codes, and beginnings of words by theirs."""

    whole: dict[str, Word]
    prefixes: dict[str, Word]


def word_of(written: str, code: str) -> Word | None:
    """Return the part that a word plays; None for a word that questions are not made of."""
    return _WRITTEN.get(written) or word_at(code)


def word_at(code: str) -> Word | None:
    """Return the part that a word of this code plays, however it is written."""
    tables = _tables()
    found = tables.whole.get(code)
    if found is not None:
        return found
    for end in range(len(code), 1, -1):
        if code[:end] in tables.prefixes and len(code) - end <= _longest_ending(end):
            return tables.prefixes[code[:end]]
    return None


def _longest_ending(beginning: int) -> int:
    return _ENDING_OF_LONG if beginning >= _LONG else _ENDING_OF_SHORT


@lru_cache(maxsize=4096)
def slipped_word(code: str) -> Word | None:
    """Return the part of a word that has one slip of the pen; None where there is none or more than one."""
    if len(code) < _SHORTEST_SLIP:
        return None
    tables = _tables()
    near = {word for known, word in tables.whole.items() if len(known) >= _SHORTEST_SLIP and one_slip(code, known)}
    near |= {word for known, word in tables.prefixes.items() if _begins_nearly(code, known)}
    long = len(code) >= _SHORTEST_SLIP_OF_TIME
    likely = {word for word in near if word.tag not in _NEVER_SLIPPED and (long or len(word.tag) > 1)}
    return likely.pop() if len(likely) == 1 else None


def _begins_nearly(code: str, prefix: str) -> bool:
    if len(prefix) < _SHORTEST_SLIP_OF_PREFIX or len(code) > len(prefix) + _ENDING_OF_SHORT:
        return False
    return any(one_slip(code[:end], prefix) for end in (len(prefix) - 1, len(prefix), len(prefix) + 1))


@cache
def _tables() -> _Tables:
    whole: dict[str, Word] = {}
    prefixes: dict[str, Word] = {}
    for tag, value, written in _entries():
        into, code = (prefixes, written[:-1]) if written.endswith("*") else (whole, written)
        into.setdefault(sounds(code), Word(tag, value))
    for written, entry in VOCABULARY.items():
        shortest = _SHORTEST_NUMBER if entry.kind == "n" else _SHORTEST_TERM
        if (
            entry.kind in _OF_TERMS
            and not written.startswith("що")
            and len(written) >= shortest
            and not (entry.kind == "r" and entry.number < 0)
        ):
            whole.setdefault(sounds(written), Word(_OF_TERMS[entry.kind], entry.number))
    return _Tables(whole, prefixes)


def _entries() -> Iterator[tuple[str, int, str]]:
    for line in _TABLE.strip().splitlines():
        head, words = line.split(": ", 1)
        tag, _, value = head.partition("=")
        yield from ((tag, int(value or 0), written) for written in words.split())
