// The form of the top lines changes what it says it changes, and no other byte.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { edited, entries, setValue, topLines, valueOf } from "/desk/top.js";

const PAGE = `+++
title = "A visit"  # said at the top
description = 'What "happens"'
draft = true
updated = 2026-11-24
tags = [
  "a", # first
  "b",
]
names = ["x", 'y']
review = { by = "A. Name, MD", on = 2026-12-01 }
long = """
one
two"""

[extra]
title = "not this one"
+++

title = "nor this"
`;

test("values are read with their kind", () => {
  const read = Object.fromEntries(entries(PAGE).map(({ key, kind, value }) => [key, [kind, value]]));
  assert.deepEqual(read, {
    title: ["text", "A visit"],
    description: ["text", 'What "happens"'],
    draft: ["bool", true],
    updated: ["date", "2026-11-24"],
    tags: ["other", null],
    names: ["list", ["x", "y"]],
    review: ["other", null],
    long: ["text", "one\ntwo"],
  });
});

const changed = (key, kind, value, text = PAGE) => edited(text, setValue(text, key, kind, value));

test("a value is changed in its place", () => {
  assert.equal(changed("title", "text", 'A "new" visit'), PAGE.replace('"A visit"', '"A \\"new\\" visit"'));
  assert.equal(changed("description", "text", "Plain"), PAGE.replace("'What \"happens\"'", "'Plain'"));
  assert.equal(changed("description", "text", "It's"), PAGE.replace("'What \"happens\"'", '"It\'s"'));
  assert.equal(changed("draft", "bool", null), PAGE.replace("draft = true\n", ""));
  assert.equal(changed("names", "list", ["z"]), PAGE.replace("[\"x\", 'y']", '["z"]'));
  assert.equal(changed("publish", "date", "2027-01-01"), PAGE.replace('two"""\n', 'two"""\npublish = 2027-01-01\n'));
});

test("nothing is changed where nothing is to do, or the form cannot", () => {
  assert.equal(setValue(PAGE, "title", "text", "A visit"), null);
  assert.equal(setValue(PAGE, "review", "text", "x"), null);
  assert.equal(setValue(PAGE, "missing", "text", null), null);
  assert.equal(setValue("No top lines", "title", "text", "x"), null);
});

test("the marks are found as the site finds them", () => {
  assert.equal(topLines("text\n+++\n"), null);
  assert.equal(topLines("+++\ntitle = 1\n"), null);
  assert.deepEqual(topLines("\uFEFF+++ \nx\n+++"), { start: 1, from: 6, to: 8, end: 11 });
  assert.deepEqual(topLines("+++\n+++\ntext"), { start: 0, from: 4, to: 4, end: 8 });
});

const KEYS = ["title", "description", "draft", "updated", "names", "a-1"];
const odd = fc.stringMatching(/^[ -~\n\t"'\\#=\[\]{},+éß😀\u0007]{0,12}$/u);
const value = fc.oneof(
  fc.record({ kind: fc.constant("text"), value: fc.oneof(odd, fc.string({ unit: "binary", maxLength: 8 })) }),
  fc.record({ kind: fc.constant("bool"), value: fc.boolean() }),
  fc.record({ kind: fc.constant("date"), value: fc.constantFrom("2026-11-24", "1999-01-01") }),
  fc.record({ kind: fc.constant("list"), value: fc.array(odd, { maxLength: 3 }) }),
  fc.record({ kind: fc.constant("text"), value: fc.constant(null) }),
);
const lines = fc.constantFrom(
  'title = "x"', "title = 'it''s'", "draft = false # c", "updated = 2026-01-01", "names = ['a', \"b\"]",
  'description = """a\n\\tb"""', "review = { by = \"x\", on = 2026-01-01 }", "a-1 = 3.5", "a-1 =", "[t]",
  "", "# nothing", 'a.b = "dotted"', '"title" = "quoted"', "names = [\n 'x', # y\n]", 'title = "open', "junk",
);
const page = fc.record({
  bom: fc.constantFrom("", "\uFEFF"), top: fc.array(lines, { maxLength: 6 }), body: odd,
}).map(({ bom, top, body }) => `${bom}+++\n${top.map((line) => `${line}\n`).join("")}+++\n${body}`);

test("100,000 random edits keep every byte outside what they change", () => {
  const edits = fc.array(fc.tuple(fc.constantFrom(...KEYS), value), { minLength: 10, maxLength: 10 });
  fc.assert(fc.property(page, edits, (text, edits) => {
    for (const [key, { kind, value }] of edits) text = oneEdit(text, key, kind, value);
  }), { numRuns: 10_000, seed: 20261124 });
});

function oneEdit(text, key, kind, value) {
  const edit = setValue(text, key, kind, value);
  if (!edit) return text;
  const top = topLines(text);
  assert.ok(edit.from >= top.from && edit.to <= top.to, "inside the top lines");
  const after = edited(text, edit);
  assert.equal(after.slice(0, edit.from), text.slice(0, edit.from));
  assert.equal(after.slice(edit.from + edit.insert.length), text.slice(edit.to));
  const now = topLines(after);
  assert.equal(after.slice(now.end), text.slice(top.end), "the text below stays");
  const others = (text) => entries(text).filter((entry) => entry.key !== key)
    .map(({ key, kind, value }) => [key, kind, value]);
  assert.deepEqual(others(after), others(text), "what the other lines say stays");
  const entry = entries(text).find((entry) => entry.key === key);
  // A second line for the same key takes the place of one that goes.
  if (value !== null) assert.deepEqual(valueOf(after, key), { kind, value });
  else assert.ok(after.length < text.length && entry !== undefined);
  return after;
}
