// Somebody of the staff at the desk: finds things by the words on them, presses and types, and is
// counted.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KEYS, until } from "./driver.mjs";

/** Where pictures of the screens go, if anywhere. */
const PICTURES = process.env.DESK_PICTURES;

/** Seconds that a practised person takes: Card, Moran and Newell's keystroke-level model. */
const MODEL = { press: 1.1 + 0.2 + 1.35, key: 0.28, paste: 0.56 + 1.35 };

export class Staff {
  #browser;
  #site;
  #since = Date.now();
  presses = 0;
  fields = 0;
  keys = 0;
  #pastes = 0;

  constructor(browser, site) {
    [this.#browser, this.#site] = [browser, site];
  }

  /** What it took so far. */
  get effort() {
    const { presses, fields, keys } = this;
    const person = (presses + fields) * MODEL.press + keys * MODEL.key + this.#pastes * MODEL.paste;
    return { presses, fields, keys, person, machine: (Date.now() - this.#since) / 1000 };
  }

  /** Opens the desk, as `candor serve --open` does. */
  async comes() {
    await this.#browser.open(`${this.#site.address}/__candor/`);
    await until("the list of pages", () => this.#browser.sees(() => document.querySelector("#new-page:not([hidden])")));
  }

  /** Presses what has these words on it, or for its name. */
  async press(words) {
    await this.#click(await this.#named(words, "button, a[href], summary, [role=tab], [role=option], li[role=option], input[type=checkbox]"));
    this.presses += 1;
  }

  /** Opens a page from the list of all. */
  async opens(title) {
    await this.comes();
    await this.press(title);
    await this.isOpen();
  }

  async isOpen() {
    await until("the editor", () => this.#browser.sees(() => document.querySelector(".cm-content") && document.querySelector("iframe")?.contentDocument?.body?.childElementCount));
  }

  /** Types into the field with this label, in place of what it has. */
  async fills(label, text) {
    const field = await this.#named(label, "input, textarea");
    await this.#click(field);
    await this.#browser.chord(KEYS.ctrl, "a");
    await this.#type(text);
    this.fields += 1;
  }

  /** Types into a list of choices, and takes the first that fits. */
  async picks(label, text) {
    await this.#click(await this.#named(label, "input"));
    await this.#type(text + KEYS.enter);
    this.fields += 1;
    await this.isDone();
  }

  /** Chooses one of a few. */
  async chooses(label, option) {
    const field = await this.#named(label, "select");
    await this.#browser.run((field, option) => {
      const found = [...field.options].find(({ textContent }) => textContent.startsWith(option));
      if (!found) throw new Error(`no ${option} among ${[...field.options].map(({ textContent }) => textContent)}`);
      field.value = found.value;
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    }, field, option);
    this.fields += 1;
  }

  /** Sets a date as a browser's own calendar does. */
  async dates(label, day) {
    const field = await this.#named(label, "input[type=date]");
    await this.#browser.run((field, day) => {
      field.value = day;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }, field, day);
    this.fields += 1;
  }

  /** Types where the cursor is. A line ends with the key for it. */
  types = (text) => this.#type(text.replaceAll("\n", KEYS.enter));

  /** Presses keys together. */
  async chords(...keys) {
    await this.#browser.chord(...keys);
    this.keys += keys.length;
  }

  /** Selects the whole text, to type over it. */
  async overAll() {
    await this.#browser.run(() => document.querySelector(".cm-content").focus());
    this.presses += 1;
    await this.chords(KEYS.ctrl, "a");
  }

  async atEnd() {
    await this.#browser.run(() => document.querySelector(".cm-content").focus());
    this.presses += 1;
    await this.chords(KEYS.ctrl, KEYS.end);
  }

  /** Pastes what was copied elsewhere, by its kinds. */
  async pastes(kinds) {
    await this.#browser.run((kinds) => {
      const clipboardData = new DataTransfer();
      for (const [kind, text] of Object.entries(kinds)) clipboardData.setData(kind, text);
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, kinds);
    this.#pastes += 1;
  }

  /** Drops a file from the computer into the text. */
  async drops(path) {
    const { x, y } = await this.#browser.run(() => {
      const lines = document.querySelectorAll(".cm-content .cm-line");
      const { left, top } = lines[lines.length - 1].getBoundingClientRect();
      return { x: Math.round(left + 4), y: Math.round(top + 4) };
    });
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) await this.#browser.cdp("Input.dispatchDragEvent", { type, x, y, data });
    this.presses += 1;
  }

  /** Waits until the dialog is done. */
  isDone = () => until("the end of the dialog", () => this.#browser.sees(() => !document.querySelector("dialog[open]")));

  /** Waits until the desk says something. */
  reads = (words) => until(`“${words}” on the desk`, () =>
    this.#browser.sees((words) => document.body.innerText.includes(words), words));

  /** Waits until the page beside the text shows something. */
  sees = (words) => until(`“${words}” on the page`, () =>
    this.#browser.sees((words) => document.querySelector("iframe")?.contentDocument?.body?.textContent.includes(words), words));

  async saves() {
    await this.press("Save");
    await until("it is saved", () => this.#browser.sees(() => document.querySelector(".bar .state").textContent === "Saved"));
  }

  /** Takes pictures of the screen, as wide as a desk's and as a telephone's. */
  async looks(name) {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    const since = Date.now();
    for (const [width, height] of [[360, 740], [1280, 800]]) {
      await this.#browser.size(width, height);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const picture = await this.#browser.ask("GET", "/screenshot");
      writeFileSync(join(PICTURES, `${name}-${width}.png`), Buffer.from(picture, "base64"));
    }
    this.#since += Date.now() - since;
  }

  async #type(text) {
    await this.#browser.type(text);
    this.keys += text.length;
  }

  #click = (found) => this.#browser.click(found);

  /** The element that is seen under a name, in the dialog if one is open. */
  #named(words, selector) {
    return until(`“${words}”`, () => this.#browser.run((words, selector) => {
      const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();
      const name = (one) => plain(one.getAttribute("aria-label") || (one.labels?.[0] ?? one).textContent);
      const root = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
      const seen = [...root.querySelectorAll(selector)].filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled);
      const found = seen.find((one) => name(one) === words) ?? seen.find((one) => name(one).startsWith(words));
      found?.scrollIntoView({ block: "nearest" });
      return found ?? null;
    }, words, selector));
  }
}

/** What each task took, as BENCHMARKS.md shows it. */
export function table(took) {
  const rows = took.map(([name, { presses, fields, keys, person, machine }]) =>
    `| ${name} | ${presses} | ${fields} | ${keys} | ${person.toFixed(0)} | ${machine.toFixed(1)} |`);
  return ["| task | presses | fields | keys | a person, s | played in, s |", "| --- | --: | --: | --: | --: | --: |", ...rows].join("\n");
}
