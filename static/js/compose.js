// Says how many letters the choices would make. Without it the next page says so.

const box = document.querySelector("[data-counts]");
const said = box.querySelector("[data-count-said]");
const counts = JSON.parse(document.getElementById("letter-counts").textContent);
const number = new Intl.NumberFormat(document.documentElement.lang);

function show() {
  const list = box.querySelector("[name=guest_list]")?.value ?? "";
  const audience = box.querySelector("[name=audience]:checked")?.value;
  const letters = counts[list]?.[audience];
  if (letters === undefined) {
    said.textContent = "";
    return;
  }
  const words = letters === 1 ? said.dataset.one : said.dataset.many;
  said.textContent = words.replace("[n]", number.format(letters));
}

box.addEventListener("change", show);
show();
