/* Who one can be: the list with its unread counts, and the one who was chosen. */

import { $, make, makeButton, page, words } from "./page.js";
import { counted } from "./words.js";

const TONES = 6;

export function chosenPerson() {
  return page.people.find((person) => person.account === page.chosen) || page.people[0];
}

export function showPeople() {
  const list = $("people");
  while (list.children.length < page.people.length) list.append(makePerson());
  page.people.forEach((person, index) => updatePerson(list.children[index].firstChild, person));
}

function makePerson() {
  const item = make("li");
  const button = makeButton("person");
  const names = make("span", "names");
  names.append(make("span", "name"), make("span", "role"));
  button.append(make("span", "face"), names, make("span", "badge"), make("span", "visually-hidden"));
  button.children[0].setAttribute("aria-hidden", "true");
  button.children[2].setAttribute("aria-hidden", "true");
  item.append(button);
  return item;
}

function updatePerson(button, person) {
  const [face, names, badge, unreadAloud] = button.children;
  const unread = unreadOf(person.account);
  dressFace(face, person);
  names.children[0].textContent = person.name;
  names.children[1].textContent = person.role;
  badge.textContent = unread > 99 ? "99+" : String(unread);
  badge.hidden = unread === 0;
  unreadAloud.textContent = unread ? ", " + counted(unread, words().unread, page.language) : "";
  button.dataset.account = person.account;
  button.setAttribute("aria-current", person.account === page.chosen ? "true" : "false");
}

function unreadOf(account) {
  const chat = page.chats[account];
  return chat ? Math.max(0, chat.received - (page.seen[account] || 0)) : 0;
}

export function showWho() {
  const person = chosenPerson();
  dressFace($("face"), person);
  $("name").textContent = person.name;
  $("hint").textContent = [person.role, person.hint].filter(Boolean).join(" · ");
}

function dressFace(face, person) {
  face.className = "face tone-" + (page.people.indexOf(person) % TONES);
  face.textContent = person.name.split(/\s+/).slice(0, 2).map((part) => part.charAt(0)).join("").toUpperCase();
}
