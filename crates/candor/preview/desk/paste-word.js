// Word writes lists as paragraphs, with the mark as text and the depth in the style.

import { all } from "./paste-nodes.js";

const LIST = /mso-list:\s*l(\d+)\s+level(\d+)/i;

/** Makes lists of the paragraphs that Word means as such. */
export function wordLists(root) {
  const open = [];
  for (const item of all(root, "p,h1,h2,h3,h4,h5,h6,div,table")) {
    const level = levelOf(item);
    // What stands between two items, other than in a list's own box, ends the list.
    if (!level) {
      if (open.length > 0 && !item.contains(open[0].list)) open.length = 0;
      continue;
    }
    if (open.length > 0 && open[0].list.parentNode !== item.parentNode) open.length = 0;
    const isOrdered = takeMark(item);
    while (open.length > 0 && open.at(-1).level > level) open.pop();
    if (open.length === 0 || open.at(-1).level < level) begin(open, item, level, isOrdered);
    const entry = root.ownerDocument.createElement("li");
    while (item.firstChild) entry.appendChild(item.firstChild);
    open.at(-1).list.appendChild(entry);
    item.remove();
  }
}

function levelOf(element) {
  if (element.nodeName !== "P") return 0;
  return Number(LIST.exec(element.getAttribute("style") ?? "")?.[2] ?? 0);
}

/** Takes away an item's mark, and says whether it is a number. */
function takeMark(item) {
  const marks = all(item, "[style]")
    .filter((element) => /mso-list:\s*ignore/i.test(element.getAttribute("style")));
  const text = marks.map((element) => element.textContent).join("").trim();
  for (const element of marks) element.remove();
  return /^\(?(?:\d+|[a-zA-Z]|[ivxIVX]+)[.)]/.test(text);
}

/** Begins a list: before the item, or in the last item of the list above it. */
function begin(open, item, level, isOrdered) {
  const list = item.ownerDocument.createElement(isOrdered ? "ol" : "ul");
  const above = open.at(-1)?.list.lastChild;
  if (above) above.appendChild(list);
  else item.parentNode.insertBefore(list, item);
  open.push({ list, level });
}
