// The lines at the top of a page, between two lines of `+++`, that tell about it. A form shows
// them, and changes only the value that was changed: each edit is a place and its new text.
import { readKey, readValue, writtenValue } from "./toml.js";

/**
 * Where the top lines stand: `{start, from, to, end}`, `from` to `to` being what is between the
 * marks, and `start` to `end` all with the marks. Null if the text has none.
 */
export function topLines(text) {
  const first = /^\uFEFF?\+\+\+[ \t\r]*\n/.exec(text);
  if (!first) return null;
  const from = first[0].length;
  const last = /^\+\+\+[ \t\r]*(?:\n|$)/m;
  const found = last.exec(text.slice(from));
  if (!found) return null;
  const to = from + found.index;
  return { start: text.startsWith("\uFEFF") ? 1 : 0, from, to, end: to + found[0].length };
}

/**
 * What the lines say, in order: `{key, kind, value, quote, start, from, to, end}`, `from` to `to`
 * being the value and `start` to `end` its lines. Lines that cannot be read are passed over, and
 * so is all that stands below a heading in brackets.
 */
export function entries(text) {
  const top = topLines(text);
  if (!top) return [];
  const found = [];
  let at = top.from;
  while (at < top.to) {
    const line = lineEnd(text, at, top.to);
    const start = at + /^[ \t]*/.exec(text.slice(at, line))[0].length;
    if (text[start] === "[") break;
    const entry = readEntry(text.slice(0, top.to), at, start);
    if (entry && !found.some(({ key }) => key === entry.key)) found.push(entry);
    at = entry ? entry.end : line;
  }
  return found;
}

function readEntry(text, start, at) {
  const key = readKey(text, at);
  const value = key && readValue(text, key.to);
  if (!value) return null;
  const end = lineEnd(text, value.to, text.length);
  if (!/^[ \t\r]*(#.*)?$/.test(text.slice(value.to, end).replace(/\n$/, ""))) return null;
  return { ...value, key: key.key, start, from: key.to, end };
}

/** Where the line of an offset ends, with what ends it. */
function lineEnd(text, at, most) {
  const found = text.indexOf("\n", at);
  return found < 0 || found >= most ? most : found + 1;
}

/** What a key says, of which kind, or null if it is not there or no form can show it. */
export function valueOf(text, key) {
  const entry = entries(text).find((entry) => entry.key === key);
  return entry && entry.kind !== "other" ? { kind: entry.kind, value: entry.value } : null;
}

/**
 * The edit by which a key says something else, `{from, to, insert}`, or null if there is nothing
 * to do, no top lines, or a value that the form cannot write. `value` null takes its lines away.
 */
export function setValue(text, key, kind, value) {
  const top = topLines(text);
  if (!top) return null;
  const all = entries(text);
  const entry = all.find((entry) => entry.key === key);
  if (!entry) return value === null ? null : added(text, top, all, key, writtenValue(kind, value));
  if (value === null) return { from: entry.start, to: entry.end, insert: "" };
  const isSame = entry.kind === kind && String(entry.value) === String(value);
  if (isSame || entry.kind === "other") return null;
  return { from: entry.from, to: entry.to, insert: writtenValue(kind, value, entry.quote) };
}

/** A new line, below the last that can be read. What stands under a heading belongs to that. */
function added(text, top, all, key, written) {
  const at = all.at(-1)?.end ?? top.from;
  const before = at > top.from && text[at - 1] !== "\n" ? "\n" : "";
  return { from: at, to: at, insert: `${before}${key} = ${written}\n` };
}

/** The text after an edit. */
export const edited = (text, { from, to, insert }) =>
  text.slice(0, from) + insert + text.slice(to);
