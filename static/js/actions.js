// The list of actions saves by itself and shows that it did. Every row is an ordinary form as
// well, so the page works without this file. Nothing is kept in the browser's storage: what is
// not saved yet stays in the fields, and the page warns before it is left.

import { Row } from "./actions-row.js";

const list = document.querySelector("[data-actions]");
const indicator = document.querySelector("[data-saved]");
const signedOut = document.querySelector("[data-signed-out]");
const rows = [];

/** The indicator tells the worst of all rows: not saved before saving before saved. */
function showState(answer) {
  const states = rows.map((row) => row.state);
  signedOut.hidden = !states.includes("signed-out");
  const order = ["signed-out", "failed", "unsaved", "saving"];
  if (answer?.time) indicator.dataset.time = answer.time;
  let state = order.find((one) => states.includes(one)) ?? (indicator.dataset.time ? "saved" : "");
  if (state === "signed-out" || (state === "failed" && !navigator.onLine)) state = "unsaved";
  if (indicator.dataset.state === state && state !== "saved") return;
  indicator.dataset.state = state;
  const text = { saving: "textSaving", saved: "textSaved", unsaved: "textUnsaved", failed: "textFailed" }[state];
  if (text) indicator.textContent = indicator.dataset[text].replace("{time}", indicator.dataset.time ?? "");
}

/** What a save changed beyond its row: how far the goal and the plan are. */
function showAnswer(answer) {
  for (const [key, text] of Object.entries(answer.sums ?? {})) {
    const place = document.querySelector(`[data-sums="${key}"]`);
    if (place) place.textContent = text;
  }
  showState(answer);
}

/** Unfold the row of the address (#action-12): on a phone its fields are folded. */
function openFromAddress() {
  const item = /^#action-\d+$/.test(location.hash) && document.querySelector(location.hash);
  if (item) item.scrollIntoView({ block: "center" });
}

for (const item of list?.querySelectorAll("[data-item]") ?? []) {
  rows.push(new Row(item, { list, changed: showState, saved: showAnswer }));
}
window.addEventListener("online", () => rows.forEach((row) => row.retryNow()));
window.addEventListener("offline", () => showState());
// Coming back from the tab in which one signed in again, or from another app.
window.addEventListener("focus", () => rows.forEach((row) => row.retryNow()));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") rows.forEach((row) => row.flush());
  else rows.forEach((row) => row.retryNow());
});
window.addEventListener("beforeunload", (event) => {
  if (rows.some((row) => row.state !== "")) event.preventDefault();
});
openFromAddress();
document.documentElement.dataset.actions = "ready";
