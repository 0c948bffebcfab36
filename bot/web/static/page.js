/* What every part of the page shares: its state, its elements, its way to the server. */

import { WORDS } from "./words.js";

export const remembered = readMemory();
export const page = {
  language: remembered.language === "en" ? "en" : "uk",
  run: "",
  people: [],
  chosen: remembered.chosen || "",
  seen: {},
  chats: {},
  busy: false,
};

export const words = () => WORDS[page.language];
export const $ = (id) => document.getElementById(id);

/* ---- what this tab remembers over a reload ---- */

function readMemory() {
  try {
    return JSON.parse(sessionStorage.getItem("planovyk")) || {};
  } catch (error) {
    return {};
  }
}

export function remember() {
  const { language, run, chosen, seen } = page;
  try {
    sessionStorage.setItem("planovyk", JSON.stringify({ language, run, chosen, seen }));
  } catch (error) {
    // A browser that keeps nothing still shows everything.
  }
}

/* ---- elements; what others wrote becomes text (textContent), never markup ---- */

export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

export function makeButton(className, text, press) {
  const button = make("button", className, text);
  button.type = "button";
  if (press) button.addEventListener("click", press);
  return button;
}

/* ---- the server ---- */

class Refusal extends Error {}

export async function ask(path, body) {
  const options = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(Object.assign({ language: page.language }, body)),
  };
  const response = await fetch(path, options || {});
  if (response.status === 409) throw new Refusal(await response.text());
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

/* Sends a file as it is, its name beside it. */
export async function askWithFile(path, account, file) {
  const query = new URLSearchParams({ account, name: file.name, language: page.language });
  const response = await fetch(path + "?" + query, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream" },
    body: file,
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

/* Runs one thing that the person asked for; a second press meanwhile does nothing. Returns whether it worked. */
export async function attempt(action) {
  if (page.busy) return false;
  setBusy(true);
  showTrouble("");
  try {
    await action();
    return true;
  } catch (error) {
    showTrouble(error instanceof Refusal ? error.message : words().failed);
    return false;
  } finally {
    setBusy(false);
  }
}

function setBusy(busy) {
  page.busy = busy;
  document.body.classList.toggle("busy", busy);
}

export function showTrouble(text) {
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
}
