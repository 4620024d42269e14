// What is wrong with the stop that has the focus; whether the walk is at its end.
() => {
  const at = document.activeElement;
  if (!at || at === document.body) return { end: true };
  window.stops ??= new Set();
  const seen = window.stops.has(at) && window.last !== at;
  window.stops.add(at);
  window.last = at;
  const hidden = (one) => {
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    return style.opacity === "0" || box.width <= 2 || box.height <= 2 || style.clipPath !== "none";
  };
  const label = at.labels && [...at.labels].find((one) => !hidden(one));
  const shown = hidden(at) && label ? label : at;
  const ringed = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  const near = [at, shown, at.nextElementSibling, at.parentElement].filter(Boolean);
  const faults = [];
  // At its calendar a date field has no focus of its own: the browser draws a ring round the button.
  const calendar = at.matches("input:is([type=date], [type=time])") && !at.matches(":focus-visible");
  if (!calendar && !near.some(ringed)) faults.push("no ring");
  const box = shown.getBoundingClientRect();
  let inside = 0;
  let free = 0;
  for (const x of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    for (const y of [0.15, 0.5, 0.85]) {
      const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
      if (!hit) continue;
      inside += 1;
      if (shown.contains(hit) || hit.contains(shown) || at.contains(hit) || at.closest("label")?.contains(hit)) free += 1;
    }
  }
  if (inside === 0) faults.push("out of sight");
  else if (free === 0) faults.push("covered");
  else if (at.matches("textarea, input") && free / 15 < 0.3 && box.height < innerHeight / 2) faults.push("mostly covered");
  const name = (at.getAttribute("aria-label") || label?.textContent || at.textContent || at.name || "").trim();
  return { end: seen, fault: faults.join(", "), what: `${at.tagName.toLowerCase()} “${name.slice(0, 40)}”` };
}
