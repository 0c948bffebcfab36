/* What the page itself says, in its two languages. The bot's own texts come from the server. */
export const WORDS = {
  uk: {
    brand: "Плановик",
    skip: "До поля повідомлення",
    demo: "Демо: вигаданий план, дані зникнуть після закриття",
    clock: "Годинник демо:",
    moves: "Перевести годинник",
    toNotice: "До наступного повідомлення",
    toNoticeShort: "Повідомлення",
    toDay: "Наступний день",
    toDayShort: "День",
    toQuarter: "Наступний квартал",
    toQuarterShort: "Квартал",
    people: "Ким ви є",
    log: "Розмова",
    first: "З чого почати",
    firstSteps: ["Що цього кварталу?", "Мої завдання", "Прострочене"],
    start: "Почати розмову",
    empty: "Тут іще порожньо. Почніть розмову з ботом або переведіть годинник: нагадування прийдуть самі.",
    yourWords: "Ваше повідомлення",
    placeholder: "Повідомлення…",
    send: "Надіслати",
    file: "Файл",
    fileLong: "Файл: надіслати план",
    kilobytes: "КБ",
    dismiss: "Закрити",
    you: "Ви",
    bot: "Плановик",
    nobodyGot: "Нових повідомлень немає.",
    got: "Отримали повідомлення:",
    lost: "Зв’язок із демо втрачено. Сторінка відновить його сама, щойно програма працюватиме.",
    failed: "Не вийшло. Спробуйте ще раз.",
    unread: ["нове повідомлення", "нові повідомлення", "нових повідомлень"],
    weekdays: ["неділя", "понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота"],
    months: ["січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня",
      "листопада", "грудня"],
  },
  en: {
    brand: "Planovyk",
    skip: "Skip to the message field",
    demo: "Demo: an invented plan, the data vanish on closing",
    clock: "The demo’s clock:",
    moves: "Put the clock forward",
    toNotice: "To the next message",
    toNoticeShort: "Message",
    toDay: "Next day",
    toDayShort: "Day",
    toQuarter: "Next quarter",
    toQuarterShort: "Quarter",
    people: "Who you are",
    log: "Conversation",
    first: "Where to begin",
    firstSteps: ["What is due this quarter?", "My tasks", "Overdue"],
    start: "Start talking",
    empty: "Nothing here yet. Start talking to the bot, or put the clock forward: the reminders will come by themselves.",
    yourWords: "Your message",
    placeholder: "Message…",
    send: "Send",
    file: "File",
    fileLong: "File: send a plan",
    kilobytes: "KB",
    dismiss: "Close",
    you: "You",
    bot: "Planovyk",
    nobodyGot: "No new messages.",
    got: "Got messages:",
    lost: "The connection to the demo is lost. The page will find it again as soon as the program runs.",
    failed: "That did not work. Please try again.",
    unread: ["new message", "new messages", "new messages"],
    weekdays: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
    months: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December"],
  },
};

/* The wall clock of an ISO moment, read from its letters: the branch's zone, whatever the zone of this computer is. */
export function wallClock(iso) {
  const [year, month, day, hour, minute, second] = iso.match(/\d+/g).map(Number);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}

export function spokenTime(moment) {
  return moment.toISOString().slice(11, 16);
}

/* «понеділок, 16 березня 2026»; without the weekday and the year for a day within the chat. */
export function spokenDay(moment, words, whole) {
  const day = moment.getUTCDate() + " " + words.months[moment.getUTCMonth()];
  return whole ? words.weekdays[moment.getUTCDay()] + ", " + day + " " + moment.getUTCFullYear() : day;
}

/* «12 КБ»; even the smallest file has one. */
export function spokenSize(bytes, words) {
  return Math.max(1, Math.round(bytes / 1024)) + "\u00a0" + words.kilobytes;
}

/* «2 нові повідомлення»: Ukrainian has three forms, English two of the same list. */
export function counted(number, forms, language) {
  if (language === "en") return number + " " + forms[number === 1 ? 0 : 1];
  const tens = number % 100, ones = number % 10;
  if (ones === 1 && tens !== 11) return number + " " + forms[0];
  return number + " " + forms[ones >= 2 && ones <= 4 && (tens < 12 || tens > 14) ? 1 : 2];
}
