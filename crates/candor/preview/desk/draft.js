// The text on its way: as it is typed it is kept, by the browser and by the server, which makes the
// page of it; saving writes the file. One request is under way at a time, always with the newest
// text, so a slow server is asked less often and never answers out of order.
import { Away, whyNot } from "./api.js";
import { ChangeSet } from "./editor.js";
import { toEditor, toFile } from "./places.js";

/** How long until the server is asked again after it did not answer. */
const AGAIN = 1000;

export class Draft {
  #api;
  #file;
  #on;
  #ends;
  #isBusy = false;
  #isDue = false;
  #since = null;
  #retry = 0;
  #queue = Promise.resolve();
  #isDivided = false;

  /**
   * `base` is the file's text as it was read, `hash` its hash. Of `on`, `text` gives the editor's
   * text; `state` is told how the text stands, `page` what the server made of it with the changes
   * since, `conflict` the file's other text, of which it answers whether the text here now holds
   * it, `kept` when this browser should keep what it holds.
   */
  constructor({ api, file, ends, base, hash, on }) {
    Object.assign(this, { base, hash, isAcked: true, isReadOnly: false });
    [this.#api, this.#file, this.#ends, this.#on] = [api, file, ends, on];
  }

  get isSaved() {
    return this.#on.text() === toEditor(this.base, this.#ends);
  }

  /** The text was changed: the server is to know, at once if it is not busy. */
  changed(changes) {
    this.#since = this.#since ? this.#since.compose(changes) : null;
    this.isAcked = false;
    this.#on.state(this.#isDivided ? "divided" : this.isSaved ? "saved" : "kept");
    this.send();
  }

  /** Sends the text unless that is under way; then it is sent again after it. */
  send() {
    // Until it is chosen what stays, the browser alone keeps the text.
    if (this.isReadOnly || this.#isDivided) return;
    this.#isDue = true;
    if (!this.#isBusy) this.#queue = this.#sendAll();
  }

  async #sendAll() {
    this.#isBusy = true;
    clearTimeout(this.#retry);
    while (this.#isDue) {
      this.#isDue = false;
      await this.#sendOnce();
    }
    this.#isBusy = false;
  }

  async #sendOnce() {
    const text = this.#on.text();
    this.#since = ChangeSet.empty(text.length);
    const answer = await this.#answer(() => this.#api.keep(this.#file, toFile(text, this.#ends), this.hash));
    if (!answer) return;
    if (answer.status === 412) return this.#conflict(answer.body);
    if (answer.status >= 300) return this.#on.state("failed", whyNot(answer));
    this.isAcked = this.#since.empty;
    this.#on.state(this.isSaved ? "saved" : "kept");
    this.#on.page(answer.body, this.#since, text);
    this.#on.kept();
  }

  /** The server's answer, or null where it does not answer: then it is asked again later. */
  async #answer(ask) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      this.#on.state("away");
      this.#on.kept();
      this.#retry = setTimeout(() => this.send(), AGAIN);
      return null;
    }
  }

  /** The server is there again, perhaps. */
  isBack() {
    if (!this.isAcked) this.send();
  }

  /** Writes the file. True if it is written. */
  async save() {
    if (this.isReadOnly) return false;
    this.#isDue = false;
    await this.#queue;
    this.#isBusy = true;
    this.#on.state("saving");
    const text = toFile(this.#on.text(), this.#ends);
    const answer = await this.#answer(() => this.#api.save(this.#file, text, this.hash));
    this.#isBusy = false;
    const isWritten = answer?.status === 200;
    if (isWritten) this.#written(text, answer.body.hash);
    else if (answer?.status === 412) await this.#conflict(answer.body);
    else if (answer) this.#on.state("failed", whyNot(answer));
    if (this.#isDue) this.send();
    return isWritten;
  }

  #written(text, hash) {
    [this.base, this.hash] = [text, hash];
    if (this.isSaved) this.isAcked = true;
    else this.send();
    this.#on.state(this.isSaved ? "saved" : "kept");
    this.#on.kept();
  }

  /** Both texts become one. Until then the file is the one that the text here was made of. */
  async #conflict({ text, hash }) {
    this.#isDivided = true;
    this.#on.state("divided");
    const isOne = await this.#on.conflict(this.base, text);
    if (!isOne) return;
    this.#isDivided = false;
    [this.base, this.hash] = [text, hash];
    this.#on.state(this.isSaved ? "saved" : "kept");
    this.send();
  }

  /** The file has another text now, which this window was told of. */
  async other(text, hash) {
    if (hash !== this.hash && !this.isReadOnly && !this.#isDivided) await this.#conflict({ text, hash });
  }
}
