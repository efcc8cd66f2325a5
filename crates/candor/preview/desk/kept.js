// What this browser keeps of a file until the server has it, with the steps that can be undone; and
// which of its windows may write.

const PREFIX = "candor-desk:";
const MOST = 20;

/** The name of this browser: the same for all its windows, and each time. */
export function browser() {
  const name = `${PREFIX}browser`;
  const known = get(name);
  const made = known ?? crypto.randomUUID();
  if (!known) set(name, made);
  return made;
}

function get(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function set(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** What is kept of a file: `{text, base, undo, acked, at}`, or null. */
export const read = (file) => get(PREFIX + file);

/** Keeps it, without what can be undone where there is no room. False if even that failed. */
export function write(file, record) {
  const isKept = put(file, record) || (forgetOldest(file), put(file, record));
  return isKept || put(file, { ...record, undo: null });
}

const put = (file, record) => set(PREFIX + file, { ...record, at: Date.now() });

/** Forgets what was left longest, but no text that the server does not have. */
function forgetOldest(but) {
  const files = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && key !== PREFIX + but);
  const known = files.map((key) => ({ key, ...read(key.slice(PREFIX.length)) })).filter(({ acked }) => acked);
  known.sort((a, b) => a.at - b.at);
  for (const { key } of known.slice(0, Math.max(1, known.length - MOST))) localStorage.removeItem(key);
}

/**
 * Which text to begin with, of the disk's, the server's draft and this browser's: `{text, base,
 * hash, undo, left}`. `base` is what the text was made from; a hash is known only of the file as it
 * is. What the browser did not get to the server is the newest. `left` is a text of this browser
 * that the server had, and that was neither saved nor is the draft: another browser's took its place.
 */
export function beginning({ text: onDisk, hash, draft }, local) {
  const isUnsent = local && !local.acked && local.text !== onDisk && local.text !== draft?.text;
  const mine = (isUnsent ? local : draft) ?? { text: onDisk, base: onDisk };
  const undo = [mine.undo, local?.text === mine.text ? local.undo : null].find(Boolean) ?? null;
  const isLeft = local && ![local.base, onDisk, mine.text].includes(local.text);
  const known = mine.base === onDisk ? hash : UNKNOWN;
  return { text: mine.text, base: mine.base, hash: known, undo, left: isLeft ? local : null };
}

/** The hash of no text: the server tells what the file is by now. */
export const UNKNOWN = "";

/** One window at a time writes to a file: who comes asks, and who has it answers. */
export class Windows {
  #channel;
  #id = crypto.randomUUID();
  #holds = false;

  /** `lost` is called when another window takes the file over. */
  constructor(file, { lost }) {
    if (typeof BroadcastChannel === "undefined") return;
    this.#channel = new BroadcastChannel(PREFIX + file);
    this.#channel.addEventListener("message", ({ data: { says, from } }) => {
      if (from === this.#id || !this.#holds) return;
      if (says === "who") this.#say("mine");
      if (says === "take") {
        this.#holds = false;
        lost();
      }
    });
  }

  #say(says) {
    this.#channel?.postMessage({ says, from: this.#id });
  }

  /** Whether another window has the file. */
  async isTaken() {
    if (!this.#channel) return false;
    const { promise, answered } = this.#answer();
    this.#say("who");
    const isTaken = await promise;
    this.#channel.removeEventListener("message", answered);
    return isTaken;
  }

  #answer() {
    let answered;
    const promise = new Promise((resolve) => {
      answered = ({ data: { says } }) => says === "mine" && resolve(true);
      this.#channel.addEventListener("message", answered);
      setTimeout(() => resolve(false), 150);
    });
    return { promise, answered };
  }

  /** Takes the file; another window that has it keeps its text and stops writing. */
  take() {
    this.#holds = true;
    this.#say("take");
  }
}
