// The board: a card moves without a new page, and can be dragged. Without this script each card
// has the same form; with it the form stays the way to move by keyboard.

const board = document.querySelector("[data-board]");
const live = document.querySelector("[data-live]");
const reasoned = board ? board.dataset.reasoned.split(" ") : [];

/** Say what happened; the same words twice are read twice. */
function say(text) {
  live.textContent = "";
  requestAnimationFrame(() => {
    live.textContent = text;
  });
}

const columnOf = (state) => document.querySelector(`[data-column="${state}"]`);

/** A reason is asked for only where one is needed. */
function showReason(form) {
  const part = form.querySelector("[data-reason]");
  part.hidden = !reasoned.includes(form.elements.state.value);
}

function prepare(root) {
  for (const form of root.querySelectorAll("form[data-move]")) showReason(form);
}

function recount() {
  for (const column of document.querySelectorAll("[data-column]")) {
    const count = column.querySelectorAll("[data-card]").length;
    column.querySelector("[data-count]").textContent = count;
  }
}

/** Put a card into its column, in the plan's order. */
function place(card, state) {
  const list = columnOf(state).querySelector("[data-list]");
  const rank = Number(card.dataset.rank);
  const next = [...list.children].find((other) => Number(other.dataset.rank) > rank);
  list.insertBefore(card, next || null);
  const folded = card.closest("details[data-column]");
  if (folded) folded.open = true;
}

function redraw(old, html) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  const card = holder.content.firstElementChild;
  old.replaceWith(card);
  prepare(card);
  return card;
}

async function send(form) {
  const card = form.closest("[data-card]");
  if (card.dataset.sending) return;
  card.dataset.sending = "1";
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    const isJson = (response.headers.get("Content-Type") || "").includes("json");
    const answer = isJson ? await response.json() : {};
    if (!answer.card) {
      // Signed out or refused altogether: the page's own answer says so and keeps the text.
      form.submit();
      return;
    }
    const drawn = redraw(card, answer.card);
    if (drawn.parentElement.closest("[data-column]").dataset.column !== answer.state) {
      place(drawn, answer.state);
    }
    recount();
    say(answer.message);
    const first = response.ok ? drawn : drawn.querySelector("select");
    first.focus({ preventScroll: false });
  } catch {
    delete card.dataset.sending;
    say(document.body.dataset.noConnection);
  }
}

/** Move a card as its form would; where a reason is needed, ask for it in the form. */
function moveTo(card, state) {
  const form = card.querySelector("form[data-move]");
  form.elements.state.value = state;
  showReason(form);
  if (reasoned.includes(state) && !form.elements.state_reason.value.trim()) {
    form.closest("details").open = true;
    form.elements.state_reason.focus();
    say(board.dataset.textWhy);
    return;
  }
  send(form);
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-move]");
  if (!form) return;
  event.preventDefault();
  send(form);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-move]");
  if (form) showReason(form);
});

/** Dragging by mouse, pen or finger, from the grip alone, so that a finger can scroll the page. */
let drag = null;

function targetAt(event) {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  return under ? under.closest("[data-column]") : null;
}

function mark(column) {
  for (const other of document.querySelectorAll(".is-target")) other.classList.remove("is-target");
  if (column && column.dataset.column !== drag.card.dataset.state) column.classList.add("is-target");
}

function endDrag() {
  mark(null);
  drag.card.classList.remove("is-dragged");
  drag.card.style.transform = "";
  drag = null;
}

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button > 0) return;
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  drag = { card: grip.closest("[data-card]"), x: event.pageX, y: event.pageY };
  drag.card.classList.add("is-dragged");
});

document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  drag.card.style.transform = `translate(${event.pageX - drag.x}px, ${event.pageY - drag.y}px)`;
  mark(targetAt(event));
});

document.addEventListener("pointerup", (event) => {
  if (!drag) return;
  const { card } = drag;
  const column = targetAt(event);
  endDrag();
  if (column && column.dataset.column !== card.dataset.state) moveTo(card, column.dataset.column);
});

document.addEventListener("pointercancel", () => drag && endDrag());
document.addEventListener("keydown", (event) => {
  if (drag && event.key === "Escape") endDrag();
});

if (board) {
  board.dataset.drag = "";
  prepare(document);
}
