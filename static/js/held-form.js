// Signing in in another tab gives a new token; the held form takes it along, so that "send
// again" works at the first press. Without script the server asks once more.

const form = document.querySelector("[data-held-form]");

form?.addEventListener("submit", () => {
  const name = `${form.dataset.csrfCookie}=`;
  const cookie = document.cookie.split("; ").find((one) => one.startsWith(name));
  if (cookie) form.elements.csrfmiddlewaretoken.value = cookie.slice(name.length);
});
