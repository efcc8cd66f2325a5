// Two people, or a person and another program, changed one text: what of it goes together.
import { diff3Merge, diffIndices } from "./editor.js";

/** Lines with what ends them. Together they are the text. */
export const linesOf = (text) => text.match(/[^\n]*\n|[^\n]+/g) ?? [];

/**
 * A text in parts: `{text}` is settled, `{mine, base, theirs}` was changed on both sides. Changes
 * that do not touch are settled.
 */
export function merge(base, mine, theirs) {
  const options = { excludeFalseConflicts: true };
  const parts = diff3Merge(linesOf(mine), linesOf(base), linesOf(theirs), options);
  return parts.map(({ ok, conflict }) => ok ? { text: ok.join("") } : {
    mine: conflict.a.join(""), base: conflict.o.join(""), theirs: conflict.b.join(""),
  });
}

/** Whether nothing is left to be decided. */
export const isSettled = (parts) => parts.every((part) => "text" in part);

/** The text of the parts. Each choice is "mine", "theirs" or "both", for the parts not settled. */
export function joined(parts, choices = []) {
  const left = [...choices];
  return parts.map((part) => ("text" in part ? part.text : chosen(part, left.shift()))).join("");
}

function chosen({ mine, theirs }, choice) {
  if (choice !== "both") return choice === "theirs" ? theirs : mine;
  return mine === "" || mine.endsWith("\n") ? mine + theirs : `${mine}\n${theirs}`;
}

/** What makes one text the other, line by line, so that all other places stay: for the editor. */
export function changes(from, to) {
  const [old, fresh] = [linesOf(from), linesOf(to)];
  const starts = [0];
  for (const line of old) starts.push(starts.at(-1) + line.length);
  return diffIndices(old, fresh).map(({ buffer1: [first, count], buffer2Content }) => ({
    from: starts[first], to: starts[first + count], insert: buffer2Content.join(""),
  }));
}

/** Where two texts differ, in parts as of `merge`: none is made of the other. */
export function compare(mine, theirs) {
  const [left, right] = [linesOf(mine), linesOf(theirs)];
  const parts = [];
  let at = 0;
  for (const { buffer1: [from, count], buffer1Content, buffer2Content } of diffIndices(left, right)) {
    if (from > at) parts.push({ text: left.slice(at, from).join("") });
    parts.push({ mine: buffer1Content.join(""), base: "", theirs: buffer2Content.join("") });
    at = from + count;
  }
  return at < left.length ? [...parts, { text: left.slice(at).join("") }] : parts;
}
