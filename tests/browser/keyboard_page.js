// What a page has whatever has the focus: how much of it sticks, what Enter presses, table names.
() => {
  const faults = [];
  let stuck = 0;
  for (const one of document.querySelectorAll("body *")) {
    const style = getComputedStyle(one);
    const full = one.offsetWidth > innerWidth * 0.6;
    if (["sticky", "fixed"].includes(style.position) && one.getClientRects().length && full) stuck += one.offsetHeight;
  }
  if (stuck > innerHeight / 3) faults.push(`${Math.round((100 * stuck) / innerHeight)} % of the page sticks`);
  const typed = "input:not([type]), input:is([type=text], [type=date], [type=email], [type=number], [type=search])";
  for (const form of document.forms) {
    const buttons = [...form.elements].filter((one) => one.type === "submit");
    const main = buttons.find((one) => one.classList.contains("btn-primary"));
    const [first] = buttons;
    const stands = first && (first === main || first.getAttribute("aria-hidden") === "true");
    if (main && !stands && [...form.elements].some((one) => one.matches(typed))) {
      faults.push(`Enter presses “${first.textContent.trim()}”`);
    }
  }
  for (const table of document.querySelectorAll("main table")) {
    const named = table.caption || table.ariaLabel || table.getAttribute("aria-labelledby");
    if (!named) faults.push(`a table without a name: ${table.className}`);
  }
  return faults;
}
