// Counts the characters of a text while one writes. Without it the number stands as it was sent.

/** Characters as the server counts them: an accented letter or a symbol is one. */
const lengthOf = (text) => [...text.replace(/\r\n?/g, "\n").trim()].length;

/** Words on what is left; `box` carries the sentences as data-*. */
function words(box, most, used) {
  const left = most - used;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  if (left === 0) return box.dataset.full;
  const sentence = left > 0 ? box.dataset.left : box.dataset.over;
  return sentence.replace("[left]", number.format(Math.abs(left))).replace("[most]", number.format(most));
}

for (const box of document.querySelectorAll("[data-count]")) {
  const field = box.querySelector("[data-count-most]");
  const shown = box.querySelector("[data-count-words]");
  const said = box.querySelector("[data-count-said]");
  const most = Number(field.dataset.countMost);
  let pause = 0;

  field.setAttribute(
    "aria-describedby",
    [field.getAttribute("aria-describedby"), shown.id].filter(Boolean).join(" "),
  );

  const show = () => {
    const used = lengthOf(field.value);
    shown.textContent = words(box, most, used);
    shown.classList.toggle("over", used > most);
    return used;
  };

  field.addEventListener("input", () => {
    const used = show();
    // Said aloud only near the end, and only when the hands rest.
    window.clearTimeout(pause);
    if (used < most * 0.9) return;
    pause = window.setTimeout(() => {
      said.textContent = shown.textContent;
    }, 1200);
  });
  show();
}
