// Two browsers on one page: neither replaces what the other wrote and did not save, and both come to
// the same text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeSet } from "../../crates/candor/preview/vendor/editor.js";
import { Draft } from "/desk/draft.js";
import { isSettled, joined, merge } from "/desk/merge.js";

/** A server as two browsers meet it. */
class Server {
  file = "one\n\ntwo\n\nthree\n";
  draft = null;

  #other(text, by, knows) {
    const { draft } = this;
    return draft && draft.text !== text && draft.by !== by && knows !== `#${draft.text}`
      ? { status: 409, body: { draft: { text: draft.text, hash: `#${draft.text}` } } } : null;
  }

  api = (by) => ({
    keep: async (_, text, base, undo, knows) => {
      const other = this.#other(text, by, knows);
      if (other) return other;
      if (this.draft?.text !== text) this.draft = text === this.file ? null : { text, by };
      return { status: 200, body: { kept: true } };
    },
    save: async (_, text, hash, knows) => {
      const other = this.#other(text, by, knows);
      if (other) return other;
      if (hash !== `#${this.file}`) return { status: 412, body: { text: this.file, hash: `#${this.file}` } };
      [this.file, this.draft] = [text, null];
      return { status: 200, body: { hash: `#${text}` } };
    },
    open: async () => ({ status: 200, body: { text: this.file, hash: `#${this.file}` } }),
    drop: async () => ({ status: 200, body: {} }),
  });
}

/** Somebody who writes, and takes the merged text wherever it is settled. */
class Writer {
  asked = [];

  constructor(server, by) {
    this.text = server.file;
    const on = {
      text: () => this.text, undo: () => null, state: () => {}, page: () => {}, kept: () => {},
      conflict: async (base, theirs, how) => {
        this.asked.push(how);
        const parts = merge(base, this.text, theirs);
        if (isSettled(parts)) this.text = joined(parts);
        return isSettled(parts);
      },
    };
    this.draft = new Draft({ api: server.api(by), file: "a.md", base: server.file, hash: `#${server.file}`, on });
  }

  async write(from, to) {
    const at = this.text.indexOf(from);
    const changes = ChangeSet.of({ from: at, to: at + from.length, insert: to }, this.text.length);
    this.text = this.text.replace(from, to);
    this.draft.changed(changes);
    await this.draft.settled;
  }
}

test("what two write in different places comes together on both sides", async () => {
  const server = new Server();
  const [one, other] = [new Writer(server, "one"), new Writer(server, "other")];
  await one.write("one", "ONE");
  await other.write("three", "THREE");
  assert.deepEqual(other.asked, ["writing"]);
  assert.equal(server.draft.text, "ONE\n\ntwo\n\nTHREE\n");
  await one.write("ONE", "ONE more");
  assert.equal(one.text, "ONE more\n\ntwo\n\nTHREE\n");
  await other.write("THREE", "THREE more");
  assert.equal(other.text, "ONE more\n\ntwo\n\nTHREE more\n");
  assert.equal(server.draft.text, other.text);
  await other.draft.save();
  assert.equal(server.file, "ONE more\n\ntwo\n\nTHREE more\n");
});

test("where both write the same line nothing is replaced before it is chosen", async () => {
  const server = new Server();
  const [one, other] = [new Writer(server, "one"), new Writer(server, "other")];
  await one.write("two", "TWO");
  await other.write("two", "2");
  assert.equal(server.draft.text, "one\n\nTWO\n\nthree\n");
  await other.draft.save();
  assert.equal(server.file, "one\n\ntwo\n\nthree\n", "nor by saving");
  assert.equal(other.text, "one\n\n2\n\nthree\n", "nor is it lost here");
});
