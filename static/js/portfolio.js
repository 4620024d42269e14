// The portfolio's filters: an address to save should name only what was chosen.

const form = document.getElementById("filters");

/** Leave empty choices out of the address when htmx asks. */
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt !== form) return;
  const chosen = event.detail.parameters;
  for (const name of [...Object.keys(chosen)]) {
    if (chosen[name] === "") delete chosen[name];
  }
});
