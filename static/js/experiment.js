// A new experiment, written where there is no network.
//
// The form goes off by this script, so that its text is kept when the net is not there: in the
// browser's storage, under the account and the team, with the key that the server gave the page,
// by which an entry that is sent twice stands once. It is sent when the net is back or the page is
// opened again. What the server refuses comes back into the form, where its reason is shown.

const form = document.querySelector("[data-offline]");
const waits = form.querySelector("[data-offline-waits]");
const place = `placedev.unsent.experiment.${form.dataset.offline}`;
let busy = false;

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

/** Send one entry: its address, "" when nobody answered, undefined when it was refused. */
async function send(entry) {
  const data = new URLSearchParams(entry);
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: data, headers: { accept: "application/json" } });
  } catch {
    return "";
  }
  if (!answer.ok) return undefined;
  try {
    return (await answer.json()).url ?? "";
  } catch {
    return ""; // signed out in the meantime: it stays until somebody is signed in again
  }
}

/** Put what was refused back into the form and send that as the page does, with the reason. */
function refuse(entry) {
  for (const field of form.elements) if (field.type === "checkbox") field.checked = false;
  for (const [name, value] of entry) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type !== "checkbox") field.value = value;
      else if (field.value === value) field.checked = true;
    }
  }
  form.submit();
}

async function sendAll() {
  if (busy) return;
  busy = true;
  const left = kept();
  let last = "";
  while (left.length) {
    const url = await send(left[0]);
    if (url === "") break;
    const [entry] = left.splice(0, 1);
    keep(left);
    if (url === undefined) {
      refuse(entry);
      return;
    }
    last = url;
  }
  busy = false;
  if (last && !left.length) window.location.assign(last);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const entry = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const key = form.elements.key.value;
  keep([...kept().filter((one) => new URLSearchParams(one).get("key") !== key), entry]);
  waits.hidden = navigator.onLine;
  sendAll().then(() => (waits.hidden = !kept().length));
});
window.addEventListener("online", sendAll);
waits.hidden = !kept().length;
if (kept().length) sendAll();
