// Shows the letter in its frame as soon as the page is there. Without it one presses a language.

for (const form of document.querySelectorAll("[data-letter-frame]")) {
  form.requestSubmit(form.querySelector("button[name=show]"));
}
