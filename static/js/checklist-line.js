// One line of the checklist: it sends what is in its fields, one request at a time, so that an
// older save can never overwrite a newer one.

import { backoff, send, showError } from "./checklist-send.js";

const PAUSE = 800; // ms without a keystroke before a text is saved
const LONGEST_PAUSE = 3000; // ms after which it is saved although somebody still writes
const FIELDS = ["state", "note", "responsible", "due_on"];
const KEEPALIVE_LIMIT = 60_000; // bytes that browsers let a leaving page send

const same = (one, other) => FIELDS.every((name) => (one[name] ?? "") === (other[name] ?? ""));

export class Line {
  /** `state` is "", "saving", "unsaved", "failed" or "signed-out". */
  constructor(item, { list, changed, saved }) {
    Object.assign(this, { item, list, changed, onSaved: saved, state: "", attempts: 0, sent: [] });
    this.form = item.querySelector("form");
    this.box = item.querySelector(".box");
    this.version = this.form.elements.version.value;
    this.kept = this.values();
    if ("unsaved" in item.dataset) {
      // The server gave the page back with values that it did not keep.
      this.stopped = true;
      this.setState("unsaved");
    }
    this.box.addEventListener("click", (event) => this.tick(event));
    this.form.addEventListener("submit", (event) => this.submit(event));
    for (const field of this.fields()) {
      field.addEventListener("input", () => this.touched(field.type === "radio" ? 0 : PAUSE));
      field.addEventListener("change", () => this.touched(0));
    }
  }

  fields() {
    return [...this.form.elements].filter((field) => FIELDS.includes(field.name));
  }

  values() {
    const data = new FormData(this.form);
    return Object.fromEntries(FIELDS.map((name) => [name, (data.get(name) ?? "").replaceAll("\r\n", "\n")]));
  }

  put(values) {
    for (const name of FIELDS) {
      const field = this.form.elements[name];
      if (field.value !== values[name]) field.value = values[name] ?? "";
    }
    this.show(values.state);
  }

  show(state) {
    this.item.dataset.state = state;
    this.box.setAttribute("aria-checked", String(state === "done"));
    this.box.value = state === "open" ? "done" : "open";
  }

  setState(state) {
    this.state = state;
    this.changed();
  }

  tick(event) {
    event.preventDefault();
    if (this.conflict || "unsaved" in this.item.dataset) return;
    this.form.elements.state.value = this.item.dataset.state === "open" ? "done" : "open";
    this.touched(0);
  }

  submit(event) {
    if ("unsaved" in this.item.dataset) return; // keeps "mine" of a page the server gave back
    event.preventDefault();
    this.touched(0);
  }

  /** A value changed: save after a pause. */
  touched(pause) {
    if ("unsaved" in this.item.dataset) return;
    this.show(this.form.elements.state.value);
    this.stopped = false;
    if (this.conflict) return;
    this.since ??= Date.now();
    const left = Math.max(0, this.since + LONGEST_PAUSE - Date.now());
    if (this.attempts === 0) this.setState(navigator.onLine ? "saving" : "unsaved");
    this.wait(Math.min(pause, left));
  }

  wait(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  retryNow() {
    if (this.state === "" || this.stopped || this.conflict) return;
    this.wait(0);
  }

  /** The page is being left or hidden: send what is there at once. */
  flush() {
    if (this.state === "" || this.stopped || this.conflict || this.sending) return;
    this.save({ keepalive: true });
  }

  async save({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    if (this.sending || this.conflict) return;
    const values = this.values();
    if (same(values, this.kept)) {
      this.since = undefined;
      this.attempts = 0;
      this.setState("");
      return;
    }
    this.since = undefined;
    this.sending = true;
    const data = new FormData(this.form);
    data.set("version", this.version);
    const small = values.note.length * 3 < KEEPALIVE_LIMIT;
    const { kind, body } = await send(this.list, this.form, data, { keepalive: keepalive && small });
    this.sending = false;
    this.answered(kind, body, values);
  }

  answered(kind, body, values) {
    if (kind === "saved") this.keep(values, body);
    else if (kind === "conflict") this.meet(body, values);
    else if (kind === "signed-out" || kind === "failed") this.tryLater(kind, values);
    else this.refuse(body);
  }

  keep(values, body) {
    this.attempts = 0;
    this.sent = [];
    this.kept = values;
    this.version = body.version;
    this.form.elements.version.value = body.version;
    for (const place of this.item.querySelectorAll('[data-error]:not([data-error="files"])')) {
      showError(this.item, place.dataset.error, "");
    }
    this.item.querySelector("[data-facts]").textContent = body.facts;
    this.item.toggleAttribute("data-late", body.late);
    this.state = "";
    this.onSaved(body);
    if (!same(this.values(), this.kept)) this.touched(0);
  }

  tryLater(kind, values) {
    this.sent.push(values);
    this.attempts += 1;
    this.setState(kind);
    this.wait(backoff(this.attempts));
  }

  refuse(body) {
    this.attempts = 0;
    this.stopped = true;
    const errors = body?.errors ?? { all: [body?.message ?? this.list.dataset.gone] };
    this.item.querySelector("details").open = true;
    for (const [name, texts] of Object.entries(errors)) showError(this.item, name, texts[0]);
    this.setState("unsaved");
  }

  /** Somebody was faster: perhaps we ourselves, when only the answer got lost. */
  meet(body, values) {
    const own = [...this.sent, values].some((one) => same(one, body.theirs));
    if (own) {
      this.version = body.version;
      this.form.elements.version.value = body.version;
      this.kept = body.theirs;
      this.sent = [];
      this.attempts = 0;
      this.wait(0);
      return;
    }
    this.conflict = body;
    this.item.querySelector("details").open = true;
    const panel = document.querySelector("[data-conflict-template]").content.cloneNode(true).firstElementChild;
    this.fill(panel.querySelector('[data-side="yours"]'), values, body.theirs);
    this.fill(panel.querySelector('[data-side="theirs"]'), body.theirs, values);
    for (const button of panel.querySelectorAll("[data-keep]")) {
      button.addEventListener("click", () => this.settle(panel, button.dataset.keep));
    }
    this.item.querySelector(".item-body").prepend(panel);
    this.setState("unsaved");
  }

  /** The fields in which the two differ, in the words of the form. */
  fill(side, values, other) {
    for (const name of FIELDS.filter((one) => values[one] !== other[one])) {
      const radio = name === "state";
      const field = radio ? this.item.querySelector(`[name="state"][value="${values[name]}"]`) : this.form.elements[name];
      const term = document.createElement("dt");
      const value = document.createElement("dd");
      term.textContent = radio
        ? this.item.querySelector("legend").textContent
        : this.item.querySelector(`label[for="${field.id}"]`).textContent;
      value.textContent = (radio ? field.labels[0].textContent : values[name]) || "–";
      side.append(term, value);
    }
  }

  settle(panel, whose) {
    const { theirs, version } = this.conflict;
    this.conflict = undefined;
    this.version = version;
    this.form.elements.version.value = version;
    this.kept = theirs;
    this.sent = [];
    panel.remove();
    if (whose === "theirs") this.put(theirs);
    this.item.querySelector("summary").focus();
    this.touched(0);
  }
}
