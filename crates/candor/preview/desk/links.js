// What is written for a link, a picture, and the fact that a sentence rests on.

/** An address as it may stand in a link: spaces and brackets would end it. */
const address = (text) =>
  text.replace(/[\s<>()\\]/g, (letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`);

/** Words that stand in square brackets. */
const bracketed = (words) => words.replace(/\s+/g, " ").trim().replace(/[[\]\\]/g, "\\$&");

/** A link with its words, to an address or to `file#heading`. */
export const link = (words, to) => `[${bracketed(words)}](${address(to)})`;

/** A picture with what it shows, and with the sentence on who is seen as a paragraph of its own. */
export function picture(shows, name, seen = "") {
  const image = `![${bracketed(shows)}](${address(name)})`;
  return seen ? `${image}\n\n${seen}` : image;
}

const MARK = /\[@[^\]\n]*\]/g;

/** The edit by which the text at a place rests on a fact. A mark that stands there is widened. */
export function cite(text, at, id) {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at);
  for (const { 0: mark, index } of text.slice(start, end).matchAll(MARK)) {
    const [from, to] = [start + index, start + index + mark.length];
    if (at < from - 1 || at > to) continue;
    const ids = mark.slice(1, -1).split(";").map((id) => id.trim());
    if (ids.includes(`@${id}`)) return { from: to, to, insert: "" };
    return { from: to - 1, to: to - 1, insert: `; @${id}` };
  }
  const isApart = at === start || /\s/.test(text[at - 1]);
  return { from: at, to: at, insert: `${isApart ? "" : " "}[@${id}]` };
}

/** A name for a file that addresses can hold: small letters, digits, hyphens. */
export function fileName(name) {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
}

/** What ends a block before, and begins one after, so that what is put in stands alone. */
export function asBlock(text, from, to, block) {
  const [before, after] = [text.slice(0, from), text.slice(to)];
  const above = before === "" || /\n[ \t]*\n$/.test(before) ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const below = /^\n[ \t]*(\n|$)/.test(after) ? "" : after.startsWith("\n") || after === "" ? "\n" : "\n\n";
  return `${above}${block}${below}`;
}
