// The desk around a page's text: its bar, and its panes. Where there is room the page stands beside
// the others, elsewhere one pane is seen at a time.
import { arrows, button, element } from "./dom.js";

const PANES = [["text", "Text"], ["page", "Page"], ["about", "About"], ["notes", "Notes"]];

export class Frame {
  #tabs = {};
  #panes = {};
  #state;
  #days = element("p", { className: "days", hidden: true });
  #save;

  /** `data` tells of the page; `run` holds what the buttons do. */
  constructor(data, run) {
    this.#state = element("p", { className: "state", role: "status" });
    this.#save = button("Save", run.save, { className: "main" });
    const bar = element("header", { className: "bar" },
      element("a", { href: "/__candor/", textContent: "All pages" }),
      element("h1", { textContent: data.title }), this.#state, this.#days,
      element("div", { className: "buttons" }, this.#save, this.#more(run, data.is_page)));
    for (const [name, words] of PANES) this.#pane(name, words);
    this.#tabs.about.hidden = !data.is_page;
    const tabs = element("div", { className: "tabs", role: "tablist", "aria-label": "What is shown" }, Object.values(this.#tabs));
    arrows(tabs, (tab) => tab.click());
    const panes = element("div", { className: "panes" }, Object.values(this.#panes));
    document.querySelector("main").replaceWith(bar, element("main", {}, tabs, panes));
    this.show("text");
  }

  #more(run, isPage) {
    const forPages = [["Move or rename", run.move], ["Remove the page", run.remove]];
    const items = [
      ["Find and replace", run.find], ["Former versions", run.history], ...(isPage ? forPages : []),
      ["Discard what is not saved", run.discard],
    ];
    const fold = element("details", { className: "more-menu" }, element("summary", { textContent: "More" }),
      element("div", { className: "menu" },
        items.map(([words, press]) => button(words, () => {
          fold.open = false;
          press();
        })),
        element("a", { href: "/__candor/writing", target: "_blank", textContent: "How to write for this site" })));
    fold.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      fold.open = false;
      fold.querySelector("summary").focus();
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (!fold.contains(target)) fold.open = false;
    });
    return fold;
  }

  #pane(name, words) {
    this.#tabs[name] = element("button", {
      type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `pane-${name}`, textContent: words,
      on: { click: () => this.show(name) },
    });
    this.#panes[name] = element("section", {
      className: "pane", id: `pane-${name}`, role: "tabpanel", "aria-labelledby": `tab-${name}`,
    });
  }

  pane(name) {
    return this.#panes[name];
  }

  /** Shows a pane; on wide screens the page is beside it anyway. */
  show(name) {
    document.body.dataset.pane = name;
    for (const [other, tab] of Object.entries(this.#tabs)) {
      tab.setAttribute("aria-selected", String(other === name));
      tab.tabIndex = other === name ? 0 : -1;
    }
  }

  get shown() {
    return document.body.dataset.pane;
  }

  /** How many notes there are, and whether one stops publishing. */
  count(findings) {
    const tab = this.#tabs.notes;
    tab.textContent = findings.length > 0 ? `Notes (${findings.length})` : "Notes";
    tab.classList.toggle("stops", findings.some(({ stops }) => stops));
  }

  /** How the text stands. The same words are not said twice. */
  state(kind, why = "") {
    const words = why || STATES[kind];
    this.#state.className = `state ${kind}`;
    if (this.#state.textContent !== words) this.#state.textContent = words;
    this.#save.disabled = kind === "saving";
  }

  /** When the page comes or goes, if it says a day. */
  set days(sentence) {
    this.#days.textContent = sentence ?? "";
    this.#days.hidden = !sentence;
  }

  set title(title) {
    document.title = `${title} – edit`;
    document.querySelector(".bar h1").textContent = title;
  }
}

const STATES = {
  saved: "Saved",
  kept: "Not saved yet; kept on this computer",
  saving: "Saving…",
  divided: "Changed elsewhere, too. Press Save to choose what stays.",
  away: "No connection to the preview. Your text is kept in this browser, and sent when the preview is back.",
  only: "This file can only be read here.",
  other: "You go on in another window. Here you can only read.",
};
