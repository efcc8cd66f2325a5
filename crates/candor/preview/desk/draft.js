// The text on its way: as it is typed it is kept, by the browser and by the server, which makes the
// page of it; saving writes the file. One request is under way at a time, always with the newest
// text, so a slow server is asked less often and never answers out of order.
import { Away, whyNot } from "./api.js";
import { ChangeSet } from "./editor.js";

/** How long until the server is asked again after it did not answer. */
const AGAIN = 1000;
/** After so long without a letter the server is sent the steps, too, that can be undone. */
const CALM = 1000;

/** The most bytes that the server takes of a text. */
const LARGEST = 1 << 20;
const TOO_LONG = "This text is longer than a million letters, and is not kept. Take something out, or make two pages of it.";

// Counted in bytes only where it may matter: each letter takes three at most, or two for each half.
const isTooLong = (text) => text.length * 3 > LARGEST && new TextEncoder().encode(text).length > LARGEST;

export class Draft {
  #api;
  #file;
  #on;
  /** What is still to be asked, each once: the kinds of `#ask`. */
  #due = new Set();
  #work = null;
  /** Whether the file was changed elsewhere, and it is not chosen yet what stays. */
  #isDivided = false;
  /** What was typed since the text was sent. */
  #since = null;
  #later = 0;
  /** The newest text that both the server and this browser had. */
  #shared;

  /**
   * `base` is the file's text that was read, `hash` its hash; null if there is no file; `knows` the
   * hash of the unsaved text that this one begins with. Of `on`, `text` and `undo` give the editor's
   * text and steps; `state` is told how the text stands, `page` what the server made of it with the
   * changes since, `conflict` another text, of which it answers whether the text here now holds it,
   * `kept` when this browser should keep it all.
   */
  constructor({ api, file, base, hash, knows = null, on }) {
    Object.assign(this, { base, hash, isAcked: true, isReadOnly: false });
    [this.knows, this.#shared] = [knows, on.text()];
    [this.#api, this.#file, this.#on] = [api, file, on];
  }

  get isSaved() {
    return this.#on.text() === this.base && this.hash !== null;
  }

  #tell() {
    this.#on.state(this.#isDivided ? "divided" : this.isSaved ? "saved" : "kept");
  }

  /** The text was changed: the server is to know, at once if it is not busy. */
  changed(changes) {
    this.#since = this.#since ? this.#since.compose(changes) : null;
    this.isAcked = false;
    this.#tell();
    this.send();
  }

  /** Sends the text. */
  send = () => this.#do("keep");

  /** Writes the file. */
  save = () => this.#do("save");

  /** Looks whether the file is another by now. */
  look = () => this.#do("look");

  /**
   * The server came or went, perhaps. Who has nothing new only looks: what somebody writes in
   * another browser is not to be replaced.
   */
  check = () => this.#do(this.isAcked ? "look" : "keep");

  /** Once nothing is under way. */
  get settled() {
    return this.#work ?? Promise.resolve();
  }

  /** Does something after what is under way. */
  #do(what) {
    if (this.isReadOnly) return Promise.resolve();
    this.#due.add(what);
    this.#work ??= this.#doAll();
    return this.#work;
  }

  async #doAll() {
    clearTimeout(this.#later);
    // What is typed at this moment goes along.
    await null;
    while (this.#due.size > 0 && !this.isReadOnly) {
      const what = ["save", "look", "keep", "steps"].find((what) => this.#due.delete(what));
      await this.#ask[what]();
    }
    this.#work = null;
  }

  #ask = {
    save: () => {
      // The file is then the text: it need not be kept besides.
      this.#due.delete("keep");
      return this.#save();
    },
    look: () => this.#look(),
    keep: async () => {
      await this.#keep(null);
      if (this.#due.size > 0 || !this.isAcked) return;
      // What can be undone is long, and needless while somebody types.
      if (!this.isSaved) this.#later = setTimeout(() => this.#do("steps"), CALM);
      // A text that is the file's is none that was not saved: it was sent to see its page.
      else await this.#answer(() => this.#api.drop(this.#file));
    },
    steps: () => this.#keep(this.#on.undo()),
  };

  /** The server's answer, or null where it does not answer: then it is asked again later. */
  async #answer(ask) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      this.#on.state("away");
      this.#on.kept();
      clearTimeout(this.#later);
      this.#later = setTimeout(() => this.check(), AGAIN);
      return null;
    }
  }

  async #keep(undo) {
    // Until it is chosen what stays, the browser alone keeps the text.
    if (this.#isDivided || this.hash === null) return;
    const text = this.#on.text();
    // A server that refuses so much may end the connection before it says why.
    if (isTooLong(text)) return this.#on.state("failed", TOO_LONG);
    this.#since = ChangeSet.empty(text.length);
    const answer = await this.#answer(() => this.#api.keep(this.#file, text, this.hash, undo, this.knows));
    if (!answer) return;
    if (answer.status === 412) return this.#conflict(answer.body);
    if (answer.status === 409) return this.#elsewhere(answer.body.draft);
    if (answer.status >= 300) return this.#on.state("failed", whyNot(answer));
    this.isAcked = this.#since.empty && answer.body.kept;
    this.#shared = text;
    if (answer.body.kept) this.#tell();
    else this.#on.state("failed", `Not kept on the disk: ${answer.body.why} Your text is kept in this browser.`);
    this.#on.page(answer.body, this.#since);
    this.#on.kept();
  }

  async #save() {
    const text = this.#on.text();
    if (isTooLong(text)) return this.#on.state("failed", TOO_LONG);
    this.#on.state("saving");
    const answer = await this.#answer(() => this.#api.save(this.#file, text, this.hash, this.knows));
    if (answer?.status === 200) this.#written(text, answer.body.hash);
    else if (answer?.status === 412) await this.#conflict(answer.body);
    else if (answer?.status === 409) await this.#elsewhere(answer.body.draft);
    else if (answer) this.#on.state("failed", whyNot(answer));
  }

  #written(text, hash) {
    [this.base, this.hash, this.#isDivided] = [text, hash, false];
    if (this.isSaved) this.isAcked = true;
    else this.send();
    this.#tell();
    this.#on.kept();
  }

  async #look() {
    const answer = await this.#answer(() => this.#api.open(this.#file));
    if (answer?.status !== 200 || this.hash === null) return;
    const isOther = answer.body.hash !== this.hash;
    if (isOther && !this.#isDivided) await this.#conflict(answer.body);
    else this.#tell();
  }

  /** Both texts become one. Until then the file is the one that the text here was made of. */
  async #conflict({ text, hash }) {
    if (hash === null) return this.#gone();
    if (await this.#become(this.base, text, "saved")) [this.base, this.hash] = [text, hash];
    this.#goOn();
  }

  /** Somebody writes in another browser, and has not saved: both texts become one. */
  async #elsewhere({ text, hash }) {
    if (await this.#become(this.#shared, text, "writing")) [this.knows, this.#shared] = [hash, text];
    this.#goOn();
  }

  async #become(base, text, how) {
    this.#isDivided = true;
    this.#tell();
    this.#isDivided = !(await this.#on.conflict(base, text, how));
    return !this.#isDivided;
  }

  #goOn() {
    if (this.#isDivided) return;
    this.#tell();
    this.send();
  }

  /** The file was removed: what is here is all that is left of it. */
  #gone() {
    [this.base, this.hash, this.isAcked] = ["", null, false];
    this.#on.state("failed", "This page was removed elsewhere. Your text is kept here; Save makes the page again.");
    this.#on.kept();
  }
}
