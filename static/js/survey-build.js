// The open question of a survey saves by itself and shows that it did; the telephone beside it
// shows what was saved. It is an ordinary form as well, so the page works without this file.

import { Row, showState, watch } from "./row.js";

const PAUSE = 800; // ms without a keystroke before a text is saved
const list = document.querySelector("[data-questions]");
const indicator = document.querySelector("[data-saved]");
const signedOut = document.querySelector("[data-signed-out]");
const phone = document.querySelector("[data-phone]");
const item = document.querySelector("form[data-item]");
const rows = [];

class QuestionRow extends Row {
  constructor(item, told) {
    const names = [...item.elements].map((one) => one.name).filter((one) => one && !["csrfmiddlewaretoken", "version"].includes(one));
    super(item, { ...told, fields: [...new Set(names)] });
    for (const field of item.elements) {
      if (!names.includes(field.name)) continue;
      field.addEventListener("input", () => this.touched(PAUSE));
      field.addEventListener("change", () => {
        this.redraws ||= "redraw" in field.dataset;
        this.touched();
      });
    }
  }

  body() {
    return this.item.querySelector("[data-body]");
  }

  unfold() {}

  /** Checkboxes are put by being checked, other fields by their value. */
  put(values) {
    for (const [name, value] of Object.entries(values)) {
      const field = this.form.elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = Boolean(value);
      else field.value = value ?? "";
    }
  }

  same(one, other) {
    return this.names.every((name) => (one[name] || "") === (other[name] || ""));
  }

  clearErrors() {
    for (const place of this.item.querySelectorAll(".field-error")) place.remove();
  }

  showErrors(errors) {
    for (const [name, [text]] of Object.entries(errors)) {
      const place = document.createElement("p");
      place.className = "field-error";
      place.setAttribute("role", "alert");
      place.textContent = text;
      const field = this.form.elements[name];
      if (field?.after) field.after(place);
      else this.body().prepend(place);
    }
  }

  took() {
    const first = this.form.querySelector("[data-first]");
    if (first.value) this.item.closest(".question-open").querySelector("h2").textContent = first.value;
    if (phone) phone.contentWindow.location.reload();
    // Another kind of answer has other fields, which the server draws.
    if (this.redraws) this.leaving = true;
  }
}

function changed(answer) {
  signedOut.hidden = !rows.some((row) => row.state === "signed-out");
  showState(indicator, rows, answer);
}

function saved(answer) {
  changed(answer);
  if (rows[0].leaving && rows[0].state === "") location.reload();
}

rows.push(new QuestionRow(item, { list, changed, saved }));
watch(rows);
const first = item.querySelector("[data-first]");
if (first.value === "") first.focus({ preventScroll: true });
document.documentElement.dataset.surveyBuild = "ready";
