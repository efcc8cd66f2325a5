// The file was changed elsewhere while it was edited here. What does not touch comes together; the
// rest is asked, side by side.
import { ask, element, notice } from "./dom.js";
import { isSettled, joined, merge } from "./merge.js";

/** What is said of the other text: that it was saved, or that somebody is writing it. */
const WORDS = {
  saved: {
    title: "Changed in two places",
    asks: "Somebody or another program changed the same lines as you, and saved them. Choose what stays. Nothing is saved until you press Save.",
    told: "This page was also changed elsewhere. Both changes are now in your text; look through it, then save. Undo takes the others' back out.",
  },
  writing: {
    title: "Somebody else is writing here",
    asks: "In another browser somebody is changing the same lines as you, and has not saved yet. Choose what stays. Nothing is saved until you press Save.",
    told: "Somebody else is writing on this page, in another browser. What they wrote is now in your text, too. Undo takes it back out.",
  },
};

/**
 * The text that both sides come to, `base` being what they were made of, and `how` one of the words
 * above. Null if nothing was chosen: then the text here stays.
 */
export async function together(base, mine, theirs, how) {
  if (mine === theirs || base === mine) return theirs;
  const parts = merge(base, mine, theirs);
  if (isSettled(parts)) {
    notice(WORDS[how].told);
    return joined(parts);
  }
  return choose(parts, WORDS[how]);
}

function choose(parts, { title, asks }) {
  const asked = parts.filter((part) => !("text" in part));
  const rows = asked.map((part, at) => row(part, at, asked.length));
  return ask({
    title, className: "wide",
    content: element("div", {},
      element("p", { textContent: asks }),
      rows.map(({ box }) => box)),
    main: "Use these", cancel: "Decide later",
    answer: () => joined(parts, rows.map(({ choice }) => choice())),
  });
}

function row({ mine, theirs }, at, count) {
  const name = `choice-${at}`;
  const option = (value, words, text) => {
    const radio = element("input", { type: "radio", name, value, checked: value === "mine" });
    const inner = text === null ? [] : [element("pre", { textContent: text || "(nothing: the lines are removed)" })];
    return element("label", { className: "side" }, element("span", {}, radio, ` ${words}`), inner);
  };
  const box = element("fieldset", { className: "sides" },
    element("legend", { textContent: `Place ${at + 1} of ${count}` }),
    option("mine", "Yours", mine), option("theirs", "The other", theirs), option("both", "Both, yours first", null));
  return { box, choice: () => box.querySelector("input:checked").value };
}
