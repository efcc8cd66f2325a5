// However server, disk and typing fall together: what was typed last reaches the server, nobody's
// saved text is overwritten unseen, and one request is under way at a time.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Away } from "/desk/api.js";
import { ChangeSet } from "../../crates/candor/preview/vendor/editor.js";
import { Draft } from "/desk/draft.js";
import { joined, merge } from "/desk/merge.js";

const tick = () => new Promise((resolve) => setImmediate(resolve));

/** A server with one file, that may be away, and that answers when it is told to. */
class Server {
  constructor(text) {
    Object.assign(this, { file: text, draft: null, isAway: false, isDown: false, under: 0, most: 0, waiting: [] });
  }

  hash = () => `#${this.file}`;

  async #ask(run) {
    this.under += 1;
    this.most = Math.max(this.most, this.under);
    await new Promise((resolve) => this.waiting.push(resolve));
    this.under -= 1;
    if (this.isAway) throw new Away();
    return run();
  }

  keep = (_, text, base) => this.#ask(() => {
    if (base !== this.hash()) return { status: 412, body: { text: this.file, hash: this.hash() } };
    this.draft = text;
    return { status: 200, body: { kept: true } };
  });

  save = (_, text, hash) => this.#ask(() => {
    if (hash !== this.hash()) return { status: 412, body: { text: this.file, hash: this.hash() } };
    [this.file, this.draft] = [text, null];
    return { status: 200, body: { hash: this.hash() } };
  });

  open = () => this.#ask(() => ({ status: 200, body: { text: this.file, hash: this.hash() } }));

  drop = () => this.#ask(() => {
    this.draft = null;
    return { status: 200, body: {} };
  });

  answer() {
    this.waiting.shift()?.();
  }
}

/** An editor with the draft of a text, which takes both sides where they touch. */
function desk(server, text) {
  const editor = { text, states: [] };
  const on = {
    text: () => editor.text, undo: () => [], page: () => {}, kept: () => {},
    state: (kind) => editor.states.push(kind),
    conflict: async (base, theirs) => {
      const parts = merge(base, editor.text, theirs);
      editor.type(joined(parts, parts.filter((part) => !("text" in part)).map(() => "both")));
      return true;
    },
  };
  editor.draft = new Draft({ api: server, file: "a.md", base: text, hash: server.hash(), on });
  editor.type = (next) => {
    const changes = ChangeSet.of({ from: 0, to: editor.text.length, insert: next }, editor.text.length);
    editor.text = next;
    editor.draft.changed(changes);
  };
  return editor;
}

const step = fc.oneof(
  fc.record({ does: fc.constant("type"), line: fc.constantFrom("x", "y") }),
  fc.record({ does: fc.constant("disk"), line: fc.constantFrom("p", "q") }),
  fc.constant({ does: "answer" }), fc.constant({ does: "answer" }), fc.constant({ does: "save" }), fc.constant({ does: "look" }),
  fc.constant({ does: "leave" }), fc.constant({ does: "return" }),
);

async function settle(server, editor) {
  server.isAway = false;
  for (let turn = 0; turn < 60; turn += 1) {
    editor.draft.check();
    await tick();
    server.answer();
    await tick();
  }
}

test("what is typed arrives, and what others saved is in it", async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
    const server = new Server("one\ntwo\nthree\n");
    const editor = desk(server, server.file);
    const typed = [];
    const written = [];
    let count = 0;
    const does = {
      type: ({ line }) => {
        typed.push(`${line}${count += 1}`);
        editor.type(`${editor.text}${typed.at(-1)}\n`);
      },
      disk: ({ line }) => {
        written.push(`${line}${count += 1}`);
        server.file = `${written.at(-1)}\n${server.file}`;
      },
      answer: () => server.answer(),
      save: () => void editor.draft.save(),
      look: () => void editor.draft.look(),
      leave: () => { server.isAway = true; },
      return: () => { server.isAway = false; },
    };
    for (const one of steps) {
      does[one.does](one);
      await tick();
    }
    await settle(server, editor);
    editor.draft.save();
    await settle(server, editor);
    editor.draft.save();
    await settle(server, editor);
    for (const line of [...typed, ...written]) assert.ok(server.file.includes(line), `${line} in ${JSON.stringify(server.file)}`);
    assert.equal(server.file, editor.text);
    assert.equal(server.draft, null);
    assert.equal(server.most <= 1, true, "one request at a time");
    assert.equal(editor.states.at(-1), "saved");
  }), { numRuns: 400, seed: 20261124 });
});

test("a window with nothing new leaves alone what another browser writes", async () => {
  const server = new Server("one\n");
  const editor = desk(server, server.file);
  server.draft = "another's";
  server.isAway = true;
  editor.draft.check();
  await tick();
  server.answer();
  await tick();
  assert.equal(editor.states.at(-1), "away");
  await settle(server, editor);
  assert.equal(server.draft, "another's");
  assert.equal(editor.states.at(-1), "saved");
});
