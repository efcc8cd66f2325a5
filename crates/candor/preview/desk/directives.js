// The boxes and blocks of a page, `:::warning{title="…"}`, and the marks of facts, `[@F1]`: how
// the editor reads them, to colour them.
import { Tag, tags } from "./editor.js";

export const block = Tag.define();
export const blockText = Tag.define(tags.string);
export const fact = Tag.define();

const LINE = /^:::+[ \t]*([A-Za-z][\w-]*)?[ \t]*(\{.*)?/;

/** What stands on a line of a block: its name, and where the text of each attribute stands. */
export function readDirective(line) {
  const found = LINE.exec(line);
  if (!found) return null;
  const brace = found[2] ? line.indexOf(found[2]) : line.length;
  const texts = [...line.slice(brace).matchAll(/([\w-]+)="([^"]*)"/g)].map((text) => {
    const from = brace + text.index + text[1].length + 2;
    return { name: text[1], from, to: from + text[2].length, value: text[2] };
  });
  return { name: found[1] ?? "", texts };
}

const directiveLine = {
  name: "Directive",
  before: "FencedCode",
  parse(cx, line) {
    const read = readDirective(line.text.slice(line.pos));
    if (!read) return false;
    const at = cx.lineStart + line.pos;
    const texts = read.texts.map(({ from, to }) => cx.elt("DirectiveText", at + from, at + to));
    cx.addElement(cx.elt("Directive", at, cx.lineStart + line.text.length, texts));
    cx.nextLine();
    return true;
  },
  endLeaf: (_, line) => readDirective(line.text.slice(line.pos)) !== null,
};

const factMark = {
  name: "FactMark",
  before: "Link",
  parse(cx, next, at) {
    if (next !== 91 || cx.char(at + 1) !== 64) return -1;
    const mark = /^\[@[^\]\n]*\]/.exec(cx.slice(at, cx.end));
    return mark ? cx.addElement(cx.elt("FactMark", at, at + mark[0].length)) : -1;
  },
};

/** What the markdown of a page has more than others. */
export const extension = {
  defineNodes: [
    { name: "Directive", block: true, style: block },
    { name: "DirectiveText", style: blockText },
    { name: "FactMark", style: fact },
  ],
  parseBlock: [directiveLine],
  parseInline: [factMark],
};
