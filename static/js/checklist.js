// The checklist saves by itself and shows that it did. Every line is an ordinary form as well,
// so the page works without this file. Nothing is kept in the browser's storage: what is not
// saved yet stays in the fields, and the page warns before it is left.

import { Line } from "./checklist-line.js";
import { Uploads, bindFile } from "./checklist-files.js";
import { showState, watch } from "./row.js";

const list = document.querySelector("[data-checklist]");
const indicator = document.querySelector("[data-saved]");
const signedOut = document.querySelector("[data-signed-out]");
const next = document.querySelector("[data-next]");
const count = document.querySelector("[data-count]");
const listed = document.querySelector("[data-listed]");
const left = document.querySelector("[data-left]");
const strip = document.querySelector("[data-strip]");
const works = [];

function changed(answer) {
  signedOut.hidden = !works.some((work) => work.state === "signed-out");
  showState(indicator, works, answer);
}

/** What a save changed beyond its line: the count and the button to what comes next. */
function showAnswer(answer) {
  if (answer?.count) count.textContent = answer.count;
  if (answer?.listed) listed.textContent = answer.listed;
  if (answer?.count) left.textContent = answer.left;
  if (answer?.strip) showStrip(answer.strip);
  if (answer?.next) {
    next.firstElementChild.textContent = answer.next.label;
    next.href = answer.next.url;
    if (answer.next.line) next.dataset.line = answer.next.line;
    else delete next.dataset.line;
  }
  changed(answer);
}

/** The strip changes when a step is done: the server draws it, as it does everywhere. */
function showStrip(svg) {
  const drawn = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  const words = drawn.querySelector("title").textContent;
  if (words !== strip.querySelector("title").textContent) strip.replaceChildren(document.importNode(drawn, true));
}

/** Unfold the line of the address (#item-12) and bring it into view. */
function openFromAddress() {
  const item = /^#item-\d+$/.test(location.hash) && document.querySelector(location.hash);
  if (!item) return;
  item.querySelector("details").open = true;
  item.scrollIntoView({ block: "center" });
}

for (const item of list.querySelectorAll("[data-item]")) {
  works.push(new Line(item, { list, changed, saved: showAnswer }));
  works.push(new Uploads(item, { list, changed, saved: showAnswer }));
  for (const row of item.querySelectorAll("[data-file]")) bindFile(row, list, showAnswer);
}

next.addEventListener("click", (event) => {
  const item = next.dataset.line && document.getElementById(`item-${next.dataset.line}`);
  if (!item) return;
  event.preventDefault();
  if (location.hash === `#${item.id}`) openFromAddress();
  else location.hash = item.id;
  item.querySelector("summary").focus({ preventScroll: true });
});
window.addEventListener("hashchange", openFromAddress);
window.addEventListener("offline", () => changed());
watch(works);
openFromAddress();
document.documentElement.dataset.checklist = "ready";
