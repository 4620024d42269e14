// One request to the server, with an answer that says in one word what became of it.

const TIMEOUT = 20_000;

/** The token that counts now: signing in again in another tab changes the cookie. */
function csrfToken(list, form) {
  const name = list.dataset.csrfCookie && `${list.dataset.csrfCookie}=`;
  const cookie = name && document.cookie.split("; ").find((one) => one.startsWith(name));
  return cookie ? cookie.slice(name.length) : form.elements.csrfmiddlewaretoken.value;
}

/**
 * Post a form's data. Answers {kind, body}: "saved" (2xx), "conflict" and "refused" (409, 422,
 * with a body of ours), "forbidden" (403 of ours), "gone" (404), "signed-out", or "failed"
 * when nobody knows whether it arrived and it must be sent again.
 */
export async function send(list, form, data, { keepalive = false, timeout = TIMEOUT } = {}) {
  let response;
  try {
    response = await fetch(form.action, {
      method: "POST",
      body: data,
      redirect: "manual",
      keepalive,
      signal: AbortSignal.timeout(timeout),
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken(list, form) },
    });
  } catch {
    return { kind: "failed" };
  }
  // Without a session the server leads to the sign-in page; a token of an older session is refused.
  if (response.type === "opaqueredirect" || response.status === 401) return { kind: "signed-out" };
  const ours = response.headers.get("Content-Type")?.startsWith("application/json");
  if (response.status === 403) return ours ? { kind: "forbidden", body: await read(response) } : { kind: "signed-out" };
  if (response.status === 404) return { kind: "gone" };
  const body = ours ? await read(response) : null;
  if (!body) return { kind: "failed" };
  if (response.ok) return { kind: "saved", body };
  if (body.code === "changed_meanwhile") return { kind: "conflict", body };
  return response.status < 500 ? { kind: "refused", body } : { kind: "failed" };
}

async function read(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** Milliseconds until the next attempt: 1 s, 2 s, 4 s … at most half a minute. */
export function backoff(attempts) {
  return Math.min(30_000, 1000 * 2 ** (attempts - 1));
}

/** Show an error beside its field, or hide it. */
export function showError(item, name, text) {
  const place = item.querySelector(`[data-error="${name}"]`) ?? item.querySelector('[data-error="all"]');
  place.textContent = text ?? "";
  place.hidden = !text;
  const field = item.querySelector(`[name="${name}"]:not([type="radio"])`);
  if (field) field.setAttribute("aria-invalid", text ? "true" : "false");
}
