// Who is missing: each group is a row that saves by itself.

import { Row, showState, watch } from "./row.js";

const PAUSE = 900; // ms without a keystroke before it is saved

const list = document.querySelector("[data-presences]");
const indicator = document.querySelector("[data-saved]");
const rows = [];

class Presence extends Row {
  constructor(item) {
    super(item, {
      list,
      fields: ["takes_part", "who"],
      changed: () => showState(indicator, rows),
      saved: (answer) => showState(indicator, rows, answer),
    });
    this.error = item.querySelector('[data-error="all"]');
    this.who = this.form.elements.who;
    this.form.addEventListener("change", (event) => {
      if (event.target.name === "takes_part") this.touched();
    });
    this.who.addEventListener("input", () => this.touched(PAUSE));
    this.who.addEventListener("blur", () => this.retryNow());
  }

  /** Who is written first is sent with the answer. */
  ready({ takes_part: answer }) {
    if (answer) return true;
    this.setState("unsaved");
    this.stopped = true;
    return false;
  }

  body() {
    return this.item.querySelector("[data-conflict-place]");
  }

  unfold() {}

  clearErrors() {
    this.showErrors({ all: [""] });
  }

  showErrors(errors) {
    const [[text]] = Object.values(errors);
    this.error.textContent = text;
    this.error.hidden = !text;
  }

  values() {
    const values = super.values();
    return { ...values, who: values.who.trim() };
  }
}

for (const item of list?.querySelectorAll("[data-item]") ?? []) rows.push(new Presence(item));
window.addEventListener("offline", () => showState(indicator, rows));
watch(rows);
document.documentElement.dataset.presence = "ready";
