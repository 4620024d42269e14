// The list of actions saves by itself and shows that it did. Every row is an ordinary form as
// well, so the page works without this file. Nothing is kept in the browser's storage: what is
// not saved yet stays in the fields, and the page warns before it is left.

import { ActionRow } from "./actions-row.js";
import { showState, watch } from "./row.js";

const list = document.querySelector("[data-actions]");
const indicator = document.querySelector("[data-saved]");
const signedOut = document.querySelector("[data-signed-out]");
const rows = [];

function changed(answer) {
  signedOut.hidden = !rows.some((row) => row.state === "signed-out");
  showState(indicator, rows, answer);
}

/** What a save changed beyond its row: how far the goal and the plan are. */
function showAnswer(answer) {
  for (const [key, text] of Object.entries(answer.sums ?? {})) {
    const place = document.querySelector(`[data-sums="${key}"]`);
    if (place) place.textContent = text;
  }
  changed(answer);
}

/** Unfold the row of the address (#action-12): on a phone its fields are folded. */
function openFromAddress() {
  const item = /^#action-\d+$/.test(location.hash) && document.querySelector(location.hash);
  if (item) item.scrollIntoView({ block: "center" });
}

for (const item of list?.querySelectorAll("[data-item]") ?? []) {
  rows.push(new ActionRow(item, { list, changed, saved: showAnswer }));
}
window.addEventListener("offline", () => changed());
watch(rows);
openFromAddress();
document.documentElement.dataset.actions = "ready";
