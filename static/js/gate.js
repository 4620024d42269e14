// The gate: assessments save by themselves, and condition rows are added without a round trip.
// Without this script each criterion has its own button, and the server adds the rows.

import { Row, showState, watch } from "./row.js";

const PAUSE = 900; // ms without a keystroke before a comment or a choice is saved
const SIGNS = { met: ["ok", "✓"], partly: ["warn", "!"], not_met: ["stop", "✕"] };
const words = document.getElementById("gate-words");

/** One criterion, as a row that saves by itself and has its own indicator. */
class Assessment extends Row {
  constructor(form) {
    const indicator = form.querySelector("[data-saved]");
    super(form, {
      list: words,
      fields: ["verdict", "comment"],
      changed: () => {
        showState(indicator, [this]);
        if (this.state === "failed") indicator.textContent = indicator.dataset.textFailed;
      },
      saved: (answer) => {
        showState(indicator, [this], answer);
        readyToDecide(answer);
      },
    });
    this.indicator = indicator;
    this.comment = form.elements.comment;
    this.error = form.querySelector("[data-error]");
    this.panel = form.querySelector("[data-conflict]");
    this.button = form.querySelector("[data-save]");
    // After a conflict that the server drew, the choice is made by the button.
    this.button.hidden = !form.querySelector(".notice");
    form.addEventListener("change", (event) => {
      if (event.target.name !== "verdict") return;
      // Arrow keys pass by verdicts that nobody means.
      this.touched(PAUSE);
    });
    this.comment.addEventListener("input", () => this.touched(PAUSE));
    this.comment.addEventListener("blur", () => this.retryNow());
  }

  values() {
    const values = super.values();
    return { ...values, comment: values.comment.trim() };
  }

  submit(event) {
    event.preventDefault();
    // "Save mine" of a conflict that the server drew: it holds although nothing was typed since.
    if (this.form.querySelector(".notice")) this.kept = {};
    this.touched();
  }

  /** Without an assessment nothing is sent; one that says that something is lacking says what. */
  ready({ verdict, comment }) {
    if (verdict === "met" || (verdict && comment)) return true;
    this.stopped = true;
    if (verdict) {
      this.showErrors({ comment: [this.form.dataset.textComment] });
      this.unfold();
    }
    this.setState("unsaved");
    return false;
  }

  clearErrors() {
    this.showErrors({ comment: [""] });
  }

  showErrors(errors) {
    const text = Object.values(errors)[0][0];
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

  took(answer) {
    this.button.hidden = true;
    this.form.querySelector(".notice")?.remove();
    this.mark(answer.verdict);
  }

  mark(verdict) {
    const mark = this.form.querySelector("[data-mark]");
    const [level, sign] = SIGNS[verdict];
    mark.className = `mark ${level}`;
    mark.textContent = sign;
  }

  /** Both values of a conflict, with a button for each. */
  ask(_clash, _values, theirs, body) {
    const radio = this.form.querySelector(`input[value="${theirs.verdict}"]`);
    const box = document.createElement("div");
    box.className = "notice warn";
    box.setAttribute("role", "alert");
    const inner = document.createElement("div");
    const what = document.createElement("p");
    what.textContent = body.message;
    const said = document.createElement("p");
    said.textContent = [`${theirs.by}: ${radio ? radio.labels[0].textContent : ""}`, theirs.comment].filter(Boolean).join(". ");
    const buttons = document.createElement("p");
    buttons.className = "actions";
    buttons.append(this.choice(words.dataset.keepTheirs, "theirs"), this.choice(words.dataset.saveMine, "yours"));
    inner.append(what, said, buttons);
    box.append(inner);
    this.panel.replaceChildren(box);
    this.panel.hidden = false;
  }

  choice(text, whose) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = text;
    button.addEventListener("click", () => {
      this.panel.hidden = true;
      this.panel.replaceChildren();
      this.settle(whose);
    });
    return button;
  }

  settle(whose) {
    const { theirs } = this.conflict;
    super.settle(whose);
    if (whose !== "theirs") return;
    this.put(theirs);
    this.mark(theirs.verdict);
    this.form.querySelector("[data-comment]").open = Boolean(theirs.comment);
    clearTimeout(this.timer);
    this.setState("");
    this.indicator.dataset.state = "saved";
    this.indicator.textContent = words.dataset.kept;
  }
}

/** The decision beside follows: what is not assessed yet, and which assessments were read. */
function readyToDecide(answer) {
  if (answer.met) document.querySelector("[data-met]").textContent = answer.met;
  const decide = document.querySelector("[data-decide]");
  if (!decide || answer.stamp === undefined) return;
  decide.elements.seen.value = answer.stamp;
  decide.querySelector("[data-not-yet]").textContent = answer.not_yet;
  for (const button of decide.querySelectorAll("[data-decide-button]")) button.disabled = Boolean(answer.not_yet);
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
watch(assessments);
