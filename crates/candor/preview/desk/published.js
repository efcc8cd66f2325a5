// What would change for visitors, in words: pages with the words that differ, and all else.
import { button, element } from "./dom.js";

/** “1 page”, “2 pages”. */
export const number = (count, one) => `${count} ${one}${count === 1 ? "" : "s"}`;

const WHAT = { added: "New", changed: "Changed", removed: "Removed", moved: "Moved" };

/** The pages that change, each with what differs on it. `since` is the publication before. */
export function changed({ pages, around, rules }, since) {
  const items = pages.map((page) => onePage(page, since));
  if (around.length > 0) items.push(element("li", {}, element("p", { textContent: "Around the text of all pages" }), passages(around)));
  for (const { what, title, sentences } of rules) {
    const words = what === "changed" ? `The self-check “${title}” decides in another way` : `${WHAT[what]}: the self-check “${title}”`;
    items.push(element("li", {}, element("p", { textContent: words }), element("ul", {}, sentences.map((sentence) => element("li", { textContent: sentence })))));
  }
  return items.length > 0 ? [element("ul", { className: "changed" }, items)] : [];
}

function onePage(page, since) {
  const { what, address, from, name, words, sentOn } = page;
  const notes = [];
  if (what === "moved") notes.push(`It was at ${from}.`);
  if (what === "removed") notes.push(sentOn ? `Its visitors are sent to ${sentOn}.` : "Its visitors find nothing there.");
  const text = passages(words);
  // Of a new page, and of one that goes, all words differ.
  const shown = what === "changed" || what === "moved" ? text : element("details", {}, element("summary", { textContent: "Its words" }), text);
  const heading = element("p", {}, element("span", { className: "what", textContent: WHAT[what] }), " ", element("strong", { textContent: name }), ` ${address}`);
  return element("li", {}, heading, notes.map((note) => element("p", { className: "hint", textContent: note })), shown, sides(page, since));
}

/** A passage as text: what went is struck out, what came is marked, and both say so. */
function passages(passages) {
  return element("div", { className: "words" }, passages.map((runs) => element("p", {}, runs.flatMap(({ in: of, text }) =>
    [of === "both" ? text : element(of === "before" ? "del" : "ins", { textContent: text }), " "]))));
}

/** The page before and now as visitors see it, once somebody asks for it. */
function sides({ what, address, from, name }, since) {
  const both = [
    what !== "added" && since !== undefined && ["Before", `/__candor/website/${since}${from ?? address}`],
    what !== "removed" && ["Now", `/__candor/website/next${address}`],
  ].filter(Boolean);
  const frames = element("div", { className: "frames", hidden: true });
  const press = ({ target }) => {
    // Made once, and then shown and hidden.
    if (frames.children.length === 0) frames.append(...both.map(([title, src]) =>
      element("figure", {}, element("figcaption", { textContent: title }), element("iframe", { title: `${title}: ${name}`, src, loading: "lazy" }))));
    frames.hidden = !frames.hidden;
    target.setAttribute("aria-expanded", String(!frames.hidden));
  };
  return [button("See the page", press, { className: "small", "aria-expanded": "false", "aria-label": `See the page ${name}` }), frames];
}

/** What is not text: for whoever looks after the host. */
export function around({ remade, files, redirects, headers }) {
  const lines = [
    ...redirects.map(({ from, now }) => now ? `Visitors of ${from} are sent to ${now}.` : `Visitors of ${from} are no longer sent elsewhere.`),
    ...files.map(({ path, what }) => `${WHAT[what]} file: ${path}`),
    ...headers.map(({ name, before, now, addresses }) => `${name} of ${addresses.slice(0, 3).join(", ")}${addresses.length > 3 ? ` and ${addresses.length - 3} more` : ""}: “${before ?? "nothing"}” becomes “${now ?? "nothing"}”.`),
  ];
  if (remade.length > 0) lines.unshift(`${number(remade.length, "page")} with the same words, made in another way: ${remade.slice(0, 3).join(", ")}${remade.length > 3 ? " …" : ""}`);
  if (lines.length === 0) return [];
  return [element("details", {}, element("summary", { textContent: `${number(lines.length, "change")} that is not text`.replace("changes that is", "changes that are") }),
    element("ul", {}, lines.map((line) => element("li", { textContent: line }))))];
}
