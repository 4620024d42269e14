// The check-in page. Each tap is an act with a key of its own: it is shown and saved here at once
// and sent when there is a network, as often as it takes. The server takes a key once. Without
// this file each row is an ordinary form.

import { backoff, send } from "./send.js";
import { camera } from "./checkin-camera.js";
import { Queue } from "./checkin-queue.js";
import { Rows, plural, setText } from "./checkin-rows.js";

const POLL = 15_000;
const root = document.querySelector("[data-door]");
const words = root.dataset;
const one = (name) => root.querySelector(`[data-${name}]`);
const rows = new Rows(root);
const queue = new Queue(words.user, words.meeting);
const search = one("search");
let shown = search.querySelector('[aria-pressed="true"]')?.value ?? "";
let busy = false;
let failures = 0;
let timer = 0;
let trouble = ""; // a sentence that stands until a delivery succeeds
let signedOut = false;
let most = Infinity; // acts a delivery; one by one while something among them cannot be read

/** Take an act: show it, keep it, send it. Answers false when the door is closed, and says why. */
function act(told) {
  const closed = one("closed-text").textContent;
  if (closed) {
    showTrouble("");
    requestAnimationFrame(() => showTrouble(closed)); // the same words twice are read twice
    return false;
  }
  queue.add(told);
  draw();
  deliver();
  return true;
}

function showClosed(why) {
  setText(one("closed-text"), why);
  one("closed").hidden = !why;
}

function showTrouble(text) {
  one("trouble").hidden = !text;
  one("sign-in").hidden = !signedOut;
  setText(one("trouble-text"), text);
}

function draw() {
  rows.show([...queue.acts.values()]);
  filter();
  showState();
}

function filter() {
  const left = rows.filter(search.elements.q.value, shown);
  setText(one("found"), plural(words.textFoundOne, words.textFoundMany, left));
  one("nobody").hidden = left > 0 || shown !== "";
}

function showState() {
  const text = one("state-text");
  one("state-box").hidden = false;
  const waits = queue.size > 0;
  text.dataset.state = waits ? (busy && !failures ? "saving" : "unsaved") : "saved";
  // What the server refuses does not wait for the network.
  const [single, many] = trouble ? [words.textKeptOne, words.textKeptMany] : [words.textWaitingOne, words.textWaitingMany];
  let says = plural(single, many, queue.size);
  if (!waits) says = words.textSaved;
  else if (text.dataset.state === "saving") says = words.textSending;
  if (waits && !queue.keeps) says += ` ${words.textMemory}`;
  setText(text, says);
  one("send-now").hidden = !waits || text.dataset.state === "saving";
  showTrouble(trouble);
}

/** Send what waits and learn who is here; again later when that fails. */
async function deliver() {
  if (busy) return;
  busy = true;
  window.clearTimeout(timer);
  queue.read(); // another tab may have added some
  const acts = queue.next().slice(0, most);
  showState();
  const answer = acts.length > 0 ? await post(acts) : await look();
  busy = false;
  signedOut = answer.kind === "signed-out" || answer.body?.code === "other_user";
  if (answer.kind === "saved") {
    failures = 0;
    most = Infinity;
    trouble = "";
    showClosed(answer.body.closed);
    settle(acts, answer.body);
  } else if (answer.body?.code === "unreadable") {
    if (acts.length === 1) giveUp(acts[0], answer.body.message);
    most = 1;
  } else if (answer.kind !== "idle") {
    failures += 1;
    trouble = sentence(answer);
  }
  draw();
  const soon = queue.size > 0 && failures === 0;
  timer = window.setTimeout(deliver, soon ? (progressed(acts) ? 0 : 2000) : failures ? backoff(failures) : POLL);
}

/** What people must know and do before a delivery can succeed; "" when waiting is enough. */
function sentence({ kind, body }) {
  if (kind === "signed-out") return words.textSignedOut;
  if (kind === "forbidden" || kind === "gone") return words.textGone;
  return kind === "refused" ? (body?.message ?? "") : "";
}

const progressed = (acts) => acts.some((act) => !queue.acts.has(act.key));

function post(acts) {
  const told = { now: new Date().toISOString(), user: Number(words.user), acts };
  const body = new Blob([JSON.stringify(told)], { type: "application/json" });
  return send(root, { action: words.url, elements: document.querySelector("[data-walk-in-form]").elements }, body);
}

async function look() {
  if (document.visibilityState === "hidden") return { kind: "idle" };
  try {
    const response = await fetch(words.url, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (response.status === 401) return { kind: "signed-out" };
    return response.ok ? { kind: "saved", body: await response.json() } : { kind: "failed" };
  } catch {
    return { kind: "failed" };
  }
}

/** What became of the acts: those taken are forgotten here, those refused are told. */
function settle(acts, body) {
  const refused = [];
  for (const outcome of body.outcomes ?? []) {
    if (outcome.result === "wait") continue;
    if (outcome.result === "refused") refused.push(outcome);
    for (const other of queue.acts.values()) {
      // What was done with a walk-in before it had a number now has one, or has nobody.
      if (other.walkIn !== outcome.key) continue;
      if (outcome.guest === null) queue.drop(other.key);
    }
    queue.drop(outcome.key);
  }
  rows.take(body);
  for (const outcome of refused) tellRefused(acts.find((act) => act.key === outcome.key), outcome.message);
}

function giveUp(told, message) {
  queue.drop(told.key);
  tellRefused(told, message);
}

function tellRefused(told, message) {
  const item = document.createElement("li");
  const row = told.guest && rows.row(told.guest);
  item.className = "notice stop";
  item.textContent = [words.textNotTaken, told.name ?? (row ? rows.name(row) : told.code), message].filter(Boolean).join(" ");
  one("refused").hidden = false;
  one("refused").append(item);
}

const say = (sentence, name) => setText(one("said"), sentence.replace("[name]", name));

/** Who the row is: by number, or by the key of a walk-in that waits. */
const whom = (row) =>
  row.dataset.guest.startsWith("new-") ? { walkIn: row.dataset.guest.slice(4) } : { guest: Number(row.dataset.guest) };

one("list").addEventListener("submit", (event) => {
  event.preventDefault();
  const row = event.target.closest("[data-guest]");
  const persons = Math.min(99, Math.max(1, Number(event.target.elements.persons.value) || 1));
  const undone = event.submitter?.value === "undone";
  if (!act({ act: undone ? "undone" : "came", persons, ...whom(row) })) return;
  say(undone ? words.textUndone : words.textCame, rows.name(row));
  // The button that was pressed is gone. Who searched types the next name over this one; else the
  // focus goes to the button in its place.
  if (row.hidden || search.elements.q.value) search.elements.q.select();
  else row.querySelector(undone ? ".door-came" : ".door-undo").focus();
});

one("walk-in-form").addEventListener("submit", (event) => {
  const form = event.target;
  event.preventDefault();
  if (!form.reportValidity()) return;
  const name = form.elements.name.value.trim();
  if (!name) return;
  const told = { name, sector: form.elements.sector.value, email: form.elements.email.value.trim() };
  if (!act({ act: "walk_in", persons: Number(form.elements.persons.value) || 1, ...told })) return;
  say(words.textCame, name);
  form.reset();
  for (const field of ["name", "email", "sector"]) form.elements[field].value = "";
  form.elements.persons.value = 1;
  one("walk-in-box").open = false;
  search.elements.q.value = "";
  filter();
  search.elements.q.focus();
});

one("walk-in-box").addEventListener("toggle", () => {
  const name = one("walk-in-form").elements.name;
  if (!one("walk-in-box").open) return;
  if (!name.value) name.value = search.elements.q.value.trim();
  name.focus();
});

/** The guest's number in a code: "1207 48213" as typed, or a token; the server checks the rest. */
function guestOf(code) {
  const figures = code.replace(/[\s-]/g, "");
  if (/^\d+$/.test(figures)) return Number(figures.slice(0, -5));
  const head = /^([0-9a-z]+)-/i.exec(code)?.[1];
  return head ? Number.parseInt(head, 36) : 0;
}

/** A guest by code: the row when the page has it, else the code itself goes to the server. */
function byCode(text, persons) {
  const code = text.trim();
  const number = guestOf(code);
  if (!number || code.length > 80) {
    say(words.textNoCode);
    return false;
  }
  const row = rows.row(number);
  if (row) persons ??= Number(row.querySelector('[name="persons"]').value);
  if (!act({ act: "came", persons: persons ?? 1, code, ...(row && { guest: Number(row.dataset.guest) }) })) return false;
  say(row ? words.textCame : words.textCode, row ? rows.name(row) : "");
  return true;
}

one("code-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const { code, persons } = event.target.elements;
  if (byCode(code.value, Number(persons.value) || 1)) [code.value, persons.value] = ["", 1];
});

search.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter?.hasAttribute("data-show")) {
    shown = event.submitter.value;
    for (const button of search.querySelectorAll("[data-show]")) {
      button.setAttribute("aria-pressed", String(button.value === shown));
    }
  }
  filter();
});
search.elements.q.addEventListener("input", filter);
one("search-button").hidden = true;

one("send-now").addEventListener("click", () => {
  failures = 0;
  deliver();
});
window.addEventListener("online", () => {
  failures = 0;
  deliver();
});
window.addEventListener("offline", showState);
window.addEventListener("focus", deliver); // from the tab in which one signed in again
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && deliver());
window.addEventListener("beforeunload", (event) => {
  if (queue.size > 0 && !queue.keeps) event.preventDefault();
});

camera(one("code-box"), (text) => byCode(text), { say, noCamera: words.textNoCamera });
draw();
deliver();
document.documentElement.dataset.ready = "door";
