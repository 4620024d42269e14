// Themes: how many voices are ticked, and coding by keyboard. Pages work without it.

const voices = document.querySelector("[data-voices]");
if (voices) {
  const told = voices.querySelector("[data-chosen]");
  const first = told?.textContent;
  const count = () => {
    const chosen = voices.querySelectorAll('input[name="voice"]:checked').length;
    if (told) told.textContent = chosen ? told.dataset.text.replace("{count}", chosen) : first;
  };
  voices.addEventListener("change", count);
  count();
}

const coding = document.querySelector("[data-coding]");
if (coding) {
  const typing = (target) => target.matches('input:not([type="checkbox"]), textarea, select');
  const acts = {
    n: () => coding.querySelector("[data-new-theme]").focus(),
    x: () => coding.requestSubmit(coding.querySelector("[data-aside]")),
    s: () => coding.querySelector("[data-skip]")?.click(),
    enter: () => coding.requestSubmit(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    // A link or button in focus keeps what Enter does with it.
    if (event.key === "Enter" && event.target.matches("a, button, summary")) return;
    const box = coding.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    const act = acts[event.key.toLowerCase()];
    if (!box && !act) return;
    event.preventDefault();
    if (box) box.checked = !box.checked;
    else act();
  });
}
