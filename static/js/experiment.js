// A new experiment, written where there is no network.
//
// The form is kept in the browser's storage under the account and the team, with the key that the
// server gave the page: sent twice it stands once. It goes off when the net is back, or when the
// page is opened again; what the server has taken is removed at once.

const form = document.querySelector("[data-offline]");
const waits = form.querySelector("[data-offline-waits]");
const place = `placedev.unsent.experiment.${form.dataset.offline}`;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(place)) ?? [];
  } catch {
    return [];
  }
}

function keep(entries) {
  if (entries.length) localStorage.setItem(place, JSON.stringify(entries));
  else localStorage.removeItem(place);
  waits.hidden = !entries.length;
}

/** Whether the server has it. */
async function sent(entry) {
  const data = new URLSearchParams(entry);
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { accept: "application/json" } });
    return answer.ok ? (await answer.json()).url : "";
  } catch {
    return "";
  }
}

async function sendAll() {
  const left = [];
  let last = "";
  for (const entry of kept()) {
    const url = await sent(entry);
    if (url) last = url;
    else left.push(entry);
  }
  keep(left);
  if (last && !left.length) window.location.assign(last);
}

form.addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  const entry = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  keep([...kept(), entry]);
  form.querySelector("button.btn-primary").disabled = true;
});
window.addEventListener("online", sendAll);
waits.hidden = !kept().length;
if (navigator.onLine) sendAll();
