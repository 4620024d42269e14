// Notes of a focus group: each saves itself, so that several people write at once.

import { Row, showState, watch } from "./row.js";
import { showError } from "./send.js";

const PAUSE = 900; // ms without a keystroke before a note is saved
const list = document.querySelector("[data-notes]");

class Note extends Row {
  constructor(item) {
    const indicator = item.querySelector("[data-saved]");
    super(item, {
      list,
      fields: ["text", "who"],
      changed: () => showState(indicator, [this]),
      saved: (answer) => showState(indicator, [this], answer),
    });
    item.addEventListener("input", () => this.touched(PAUSE));
  }

  body() {
    return this.item.querySelector("[data-conflict-place]");
  }

  unfold() {}

  ready({ text }) {
    return text.trim() !== ""; // an emptied note is removed by its button, not by mistake
  }

  clearErrors() {
    showError(this.item, "all", "");
  }

  showErrors(errors) {
    showError(this.item, "all", Object.values(errors)[0][0]);
  }
}

const notes = [...document.querySelectorAll("[data-note-row]")].map((item) => new Note(item));
watch(notes);

for (const form of document.querySelectorAll("[data-new-note]")) {
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}
// After a note was added the next one of the same question is written.
const at = new URLSearchParams(location.search).get("at");
document.querySelector(`#q${Number(at)} [data-new-note] textarea`)?.focus({ preventScroll: true });
