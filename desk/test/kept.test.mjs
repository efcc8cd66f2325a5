// Whatever the server, the disk and the browser hold: the newest text is shown, and no text that
// somebody typed and did not save is dropped in silence.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { beginning, UNKNOWN } from "/desk/kept.js";

const begin = (onDisk, draft, local) => beginning({ text: onDisk, hash: `#${onDisk}`, draft }, local);

test("which text is begun with", () => {
  assert.deepEqual(begin("a", null, null), { text: "a", base: "a", hash: "#a", undo: null, left: null });
  assert.equal(begin("a", { text: "b", base: "a" }, null).text, "b");
  assert.equal(begin("a", { text: "b", base: "a" }, { text: "c", base: "a", acked: false }).text, "c");
  assert.equal(begin("z", { text: "b", base: "a" }, null).hash, UNKNOWN);
  assert.deepEqual(begin("a", { text: "b", base: "a", undo: null }, { text: "b", base: "a", acked: true, undo: [1] }).undo, [1]);
  assert.equal(begin("a", { text: "b", base: "a", undo: null }, { text: "c", base: "a", acked: true, undo: [1] }).undo, null);
});

const text = fc.constantFrom("a", "b", "c", "d");

test("no text that was not saved is dropped in silence", () => {
  const draft = fc.option(fc.record({ text, base: text }));
  const local = fc.option(fc.record({ text, base: text, acked: fc.boolean() }));
  fc.assert(fc.property(text, draft, local, (onDisk, draft, local) => {
    const { text, hash, base, left } = begin(onDisk, draft, local);
    const seen = [text, left?.text, onDisk];
    if (local && local.text !== local.base) assert.ok(seen.includes(local.text));
    if (draft && !(local && !local.acked)) assert.equal(text, draft.text);
    assert.equal(hash === UNKNOWN, base !== onDisk);
  }), { numRuns: 2000, seed: 20261124 });
});
