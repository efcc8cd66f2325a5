// What is pasted from a word processor or a website, as text of a page: headings, lists, tables,
// links and stress stay. What cannot stay is told, and not dropped in silence.
import { gfm, Turndown } from "./editor.js";
import { all, renamed, unwrap } from "./paste-nodes.js";
import { plainTables } from "./paste-tables.js";
import { wordLists } from "./paste-word.js";

/** What may stand in a line as HTML. */
const KEPT = ["sub", "sup", "mark", "kbd"];
const DROPPED = "script,style,meta,link,title,template,noscript,xml,head,object,embed,iframe,svg,canvas,form,input,select,textarea,button,audio,video";

/**
 * The text of a parsed page's body, which is taken apart, and what of it is left out, in words:
 * `{text, left}`.
 */
export function toText(body) {
  const left = new Left();
  for (const step of STEPS) step(body, left);
  const text = service().turndown(body).replace(/[ \t]+$/gm, "").trim();
  return { text, left: left.told() };
}

/** What is left out, each kind counted. */
class Left {
  #counts = new Map();

  add(kind) {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }

  told() {
    return [...this.#counts].map(([kind, count]) => (TOLD[kind] ?? kind).replace("#", count));
  }
}

const TOLD = {
  picture: "# × picture: save each as a file, then use Insert, Picture",
  colour: "colours",
  underline: "underlining, which readers would take for a link",
  size: "sizes and fonts of letters",
  removed: "# × text that was marked as removed",
  comment: "# × comment",
  footnote: "# × mark of a footnote",
  link: "# × link that leads nowhere on the web; its words are kept",
  media: "# × film, sound, form or drawing",
  joined: "# × joined table cell: it is taken apart",
  nested: "# × table in a table: its text is kept in one cell",
};

const STEPS = [
  dropUnseen, revisions, dropMedia, wordLists, spans, notes, links, headings, plainTables, strip, tidy,
];

function service() {
  const turndown = new Turndown({
    headingStyle: "atx", hr: "---", bulletListMarker: "-", codeBlockStyle: "fenced",
    emDelimiter: "*", br: "\\",
  });
  turndown.use(gfm);
  const escape = turndown.escape.bind(turndown);
  turndown.escape = (text) => escaped(escape(text));
  turndown.addRule("break", { filter: "br", replacement: (_, node) => lineEnd(node) });
  turndown.addRule("kept", {
    filter: KEPT,
    replacement: (text, node) => {
      const name = node.nodeName.toLowerCase();
      return text.trim() ? `<${name}>${text}</${name}>` : text;
    },
  });
  // The usual rule writes three spaces after the mark.
  turndown.addRule("item", {
    filter: "li",
    replacement: (text, node) => {
      const list = node.parentNode;
      const at = Array.from(list.children).indexOf(node);
      const mark = list.nodeName === "OL" ? `${at + (Number(list.getAttribute("start")) || 1)}. ` : "- ";
      const inner = text.trim().replace(/\n/g, `\n${" ".repeat(mark.length)}`);
      return `${mark}${inner}${node.nextElementSibling ? "\n" : ""}`;
    },
  });
  return turndown;
}

/** What Turndown leaves of what has a meaning on a page: HTML, letters by name, blocks. */
function escaped(text) {
  return text.replace(/<(?=[a-z/!?])|&(?=#?\w+;)|~~|^:/gi, "\\$&");
}

/** A line ends only in the midst of a text; where two end, a paragraph does. */
function lineEnd(node) {
  const beside = (side) => {
    let other = node[side];
    while (other && other.nodeType === 3 && !other.nodeValue.trim()) other = other[side];
    return other;
  };
  if (node.closest("td,th")) return "<br>";
  const [before, after] = [beside("previousSibling"), beside("nextSibling")];
  if (!before || !after || before.nodeName === "BR" || node.parentNode.nodeName === "BODY") return "";
  return after.nodeName === "BR" ? "\n\n" : "\\\n";
}

const styleOf = (element) => (element.getAttribute("style") ?? "").toLowerCase().replace(/\s*([:;])\s*/g, "$1");

function dropUnseen(root) {
  for (const element of all(root, "script,style,meta,link,title,template,noscript,xml,head")) element.remove();
  for (const element of all(root, "[style]")) {
    if (/(?:^|;)(?:display:none|visibility:hidden|mso-hide:all)/.test(styleOf(element))) element.remove();
  }
}

function revisions(root, left) {
  for (const element of all(root, "del,.msoDel")) {
    left.add("removed");
    element.remove();
  }
  for (const element of all(root, "[style]")) {
    if (/mso-element:comment(?!-)|mso-comment-(?:continuation|reference)|mso-special-character:comment/.test(styleOf(element))) {
      if (/mso-element:comment(?!-)|special-character/.test(styleOf(element))) left.add("comment");
      if (/mso-element|special-character/.test(styleOf(element))) element.remove();
    }
  }
}

function dropMedia(root, left) {
  for (const element of all(root, "img,picture > source")) {
    // Word and mail programs count openings by pictures of one point.
    if (element.nodeName === "IMG" && !/^[01]$/.test(element.getAttribute("width") ?? "")) left.add("picture");
    element.remove();
  }
  for (const element of all(root, DROPPED)) {
    if (!element.parentNode) continue;
    left.add("media");
    element.remove();
  }
}

/** Word processors say by style what HTML says by name. */
function spans(root, left) {
  for (const element of all(root, "[style]")) {
    const style = styleOf(element);
    if (/(?:^|;)(?:color|background(?:-color)?):(?!(?:black|windowtext|inherit|initial|transparent|white|none|#000000|#000|#fff(?:fff)?|rgb\(0, ?0, ?0\)|rgb\(255, ?255, ?255\))(?:;|$|!))/.test(style)) left.add("colour");
    if (/(?:^|;)text-decoration(?:-line)?:[^;]*underline/.test(style) && element.nodeName !== "A" && !element.closest("a") && !element.querySelector("a")) left.add("underline");
    spanOf(element, style);
  }
  for (const element of all(root, "u")) {
    if (!element.closest("a")) left.add("underline");
  }
}

function spanOf(element, style) {
  // Google Docs wraps all in a bold element that is not bold.
  if (/^(?:B|STRONG)$/.test(element.nodeName) && /font-weight:(?:normal|[1-4]00)/.test(style)) return unwrap(element);
  if (!/^(?:SPAN|FONT)$/.test(element.nodeName)) return;
  const inner = [
    [/font-weight:(?:bold|[6-9]00)/, "strong"],
    [/font-style:italic/, "em"],
    [/text-decoration(?:-line)?:[^;]*line-through/, "s"],
    [/vertical-align:super/, "sup"],
    [/vertical-align:sub/, "sub"],
  ];
  for (const [pattern, name] of inner) {
    if (pattern.test(style) && element.textContent.trim()) wrapInside(element, name);
  }
}

function wrapInside(element, name) {
  const wrap = element.ownerDocument.createElement(name);
  while (element.firstChild) wrap.appendChild(element.firstChild);
  element.appendChild(wrap);
}

function notes(root, left) {
  for (const element of all(root, "a[href*='#_ftn'],a[href*='#_edn'],a[href^='#ftnt'],a[href^='#cmnt'],a[href*='#_msocom'],a[href^='#fn']")) {
    left.add(/cmnt|msocom/.test(element.getAttribute("href")) ? "comment" : "footnote");
    const outer = element.closest("sup");
    (outer && outer.textContent.trim() === element.textContent.trim() ? outer : element).remove();
  }
}

function links(root, left) {
  for (const element of all(root, "a")) {
    const href = target(element.getAttribute("href") ?? "");
    if (/^(?:https?:\/\/[^\s]+|mailto:|tel:|sms:)/i.test(href) && element.textContent.trim()) {
      element.setAttribute("href", href.replace(/[\s<>()]/g, (letter) => encodeURIComponent(letter)
        .replace("(", "%28").replace(")", "%29")));
      continue;
    }
    if (href && !href.startsWith("#")) left.add("link");
    unwrap(element);
  }
}

/** Where a link leads that goes by way of a search engine or a mail filter. */
function target(href) {
  const trimmed = href.trim();
  const by = /^https?:\/\/(?:www\.google\.[a-z.]+\/url\?(?:.*&)?q=|[a-z0-9.]*safelinks\.protection\.outlook\.com\/\?(?:.*&)?url=)([^&]+)/i.exec(trimmed);
  try {
    return by ? decodeURIComponent(by[1]) : trimmed;
  } catch {
    return trimmed;
  }
}

/** The page has its one title above the text: headings begin at the second level, without a gap. */
function headings(root) {
  for (const element of all(root, "p.MsoTitle,p.title")) renamed(element, "h1");
  let depth = 1;
  const seen = [];
  for (const element of all(root, "h1,h2,h3,h4,h5,h6")) {
    if (!element.textContent.trim()) {
      unwrap(element);
      continue;
    }
    const level = Number(element.nodeName[1]);
    while (seen.length > 0 && seen.at(-1) >= level) seen.pop();
    seen.push(level);
    depth = Math.min(6, seen.length + 1);
    for (const bold of all(element, "b,strong,br")) unwrap(bold);
    renamed(element, `h${depth}`);
  }
}

/** Takes away what says only how something looks. */
function strip(root) {
  for (const element of all(root, "*")) {
    for (const { name } of Array.from(element.attributes)) {
      if (name !== "href" && name !== "start") element.removeAttribute(name);
    }
  }
  for (const element of all(root, "span,font,u,ins,big,small,center,abbr,o\\:p")) unwrap(element);
}

/** Takes away what is empty, and spaces that are not meant. */
function tidy(root) {
  const texts = [];
  const walk = (node) => {
    if (node.nodeType === 3) texts.push(node);
    for (const child of Array.from(node.childNodes ?? [])) walk(child);
  };
  walk(root);
  for (const node of texts) {
    const text = node.nodeValue.replace(/[\u00a0\u202f]/g, " ").replace(/[\u00ad\u200b\ufeff]/g, "");
    if (text !== node.nodeValue) node.nodeValue = text;
  }
  for (const element of all(root, "b,strong,i,em,s,sub,sup,mark,kbd")) {
    if (!element.textContent.trim()) unwrap(element);
  }
}
