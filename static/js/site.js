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
  // Who tabs out of a menu must not find the next control under it.
  document.addEventListener("focusin", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}

/**
 * Move focus to the error summary, so that a screen reader reads it and the keyboard is there;
 * a small form without one has its sentence above the fields, or at the one field that is wrong.
 */
function focusErrorSummary(root) {
  const [summary] = ["[data-error-summary]", ".alert-danger", "[aria-invalid='true']"]
    .map((one) => root.querySelector(one))
    .filter(Boolean);
  if (!summary) return;
  if (summary.matches(".alert-danger")) summary.tabIndex = -1;
  summary.focus();
  if (!location.hash || root !== document) return;
  // A form is sent to the address with its fragment, which would take the focus away again.
  history.replaceState(history.state, "", location.pathname + location.search);
  window.addEventListener("load", () => window.setTimeout(() => summary.focus()));
}

/** A link of the summary leads to its field without a fragment in the address. */
function leadToFields() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-error-summary] a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    field.focus();
  });
}

/** After a filter has drawn a list anew: say how long it is now, and not the list itself. */
function sayHowMany() {
  document.addEventListener("htmx:afterSettle", () => {
    const said = document.getElementById("list-said");
    const list = document.getElementById("list");
    if (said && list) said.textContent = list.dataset.found;
  });
}

/**
 * On a narrow screen a row of tabs is pushed aside: bring the open one into its middle, and the
 * one that gets the focus, which a browser leaves where it is when an edge of it is in sight.
 */
function showOpenTab() {
  for (const row of document.querySelectorAll("[data-row]")) {
    row.addEventListener("focusin", ({ target }) => {
      // By keyboard only: what moves under a finger is not pressed.
      if (target.matches(":focus-visible")) target.scrollIntoView({ block: "nearest", inline: "center" });
    });
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
    if (event.submitter?.formTarget) return; // into a frame: the page stays
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

/**
 * Fields marked data-submit send their form when a choice is made with the pointer or in the open
 * list. Arrow keys on a closed list pass by choices that nobody wants: then Enter sends the form,
 * or its button. The next page has the focus where it was.
 */
function submitOnChange() {
  const LAST = "placedev.filter";
  let key = "";
  const opens = (event) => event.key === "F4" || event.key === " " || (event.altKey && event.key.startsWith("Arrow"));
  const send = (field) => {
    sessionStorage.setItem(LAST, `${location.pathname} ${field.id}`);
    field.form.requestSubmit();
  };
  const [page, id] = (sessionStorage.getItem(LAST) ?? "").split(" ");
  sessionStorage.removeItem(LAST);
  if (page === location.pathname) document.getElementById(id)?.focus();
  document.addEventListener("pointerdown", () => {
    key = "";
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("[data-submit]");
    if (!field) return;
    key = field.matches("select") && opens(event) ? "" : event.key;
    if (event.key !== "Enter") return;
    event.preventDefault();
    send(field);
  });
  document.addEventListener("change", (event) => {
    const field = event.target.closest("[data-submit]");
    if (field && key === "") send(field);
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
leadToFields();
sayHowMany();
sendOnce();
tellFailures();
submitOnChange();
printButtons();
focusErrorSummary(document);
document.addEventListener("htmx:afterSwap", (event) => focusErrorSummary(event.target));

/** A letter's frame shows that it has the focus: a sandboxed one matches no `:focus` of ours. */
addEventListener("blur", () => {
  if (document.activeElement?.matches("iframe")) document.activeElement.classList.add("has-focus");
});
addEventListener("focus", () => {
  for (const frame of document.querySelectorAll("iframe.has-focus")) frame.classList.remove("has-focus");
});
