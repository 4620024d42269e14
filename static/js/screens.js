// Screens at an open meeting: the arrow keys, space and page keys turn them, as links do.

const NEXT = new Set(["ArrowRight", "ArrowDown", "PageDown", " "]);
const BEFORE = new Set(["ArrowLeft", "ArrowUp", "PageUp"]);

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("a, button, summary, input")) return;
  const rel = NEXT.has(event.key) ? "next" : BEFORE.has(event.key) ? "prev" : "";
  const link = rel && document.querySelector(`a[rel="${rel}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
