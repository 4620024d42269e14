// Free text read by keyboard: J and K go on and back, S shows, H holds back.
//
// Each decision is an ordinary form; without this script it leads back to the page.

import { send } from "./send.js";

const list = document.querySelector("[data-review]");
const rows = list ? [...list.children] : [];
let at = -1;

function go(number) {
  at = Math.max(0, Math.min(rows.length - 1, number));
  rows[at]?.focus();
}

async function decide(row, form) {
  const { kind, body } = await send(list, form, new FormData(form));
  // What was not taken is said by the page itself: signed out, decided by somebody else.
  if (kind !== "saved") return form.submit();
  row.dataset.release = body.release;
  row.querySelector("[data-said]").textContent = body.said;
  for (const [release, count] of Object.entries(body.counts)) {
    document.querySelector(`[data-count="${release}"]`).textContent = count;
  }
  for (const was of row.querySelectorAll('[name="was"]')) was.value = body.release;
  go(rows.indexOf(row) + 1);
}

list?.addEventListener("submit", (event) => {
  event.preventDefault();
  decide(event.target.closest(".review-row"), event.target);
});

document.addEventListener("keydown", (event) => {
  if (!rows.length || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select")) return;
  const act = { s: "shown", h: "hidden" }[event.key];
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else if (act && at >= 0) rows[at].querySelector(`[data-act="${act}"]`).requestSubmit();
  else return;
  event.preventDefault();
});

list?.addEventListener("focusin", (event) => {
  at = rows.indexOf(event.target.closest(".review-row"));
});
