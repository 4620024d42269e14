// Acts that wait for the network.
//
// They lie in the browser's storage, one entry an act, so that a reload or an empty battery loses
// none. An act holds a key, a guest's number, a count and a time. Somebody who came without
// invitation has no number yet: the name (and what else was written down) lies there too, until
// the server has it. That is the one personal thing this site keeps in a browser; it is the price
// of not losing a person at the door. What the server has taken is removed at once, signing out
// removes the rest, and what nobody sent within two weeks is removed when the page opens.

const PREFIX = "placedev.unsent.door.";
const KEPT = 14 * 24 * 3600 * 1000;
const MOST = 50;

/** A random UUID; `crypto.randomUUID` exists on https alone. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export class Queue {
  /** `owner` is the account's number, `meeting` the meeting's: nobody reads another's acts. */
  constructor(owner, meeting) {
    this.prefix = `${PREFIX}${owner}.${meeting}.`;
    this.acts = new Map();
    this.keeps = true;
    this.number = 0;
    this.forgetOld();
    this.read();
  }

  get size() {
    return this.acts.size;
  }

  /** Add an act with a key, a time and its place in the order. Answers the act. */
  add(told) {
    this.number += 1;
    const act = { key: uuid(), at: new Date().toISOString(), n: this.number, ...told };
    this.acts.set(act.key, act);
    try {
      localStorage.setItem(this.prefix + act.key, JSON.stringify(act));
    } catch {
      this.keeps = false; // no storage, or no room: it lives as long as the page
    }
    return act;
  }

  /** Forget acts that the server has, or will never take. */
  drop(key) {
    this.acts.delete(key);
    try {
      localStorage.removeItem(this.prefix + key);
    } catch {
      this.keeps = false;
    }
  }

  /** The next acts to send, the oldest first. */
  next() {
    return [...this.acts.values()].slice(0, MOST);
  }

  /** What was waiting when the page was last open, also in another tab. */
  read() {
    for (const key of this.stored()) {
      if (!key.startsWith(this.prefix)) continue;
      const act = parse(localStorage.getItem(key));
      if (act) this.acts.set(act.key, act);
    }
    const sorted = [...this.acts.values()].sort((a, b) => a.at.localeCompare(b.at) || a.n - b.n);
    this.acts = new Map(sorted.map((act) => [act.key, act]));
    this.number = Math.max(this.number, ...sorted.map((act) => act.n));
  }

  forgetOld() {
    for (const key of this.stored()) {
      const act = parse(localStorage.getItem(key));
      if (!act || Date.now() - Date.parse(act.at) > KEPT) localStorage.removeItem(key);
    }
  }

  stored() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      this.keeps = false;
      return [];
    }
  }
}

function parse(text) {
  try {
    const act = JSON.parse(text);
    return typeof act?.key === "string" && typeof act.at === "string" ? act : null;
  } catch {
    return null;
  }
}
