// Blocks and marks of facts are read where they stand, and nowhere else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readDirective, extension } from "/desk/directives.js";
import { markdownLanguage } from "../../crates/candor/preview/vendor/editor.js";

const parser = markdownLanguage.parser.configure(extension);

function named(text, name) {
  const found = [];
  parser.parse(text).iterate({ enter: (node) => {
    if (node.name === name) found.push(text.slice(node.from, node.to));
  } });
  return found;
}

test("a line of a block", () => {
  assert.deepEqual(readDirective(':::warning{title="Mind this"}'), {
    name: "warning", texts: [{ name: "title", from: 18, to: 27, value: "Mind this" }],
  });
  assert.equal(readDirective(":::").name, "");
  assert.equal(readDirective("::: steps").name, "steps");
  assert.equal(readDirective("text :::"), null);
});

test("blocks are told from text and code", () => {
  const text = 'Before\n:::key-facts{title="In short"}\n- a\n  :::phone\n:::\n\n```\n:::not\n```\n';
  assert.deepEqual(named(text, "Directive"), [':::key-facts{title="In short"}', ":::phone", ":::"]);
  assert.deepEqual(named(text, "DirectiveText"), ["In short"]);
});

test("marks of facts are told from links", () => {
  assert.deepEqual(named("So. [@F1; @F2] and [a](b.md) `[@F3]` [@open", "FactMark"), ["[@F1; @F2]"]);
});
