// Choosing one of many by words: pages and their headings, facts, what can be put in.
import { ask, element, labelled } from "./dom.js";
import { find } from "./words.js";

/** So many are shown; who looks for another types more. */
const MOST = 60;

/**
 * A field to type into with the list of what fits below: `{box, chosen}`. `textsOf` gives the texts
 * that a thing is found by, `show` its nodes, `extra` things that the typed words stand for;
 * `pressed` is called at a double press, and `isFirst` gives the field the focus.
 */
export function chooser(label, things, { textsOf, show, extra = () => [], pressed = () => {}, isFirst = false }) {
  const list = element("ul", { role: "listbox", id: `list-${label.replace(/\W+/g, "-")}`, "aria-label": label, className: "choices" });
  const input = element("input", {
    type: "text", role: "combobox", autocomplete: "off", spellcheck: false, autofocus: isFirst,
    "aria-expanded": "true", "aria-controls": list.id, "aria-autocomplete": "list",
  });
  let [found, at] = [[], 0];

  function mark(next) {
    at = Math.max(0, Math.min(next, found.length - 1));
    const options = [...list.children].slice(0, found.length);
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    const option = options[at];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  function fill() {
    found = [...extra(input.value), ...find(input.value, things, textsOf)].slice(0, MOST);
    list.replaceChildren(...found.map((thing, number) => element("li", {
      role: "option", id: `${list.id}-${number}`,
      on: { pointerdown: (event) => event.preventDefault(), click: () => mark(number), dblclick: () => pressed() },
    }, show(thing))));
    if (found.length === 0) list.replaceChildren(element("li", { className: "hint", textContent: "Nothing fits these words." }));
    mark(0);
  }

  input.addEventListener("input", fill);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (!step) return;
    event.preventDefault();
    mark(at + step);
  });
  fill();
  return { box: element("div", {}, labelled(label, input), list), chosen: () => found[at] ?? null };
}

/** Asks for one of the things. */
export function pick(title, label, things, options) {
  let submit;
  const { box, chosen } = chooser(label, things, { ...options, pressed: () => submit() });
  const said = ask({
    title, content: box, main: options.main ?? "Put in",
    answer: ({ say }) => chosen() ?? say("Choose one from the list."),
  });
  submit = () => box.closest("form").requestSubmit();
  return said;
}

/** Two lines: what it is, and more about it. */
export const twoLines = (words, more) => [
  element("span", { className: "what", textContent: words }),
  more ? element("span", { className: "more", textContent: more }) : null,
];
