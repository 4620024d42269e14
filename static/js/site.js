// Small comforts for every page; each page works without them.

/** Close open drop-downs on Escape (focus returns to the summary) and on a click outside. */
function closeMenus() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}

/** Move focus to the error summary, so that a screen reader reads it and the keyboard is there. */
function focusErrorSummary(root) {
  const summary = root.querySelector("[data-error-summary]");
  if (summary) summary.focus();
}

/** On a narrow screen a row of tabs is pushed aside: bring the open one into its middle. */
function showOpenTab() {
  for (const row of document.querySelectorAll("[data-row]")) {
    const open = row.querySelector("[aria-current]");
    if (!open || row.scrollWidth <= row.clientWidth) continue;
    const middle = open.getBoundingClientRect().left - row.getBoundingClientRect().left;
    row.scrollLeft += middle - (row.clientWidth - open.offsetWidth) / 2;
  }
}

/** A form is sent once: a second press while the first is on its way does nothing. */
function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post") || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // A download leaves the page where it is; open the form again after a moment.
    window.setTimeout(() => delete form.dataset.sent, 4000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
}

/** Say it in the messages region when a request of htmx did not reach the server or failed. */
function tellFailures() {
  const region = document.getElementById("messages");
  const tell = (text) => {
    const notice = document.createElement("div");
    notice.className = "notice stop";
    notice.setAttribute("role", "alert");
    notice.textContent = text;
    region.replaceChildren(notice);
  };
  document.addEventListener("htmx:sendError", () => tell(document.body.dataset.noConnection));
  document.addEventListener("htmx:responseError", () => tell(document.body.dataset.failed));
}

/** Selects and inputs marked data-submit send their form when they change. */
function submitOnChange() {
  document.addEventListener("change", (event) => {
    const field = event.target.closest("[data-submit]");
    if (field) field.form.requestSubmit();
  });
}

/** Buttons marked data-print print the page. */
function printButtons() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
}

/** Signing out leaves nothing in the browser; what still waits to be sent is asked about first. */
function forgetOnSignOut() {
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.signOut;
    if (!question || event.defaultPrevented) return;
    const keys = Object.keys(localStorage).filter((key) => key.startsWith("placedev.unsent."));
    if (keys.length > 0 && !window.confirm(question)) event.preventDefault();
    else keys.forEach((key) => localStorage.removeItem(key));
  });
}

closeMenus();
showOpenTab();
forgetOnSignOut();
sendOnce();
tellFailures();
submitOnChange();
printButtons();
focusErrorSummary(document);
document.addEventListener("htmx:afterSwap", (event) => focusErrorSummary(event.target));
