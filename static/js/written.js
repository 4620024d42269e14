// Headings and lists for a text: two buttons that put the signs before the lines that are chosen.
// Without this script one types them, as the hint under the field says.

function put(field, sign) {
  const start = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const stop = field.value.indexOf("\n", field.selectionEnd);
  const end = stop < 0 ? field.value.length : stop;
  const lines = field.value.slice(start, end).split("\n");
  const bare = lines.map((line) => line.replace(/^\s*(#{1,3}|[-*•])\s+/, ""));
  const has = lines.every((line) => line.startsWith(sign));
  field.setRangeText((has ? bare : bare.map((line) => sign + line)).join("\n"), start, end, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const field of document.querySelectorAll("textarea[data-written]")) {
  const tools = document.createElement("div");
  tools.className = "written-tools";
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
  for (const [sign, text] of [["# ", field.dataset.textHeading], ["- ", field.dataset.textList]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = text;
    button.addEventListener("click", () => put(field, sign));
    tools.append(button);
  }
  field.before(tools);
}
