// Lists whose lines are put in order: buttons with data-move="-1" or "1", or Alt with an arrow key
// anywhere in a line. What is sent is in the order of the page.

function move(list, line, by) {
  const lines = [...list.children];
  const place = lines.indexOf(line) + by;
  if (place < 0 || place >= lines.length) return;
  const focused = document.activeElement;
  if (by < 0) lines[place].before(line);
  else lines[place].after(line);
  focused?.focus();
  const frame = list.closest("[data-order]");
  const name = line.querySelector("label").firstChild.textContent.trim();
  frame.querySelector("[data-told]").textContent = `${name}: ${frame.dataset.moved} ${place + 1}`;
}

for (const list of document.querySelectorAll("[data-order] > ol")) {
  for (const buttons of list.querySelectorAll(".r-move")) buttons.hidden = false;
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button) move(list, button.closest("li"), Number(button.dataset.move));
  });
  list.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !event.altKey) return;
    event.preventDefault();
    move(list, event.target.closest("li"), by);
  });
}
