/* The chat: what was said, the buttons under it, and the field to write in. */

import { $, ask, askWithFile, attempt, make, makeButton, page, remember, words } from "./page.js";
import { showPeople } from "./people.js";
import { spokenDay, spokenSize, spokenTime, wallClock } from "./words.js";

const NEAR_THE_END = 80;
const ABOVE_NEWS = 16;
const TALLEST_FIELD = 160;
const TAG_OF = { title: "h3", heading: "h4", quote: "blockquote" };

const drafts = {};
let shown = { account: "", revision: -1, language: "" };

export function isShown(revision) {
  return shown.account === page.chosen && shown.language === page.language && shown.revision >= revision;
}

export async function refresh() {
  const account = page.chosen;
  const query = "?account=" + encodeURIComponent(account) + "&language=" + page.language;
  const chat = await ask("/api/chat" + query);
  if (account === page.chosen) showChat(account, chat);
}

function showChat(account, chat) {
  const log = $("log");
  const isOther = shown.account !== account || shown.language !== page.language;
  if (!isOther && chat.revision < shown.revision) return;
  const follow = isOther || log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_THE_END;
  // A screen reader should hear what is new, not a whole chat that was opened.
  log.setAttribute("aria-live", isOther ? "off" : "polite");
  const before = lastId();
  synchronise(log, entriesOf(chat.messages));
  showFirstSteps(chat.messages);
  if (isOther) log.scrollTop = log.scrollHeight;
  else if (follow) showFrom(before);
  shown = { account, revision: chat.revision, language: page.language };
  page.seen[account] = chat.received;
  remember();
  showPeople();
}

function lastId() {
  const articles = document.querySelectorAll(".message");
  return articles.length ? Number(articles[articles.length - 1].dataset.id) : 0;
}

/*
 * Scrolls to what was said after a message, or else to the message that a tap has changed: to the end, but not past the
 * beginning of something long.
 */
function showFrom(before, tapped) {
  const all = Array.from(document.querySelectorAll(".message"));
  const fresh = all.find((each) => Number(each.dataset.id) > before) || all.find((each) => each.dataset.id === tapped);
  if (fresh) $("log").scrollTop = fresh.offsetTop - ABOVE_NEWS;
}

/* The chat as keyed entries: a line for each new day, and the messages. */
function entriesOf(messages) {
  const entries = [];
  let day = "";
  messages.forEach((message) => {
    const moment = wallClock(message.at);
    const key = page.language + ":" + page.chosen + ":";
    if (message.at.slice(0, 10) !== day) {
      day = message.at.slice(0, 10);
      entries.push({ key: key + day, build: () => make("p", "day", spokenDay(moment, words(), false)) });
    }
    entries.push({ key: key + message.id + "." + message.version, build: () => makeMessage(message, moment) });
  });
  if (!entries.length) entries.push({ key: page.language + "-empty", build: () => make("p", "empty", words().empty) });
  return entries;
}

/* Makes the children be the entries and touches only those that differ, so that focus and live regions stay. */
function synchronise(parent, entries) {
  const wanted = new Set(entries.map((entry) => entry.key));
  Array.from(parent.children).forEach((child) => {
    if (!wanted.has(child.dataset.key)) child.remove();
  });
  entries.forEach((entry, index) => {
    const child = parent.children[index];
    if (child && child.dataset.key === entry.key) return;
    const built = entry.build();
    built.dataset.key = entry.key;
    parent.insertBefore(built, child || null);
  });
}

function makeMessage(message, moment) {
  const article = make("article", message.mine ? "message mine" : "message");
  article.tabIndex = -1;
  article.dataset.id = message.id;
  const bubble = make("div", "bubble");
  bubble.append(make("span", "visually-hidden", (message.mine ? words().you : words().bot) + ": "));
  bubble.append(...message.attachments.map(makeAttachment));
  bubble.append(...makeLines(message.lines), make("time", "at", spokenTime(moment)));
  article.append(bubble);
  if (message.rows.length) article.append(makeRows(message));
  return article;
}

/* A picture is looked at here, a file is kept; what they are called and say was written by others. */
function makeAttachment(attachment) {
  const figure = make("figure", "attachment");
  figure.append(attachment.kind === "picture" ? makePicture(attachment) : makeDownload(attachment));
  if (attachment.caption) figure.append(make("figcaption", "caption", attachment.caption));
  return figure;
}

function makePicture(attachment) {
  const picture = make("img", "picture");
  picture.alt = attachment.caption || attachment.name;
  picture.src = attachment.path;
  return picture;
}

function makeDownload(attachment) {
  const link = make("a", "download", attachment.name);
  link.append(make("span", "size", spokenSize(attachment.bytes, words())));
  link.download = attachment.name;
  link.href = attachment.path;
  return link;
}

function makeLines(lines) {
  const parts = [];
  lines.forEach((line) => {
    if (line.style !== "item") {
      parts.push(make(TAG_OF[line.style] || "p", "line " + line.style, line.text));
      return;
    }
    const last = parts[parts.length - 1];
    const list = last && last.tagName === "UL" ? last : make("ul", "items");
    if (list !== last) parts.push(list);
    list.append(make("li", "line item", line.text));
  });
  return parts;
}

function makeRows(message) {
  const rows = make("div", "rows");
  message.rows.forEach((row) => {
    const line = make("div", "row");
    row.forEach((button) => {
      line.append(makeButton("action", button.label, (event) => tap(message, button.code, event.currentTarget)));
    });
    rows.append(line);
  });
  return rows;
}

async function tap(message, code, button) {
  button.setAttribute("aria-busy", "true");
  await attempt(() => send({ code, message: message.id }));
  button.removeAttribute("aria-busy");
  // The button may be gone with its message: whoever uses the keyboard goes on where the answer stands.
  if (!button.isConnected && document.activeElement === document.body) focusMessage(message.id);
}

function focusMessage(id) {
  const article = document.querySelector(".message[data-id='" + id + "']");
  if (article) article.focus({ preventScroll: true });
}

async function send(what) {
  await converse((account) => ask("/api/say", Object.assign({ account }, what)), String(what.message));
}

export async function sendFile() {
  const field = $("file");
  const file = field.files[0];
  field.value = "";
  if (file) await sendThis(file);
}

/* A file from the clipboard. A table copied from a document brings a picture of itself along: its text is what counts. */
export async function pasteFile(event) {
  const [file] = event.clipboardData.files;
  if (!file || event.clipboardData.getData("text/plain")) return;
  event.preventDefault();
  await sendThis(file);
}

async function sendThis(file) {
  await attempt(() => converse((account) => askWithFile("/api/file", account, file)));
  $("words").focus();
}

async function converse(asked, tapped) {
  const account = page.chosen;
  const before = lastId();
  const chat = await asked(account);
  if (account !== page.chosen) return;
  showChat(account, chat);
  showFrom(before, tapped);
}

function showFirstSteps(messages) {
  const steps = $("first");
  steps.hidden = messages.some((message) => message.mine);
  if (steps.hidden) return;
  const press = (text) => () => attempt(() => send({ text })).then(() => $("words").focus());
  const start = { key: words().start, build: () => makeButton("chip main", words().start, press("/start")) };
  const chips = words().firstSteps.map((text) => ({ key: text, build: () => makeButton("chip", text, press(text)) }));
  synchronise(steps, messages.length ? chips : [start].concat(chips));
}

/* ---- writing ---- */

export function keepDraft() {
  drafts[page.chosen] = $("words").value;
}

export function restoreDraft() {
  $("words").value = drafts[page.chosen] || "";
  grow();
}

export async function submit(event) {
  if (event) event.preventDefault();
  const field = $("words");
  const text = field.value.trim();
  if (!text) return;
  const account = page.chosen;
  field.focus();
  field.value = "";
  grow();
  const worked = await attempt(() => send({ text }));
  drafts[account] = worked ? "" : text;
  if (!worked && account === page.chosen && !field.value) field.value = text;
  grow();
}

export function grow() {
  const field = $("words");
  field.style.height = "auto";
  field.style.height = Math.min(field.scrollHeight + 2, TALLEST_FIELD) + "px";
  field.style.overflowY = field.scrollHeight + 2 > TALLEST_FIELD ? "auto" : "hidden";
}
