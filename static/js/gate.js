// The gate: assessments save by themselves, and condition rows are added without a round trip.
// Without this script each criterion has its own button, and the server adds the rows.

const TYPING_PAUSE = 900;
const RETRY_AFTER = 5000;
const SIGNS = { met: ["ok", "✓"], partly: ["warn", "!"], not_met: ["stop", "✕"] };

/** One criterion's form: what was saved last, what stands there now, and how to save it. */
class Assessment {
  constructor(form) {
    this.form = form;
    this.comment = form.elements.comment;
    this.indicator = form.querySelector("[data-saved]");
    this.error = form.querySelector("[data-error]");
    this.conflict = form.querySelector("[data-conflict]");
    this.button = form.querySelector("[data-save]");
    // After a conflict that the server drew, the choice is made by the button.
    this.button.hidden = !form.querySelector(".notice");
    this.saved = this.content();
    this.sending = false;
    form.addEventListener("change", (event) => {
      if (event.target.name === "verdict") this.save({ verdictChosen: true });
    });
    this.comment.addEventListener("input", () => this.later());
    this.comment.addEventListener("blur", () => this.save());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save({ asked: true });
    });
    window.addEventListener("online", () => this.save());
  }

  content() {
    return JSON.stringify([this.form.elements.verdict.value, this.comment.value.trim()]);
  }

  get dirty() {
    return this.content() !== this.saved;
  }

  later() {
    this.show("unsaved");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), TYPING_PAUSE);
  }

  show(state, text) {
    this.indicator.dataset.state = state;
    const key = `text${state[0].toUpperCase()}${state.slice(1)}`;
    this.indicator.textContent = text || this.indicator.dataset[key] || "";
  }

  complain(text) {
    this.error.textContent = text;
    this.error.hidden = !text;
    this.comment.classList.toggle("is-invalid", Boolean(text));
    if (text) {
      this.comment.setAttribute("aria-invalid", "true");
      this.comment.setAttribute("aria-describedby", this.error.id);
    } else {
      this.comment.removeAttribute("aria-invalid");
      this.comment.removeAttribute("aria-describedby");
    }
  }

  async save({ verdictChosen = false, asked = false } = {}) {
    clearTimeout(this.timer);
    const verdict = this.form.elements.verdict.value;
    if ((!this.dirty && !asked) || !verdict || this.sending || !this.conflict.hidden) return;
    if (verdict !== "met" && !this.comment.value.trim()) {
      this.show("unsaved");
      this.complain(this.form.dataset.textComment);
      this.form.querySelector("[data-comment]").open = true;
      if (verdictChosen) this.comment.focus();
      return;
    }
    this.complain("");
    await this.send();
  }

  async send() {
    const sent = this.content();
    this.sending = true;
    this.show("saving");
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        body: new FormData(this.form),
        headers: { Accept: "application/json" },
      });
      const isJson = (response.headers.get("Content-Type") || "").includes("json");
      const answer = isJson ? await response.json() : {};
      if (response.ok && isJson) this.keep(answer, sent);
      else if (answer.theirs) this.choose(answer);
      else {
        this.show("failed", answer.message || document.body.dataset.failed);
      }
    } catch {
      this.show("failed");
      this.timer = setTimeout(() => this.save(), RETRY_AFTER);
    } finally {
      this.sending = false;
    }
    if (this.saved === sent && this.dirty) this.later();
  }

  keep(answer, sent) {
    this.saved = sent;
    this.form.elements.version.value = answer.version;
    this.button.hidden = true;
    const notice = this.form.querySelector(".notice");
    if (notice) notice.remove();
    this.show("saved", this.indicator.dataset.textSaved.replace("{time}", answer.time));
    const mark = this.form.querySelector("[data-mark]");
    const [level, sign] = SIGNS[answer.verdict];
    mark.className = `mark ${level}`;
    mark.textContent = sign;
    readyToDecide(answer);
  }

  /** Both values of a conflict, with a button for each. */
  choose(answer) {
    const radio = this.form.querySelector(`input[value="${answer.theirs.verdict}"]`);
    const label = radio ? radio.labels[0].textContent : "";
    const words = document.getElementById("gate-words").dataset;
    const box = document.createElement("div");
    box.className = "notice warn";
    box.setAttribute("role", "alert");
    const inner = document.createElement("div");
    const what = document.createElement("p");
    what.textContent = answer.message;
    const theirs = document.createElement("p");
    theirs.textContent = [`${answer.theirs.by}: ${label}`, answer.theirs.comment].filter(Boolean).join(". ");
    const buttons = document.createElement("p");
    buttons.className = "actions";
    buttons.append(
      this.choice(words.keepTheirs, () => {
        if (radio) radio.checked = true;
        this.form.querySelector("[data-comment]").open = Boolean(answer.theirs.comment);
        this.comment.value = answer.theirs.comment;
        this.keep({ ...answer, verdict: answer.theirs.verdict, time: "" }, this.content());
        this.show("saved", words.kept);
      }),
      this.choice(words.saveMine, () => this.save({ asked: true })),
    );
    inner.append(what, theirs, buttons);
    box.append(inner);
    this.form.elements.version.value = answer.version;
    this.conflict.replaceChildren(box);
    this.conflict.hidden = false;
    this.show("unsaved");
  }

  choice(text, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = text;
    button.addEventListener("click", () => {
      this.conflict.hidden = true;
      this.conflict.replaceChildren();
      act();
    });
    return button;
  }
}

/** The decision beside follows: what is not assessed yet, and which assessments were read. */
function readyToDecide(answer) {
  if (answer.met) document.querySelector("[data-met]").textContent = answer.met;
  const decide = document.querySelector("[data-decide]");
  if (!decide || answer.stamp === undefined) return;
  decide.elements.seen.value = answer.stamp;
  decide.querySelector("[data-not-yet]").textContent = answer.not_yet;
  decide.querySelector("[data-decide-button]").disabled = Boolean(answer.not_yet);
}

/** "One more condition" clones the empty row; the server does the same without a script. */
function addRows() {
  const rows = document.querySelector("[data-conditions]");
  if (!rows) return;
  const total = rows.querySelector('[name="conditions-TOTAL_FORMS"]');
  const most = Number(rows.querySelector('[name="conditions-MAX_NUM_FORMS"]').value);
  const button = rows.querySelector("[data-add-row]");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const number = Number(total.value);
    const row = document.createElement("template");
    row.innerHTML = rows.querySelector("[data-empty-row]").innerHTML.replaceAll("__prefix__", number);
    rows.querySelector("[data-rows]").append(row.content);
    total.value = number + 1;
    button.hidden = number + 1 >= most;
    rows.querySelector(`[name="conditions-${number}-text"]`).focus();
  });
}

const assessments = [...document.querySelectorAll("form[data-assess]")].map((form) => new Assessment(form));
addRows();
window.addEventListener("beforeunload", (event) => {
  if (assessments.some((one) => one.dirty)) event.preventDefault();
});
