/* The demo's clock: it runs on by itself between two words of the server. */

import { $, ask, attempt, make, makeButton, page, words } from "./page.js";
import { spokenDay, spokenTime, wallClock } from "./words.js";

let clock = null;

export function setClock(iso) {
  clock = { at: wallClock(iso), since: performance.now() };
  showClock();
}

export function showClock() {
  if (!clock) return;
  const moment = new Date(clock.at.getTime() + performance.now() - clock.since);
  $("time").textContent = spokenTime(moment);
  $("time").dateTime = moment.toISOString().slice(0, 16);
  $("day").textContent = spokenDay(moment, words(), true);
}

export function moveClock(to) {
  return attempt(async () => {
    const moved = await ask("/api/clock", { to });
    setClock(moved.now);
    showHappened(moved);
  });
}

function showHappened(moved) {
  const happened = $("happened");
  const moment = wallClock(moved.now);
  happened.textContent = "";
  happened.append(make("strong", "", spokenDay(moment, words(), false) + ", " + spokenTime(moment)), " ");
  happened.append(make("span", "", moved.arrived.length ? words().got : words().nobodyGot));
  moved.arrived.forEach((each) => {
    const person = page.people.find((one) => one.account === each.account);
    const button = makeButton("got", person.name + " · " + each.count);
    button.dataset.account = each.account;
    happened.append(" ", button);
  });
  $("news").hidden = false;
}
