// Changes of a tree of what was pasted.

/** The elements below one, as a list that stays when the tree changes. */
export const all = (root, selector) => Array.from(root.querySelectorAll(selector));

/** Puts what an element holds in its place. */
export function unwrap(element) {
  while (element.firstChild) element.parentNode.insertBefore(element.firstChild, element);
  element.remove();
}

/** Puts what an element holds into one of another name, in its place. */
export function renamed(element, name) {
  const other = element.ownerDocument.createElement(name);
  while (element.firstChild) other.appendChild(element.firstChild);
  element.parentNode.replaceChild(other, element);
  return other;
}
