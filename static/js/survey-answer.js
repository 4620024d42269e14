// A page of a survey keeps what is written as one goes, and says so. Without this file the
// buttons do the same with a page each. Nothing is kept in the browser: while there is no
// connection it stays in the fields, and is sent as soon as there is one.

import { backoff } from "./send.js";
import { showState } from "./row.js";

const PAUSE = 800; // ms without a keystroke before a text is saved
const TIMEOUT = 20_000;
const form = document.querySelector("[data-survey]");
const indicator = document.querySelector("[data-saved]");
const work = { state: "" };
let timer;
let attempts = 0;
let wanted = ""; // what is to be sent: "save", or the button that was pressed
let button; // which one
let sending = false;
let note;

function setState(state, answer) {
  work.state = state;
  showState(indicator, [work], answer);
}

function say(text) {
  note ??= form.insertBefore(Object.assign(document.createElement("p"), { className: "field-error" }), form.querySelector(".survey-foot"));
  note.setAttribute("role", "alert");
  note.textContent = text;
  note.hidden = !text;
}

function later(act, pause) {
  if (wanted !== "next" && wanted !== "back") wanted = act;
  clearTimeout(timer);
  timer = setTimeout(go, pause);
}

async function go() {
  if (sending || !wanted) return;
  const act = wanted;
  wanted = "";
  sending = true;
  setState("saving");
  const data = new FormData(form);
  data.set("act", act);
  let response;
  try {
    const signal = AbortSignal.timeout(TIMEOUT);
    const keepalive = document.visibilityState === "hidden"; // the page may be gone in a moment
    response = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" }, keepalive, signal });
  } catch {
    response = undefined;
  }
  sending = false;
  await answered(act, response);
}

async function answered(act, response) {
  const ours = response?.headers.get("Content-Type")?.startsWith("application/json");
  if (!response || response.status >= 500 || !ours) {
    attempts += 1;
    setState("failed");
    say(form.dataset.textOffline);
    later(act, backoff(attempts));
    return;
  }
  attempts = 0;
  const body = await response.json();
  if (response.ok) {
    say("");
    setState("", body);
    if (act !== "save") location.assign(body.to);
    else if (wanted) go();
    return;
  }
  // A half-written number is no fault before one goes on.
  setState("unsaved");
  if (act === "save") return;
  if (act === "back") history.back();
  else say(body.message);
}

form.addEventListener("input", () => later("save", PAUSE));
form.addEventListener("change", () => later("save", 0));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  button = event.submitter;
  wanted = "";
  later(button?.value ?? "next", 0);
});
window.addEventListener("online", () => later("save", 0));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && wanted === "save") go();
});
window.addEventListener("beforeunload", (event) => {
  if (work.state === "failed") event.preventDefault();
});
// What was chosen before this script was there is kept too.
const touched = (one) => one.defaultChecked !== undefined && one.checked !== one.defaultChecked;
const typed = (one) => one.defaultValue !== undefined && !one.matches("[type=radio], [type=checkbox]") && one.value !== one.defaultValue;
if ([...form.elements].some((one) => touched(one) || typed(one))) later("save", 0);
document.documentElement.dataset.surveyAnswer = "ready";
