// A new meeting: another kind brings what is usual for it, and leaves what was typed. Without
// the script the button beside the kind does the same by way of the server (workshops/planning/kind_defaults.py).

const usual = JSON.parse(document.getElementById("usual").textContent);
const form = document.querySelector(".meeting-form");
const field = (name) => form.elements.namedItem(name);

const MINUTES_A_DAY = 24 * 60;

/** "18:00" and 90 give "19:30"; nothing past midnight. */
function later(time, minutes) {
  const [hours, rest] = time.split(":").map(Number);
  const end = hours * 60 + rest + minutes;
  if (!time || end >= MINUTES_A_DAY) return "";
  return `${String(Math.floor(end / 60)).padStart(2, "0")}:${String(end % 60).padStart(2, "0")}`;
}

/** The day so many days before "2026-12-03", as text; "" without a day. */
function before(day, days) {
  const date = new Date(`${day}T12:00:00Z`);
  if (!day || Number.isNaN(date.getTime())) return "";
  date.setUTCDate(date.getUTCDate() - days);
  return date.toISOString().slice(0, 10);
}

/** The last day for answers: at short notice the day before, else until the meeting begins
 *  (answer_day in workshops/planning/local_time.py). */
function answersUntil(day, days) {
  if (days === null) return "";
  const ahead = [before(day, days), before(day, 1)];
  return ahead.find((one) => one > form.dataset.today) ?? "";
}

/** The usual values of a kind, for the start and the day that stand in the form. */
function values(kind) {
  const { minutes, answer_days: days, audience: _audience, ...rest } = usual[kind];
  return {
    ...rest,
    ends_time: later(field("starts_time").value || rest.starts_time, minutes),
    answer_until_on: answersUntil(field("starts_on").value, days),
  };
}

const read = (input) => (input.type === "checkbox" ? input.checked : input.value);

function write(input, value) {
  if (input.type === "checkbox") input.checked = value;
  else input.value = value;
}

/** What stands as we have put it is replaced; what somebody has typed stays. */
let put = {};
function fill(kind) {
  // The start first: the usual end is counted from it.
  const start = field("starts_time");
  if (start.value === put.starts_time) start.value = usual[kind].starts_time;
  const fresh = values(kind);
  for (const [name, value] of Object.entries(fresh)) {
    const input = field(name);
    if (name !== "starts_time" && read(input) === put[name]) write(input, value);
  }
  put = fresh;
  field("was_kind").value = kind;
}

put = values(field("was_kind").value);
form.querySelector("[data-usual-button]").hidden = true;
field("kind").addEventListener("change", () => fill(field("kind").value));
for (const name of ["starts_on", "starts_time"]) {
  field(name).addEventListener("change", () => {
    const fresh = values(field("kind").value);
    for (const other of ["ends_time", "answer_until_on"]) {
      if (read(field(other)) === put[other]) {
        write(field(other), fresh[other]);
        put[other] = fresh[other];
      }
    }
  });
}
