// The search in the head: a box over the page with a list of hits while somebody types. The arrows
// choose, Enter opens what is chosen or else the page of the search. "/" and Ctrl+K open the box;
// "/" can be turned off on that page, for who speaks to the computer. Without this script the
// button leads to the page.

const PAUSE = 150; // milliseconds without a key before it asks
const OFF = "search_slash=off";

const box = document.getElementById("search-box");
const field = box.querySelector("input");
const list = box.querySelector("[role=listbox]");
const said = box.querySelector("[role=status]");
let asking = new AbortController();
let waiting;

const options = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector("[aria-selected=true]");
const slashIsOff = () => document.cookie.split("; ").includes(OFF);

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}

function show(part, sentence) {
  choose(null);
  list.replaceChildren(...(part ? part.childNodes : []));
  list.hidden = options().length === 0;
  field.setAttribute("aria-expanded", String(!list.hidden));
  said.textContent = sentence;
}

async function ask() {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const text = field.value.trim();
  if (!text) return show(null, "");
  try {
    const answer = await fetch(`${box.dataset.url}?${new URLSearchParams({ q: text })}`, { signal });
    // Signed out meanwhile: the answer is another page.
    const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-said]");
    if (!part) throw new Error("no answer of the search");
    show(part, part.dataset.said);
  } catch {
    if (!signal.aborted) show(null, box.dataset.failed);
  }
}

function open() {
  if (!box.open) box.showModal();
  field.focus();
  field.select();
}

function onKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && !list.hidden) {
    event.preventDefault();
    const all = options();
    const at = all.indexOf(chosen());
    // Beyond the last one comes the field again, with nothing chosen.
    choose(at < 0 ? all.at(step > 0 ? 0 : -1) : all[at + step]);
  } else if (event.key === "Enter" && chosen()) {
    event.preventDefault();
    chosen().click();
  } else if (event.key === "Escape") {
    event.preventDefault(); // a browser would only empty the field
    box.close();
  }
}

function onShortcut(event) {
  const inField = event.target.closest?.("input, textarea, select, [contenteditable]");
  const ctrlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  const slash = event.key === "/" && !inField && !event.ctrlKey && !event.metaKey && !event.altKey && !slashIsOff();
  const elsewhere = document.querySelector("dialog[open]:not(#search-box)");
  if ((!ctrlK && !slash) || elsewhere) return;
  event.preventDefault();
  open();
}

function offerToTurnOff() {
  const offer = document.querySelector("[data-search-keys]");
  if (!offer) return;
  const choice = offer.querySelector("input");
  choice.checked = !slashIsOff();
  choice.addEventListener("change", () => {
    document.cookie = `${OFF}; path=/; samesite=lax; max-age=${choice.checked ? 0 : 31536000}`;
  });
  offer.hidden = false;
}

document.querySelector("[data-search-open]").addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open();
});
box.querySelector("[data-search-close]").addEventListener("click", () => box.close());
box.addEventListener("click", (event) => {
  if (event.target === box) box.close(); // beside the box
});
field.addEventListener("keydown", onKey);
field.addEventListener("input", () => {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(ask, PAUSE);
});
document.addEventListener("keydown", onShortcut);
offerToTurnOff();
