// Buttons with data-copy="<id of a field>" put the field's text on the clipboard.
// Without a clipboard (an address that is not https) the text is selected for Ctrl+C.

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    return;
  }
  const before = button.textContent;
  button.textContent = button.dataset.copied;
  window.setTimeout(() => {
    button.textContent = before;
  }, 3000);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => copy(button));
}
