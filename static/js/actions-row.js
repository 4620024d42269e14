// One row of the list of actions: it sends what is in its fields, one request at a time, so that
// an older save can never overwrite a newer one.

import { backoff, send } from "./checklist-send.js";

const FIELDS = ["state", "state_reason", "responsible", "starts_on", "ends_on", "cost"];

const same = (one, other) => FIELDS.every((name) => (one[name] ?? "") === (other[name] ?? ""));

export class Row {
  /** `state` is "", "saving", "unsaved", "failed" or "signed-out". */
  constructor(item, { list, changed, saved }) {
    Object.assign(this, { item, list, changed, onSaved: saved, state: "", attempts: 0, sent: [] });
    this.form = item.querySelector("form");
    this.version = this.form.elements.version.value;
    this.kept = this.values();
    if ("unsaved" in item.dataset) {
      // The server gave the page back with values that it did not keep.
      this.stopped = true;
      this.setState("unsaved");
    }
    this.form.addEventListener("submit", (event) => this.submit(event));
    for (const name of FIELDS) this.watch(this.form.elements[name]);
  }

  /** A field is saved when it is left or Enter is pressed; Escape takes back what was typed. */
  watch(field) {
    this.markEmpty(field);
    field.addEventListener("change", () => this.touched(field));
    field.addEventListener("input", () => {
      if (this.state === "") this.setState("unsaved");
      this.dirty = true;
    });
    field.addEventListener("blur", () => {
      if (this.dirty) this.touched(field);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && field.value !== this.kept[field.name] && !this.conflict) {
        field.value = this.kept[field.name];
        this.touched(field);
      }
    });
  }

  /** An empty date shows nothing until somebody comes near (actions.css). */
  markEmpty(field) {
    if (field.type === "date") field.toggleAttribute("data-empty", field.value === "");
  }

  values() {
    return Object.fromEntries(FIELDS.map((name) => [name, this.form.elements[name].value]));
  }

  /** Put values into the fields, but not into one that changed since `sent` went off. */
  put(values, sent = this.values()) {
    for (const name of FIELDS) {
      const field = this.form.elements[name];
      if (field.value === sent[name] && field !== document.activeElement) field.value = values[name] ?? "";
      this.markEmpty(field);
    }
  }

  setState(state) {
    this.state = state;
    this.changed();
  }

  submit(event) {
    if ("unsaved" in this.item.dataset) return; // keeps "mine" of a page the server gave back
    event.preventDefault();
    this.touched();
  }

  touched(field) {
    if ("unsaved" in this.item.dataset) return;
    if (field) this.markEmpty(field);
    this.dirty = false;
    this.stopped = false;
    if (this.conflict) return;
    const reason = this.form.elements.state_reason;
    if (field === this.form.elements.state && ["paused", "dropped"].includes(field.value) && !reason.value) {
      // The reason belongs to it: asked for first, sent together.
      this.setState("unsaved");
      this.stopped = true;
      reason.focus();
      return;
    }
    this.save();
  }

  retryNow() {
    if (this.state === "" || this.stopped || this.conflict || this.dirty) return;
    this.save();
  }

  /** The page is being left or hidden: send what is there at once. */
  flush() {
    if (this.state === "" || this.stopped || this.conflict || this.sending) return;
    this.save({ keepalive: true });
  }

  async save({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    if (this.sending) {
      this.again = true;
      return;
    }
    const values = this.values();
    if (same(values, this.kept)) {
      this.attempts = 0;
      this.clearErrors();
      this.setState("");
      return;
    }
    this.sending = true;
    this.setState(navigator.onLine ? "saving" : "unsaved");
    const data = new FormData(this.form);
    data.set("version", this.version);
    const { kind, body } = await send(this.list, this.form, data, { keepalive });
    this.sending = false;
    this.answered(kind, body, values);
  }

  answered(kind, body, values) {
    if (kind === "saved") this.keep(values, body);
    else if (kind === "conflict") this.meet(body, values);
    else if (kind === "signed-out" || kind === "failed") this.tryLater(kind, values);
    else this.refuse(body);
  }

  clearErrors() {
    for (const place of this.item.querySelectorAll(".field-error")) place.remove();
    for (const name of FIELDS) {
      this.form.elements[name].removeAttribute("aria-invalid");
      this.form.elements[name].removeAttribute("aria-describedby");
    }
  }

  keep(values, body) {
    this.attempts = 0;
    this.sent = [];
    this.kept = body.values;
    this.setVersion(body.version);
    this.clearErrors();
    this.put(body.values, values);
    this.item.dataset.state = body.state;
    this.item.querySelector("[data-words]").textContent = body.words;
    this.item.querySelector("[data-flags]").replaceChildren(...body.flags.map(flag));
    this.item.querySelector("[data-missing]").replaceChildren(...body.missing.map(flag));
    this.state = "";
    this.onSaved(body);
    const newer = this.again && !same(this.values(), this.kept);
    this.again = false;
    if (newer) this.save();
  }

  setVersion(version) {
    this.version = version;
    this.form.elements.version.value = version;
  }

  tryLater(kind, values) {
    this.sent.push(values);
    this.attempts += 1;
    this.setState(kind);
    this.timer = setTimeout(() => this.save(), backoff(this.attempts));
  }

  refuse(body) {
    this.attempts = 0;
    this.stopped = true;
    this.again = false;
    const errors = body?.errors ?? { all: [body?.message ?? this.list.dataset.gone] };
    this.unfold();
    this.clearErrors();
    for (const [name, texts] of Object.entries(errors)) this.showError(name, texts[0]);
    this.setState("unsaved");
  }

  /** An error stands beside its field; one of no field above them all. */
  showError(name, text) {
    const place = document.createElement("p");
    place.className = "field-error";
    place.dataset.error = name;
    place.textContent = text;
    const field = FIELDS.includes(name) && this.form.elements[name];
    if (field) {
      place.id = `error-${field.id}`;
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", place.id);
      field.after(place);
    } else {
      place.classList.add("action-wide");
      place.setAttribute("role", "alert");
      this.item.querySelector(".action-fields").prepend(place);
    }
  }

  unfold() {
    this.item.querySelector("details").open = true;
  }

  /** Somebody was faster: perhaps in other fields, or we ourselves, when only the answer got lost. */
  meet(body, values) {
    const { theirs, version } = body;
    const own = [...this.sent, values].some((one) => same(one, theirs));
    const mine = FIELDS.filter((name) => values[name] !== this.kept[name]);
    const clash = own ? [] : mine.filter((name) => ![this.kept[name], values[name]].includes(theirs[name]));
    // What only they changed is taken over; what only I changed is sent once more.
    this.put({ ...theirs, ...Object.fromEntries(mine.map((name) => [name, values[name]])) }, values);
    this.setVersion(version);
    this.kept = theirs;
    this.sent = [];
    this.attempts = 0;
    if (clash.length) this.ask(clash, values, theirs);
    else this.save();
  }

  /** Both changed the same fields: a person decides. */
  ask(clash, values, theirs) {
    this.conflict = { clash, theirs };
    this.unfold();
    const panel = document.querySelector("[data-conflict-template]").content.cloneNode(true).firstElementChild;
    this.fill(panel.querySelector('[data-side="yours"]'), clash, values);
    this.fill(panel.querySelector('[data-side="theirs"]'), clash, theirs);
    for (const button of panel.querySelectorAll("[data-keep]")) {
      button.addEventListener("click", () => this.settle(panel, button.dataset.keep));
    }
    this.item.querySelector(".action-fields").prepend(panel);
    this.setState("unsaved");
  }

  /** The fields in which the two differ, in the words of the form. */
  fill(side, names, values) {
    for (const name of names) {
      const field = this.form.elements[name];
      const term = document.createElement("dt");
      const value = document.createElement("dd");
      term.textContent = field.labels[0].textContent;
      const option = name === "state" && field.querySelector(`option[value="${values[name]}"]`);
      value.textContent = (option ? option.textContent : values[name]) || "–";
      side.append(term, value);
    }
  }

  settle(panel, whose) {
    const { clash, theirs } = this.conflict;
    this.conflict = undefined;
    panel.remove();
    if (whose === "theirs") {
      for (const name of clash) this.form.elements[name].value = theirs[name];
    }
    this.form.elements[clash[0]].focus();
    this.save();
  }
}

/** A mark and words, as the server draws them. */
function flag([level, text]) {
  const span = document.createElement("span");
  span.className = `flag ${level}`;
  span.textContent = text;
  return span;
}
