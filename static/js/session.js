// Before a session ends because nobody used it: say so, with a button to stay (WCAG 2.2.1).

const dialog = document.getElementById("session-warning");
const words = dialog.querySelector("[data-words]");
const lasts = Number(dialog.dataset.seconds) * 1000;
const warned = Number(dialog.dataset.warn) * 1000;
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("placedev.session") : null;
let usedAt = Date.now();

/** Somebody used the site, in this tab or another. */
function used(at = Date.now()) {
  usedAt = Math.max(usedAt, at);
  if (Date.now() - usedAt < lasts - warned && dialog.open) dialog.close();
}

function told() {
  used();
  tabs?.postMessage(usedAt);
}

function look() {
  const left = usedAt + lasts - Date.now();
  if (left > warned) return;
  const over = left <= 0;
  const minutes = Math.max(1, Math.round(left / 60_000));
  const text = over ? dialog.dataset.textOver : dialog.dataset.textSoon.replace("[n]", minutes);
  if (words.textContent !== text) words.textContent = text;
  dialog.querySelector("[data-stay]").hidden = over;
  dialog.querySelector("[data-again]").hidden = !over;
  if (!dialog.open) dialog.showModal();
}

dialog.querySelector("[data-stay]").addEventListener("click", async () => {
  try {
    const answer = await fetch(dialog.dataset.url, { redirect: "manual", headers: { Accept: "application/json" } });
    if (answer.ok) told();
    else usedAt = 0;
  } catch {
    words.textContent = document.body.dataset.noConnection;
    return;
  }
  look();
});
// The link to sign in opens another tab: this one keeps what was written.
dialog.querySelector("[data-again]").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => look());

tabs?.addEventListener("message", (event) => used(event.data));
tabs?.postMessage(usedAt);
// What pages send by themselves (rows that save, lists that filter) uses the session as well.
new PerformanceObserver((list) => {
  const here = list.getEntries().filter((one) => ["fetch", "xmlhttprequest"].includes(one.initiatorType));
  if (here.some((one) => one.name.startsWith(location.origin) && one.responseStatus < 400)) told();
}).observe({ type: "resource" });
window.setInterval(look, 10_000);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
