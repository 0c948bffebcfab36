/* The beginning: wires the page, loads the people and listens to what happens. */

import { grow, isShown, keepDraft, pasteFile, refresh, restoreDraft, sendFile, submit } from "./chat.js";
import { moveClock, setClock, showClock } from "./clock.js";
import { $, ask, attempt, page, remember, remembered, showTrouble, words } from "./page.js";
import { chosenPerson, showPeople, showWho } from "./people.js";

let lost = false;

async function choose(account) {
  keepDraft();
  page.chosen = account;
  remember();
  showWho();
  restoreDraft();
  showPeople();
  const button = document.querySelector(".person[aria-current=true]");
  if (button && button.scrollIntoView) button.scrollIntoView({ block: "nearest", inline: "nearest" });
  await refresh();
}

async function loadPeople() {
  const loaded = await ask("/api/people?language=" + page.language);
  page.run = loaded.run;
  page.people = loaded.people;
  page.chosen = chosenPerson().account;
}

async function speak(language) {
  keepDraft();
  page.language = language;
  $("news").hidden = true;
  showWords();
  showClock();
  await loadPeople();
  await choose(page.chosen);
}

function showWords() {
  document.documentElement.lang = page.language;
  document.title = words().brand;
  document.querySelectorAll("[data-words]").forEach((each) => { each.textContent = words()[each.dataset.words]; });
  document.querySelectorAll("[data-label]").forEach((each) => {
    each.setAttribute("aria-label", words()[each.dataset.label]);
  });
  $("words").placeholder = words().placeholder;
  document.querySelectorAll("[data-language]").forEach((each) => {
    each.setAttribute("aria-pressed", String(each.dataset.language === page.language));
  });
}

function listen() {
  const events = new EventSource("/api/events");
  events.onmessage = (event) => {
    if (lost) showTrouble("");
    lost = false;
    takeState(JSON.parse(event.data));
  };
  events.onerror = () => {
    lost = true;
    showTrouble(words().lost);
    // Some browsers give up for good after a refused connection.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
}

function takeState(state) {
  if (state.run !== page.run) {
    // The demo was started anew: what this page shows has gone.
    location.reload();
    return;
  }
  page.chats = state.chats;
  setClock(state.now);
  showPeople();
  if (!isShown(state.chats[page.chosen].revision)) refresh().catch(() => showTrouble(words().failed));
}

/* A press on something that stands for a person. */
function chooseByPress(event) {
  const button = event.target.closest("[data-account]");
  if (button) choose(button.dataset.account).catch(() => showTrouble(words().failed));
}

function wire() {
  $("people").addEventListener("click", chooseByPress);
  $("happened").addEventListener("click", chooseByPress);
  $("say").addEventListener("submit", submit);
  $("attach").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", sendFile);
  $("words").addEventListener("input", grow);
  $("words").addEventListener("paste", pasteFile);
  $("words").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  });
  $("dismiss").addEventListener("click", () => { $("news").hidden = true; $("words").focus(); });
  document.querySelectorAll("[data-to]").forEach((each) => {
    each.addEventListener("click", () => moveClock(each.dataset.to));
  });
  document.querySelectorAll("[data-language]").forEach((each) => {
    each.addEventListener("click", () => attempt(() => speak(each.dataset.language)));
  });
  setInterval(showClock, 1000);
}

async function begin() {
  showWords();
  await loadPeople();
  if (remembered.run === page.run) page.seen = remembered.seen || {};
  await choose(page.chosen);
  listen();
}

wire();
begin().catch(() => {
  showTrouble(words().lost);
  setTimeout(() => location.reload(), 3000);
});
