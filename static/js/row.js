// A row that saves by itself: a line of the checklist, an action, a criterion of the gate.
//
// It sends what is in its fields, one request at a time, so that an older save can never overwrite
// a newer one; it tries again with growing pauses, waits for somebody who was signed out, and
// shows both values when two people wrote into the same row. Every row is an ordinary form as
// well, so pages work without it. Nothing is kept in the browser's storage: what is not saved yet
// stays in the fields, and the page warns before it is left.

import { backoff, send } from "./send.js";

const DATE_PAUSE = 2000; // ms without a keystroke before a date is taken as meant
const FIRST_YEAR = 1900; // while "2027" is typed, a date field says 0002, 0020 and 0202
const LONGEST_PAUSE = 3000; // ms after which a text is saved although somebody still writes
const KEEPALIVE_LIMIT = 60_000; // bytes that browsers let a leaving page send

export class Row {
  /**
   * `state` is "", "saving", "unsaved", "failed" or "signed-out". `fields` are the names that are
   * saved; `list` holds words and settings of all rows; `changed` is called when the state
   * changes, `saved` with the server's answer.
   */
  constructor(item, { list, fields, changed, saved }) {
    Object.assign(this, { item, list, names: fields, changed, onSaved: saved, state: "", attempts: 0, sent: [] });
    this.form = item.matches("form") ? item : item.querySelector("form");
    this.kept = this.drawn();
    if ("unsaved" in item.dataset) {
      // The server gave the page back with values that it did not keep.
      this.stopped = true;
      this.setState("unsaved");
    }
    this.form.addEventListener("submit", (event) => this.submit(event));
  }

  // --- What a kind of row says itself ---

  /** May it be sent now? A row may ask for more first. */
  ready() {
    return true;
  }

  /** Which fields a person must decide about; those that only they changed could be taken over. */
  clash(values, theirs) {
    return this.names.filter((name) => values[name] !== theirs[name]);
  }

  /** The server has it: show what came with the answer. */
  took() {}

  clearErrors() {}

  showErrors() {}

  /** Show both values, and call `settle` with the choice. */
  ask(clash, values, theirs) {
    const panel = document.querySelector("[data-conflict-template]").content.cloneNode(true).firstElementChild;
    this.fill(panel.querySelector('[data-side="yours"]'), clash, values);
    this.fill(panel.querySelector('[data-side="theirs"]'), clash, theirs);
    for (const button of panel.querySelectorAll("[data-keep]")) {
      button.addEventListener("click", () => {
        panel.remove();
        this.settle(button.dataset.keep);
      });
    }
    this.unfold();
    this.body().prepend(panel);
  }

  // --- Values ---

  same(one, other) {
    return this.names.every((name) => (one[name] ?? "") === (other[name] ?? ""));
  }

  values() {
    const data = new FormData(this.form);
    return Object.fromEntries(this.names.map((name) => [name, (data.get(name) ?? "").replaceAll("\r\n", "\n")]));
  }

  /** What the server drew: a choice made before this script was there is not kept yet. */
  drawn() {
    return Object.fromEntries(this.names.map((name) => [name, drawnValue(this.form.elements[name])]));
  }

  /** Save what somebody chose before this script was there. */
  catchUp() {
    if (!this.same(this.values(), this.kept)) this.touched();
  }

  put(values) {
    for (const [name, value] of Object.entries(values)) {
      const field = this.form.elements[name];
      if (field && field.value !== value) field.value = value ?? "";
    }
  }

  setVersion(version) {
    this.form.elements.version.value = version;
  }

  setState(state) {
    this.state = state;
    this.changed();
  }

  unfold() {
    this.item.querySelector("details").open = true;
  }

  // --- When to send ---

  submit(event) {
    if ("unsaved" in this.item.dataset) return; // keeps "mine" of a page the server gave back
    event.preventDefault();
    this.touched();
  }

  /** A value changed: save after a pause. */
  touched(pause = 0) {
    if ("unsaved" in this.item.dataset) return;
    this.stopped = false;
    if (this.conflict) return;
    this.since ??= Date.now();
    if (this.attempts === 0) this.setState(navigator.onLine ? "saving" : "unsaved");
    this.wait(Math.min(pause, Math.max(0, this.since + LONGEST_PAUSE - Date.now())));
  }

  wait(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  get waits() {
    return this.state !== "" && !this.stopped && !this.conflict && !this.typing;
  }

  retryNow() {
    if (this.waits) this.wait(0);
  }

  /** A date is being typed: nothing of this row goes off before it is whole. */
  halfTyped(field) {
    const year = Number(field.value.slice(0, field.value.indexOf("-")));
    this.since = undefined;
    this.typing = field.value !== "" && year < FIRST_YEAR;
    if (this.typing) {
      clearTimeout(this.timer);
      this.setState("unsaved");
    } else this.touched(DATE_PAUSE);
  }

  /**
   * A date field tells of every figure that is typed: days and years that nobody means. It is
   * saved when it is left, with Enter, or when nobody has typed for a while.
   */
  watchDate(field) {
    let typed = false;
    field.addEventListener("input", () => {
      typed = true;
      this.halfTyped(field);
    });
    field.addEventListener("blur", () => {
      this.typing = false;
      if (typed) this.touched();
      typed = false;
    });
  }

  /** The page is being left or hidden: send what is there at once. */
  flush() {
    if (this.waits && !this.sending) this.save({ keepalive: true });
  }

  async save({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    if (this.sending) {
      this.again = true;
      return;
    }
    if (this.conflict) return;
    const values = this.values();
    this.since = undefined;
    if (this.same(values, this.kept)) {
      this.attempts = 0;
      this.clearErrors();
      this.setState("");
      return;
    }
    if (!this.ready(values)) return;
    this.sending = true;
    if (this.attempts === 0) this.setState(navigator.onLine ? "saving" : "unsaved");
    const small = JSON.stringify(values).length * 3 < KEEPALIVE_LIMIT;
    const { kind, body } = await send(this.list, this.form, new FormData(this.form), { keepalive: keepalive && small });
    this.sending = false;
    this.answered(kind, body, values);
  }

  // --- What came back ---

  answered(kind, body, values) {
    if (kind === "saved") this.keep(values, body);
    else if (kind === "conflict") this.meet(body, values);
    else if (kind === "signed-out" || kind === "failed") this.tryLater(kind, values);
    else this.refuse(body);
  }

  keep(values, body) {
    this.attempts = 0;
    this.sent = [];
    this.kept = body.values ?? values;
    this.setVersion(body.version);
    this.clearErrors();
    this.took(body, values);
    this.state = "";
    this.onSaved(body);
    const { again } = this;
    this.again = false;
    if (!this.movedOn(values)) return;
    if (again) this.save();
    else this.setState("unsaved");
  }

  /** Whether a field changed since `sent` went off, other than to what the server made of it. */
  movedOn(sent) {
    const now = this.values();
    return this.names.some((name) => now[name] !== sent[name] && now[name] !== this.kept[name]);
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
    this.again = false;
    this.unfold();
    this.clearErrors();
    this.showErrors(body?.errors ?? { all: [body?.message ?? this.list.dataset.gone] });
    this.setState("unsaved");
  }

  /** Somebody was faster: perhaps we ourselves, when only the answer got lost. */
  meet(body, values) {
    const { theirs, version } = body;
    const own = [...this.sent, values].some((one) => this.same(one, theirs));
    const clash = own ? [] : this.clash(values, theirs);
    this.setVersion(version);
    this.kept = theirs;
    this.sent = [];
    this.attempts = 0;
    this.again = false;
    if (!clash.length) {
      this.wait(0);
      return;
    }
    this.conflict = { clash, theirs };
    this.ask(clash, values, theirs, body);
    this.setState("unsaved");
  }

  /** The fields in which the two differ, in the words of the form. */
  fill(side, names, values) {
    for (const name of names) {
      const field = this.form.elements[name];
      const choices = field instanceof RadioNodeList ? [...field] : [...(field.options ?? [])];
      const chosen = choices.find((one) => one.value === values[name]);
      const term = document.createElement("dt");
      const value = document.createElement("dd");
      term.textContent = (field.labels?.[0] ?? choices[0].closest("fieldset").querySelector("legend")).textContent;
      value.textContent = (chosen ? (chosen.labels?.[0] ?? chosen).textContent : values[name]) || "–";
      side.append(term, value);
    }
  }

  /** `whose` is "yours" or "theirs"; yours is sent once more, over theirs. */
  settle(whose) {
    const { clash, theirs } = this.conflict;
    this.conflict = undefined;
    if (whose === "theirs") this.put(Object.fromEntries(clash.map((name) => [name, theirs[name]])));
    this.touched();
  }
}

function drawnValue(field) {
  if (!field) return "";
  if (field instanceof RadioNodeList) return [...field].find((one) => one.defaultChecked)?.value ?? "";
  if (field.options) return ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value ?? "";
  if (field.type === "checkbox") return field.defaultChecked ? field.value : "";
  return (field.defaultValue ?? field.value).replaceAll("\r\n", "\n");
}

/** Try again and send what is there, as the connection and the page come and go. */
export function watch(rows) {
  const retry = () => rows.forEach((row) => row.retryNow());
  rows.forEach((row) => row.catchUp?.());
  window.addEventListener("online", retry);
  // Coming back from the tab in which one signed in again, or from another app.
  window.addEventListener("focus", retry);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") rows.forEach((row) => row.flush());
    else retry();
  });
  window.addEventListener("beforeunload", (event) => {
    if (rows.some((row) => row.state !== "")) event.preventDefault();
  });
}

/** The saved indicator tells the worst of these rows: not saved before saving before saved. */
export function showState(indicator, rows, answer) {
  const states = rows.map((row) => row.state);
  if (answer?.time) indicator.dataset.time = answer.time;
  const order = ["signed-out", "failed", "unsaved", "saving"];
  let state = order.find((one) => states.includes(one)) ?? (indicator.dataset.time ? "saved" : "");
  if (state === "signed-out" || (state === "failed" && !navigator.onLine)) state = "unsaved";
  if (indicator.dataset.state === state && state !== "saved") return;
  indicator.dataset.first ??= indicator.textContent;
  indicator.dataset.state = state;
  const text = { saving: "textSaving", saved: "textSaved", unsaved: "textUnsaved", failed: "textFailed" }[state];
  if (state === "") indicator.textContent = indicator.dataset.first;
  if (text) indicator.textContent = indicator.dataset[text].replace("{time}", indicator.dataset.time ?? "");
}
