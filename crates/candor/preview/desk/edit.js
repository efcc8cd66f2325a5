// The page on which one page of the site is edited: it reads what the server knows of the file,
// builds the editor, the form and the page beside them, and keeps the three alike.
import { Api, Away, whyNot } from "./api.js";
import { together } from "./conflict.js";
import { arrows, ask, button, element, notice, when } from "./dom.js";
import { Draft } from "./draft.js";
import { Compartment, EditorState, openSearchPanel, redo, undo } from "./editor.js";
import { movePage, removePage, sayDone } from "./files.js";
import * as findings from "./findings.js";
import { Form } from "./form.js";
import { Frame } from "./frame.js";
import { formerVersion } from "./history.js";
import { Insert } from "./insert.js";
import * as kept from "./kept.js";
import { changes } from "./merge.js";
import { TruePage } from "./page.js";
import { movedFinding, placeOf } from "./places.js";
import { apply, editorIn, steps } from "./setup.js";
import { entries, topLines, valueOf } from "./top.js";

class Desk {
  #writable = new Compartment();
  #keepLater = 0;
  #events = null;
  #looked = Date.now();

  constructor(api, file, nonce) {
    Object.assign(this, { api, file, nonce });
  }

  /** Reads the file, once no other window has it, and shows it. */
  async open() {
    this.windows = new kept.Windows(this.file, { lost: () => this.#lost() });
    const things = this.api.things(this.file);
    const isTaken = await this.windows.isTaken();
    if (isTaken && !(await this.#takeOver())) return location.assign("/__candor/");
    this.windows.take();
    // The other window keeps its text before this one reads it.
    if (isTaken) await new Promise((resolve) => setTimeout(resolve, 200));
    const { status, body } = await this.api.open(this.file);
    if (status !== 200) return notThere(whyNot({ status, body }));
    this.data = body;
    this.things = (await things).body;
    this.#build(kept.beginning(body, kept.read(this.file)));
  }

  #takeOver() {
    return ask({
      title: "This page is open in another window", main: "Go on here",
      content: element("p", { textContent: "What you wrote there comes along. That window can then only be read." }),
    });
  }

  #build({ text, base, hash, undo, left }) {
    this.frame = new Frame(this.data, this.#commands());
    this.insert = new Insert(this);
    this.page = new TruePage({ toLine: (...pressed) => this.#toLine(...pressed) });
    this.frame.pane("page").append(this.page.box);
    this.#makeEditor(text, undo);
    this.#entitle();
    const { draft } = this.data;
    const knows = draft?.text === text ? draft.hash : null;
    this.draft = new Draft({ api: this.api, file: this.file, base, hash, knows, on: this.#listeners() });
    this.form = new Form(this.data, {
      text: () => this.text, edit: (edit) => apply(this.view, [edit], { event: "input.type" }),
    });
    this.frame.pane("about").append(this.form.box);
    this.frame.state(this.draft.isSaved ? "saved" : "kept");
    if (this.data.read_only) return this.#readOnly("only");
    if (hash === kept.UNKNOWN) this.draft.look();
    else this.draft.send();
    if (left) this.#offer(left);
    this.#keepSoon();
    this.#listen();
    const [, line] = /^#line-(\d+)$/.exec(location.hash) ?? [];
    if (line) this.#toLine(Number(line), { before: "", after: "" });
  }

  /** A text of this browser whose place another's took: nothing is lost in silence. */
  #offer({ text, at }) {
    notice(`This browser kept another text of this page, from ${when(at)}, that was not saved.`, {
      actions: [{ words: "Put it in", press: () => apply(this.view, changes(this.text, text), { event: "input.restore" }) }],
    });
  }

  #makeEditor(text, undo) {
    const pane = this.frame.pane("text");
    const isPage = this.file.endsWith(".md");
    if (isPage) pane.append(this.#tools());
    this.view = editorIn(pane.appendChild(element("div", { className: "editor" })), {
      text, kept: undo, isPage, nonce: this.nonce, sources: [this.insert.slash, this.insert.facts],
      openTop: () => this.#openTop(), changed: (update) => this.#changed(update),
      save: () => this.save(), bold: () => this.insert.bold(), link: () => this.insert.link(),
      others: [{ key: "Mod-/", run: () => (this.insert.any(), true) }],
      extra: [findings.findingsIn, this.insert.handlers, this.#writable.of([])],
    });
    this.insert.view = this.view;
    this.view.focus();
  }

  /** What can be done to the text, besides typing. */
  #tools() {
    const insert = this.insert;
    const tools = [
      ["Put in…", () => insert.any(), "Control+/"], ["Heading", () => insert.lines("## ")],
      ["Bold", () => insert.bold(), "Control+B"], ["List", () => insert.lines("- ")],
      ["Link", () => insert.link(), "Control+K"], ["Fact", () => insert.fact()],
      ["Picture", () => insert.pictures()], ["Table", () => insert.table()],
      ["↶", () => undo(this.view), "Control+Z", "Undo"], ["↷", () => redo(this.view), "Control+Y", "Redo"],
    ];
    return arrows(element("div", { className: "tools", role: "toolbar", "aria-label": "Change the text" },
      tools.map(([words, press, keys = "", name = words]) => button(words, press, {
        "aria-label": name, "aria-keyshortcuts": keys, title: `${name} ${keys.replace("Control", "Ctrl")}`.trim(),
      }))));
  }

  /** The line of the cursor. */
  get #line() {
    const { doc, selection } = this.view.state;
    return doc.lineAt(selection.main.head).number;
  }

  get text() {
    return this.view.state.doc.toString();
  }

  #commands() {
    const safely = (run) => async () => {
      try {
        await run();
      } catch (error) {
        if (!(error instanceof Away)) throw error;
        notice("The preview does not answer. Your text is kept here. Start the preview again, then try once more.");
      }
    };
    return Object.fromEntries(Object.entries(this.#runs()).map(([name, run]) => [name, safely(run)]));
  }

  #runs() {
    return {
      save: () => this.save(),
      find: () => {
        this.frame.show("text");
        openSearchPanel(this.view);
      },
      history: () => this.#history(),
      move: () => this.#whenSaved(() => movePage(this.api, this.file, this.things.pages)),
      remove: () => this.#whenSaved(() => removePage(this.api, this.file, this.things.pages)),
      discard: () => this.#discard(),
    };
  }

  #listeners() {
    return {
      text: () => this.text,
      undo: () => steps(this.view.state),
      state: (kind, why) => this.frame.state(kind, why),
      page: (answer, since) => this.#made(answer, since),
      conflict: (base, theirs, how) => this.#conflict(base, theirs, how),
      kept: () => this.#keepSoon(),
    };
  }

  /** The text or the cursor was changed. */
  #changed(update) {
    if (update.docChanged) {
      this.draft?.changed(update.changes);
      this.form?.fill();
      this.#entitle();
      this.#keepSoon();
    } else if (update.selectionSet && this.page) {
      this.page.reveal(this.#line, true);
    }
    if (update.docChanged && this.frame.shown === "notes") this.#listNotes();
  }

  /** The text knows its title best: the site may not be built with this file yet. */
  #entitle() {
    this.frame.title = valueOf(this.text, "title")?.value ?? this.data.title;
  }

  /** Not with each letter: what can be undone is long. */
  #keepSoon() {
    this.#keepLater ||= setTimeout(() => this.#keep(), 400);
  }

  /** Keeps the text, and what can be undone, in this browser. */
  #keep() {
    clearTimeout(this.#keepLater);
    this.#keepLater = 0;
    if (!this.draft || this.draft.isReadOnly) return;
    const { base, isAcked } = this.draft;
    kept.write(this.file, { text: this.text, base, undo: steps(this.view.state), acked: isAcked });
  }

  /** The server made a page of the text, to which `since` was done meanwhile. */
  async #made(answer, since) {
    this.frame.days = answer.days;
    this.#showFindings(answer.findings, since);
    try {
      await this.page.show(answer);
      if (!this.draft.isSaved && this.view.hasFocus) this.page.reveal(this.#line, false);
    } catch {
      this.page.say("The page cannot be reached at the moment.");
    }
  }

  #showFindings(found, since) {
    const isHere = ({ file, from }) => file === this.file && from !== null;
    const here = found.filter(({ file }) => file === this.file);
    this.elsewhere = found.filter(({ file }) => file !== this.file);
    const placed = here.map((finding) => (isHere(finding)
      ? movedFinding({ ...finding, fixes: finding.fixes.filter(this.#isOurs).map(inText) }, since)
      : { ...finding, from: null, to: null, fixes: [] }));
    findings.showFindings(this.view, placed);
    this.frame.count(placed);
    this.#listNotes();
    const all = entries(this.text);
    this.form.mark(placed.flatMap(({ from, title }) => {
      const entry = all.find(({ start, end }) => from !== null && from >= start && from < end);
      return entry ? [{ key: entry.key, title }] : [];
    }));
  }

  /** Whether a fix changes this file alone. */
  #isOurs = ({ edits }) => edits.length > 0 && edits.every(({ file }) => file === this.file);

  #listNotes() {
    const found = findings.findingsOf(this.view.state);
    const heading = element("h2", { textContent: findings.counted(found) });
    const others = findings.elsewhere(this.elsewhere);
    this.frame.pane("notes").replaceChildren(heading, findings.list(this.view, (finding) => this.#goTo(finding)), ...[others].filter(Boolean));
  }

  /** Leads to a finding: in the text, or in the form of the lines above it. */
  #goTo(finding) {
    const top = topLines(this.text);
    if (top && finding.from < top.end) return this.#openTop();
    this.frame.show("text");
    findings.goTo(this.view, finding);
  }

  #openTop() {
    this.frame.show("about");
    this.form.box.querySelector("input, textarea, select")?.focus();
  }

  /** A block of the page was pressed. */
  #toLine(number, { before, after }) {
    const { doc } = this.view.state;
    const { from } = doc.line(Math.min(number, doc.lines));
    const block = doc.sliceString(from, doc.line(Math.min(number + 30, doc.lines)).to);
    const at = from + placeOf(block, before, after);
    this.#goTo({ from: at, to: at });
  }

  async save() {
    await this.draft.save();
  }

  async #whenSaved(run) {
    if (!this.draft.isSaved) return notice("Save your changes first, or discard them.");
    await this.draft.settled;
    return run();
  }

  /** The text here and another of the file become one. Whether that was done. */
  async #conflict(base, theirs, how) {
    const mine = this.text;
    const text = await together(base, mine, theirs, how);
    if (text === null) return false;
    // What was typed meanwhile counts: the text is merged once more.
    if (this.text !== mine) return this.#conflict(base, theirs, how);
    apply(this.view, changes(mine, text), { event: "input.merge" });
    return true;
  }

  async #history() {
    const text = await formerVersion(this.api, this.file, this.text);
    if (text === null) return;
    apply(this.view, changes(this.text, text), { event: "input.restore" });
    notice("The former version is in the text. Press Save to keep it, or Undo.");
  }

  async #discard() {
    const isSure = await ask({
      title: "Discard what is not saved?", main: "Discard",
      content: element("p", { textContent: "The text is again as it was last saved. You can undo this until you close the window." }),
    });
    if (!isSure) return;
    apply(this.view, changes(this.text, this.draft.base), { event: "input.discard" });
  }

  /** Another window goes on with this page. */
  #lost() {
    this.#keep();
    this.#readOnly("other");
    notice("You go on in another window.", { lasts: true, actions: [{ words: "Go on here", press: () => location.reload() }] });
  }

  #readOnly(why) {
    this.draft.isReadOnly = true;
    this.view.dispatch({ effects: this.#writable.reconfigure(EditorState.readOnly.of(true)) });
    this.form.box.inert = true;
    this.frame.state(why);
  }

  #listen() {
    addEventListener("pagehide", () => this.#keep());
    // In the text it is the editor's key; elsewhere it would be the browser's, which saves the desk.
    addEventListener("keydown", (event) => {
      if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) this.save();
    });
    addEventListener("online", () => this.draft.check());
    addEventListener("beforeunload", (event) => {
      if (!this.draft.isAcked && !this.draft.isReadOnly && !this.draft.isSaved) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => this.#follow());
    this.#follow();
  }

  /** Hears of each build. A browser opens six connections to a server: hidden windows hold none. */
  #follow() {
    this.#events?.close();
    if (document.hidden) return this.#keep();
    this.#events = new EventSource(`/__candor/events?page=${encodeURIComponent(this.data.address ?? "/")}`);
    this.#events.addEventListener("open", () => this.draft.check());
    // Says that the server is away, and looks for it until it is back.
    this.#events.addEventListener("error", () => setTimeout(() => this.draft.check(), 500));
    let later = 0;
    this.#events.addEventListener("message", () => {
      clearTimeout(later);
      later = setTimeout(() => this.#lookAgain(), 700);
    });
  }

  /** The site was built again: the file may be another, and now and then what can be put in. */
  async #lookAgain() {
    try {
      await this.draft.look();
      if (Date.now() - this.#looked < 60_000) return;
      this.#looked = Date.now();
      this.things = (await this.api.things(this.file)).body;
    } catch (error) {
      // The draft says that there is no connection.
      if (!(error instanceof Away)) throw error;
    }
  }
}

function notThere(why) {
  document.querySelector("main").append(element("p", { className: "problem", textContent: why }),
    element("a", { href: "/__candor/", textContent: "All pages" }));
}

/** A fix with what the editor calls its text. */
const inText = ({ edits }) => ({ edits: edits.map(({ from, to, text }) => ({ from, to, insert: text })) });

const { token, file, nonce } = document.body.dataset;
sayDone();
new Desk(new Api(token, kept.browser()), file, nonce).open();
