// The parts of an experiment save themselves. What two people wrote into different parts stands
// together; what they wrote into the same one is shown side by side. Without a network the text
// stays in its fields and goes off when the net is back. The form works without this file.

import { Row, showState, watch } from "./row.js";
import { showError } from "./send.js";

const PAUSE = 900; // ms without a keystroke before a text or a choice is saved
const TEXTS = ["title", "hypothesis", "trial", "seen", "learnt", "state", "next_step", "next_on", "next_by"];
const form = document.querySelector("[data-parts]");
const indicator = document.querySelector("[data-saved]");

class Parts extends Row {
  constructor() {
    super(form, {
      list: form,
      fields: [...TEXTS, "challenges"],
      changed: () => {
        showState(indicator, [this]);
        this.goOn();
      },
      saved: (answer) => {
        showState(indicator, [this], answer);
        queueMicrotask(() => this.goOn());
      },
    });
    for (const field of form.elements) {
      if (!this.names.includes(field.name)) continue;
      if (field.type === "date") this.watchDate(field);
      else field.addEventListener("input", () => this.touched(PAUSE));
    }
  }

  // --- Challenges are several boxes ---

  get boxes() {
    return [...this.form.querySelectorAll('[name="challenges"]')];
  }

  values() {
    const texts = Object.entries(super.values()).map(([name, value]) => [name, value.trim()]);
    const chosen = this.boxes.filter((box) => box.checked).map((box) => box.value);
    return { ...Object.fromEntries(texts), challenges: chosen.join() };
  }

  drawn() {
    const chosen = this.boxes.filter((box) => box.defaultChecked).map((box) => box.value);
    return { ...super.drawn(), challenges: chosen.join() };
  }

  put({ challenges, ...texts }) {
    super.put(texts);
    if (challenges === undefined) return;
    for (const box of this.boxes) box.checked = challenges.split(",").includes(box.value);
  }

  fill(side, names, values) {
    const chosen = this.boxes.filter((box) => values.challenges.split(",").includes(box.value));
    super.fill(side, names, { ...values, challenges: chosen.map((box) => box.labels[0].textContent.trim()).join(", ") });
  }

  // --- Two people ---

  mine() {
    const now = this.values();
    return this.names.filter((name) => now[name] !== this.kept[name]);
  }

  clash(_sent, theirs) {
    const now = this.values();
    return this.mine().filter((name) => ![this.kept[name], now[name]].includes(theirs[name]));
  }

  /** What only they changed is taken over; what only I changed is sent once more. */
  meet(body, sent) {
    const theirs = Object.fromEntries(
      Object.entries(body.theirs).map(([name, value]) => [name, Array.isArray(value) ? value.join() : (value ?? "")]),
    );
    const mine = this.mine();
    this.put(Object.fromEntries(Object.entries(theirs).filter(([name]) => !mine.includes(name))));
    super.meet({ ...body, theirs }, { ...sent, ...this.values() });
  }

  ask(...told) {
    this.going = false;
    super.ask(...told);
    this.body().scrollIntoView({ block: "center" });
  }

  settle(whose) {
    const [first] = this.conflict.clash;
    super.settle(whose);
    this.form.querySelector(`[name="${first}"]`).focus();
  }

  body() {
    return this.form.querySelector("[data-conflict-place]");
  }

  unfold() {}

  // --- Done: to the experiment's page when all is saved ---

  submit(event) {
    if ("unsaved" in this.item.dataset) return; // a page the server gave back is sent whole
    event.preventDefault();
    this.going = true;
    this.touched();
    if (this.state === "") this.goOn();
  }

  goOn() {
    if (!this.going || this.state !== "") return;
    this.going = false;
    window.location.assign(this.form.dataset.done);
  }

  // --- What the server refuses ---

  refuse(body) {
    this.going = false;
    super.refuse(body?.field && !body.errors ? { errors: { [body.field]: [body.message] } } : body);
  }

  clearErrors() {
    for (const place of this.form.querySelectorAll("[data-error]")) showError(this.form, place.dataset.error, "");
  }

  showErrors(errors) {
    for (const [name, texts] of Object.entries(errors)) showError(this.form, name, texts[0]);
  }
}

const parts = new Parts();
window.addEventListener("offline", () => showState(indicator, [parts]));
watch([parts]);
document.documentElement.dataset.parts = "ready";
