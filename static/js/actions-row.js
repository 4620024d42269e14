// One row of the list of actions, as a row that saves by itself.

import { Row } from "./row.js";

const CHOICE_PAUSE = 800; // ms without an arrow key before a choice is taken as meant
const FIELDS = ["state", "state_reason", "responsible", "starts_on", "ends_on", "cost"];

export class ActionRow extends Row {
  constructor(item, told) {
    super(item, { ...told, fields: FIELDS });
    for (const name of FIELDS) this.watch(this.form.elements[name]);
  }

  /** A field is saved when it is left or Enter is pressed; Escape takes back what was typed. */
  watch(field) {
    this.markEmpty(field);
    if (field.type === "date") {
      field.addEventListener("input", () => this.markEmpty(field));
      this.watchDate(field);
    } else this.watchText(field);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && field.value !== this.kept[field.name] && !this.conflict) {
        field.value = this.kept[field.name];
        this.typing = false;
        this.left(field);
      }
    });
  }

  watchText(field) {
    field.addEventListener("change", () => this.left(field, field.matches("select") ? CHOICE_PAUSE : 0));
    field.addEventListener("input", () => {
      if (this.state === "") this.setState("unsaved");
      this.dirty = true;
    });
    field.addEventListener("blur", () => {
      if (this.dirty) this.left(field);
    });
  }

  /** An empty date shows nothing until somebody comes near (actions.css). */
  markEmpty(field) {
    if (field.type === "date") field.toggleAttribute("data-empty", field.value === "");
  }

  body() {
    return this.item.querySelector(".action-fields");
  }

  put(values) {
    super.put(values);
    for (const name of FIELDS) this.markEmpty(this.form.elements[name]);
  }

  /** Put the server's values into fields that nobody touched since `sent` went off. */
  update(values, sent) {
    const untouched = FIELDS.filter((name) => {
      const field = this.form.elements[name];
      return field.value === sent[name] && field !== document.activeElement;
    });
    this.put(Object.fromEntries(untouched.map((name) => [name, values[name]])));
  }

  left(field, pause = 0) {
    this.markEmpty(field);
    const reason = this.form.elements.state_reason;
    const asks = field === this.form.elements.state && ["paused", "dropped"].includes(field.value) && !reason.value;
    if (!asks || this.conflict || "unsaved" in this.item.dataset) {
      this.touched(pause);
      return;
    }
    // The reason belongs to it: asked for first, sent together. The focus stays: arrow keys on the
    // state pass by here.
    clearTimeout(this.timer);
    this.dirty = false;
    this.stopped = true;
    this.clearErrors();
    this.showErrors({ state_reason: [this.list.dataset.textWhy] });
    this.setState("unsaved");
  }

  touched(pause) {
    this.dirty = false;
    super.touched(pause);
  }

  retryNow() {
    if (!this.dirty) super.retryNow();
  }

  took(body, sent) {
    this.update(body.values, sent);
    this.item.dataset.state = body.state;
    this.item.querySelector("[data-words]").textContent = body.words;
    this.item.querySelector("[data-flags]").replaceChildren(...body.flags.map(flag));
    this.item.querySelector("[data-missing]").replaceChildren(...body.missing.map(flag));
  }

  clearErrors() {
    for (const place of this.item.querySelectorAll(".field-error")) place.remove();
    for (const name of FIELDS) {
      this.form.elements[name].removeAttribute("aria-invalid");
      this.form.elements[name].removeAttribute("aria-describedby");
    }
  }

  /** An error stands beside its field; one of no field above them all. */
  showErrors(errors) {
    for (const [name, texts] of Object.entries(errors)) {
      const place = document.createElement("p");
      place.className = "field-error";
      place.dataset.error = name;
      [place.textContent] = texts;
      const field = FIELDS.includes(name) && this.form.elements[name];
      if (field) {
        place.id = `error-${field.id}`;
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", place.id);
        place.setAttribute("role", "alert");
        field.after(place);
      } else {
        place.classList.add("action-wide");
        place.setAttribute("role", "alert");
        this.body().prepend(place);
      }
    }
  }

  /** What only they changed is taken over; what only I changed is sent once more. */
  clash(values, theirs) {
    const mine = FIELDS.filter((name) => values[name] !== this.kept[name]);
    return mine.filter((name) => ![this.kept[name], values[name]].includes(theirs[name]));
  }

  meet(body, values) {
    const mine = FIELDS.filter((name) => values[name] !== this.kept[name]);
    this.update({ ...body.theirs, ...Object.fromEntries(mine.map((name) => [name, values[name]])) }, values);
    super.meet(body, values);
  }

  settle(whose) {
    this.form.elements[this.conflict.clash[0]].focus();
    super.settle(whose);
  }
}

/** A mark and words, as the server draws them. */
function flag([level, text]) {
  const span = document.createElement("span");
  span.className = `flag ${level}`;
  span.textContent = text;
  return span;
}
