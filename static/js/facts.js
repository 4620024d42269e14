// What the figures mean here: each topic's note saves itself, so that several people write at once.

import { Row, showState, watch } from "./row.js";
import { showError } from "./send.js";

const PAUSE = 900; // ms without a keystroke before a note is saved
const list = document.querySelector("[data-facts]");

class Note extends Row {
  constructor(item) {
    const indicator = item.querySelector("[data-saved]");
    super(item, {
      list,
      fields: ["text"],
      changed: () => {
        showState(indicator, [this]);
        this.goOn();
      },
      saved: (answer) => {
        showState(indicator, [this], answer);
        queueMicrotask(() => this.goOn());
      },
    });
    this.form.elements.text.addEventListener("input", () => this.touched(PAUSE));
  }

  /** "Done" goes off when all that was written is saved; everything else saves by itself. */
  submit(event) {
    const finish = event.submitter?.matches("[data-finish]");
    if (finish && this.state === "" && this.same(this.values(), this.kept)) return;
    event.preventDefault();
    this.finishing = finish ? event.submitter : undefined;
    this.touched();
  }

  goOn() {
    if (!this.finishing || this.state !== "") return;
    const button = this.finishing;
    this.finishing = undefined;
    this.form.requestSubmit(button);
  }

  took(body) {
    const said = this.item.closest(".fact-note").querySelector("[data-note-said]");
    if (said) said.textContent = body.values.text;
  }

  body() {
    return this.item.querySelector("[data-conflict-place]");
  }

  unfold() {
    this.item.open = true;
  }

  clearErrors() {
    showError(this.item, "all", "");
  }

  showErrors(errors) {
    showError(this.item, "all", Object.values(errors)[0][0]);
  }
}

const rows = [...document.querySelectorAll("[data-note-row]")].map((item) => new Note(item));
watch(rows);

for (const details of document.querySelectorAll(".fact-write")) {
  details.addEventListener("toggle", () => {
    if (details.open) details.querySelector("textarea").focus({ preventScroll: true });
  });
}
