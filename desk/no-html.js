// Stands in the place of @codemirror/lang-html, and of the style sheets and scripts that it
// reads: HTML cannot be written in a page, so the editor need not colour it.
import { defineLanguageFacet, Language, LanguageSupport } from "@codemirror/language";
import { NodeSet, NodeType, Parser, Tree } from "@lezer/common";

const nodes = new NodeSet([NodeType.define({ id: 0, name: "HTML", top: true })]);

/** Reads any HTML as one piece. */
class Plain extends Parser {
  createParse(input, fragments, ranges) {
    const end = ranges[ranges.length - 1].to;
    const tree = new Tree(nodes.types[0], [], [], end - ranges[0].from);
    return { parsedPos: end, stoppedAt: null, advance: () => tree, stopAt() {} };
  }
}

export const html = () =>
  new LanguageSupport(new Language(defineLanguageFacet(), new Plain(), [], "html"));

export const htmlCompletionSource = () => null;
