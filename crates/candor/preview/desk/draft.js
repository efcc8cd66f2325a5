// The text on its way: as it is typed it is kept, by the browser and by the server, which makes the
// page of it; saving writes the file. One request is under way at a time, always with the newest
// text, so a slow server is asked less often and never answers out of order.
import { Away, whyNot } from "./api.js";
import { ChangeSet } from "./editor.js";

/** How long until the server is asked again after it did not answer. */
const AGAIN = 1000;
/** After so long without a letter the server is sent the steps, too, that can be undone. */
const CALM = 1000;

export class Draft {
  #api;
  #file;
  #on;
  #isBusy = false;
  #isDue = false;
  /** Whether the file was changed elsewhere, and it is not chosen yet what stays. */
  #isDivided = false;
  /** What was typed since the text was sent. */
  #since = null;
  #later = 0;
  #queue = Promise.resolve();

  /**
   * `base` is the file's text that was read, `hash` its hash; null if there is no file. Of `on`,
   * `text` and `undo` give the editor's text and steps; `state` is told how the text stands, `page`
   * what the server made of it with the changes since, `conflict` the file's other text, of which
   * it answers whether the text here now holds it, `kept` when this browser should keep it all.
   */
  constructor({ api, file, base, hash, on }) {
    Object.assign(this, { base, hash, isAcked: true, isReadOnly: false });
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

  /** Sends the text unless that is under way; then it is sent again after it. */
  send() {
    // Until it is chosen what stays, the browser alone keeps the text.
    if (this.isReadOnly || this.#isDivided || this.hash === null) return;
    this.#isDue = true;
    if (!this.#isBusy) this.#queue = this.#sendAll();
  }

  async #sendAll() {
    this.#isBusy = true;
    clearTimeout(this.#later);
    while (this.#isDue) {
      this.#isDue = false;
      await this.#sendOnce(null);
    }
    this.#isBusy = false;
    // What can be undone is long, and needless while somebody types.
    if (this.isAcked && !this.isSaved) this.#later = setTimeout(() => {
      this.#queue = this.#sendWithSteps();
    }, CALM);
  }

  async #sendWithSteps() {
    if (this.#isBusy || this.isReadOnly || this.#isDivided) return;
    this.#isBusy = true;
    await this.#sendOnce(this.#on.undo());
    this.#isBusy = false;
    if (this.#isDue) await this.#sendAll();
  }

  async #sendOnce(undo) {
    const text = this.#on.text();
    this.#since = ChangeSet.empty(text.length);
    const answer = await this.#answer(() => this.#api.keep(this.#file, text, this.hash, undo));
    if (!answer) return;
    if (answer.status === 412) return this.#conflict(answer.body);
    if (answer.status >= 300) return this.#on.state("failed", whyNot(answer));
    this.isAcked = this.#since.empty && answer.body.kept;
    if (answer.body.kept) this.#tell();
    else this.#on.state("failed", `Not kept on the disk: ${answer.body.why} Your text is kept in this browser.`);
    this.#on.page(answer.body, this.#since);
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
      clearTimeout(this.#later);
      this.#later = setTimeout(() => this.send(), AGAIN);
      return null;
    }
  }

  /** The server is there again, perhaps. */
  isBack() {
    if (!this.isAcked) this.send();
  }

  /** Writes the file, after what is under way. */
  save() {
    this.#queue = this.#queue.then(() => (this.isReadOnly ? null : this.#saveOnce()));
    return this.#queue;
  }

  async #saveOnce() {
    this.#isBusy = true;
    this.#isDue = false;
    this.#on.state("saving");
    const text = this.#on.text();
    const answer = await this.#answer(() => this.#api.save(this.#file, text, this.hash));
    this.#isBusy = false;
    if (answer?.status === 200) this.#written(text, answer.body.hash);
    else if (answer?.status === 412) await this.#conflict(answer.body);
    else if (answer) this.#on.state("failed", whyNot(answer));
    if (this.#isDue) await this.#sendAll();
  }

  #written(text, hash) {
    [this.base, this.hash, this.#isDivided] = [text, hash, false];
    if (this.isSaved) this.isAcked = true;
    else this.send();
    this.#tell();
    this.#on.kept();
  }

  /** Both texts become one. Until then the file is the one that the text here was made of. */
  async #conflict({ text, hash }) {
    if (hash === null) return this.#gone();
    this.#isDivided = true;
    this.#tell();
    const isOne = await this.#on.conflict(this.base, text);
    if (!isOne) return;
    this.#isDivided = false;
    [this.base, this.hash] = [text, hash];
    this.#tell();
    this.send();
  }

  /** The file was removed: what is here is all that is left of it. */
  #gone() {
    [this.base, this.hash, this.isAcked] = ["", null, false];
    this.#on.state("failed", "This page was removed elsewhere. Your text is kept here; Save makes the page again.");
    this.#on.kept();
  }

  /** The file has another text now, which this window was told of. */
  async other(now) {
    if (now.hash !== this.hash && !this.isReadOnly && !this.#isDivided) await this.#conflict(now);
  }
}
