// The list at the door: who is here as the server says it, and over that what waits to be sent.

import { normalise } from "./checkin-normalise.js";

const one = (root, name) => root.querySelector(`[data-${name}]`);

export class Rows {
  constructor(root) {
    this.root = root;
    this.list = one(root, "list");
    this.template = one(root, "row-template");
    this.others = {};
    this.here = new Map();
    this.collator = new Intl.Collator(document.documentElement.lang);
    for (const row of this.list.children) {
      this.here.set(row.dataset.guest, Number(row.dataset.here));
      this.prepare(row);
    }
    this.others = this.readOthers();
  }

  /** Persons at the door whose names are not on this page: what the counts hold beyond the rows. */
  readOthers() {
    const others = {};
    for (const item of one(this.root, "sectors").children) {
      const shown = [...this.list.children].filter((row) => row.dataset.sector === item.dataset.sector);
      const named = shown.reduce((sum, row) => sum + Number(row.dataset.here), 0);
      others[item.dataset.sector] = Number(one(item, "number").textContent) - named;
    }
    return others;
  }

  prepare(row) {
    const persons = row.querySelector('[name="persons"]');
    const step = (by) => {
      persons.value = Math.min(99, Math.max(1, (Number(persons.value) || 1) + by));
    };
    for (const [name, by] of [["less", -1], ["more", 1]]) {
      const button = one(row, name);
      button.hidden = false;
      button.addEventListener("click", () => step(by));
    }
  }

  row(guest) {
    return this.list.querySelector(`[data-guest="${CSS.escape(String(guest))}"]`);
  }

  name(row) {
    return one(row, "name").textContent;
  }

  /** The whole state from the server: numbers for all, names for those who walked in. */
  take(state) {
    this.here = new Map(state.here.map(([guest, persons]) => [String(guest), persons]));
    this.others = state.others;
    const walkIns = new Set(state.walkIns.map((guest) => String(guest.id)));
    for (const row of this.list.querySelectorAll("[data-walk-in]")) {
      if (!row.dataset.pending && !walkIns.has(row.dataset.guest)) row.remove();
    }
    for (const guest of state.walkIns) {
      if (!this.row(guest.id)) this.insert({ guest: guest.id, name: guest.name, sector: guest.sector });
    }
  }

  /** A new row in its place in the alphabet. */
  insert({ guest, name, sector, persons = 1 }) {
    const row = this.template.content.firstElementChild.cloneNode(true);
    row.dataset.guest = guest;
    row.id = `guest-${guest}`;
    row.dataset.sector = sector ?? "";
    row.dataset.fold = normalise(name);
    row.querySelector('[name="guest"]').value = guest;
    row.querySelector('[name="persons"]').value = persons;
    one(row, "name").textContent = name;
    for (const whom of row.querySelectorAll("[data-whom]")) whom.textContent = `: ${name}`;
    const after = [...this.list.children].find((other) => this.collator.compare(this.name(other), name) > 0);
    this.list.insertBefore(row, after ?? null);
    this.prepare(row);
    return row;
  }

  /** Show everybody as the server says, or as the waiting acts say, the later one winning. */
  show(acts) {
    for (const row of this.list.querySelectorAll("[data-pending]")) {
      if (!acts.some((act) => act.key === row.dataset.pending)) row.remove();
    }
    const waiting = new Map();
    for (const act of acts) {
      if (act.act === "walk_in") {
        const guest = `new-${act.key}`;
        if (!this.row(guest)) this.insert({ guest, ...act }).dataset.pending = act.key;
        waiting.set(guest, act);
      } else waiting.set(act.walkIn ? `new-${act.walkIn}` : String(act.guest), act);
    }
    for (const row of this.list.children) {
      const act = waiting.get(row.dataset.guest);
      const persons = act ? (act.act === "undone" ? 0 : act.persons) : (this.here.get(row.dataset.guest) ?? 0);
      this.mark(row, persons, Boolean(act));
    }
    this.count();
  }

  mark(row, persons, waits) {
    const words = this.root.dataset;
    row.dataset.here = persons;
    row.toggleAttribute("data-waits", waits);
    one(row, "in").hidden = persons > 0;
    one(row, "out").hidden = persons === 0;
    one(row, "here-text").textContent = plural(words.textHereOne, words.textHereMany, persons);
  }

  count() {
    const persons = { ...this.others };
    for (const row of this.list.children) {
      persons[row.dataset.sector] = (persons[row.dataset.sector] ?? 0) + Number(row.dataset.here);
    }
    for (const item of one(this.root, "sectors").children) {
      const number = persons[item.dataset.sector] ?? 0;
      one(item, "number").textContent = number;
      item.hidden = number === 0 && !("wanted" in item.dataset);
    }
    const sum = Object.values(persons).reduce((total, number) => total + number, 0);
    const words = this.root.dataset;
    setText(one(this.root, "total"), plural(words.textTotalOne, words.textTotalMany, sum));
  }

  /** Hide what the search and the view do not ask for. Answers how many are left. */
  filter(search, show) {
    const wanted = normalise(search);
    let left = 0;
    for (const row of this.list.children) {
      const here = Number(row.dataset.here) > 0;
      const fits = row.dataset.fold.includes(wanted) && (show === "" || (show === "here") === here);
      row.hidden = !fits;
      left += fits ? 1 : 0;
    }
    return left;
  }
}

/** A sentence for one, or for many with [n] replaced. */
export function plural(single, many, number) {
  return number === 1 ? single : many.replace("[n]", new Intl.NumberFormat(document.documentElement.lang).format(number));
}

/** Change words only when they differ: a live region reads each change aloud. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
