// An application keeps what is written as one goes, and says so. Without this file its buttons do
// the same with a page each. Nothing is kept in the browser: while there is no connection it stays
// in the fields, and is sent as soon as there is one.

import { backoff, send } from "./send.js";
import { showState } from "./row.js";

const PAUSE = 900; // ms without a keystroke before it is saved
const KEEPALIVE_LIMIT = 60_000; // bytes that browsers let a leaving page send
const form = document.querySelector("[data-application]");
const indicator = document.querySelector("[data-saved]");
const work = { state: "" };
let timer;
let attempts = 0;
let sending = false;
let changed = false;
let stopped = false; // somebody else wrote meanwhile: a person must look first
let pressed; // a button pressed while something was under way: else one's own saving is a conflict

function setState(state, answer) {
  work.state = state;
  showState(indicator, [work], answer);
}

function say(text) {
  let note = form.querySelector("[data-application-note]");
  note ??= form.insertBefore(Object.assign(document.createElement("p"), { className: "field-error" }), form.lastElementChild);
  note.dataset.applicationNote = "";
  note.setAttribute("role", "alert");
  note.textContent = text;
  note.hidden = !text;
}

function later(pause) {
  changed = true;
  if (stopped) return;
  if (!attempts) setState("saving");
  clearTimeout(timer);
  timer = setTimeout(go, pause);
}

async function go() {
  if (sending || !changed || stopped) return;
  changed = false;
  sending = true;
  const data = new FormData(form);
  const size = [...data.values()].reduce((sum, one) => sum + String(one).length * 3, 0);
  const keepalive = document.visibilityState === "hidden" && size < KEEPALIVE_LIMIT;
  const { kind, body } = await send(form, form, data, { keepalive });
  sending = false;
  if (kind === "saved") {
    attempts = 0;
    form.elements.version.value = body.version;
    say("");
    setState("", body);
    if (changed) go();
  } else if (kind === "failed" || kind === "signed-out") {
    attempts += 1;
    changed = true;
    setState("failed");
    timer = setTimeout(go, backoff(attempts));
  } else {
    attempts = 0;
    setState("unsaved");
    // A half-written number is no fault before one goes on; another's words are.
    stopped = kind === "conflict";
    if (kind === "conflict") say(form.dataset.textConflict);
    else if (body?.message) say(body.message);
  }
  if (pressed) form.requestSubmit(pressed.button);
}

form.addEventListener("input", () => later(PAUSE));
form.addEventListener("change", () => later(0));
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (sending) {
    event.preventDefault();
    pressed = { button: event.submitter };
    changed = false;
    return;
  }
  stopped = true;
  work.state = "";
});
window.addEventListener("online", () => changed && later(0));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && changed) go();
});
window.addEventListener("beforeunload", (event) => {
  if (work.state === "failed") event.preventDefault();
});
document.documentElement.dataset.application = "ready";
