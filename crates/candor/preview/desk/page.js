// The true page beside the text. It is changed in place, so that it neither flashes nor scrolls;
// a press in it leads to the line of the text, and the text to the block of the page.
import { element, parsed } from "./dom.js";
import { blockAt } from "./places.js";
import { patch } from "./patch.js";

const LINE = "[data-line]";
const OWN_SCRIPT = "script[src]:not([src$='/__candor/reload.js'])";

export class TruePage {
  #frame;
  #note;
  #lines = [];
  #address = null;
  #html = "";
  #isLoading = false;
  #top = 0;
  #later = 0;
  #head = "";
  #toLine;

  /** `toLine` is told the line, from one, whose block was pressed, and the words around the press. */
  constructor({ toLine }) {
    this.#toLine = toLine;
    this.#frame = element("iframe", { title: "The page as visitors see it" });
    this.#note = element("p", { className: "page-note", role: "status", hidden: true });
    this.box = element("div", { className: "page-box" }, this.#note, this.#frame);
    this.#frame.addEventListener("load", () => this.#loaded());
  }

  /** Says something above the page; nothing takes it away. */
  say(words = "") {
    this.#note.textContent = words;
    this.#note.hidden = !words;
  }

  /** Shows what the server made: where the page stands, and its HTML. */
  show({ address, html }) {
    if (!address) return this.say("No page shows this text by itself.");
    if (!html) return this.say("The page cannot be made of this text yet. You see it as it was last. The notes say what to change.");
    this.say();
    this.#html = html;
    if (address !== this.#address) return this.#load(address);
    // What is loading may be older: it is made like this one once it is there.
    if (!this.#isLoading) this.#change();
  }

  get #document() {
    return this.#frame.contentDocument;
  }

  /** Makes the page that is shown like the newest. */
  #change() {
    const next = parsed(this.#html);
    if (headOf(next) !== this.#head) return this.#load(this.#address);
    // A page that works by a script is its script's: it begins anew, once nobody types.
    if (next.querySelector(OWN_SCRIPT)) return this.#loadLater();
    this.#lines = takeLines(next);
    patch(this.#document.body, next.body);
    this.#document.title = next.title;
  }

  #loadLater() {
    clearTimeout(this.#later);
    this.#later = setTimeout(() => this.#load(this.#address), 600);
  }

  /** Loads a page whole, at the same place if it is the same page. */
  #load(address) {
    clearTimeout(this.#later);
    this.#top = address === this.#address ? this.#frame.contentWindow?.scrollY ?? 0 : 0;
    [this.#address, this.#isLoading] = [address, true];
    this.#frame.src = address;
  }

  #loaded() {
    const page = this.#document;
    if (!page?.body || page.URL === "about:blank") return;
    this.#isLoading = false;
    this.#head = headOf(page);
    this.#lines = takeLines(page);
    page.addEventListener("click", (event) => this.#pressed(event));
    // A page that changes itself must not take this page's place.
    page.addEventListener("submit", (event) => event.preventDefault());
    this.#frame.contentWindow.scrollTo(0, this.#top);
    // Once: were the server's page another than its answer, it would load for ever.
    if (headOf(parsed(this.#html)) === this.#head && !page.querySelector(OWN_SCRIPT)) this.#change();
  }

  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const isControl = event.target.closest("summary, button, input, select, textarea, label");
    if (event.target.closest("a")) event.preventDefault();
    const block = event.target.closest(LINE);
    if (!block || isControl) return;
    const at = [...this.#document.querySelectorAll(LINE)].indexOf(block);
    if (this.#lines[at]) this.#toLine(this.#lines[at], around(this.#document, event));
  }

  /** Brings the block of a line of the text into view; where it is led to, it is marked. */
  reveal(line, isMarked) {
    const at = blockAt(this.#lines, line);
    const block = this.#document?.querySelectorAll(LINE)[at];
    if (!block) return;
    const { top, bottom } = block.getBoundingClientRect();
    const height = this.#frame.contentWindow.innerHeight;
    // Of a block that is taller than the page, either end may be what is read.
    const isSeen = bottom - top > height ? top < height && bottom > 0 : top >= 0 && bottom <= height;
    if (!isSeen) block.scrollIntoView({ block: bottom - top > height ? "start" : "center" });
    if (isMarked) block.animate([{ outline: "3px solid #1d70b8" }, { outline: "3px solid transparent" }], 900);
  }
}

/** The words before and after the place of a press. */
function around(page, { clientX, clientY }) {
  const caret = page.caretPositionFromPoint?.(clientX, clientY);
  const { offsetNode: node, offset } = caret ?? {};
  if (node?.nodeType !== 3) return { before: "", after: "" };
  return { before: node.nodeValue.slice(0, offset), after: node.nodeValue.slice(offset) };
}

/** The lines of all blocks in the page's order, taken out: of two pages that differ in nothing
 * else, no block is then another. */
function takeLines(page) {
  return [...page.querySelectorAll(LINE)].map((block) => {
    const line = Number(block.dataset.line);
    block.dataset.line = "";
    return line;
  });
}

/** What a page loads and may do. If that is another, the page has to be loaded again. */
function headOf(page) {
  const parts = page.querySelectorAll("head link[rel=stylesheet], head style, meta[http-equiv], script:not([type='application/ld+json'])");
  return [...parts].map((part) => part.outerHTML).join("\n");
}
