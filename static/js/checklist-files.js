// Evidence: files go up as soon as they are chosen, and wait for the connection if they must.

import { backoff, send, showError } from "./send.js";

const TIMEOUT = 180_000;

/** Say aloud what became of a file; the same words twice are read twice. */
function say(what, name) {
  const place = document.querySelector("[data-files-said]");
  place.textContent = "";
  requestAnimationFrame(() => {
    place.textContent = place.dataset[what].replace("[name]", name);
  });
}

export class Uploads {
  /** `state` is "", "saving", "failed" or "signed-out", as of a Line. */
  constructor(item, { list, changed, saved }) {
    Object.assign(this, { item, list, changed, onSaved: saved, state: "", attempts: 0, waiting: [] });
    this.form = item.querySelector("[data-upload]");
    this.field = this.form.querySelector("input[type=file]");
    this.rows = item.querySelector("[data-files]");
    this.field.addEventListener("change", () => this.add([...this.field.files]));
    this.form.addEventListener("submit", (event) => event.preventDefault());
  }

  setState(state) {
    this.state = state;
    this.changed();
  }

  add(files) {
    this.waiting.push(...files);
    this.field.value = "";
    showError(this.item, "files", "");
    if (this.waiting.length) this.upload();
  }

  retryNow() {
    if (this.waiting.length) this.upload();
  }

  /** Files are too large for the last moment of a page; it warns before it is left. */
  flush() {}

  /** One file a request: a slow line loses one, not all. */
  async upload() {
    clearTimeout(this.timer);
    if (this.sending) return;
    const errors = [];
    while (this.waiting.length) {
      this.sending = true;
      this.setState(navigator.onLine ? "saving" : "unsaved");
      const data = new FormData();
      data.append("files", this.waiting[0]);
      const { kind, body } = await send(this.list, this.form, data, { timeout: TIMEOUT });
      this.sending = false;
      if (kind === "failed" || kind === "signed-out") {
        this.tryLater(kind);
        break;
      }
      this.attempts = 0;
      this.waiting.shift();
      for (const file of body?.files ?? []) this.show(file);
      errors.push(...(body?.errors ?? [body?.message ?? this.list.dataset.gone]));
      if (body?.time) this.onSaved(body);
    }
    if (errors.length) showError(this.item, "files", errors.join(" "));
    if (!this.waiting.length) this.setState("");
  }

  tryLater(kind) {
    this.attempts += 1;
    this.setState(kind);
    this.timer = setTimeout(() => this.upload(), backoff(this.attempts));
  }

  show(file) {
    if (this.rows.querySelector(`[data-file="${file.id}"]`)) return;
    this.rows.insertAdjacentHTML("beforeend", file.html);
    bindFile(this.rows.lastElementChild, this.list, this.onSaved);
    say("textAdded", file.name);
  }
}

/** What may be done with a file that stands on a line. */
export function bindFile(row, list, saved) {
  bindRemoval(row.querySelector("[data-remove]"), list);
  const description = row.querySelector("[data-describe]");
  if (description) bindDescription(description, list, saved);
}

/** Keep what a picture shows when its field is left; when that fails, the form is sent as a form. */
function bindDescription(form, list, saved) {
  const row = form.closest("li");
  const field = form.elements.description;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { kind, body } = await send(list, form, new FormData(form));
    if (kind !== "saved") {
      form.submit();
      return;
    }
    const name = row.querySelector(".file-name").textContent;
    row.querySelector("img").alt = field.value.trim() || name;
    row.querySelector("[data-undescribed]")?.remove();
    say("textDescribed", name);
    saved(body);
  });
  field.addEventListener("change", () => form.requestSubmit());
}

/** Remove a file without leaving the page; when that fails, the form is sent as a form. */
function bindRemoval(form, list) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { kind } = await send(list, form, new FormData(form));
    if (kind !== "saved") {
      form.submit();
      return;
    }
    const item = form.closest("[data-item]");
    const row = form.closest("li");
    say("textRemoved", row.querySelector(".file-name").textContent);
    row.remove();
    item.querySelector("[data-upload] input[type=file]").focus();
  });
}
