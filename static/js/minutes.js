/* Saves the minutes by itself a moment after the last stroke, and says so.
   A conflict or an error stops it: the button then shows what is wrong, and nothing is lost. */
const form = document.querySelector("form[data-autosave]");
const sign = form?.querySelector("[data-state]");
const PAUSE = 2500;
const RETRY = 10000;
let timer = 0;
let running = false;
let again = false;

function say(state) {
  if (!sign) return;
  sign.dataset.state = state;
  const words = sign.dataset[`text${state[0].toUpperCase()}${state.slice(1)}`] ?? "";
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
  sign.textContent = words.replace("{time}", time);
}

function soon() {
  say("unsaved");
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

function later() {
  say("failed");
  clearTimeout(timer);
  timer = setTimeout(save, RETRY);
}

async function save() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  say("saving");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    if (answer.status === 409 || answer.status === 422) {
      say("unsaved"); // the button shows both texts, or what is wrong
      return;
    }
    if (!answer.ok) {
      later();
      return;
    }
    for (const [name, value] of Object.entries(await answer.json())) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    say("saved");
  } catch {
    later();
  } finally {
    running = false;
    if (again) {
      again = false;
      soon();
    }
  }
}

form?.addEventListener("input", soon);
form?.addEventListener("submit", () => clearTimeout(timer));
