// Reads values of TOML with their places, as far as a form can change them: text, dates, yes or
// no, numbers, lists of texts. Of all else only the place is known.

const ESCAPES = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", e: "\u001b", '"': '"', "\\": "\\" };
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The value that begins at an offset: `{to, kind, value}`, `kind` being "text", "date", "bool",
 * "number", "list" or "other". Null if no value begins there, or it never ends.
 */
export function readValue(text, at) {
  const quote = /^("""|'''|"|')/.exec(text.slice(at, at + 3))?.[0];
  if (quote) return readString(text, at, quote);
  if (text[at] === "[") return readList(text, at);
  if (text[at] === "{") return readBraces(text, at);
  const plain = /[^\s,#\]}]+/y;
  plain.lastIndex = at;
  const word = plain.exec(text)?.[0];
  return word ? { to: at + word.length, ...plainValue(word) } : null;
}

function plainValue(word) {
  if (word === "true" || word === "false") return { kind: "bool", value: word === "true" };
  if (DATE.test(word)) return { kind: "date", value: word };
  if (/^[+-]?\d+$/.test(word)) return { kind: "number", value: word };
  return { kind: "other", value: word };
}

function readString(text, at, quote) {
  const isBasic = quote[0] === '"';
  const isLong = quote.length === 3;
  let to = at + quote.length;
  while (!text.startsWith(quote, to)) {
    if (to >= text.length || (!isLong && text[to] === "\n")) return null;
    to += isBasic && text[to] === "\\" ? 2 : 1;
  }
  // Of more quotes than three the last three end a text of many lines.
  while (isLong && text[to + 3] === quote[0] && to < text.length) to += 1;
  let inner = text.slice(at + quote.length, to);
  if (isLong) inner = inner.replace(/^\r?\n/, "");
  const value = isBasic ? unescaped(inner) : inner;
  const kind = value === null ? "other" : "text";
  return { to: to + quote.length, kind, value, quote };
}

/** What a text between double quotes says; null if it is not known what. */
function unescaped(text) {
  let isKnown = true;
  const said = text.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|[ \t]*\r?\n\s*|([\s\S]?))/g,
    (all, four, eight, two, letter) => {
      const code = four ?? eight ?? two;
      if (code !== undefined) return letterOf(Number.parseInt(code, 16)) ?? unknown();
      return letter === undefined ? "" : (ESCAPES[letter] ?? unknown());
    },
  );
  return isKnown ? said : null;

  function unknown() {
    isKnown = false;
    return "";
  }
}

function letterOf(code) {
  const isLetter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isLetter ? String.fromCodePoint(code) : null;
}

/** What may stand between the values of a list. */
function gap(text, at) {
  const space = /(?:\s|#[^\n]*(?:\n|$))*/y;
  space.lastIndex = at;
  space.exec(text);
  return space.lastIndex;
}

function readList(text, at) {
  const items = [];
  let hasComment = false;
  let to = passed(at + 1);
  while (text[to] !== "]") {
    const item = readValue(text, to);
    if (!item) return null;
    items.push(item);
    to = passed(item.to);
    if (text[to] === ",") to = passed(to + 1);
    else if (text[to] !== "]") return null;
  }
  // A form would lose what is said about a single item.
  const isTexts = items.every(({ kind }) => kind === "text") && !hasComment;
  const list = { to: to + 1, kind: isTexts ? "list" : "other" };
  return { ...list, value: isTexts ? items.map(({ value }) => value) : null };

  function passed(from) {
    const to = gap(text, from);
    hasComment ||= text.slice(from, to).includes("#");
    return to;
  }
}

function readBraces(text, at) {
  let to = gap(text, at + 1);
  while (text[to] !== "}") {
    const key = readKey(text, to);
    const item = key && readValue(text, key.to);
    if (!item) return null;
    to = gap(text, item.to);
    if (text[to] === ",") to = gap(text, to + 1);
    else if (text[to] !== "}") return null;
  }
  return { to: to + 1, kind: "other", value: null };
}

/** The key that begins at an offset, with its equals sign: `{key, to}`. */
export function readKey(text, at) {
  const pattern = /((?:[A-Za-z0-9_-]+|"[^"\\\n]*"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[A-Za-z0-9_-]+|"[^"\\\n]*"|'[^'\n]*'))*)[ \t]*=[ \t]*/y;
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (!found) return null;
  return { key: found[1].replace(/["']|[ \t]/g, ""), to: pattern.lastIndex };
}

/** A value as it is written. A text keeps the quotes that it has, where they can hold it. */
export function writtenValue(kind, value, quote = '"') {
  if (kind === "list") return `[${value.map((text) => writtenValue("text", text)).join(", ")}]`;
  if (kind !== "text") return String(value);
  const fitsAsItIs = !/['\u0000-\u0008\u000a-\u001f\u007f]/.test(value);
  if (quote === "'" && fitsAsItIs) return `'${value}'`;
  const escapes = /["\\\u0000-\u001f\u007f]/g;
  return `"${value.replace(escapes, escaped)}"`;
}

function escaped(letter) {
  const short = Object.keys(ESCAPES).find((key) => key !== "e" && ESCAPES[key] === letter);
  return `\\${short ?? `u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`}`;
}
