// One line of the checklist, as a row that saves by itself.

import { Row } from "./row.js";
import { showError } from "./send.js";

const PAUSE = 800; // ms without a keystroke before a text or a choice is saved
const FIELDS = ["state", "note", "responsible", "due_on"];

export class Line extends Row {
  constructor(item, told) {
    super(item, { ...told, fields: FIELDS });
    this.box = item.querySelector(".box");
    this.box.addEventListener("click", (event) => this.tick(event));
    for (const field of [...this.form.elements].filter((one) => FIELDS.includes(one.name))) {
      if (field.type === "date") {
        this.watchDate(field);
        continue;
      }
      field.addEventListener("input", () => this.touched(PAUSE));
      // Arrow keys on a choice pass by what nobody means.
      field.addEventListener("change", () => this.touched(field.type === "radio" ? PAUSE : 0));
    }
  }

  body() {
    return this.item.querySelector(".item-body");
  }

  put(values) {
    super.put(values);
    this.show(this.form.elements.state.value);
  }

  show(state) {
    this.item.dataset.state = state;
    this.box.setAttribute("aria-checked", String(state === "done"));
    this.box.value = state === "open" ? "done" : "open";
  }

  tick(event) {
    event.preventDefault();
    if (this.conflict || "unsaved" in this.item.dataset) return;
    this.form.elements.state.value = this.item.dataset.state === "open" ? "done" : "open";
    this.touched();
  }

  touched(pause) {
    if (!("unsaved" in this.item.dataset)) this.show(this.form.elements.state.value);
    super.touched(pause);
  }

  took(body) {
    this.item.querySelector("[data-facts]").textContent = body.facts;
    this.item.toggleAttribute("data-late", body.late);
  }

  clearErrors() {
    for (const place of this.item.querySelectorAll('[data-error]:not([data-error="files"])')) {
      showError(this.item, place.dataset.error, "");
    }
  }

  showErrors(errors) {
    for (const [name, texts] of Object.entries(errors)) showError(this.item, name, texts[0]);
  }

  settle(whose) {
    super.settle(whose);
    this.item.querySelector("summary").focus();
  }
}
