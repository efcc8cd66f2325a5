// Changes of two sides come together where they do not touch.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { changes, compare, isSettled, joined, linesOf, merge } from "/desk/merge.js";

const BASE = "one\ntwo\nthree\nfour\nfive\n";

test("changes that do not touch go together", () => {
  const parts = merge(BASE, BASE.replace("one", "ONE"), BASE.replace("five\n", "five\nsix\n"));
  assert.ok(isSettled(parts));
  assert.equal(joined(parts), "ONE\ntwo\nthree\nfour\nfive\nsix\n");
});

test("what both changed is asked", () => {
  const parts = merge(BASE, BASE.replace("three", "mine"), BASE.replace("three", "theirs"));
  assert.ok(!isSettled(parts));
  assert.equal(joined(parts, ["mine"]), "one\ntwo\nmine\nfour\nfive\n");
  assert.equal(joined(parts, ["theirs"]), "one\ntwo\ntheirs\nfour\nfive\n");
  assert.equal(joined(parts, ["both"]), "one\ntwo\nmine\ntheirs\nfour\nfive\n");
});

test("the same change on both sides is one", () => {
  const both = BASE.replace("two", "2");
  assert.deepEqual(joined(merge(BASE, both, both)), both);
});

const text = fc.array(fc.constantFrom("a", "b", "c", "", "d e"), { maxLength: 12 })
  .chain((lines) => fc.constantFrom("\n", "").map((end) => lines.join("\n") + end));

test("one side alone is that side; all is kept", () => {
  fc.assert(fc.property(text, text, text, (base, mine, theirs) => {
    assert.equal(joined(merge(base, mine, base)), mine);
    assert.equal(joined(merge(base, base, theirs)), theirs);
    const parts = merge(base, mine, theirs);
    const both = joined(parts, parts.filter((part) => !("text" in part)).map(() => "both"));
    // A line that one side alone has, and the base has not, is never lost.
    for (const line of linesOf(mine + "\n" + theirs).map((line) => line.trimEnd())) {
      if (!base.includes(line)) assert.ok(both.includes(line), `${line} in ${both}`);
    }
  }), { numRuns: 3000, seed: 20261124 });
});

test("changes make one text the other", () => {
  fc.assert(fc.property(text, text, (old, fresh) => {
    let made = old;
    for (const { from, to, insert } of changes(old, fresh).reverse()) {
      made = made.slice(0, from) + insert + made.slice(to);
    }
    assert.equal(made, fresh);
  }), { numRuns: 3000, seed: 20261124 });
});

test("two texts are compared, and nothing is decided", () => {
  fc.assert(fc.property(text, text, (mine, theirs) => {
    const parts = compare(mine, theirs);
    const all = (choice) => joined(parts, parts.filter((part) => !("text" in part)).map(() => choice));
    assert.equal(all("mine"), mine);
    assert.equal(all("theirs"), theirs);
  }), { numRuns: 1000, seed: 20261124 });
});
