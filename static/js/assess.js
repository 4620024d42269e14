// An assessment: each theme saves itself when its value or its words change.
//
// One request a theme at a time; what changes meanwhile is sent after it. Each theme is an ordinary
// form too, with its button, which this script hides.

import { send } from "./send.js";

const list = document.querySelector("[data-assess]");
const done = document.querySelector("[data-done]");

class Theme {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector("[data-state]");
    form.querySelector("[data-save]").hidden = true;
    form.addEventListener("change", () => this.save());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
  }

  async save() {
    this.again = this.busy;
    if (this.busy) return;
    this.busy = true;
    this.state.textContent = list.dataset.saving;
    const { kind, body } = await send(list, this.form, new FormData(this.form));
    this.busy = false;
    this.show(kind, body);
    if (this.again && kind === "saved") this.save();
  }

  show(kind, body) {
    const version = this.form.elements.version;
    if (kind === "saved") {
      version.value = body.version;
      this.state.textContent = list.dataset.saved;
      done.textContent = list.querySelectorAll('[name="value"]:checked').length;
    } else if (kind === "conflict") {
      version.value = body.version;
      const theirs = Object.values(body.theirs).filter(Boolean).join(" · ");
      this.state.textContent = `${list.dataset.theirs} ${theirs}. ${list.dataset.again}`;
      this.form.querySelector("[data-save]").hidden = false;
    } else {
      this.state.textContent = body?.message ?? list.dataset.failed;
      this.form.querySelector("[data-save]").hidden = false;
    }
  }
}

for (const form of list?.querySelectorAll("form") ?? []) new Theme(form);
