// The service inventory saves by itself: a tap says how a service stands, a sentence says why.
// Every row is an ordinary form as well, so the page works without this file.

import { Row, showState, watch } from "./row.js";

const PAUSE = 900; // ms without a keystroke before a sentence is saved
const TAP_PAUSE = 300; // ms: arrow keys pass by states that nobody means

const list = document.querySelector("[data-services]");
const indicator = document.querySelector("[data-saved]");
const sums = document.querySelector("[data-sums]");
const rows = [];

class ServiceRow extends Row {
  constructor(item) {
    super(item, {
      list,
      fields: ["state", "note"],
      changed: () => showState(indicator, rows),
      saved: (answer) => {
        sums.textContent = answer.sums;
        showState(indicator, rows, answer);
      },
    });
    this.error = item.querySelector('[data-error="all"]');
    this.note = this.form.elements.note;
    this.form.addEventListener("change", (event) => {
      if (event.target.name === "state") this.touched(TAP_PAUSE);
    });
    this.note.addEventListener("input", () => this.touched(PAUSE));
    this.note.addEventListener("blur", () => this.retryNow());
  }

  body() {
    return this.item.querySelector("[data-conflict-place]");
  }

  unfold() {}

  values() {
    const values = super.values();
    return { ...values, note: values.note.trim() };
  }

  took(answer) {
    const { state } = answer.values;
    this.item.dataset.state = state;
    this.item.querySelector("[data-mark]").dataset.state = state;
    this.item.querySelector("[data-seen]").textContent = answer.seen;
  }

  clearErrors() {
    this.showErrors({ all: [""] });
  }

  showErrors(errors) {
    const [[text]] = Object.values(errors);
    this.error.textContent = text;
    this.error.hidden = !text;
    this.note.toggleAttribute("aria-invalid", Boolean(text));
  }
}

for (const item of list?.querySelectorAll("[data-item]") ?? []) {
  if (item.querySelector("form")) rows.push(new ServiceRow(item));
}
window.addEventListener("offline", () => showState(indicator, rows));
watch(rows);
document.documentElement.dataset.services = "ready";
