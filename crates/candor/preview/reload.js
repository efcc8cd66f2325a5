// Follows the preview: loads the page again when it changed, and shows what is wrong with
// what was last saved. Stands only in pages of `candor serve`.
"use strict";

const isList = document.documentElement.dataset.candor === "findings";
let mine = timing("candor");
let listed = "";
let events = null;

/** The version that this page is of, as the server's header says. */
function timing(name) {
  const [page] = performance.getEntriesByType("navigation");
  return page?.serverTiming?.find((entry) => entry.name === name)?.description ?? null;
}

function follow(state) {
  if (mine !== null && mine !== state.version) {
    if (isList || state.before !== mine || !state.styles) return location.reload();
    for (const [old, address] of Object.entries(state.styles)) swap(old, address);
  }
  mine = state.version;
  if (!isList) list(state);
}

/** Puts a style sheet in the place of its former version, without a flash. */
function swap(old, address) {
  for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
    if (new URL(link.href).pathname !== old) continue;
    const next = link.cloneNode();
    next.href = address;
    next.addEventListener("load", () => link.remove());
    link.after(next);
  }
}

/** A button that tells how much was found, and the list behind it. */
function list(state) {
  const findings = JSON.stringify(state.findings);
  if (findings === listed) return;
  listed = findings;
  document.querySelector("candor-findings")?.remove();
  if (state.findings.length === 0) return;
  const host = element("candor-findings");
  const dialog = element("dialog", { ariaLabel: state.title });
  const button = element("button", { className: "open", textContent: state.title });
  const close = element("button", { className: "close", textContent: "Close" });
  button.addEventListener("click", () => dialog.showModal());
  close.addEventListener("click", () => dialog.close());
  dialog.append(close, element("h1", { textContent: state.title }), said(state), items(state));
  const style = element("link", { rel: "stylesheet", href: "/__candor/preview.css" });
  host.attachShadow({ mode: "open" }).append(style, button, dialog);
  document.body.append(host);
  // What stops a build is shown at once; the rest waits until it is asked for.
  if (state.stopped) dialog.showModal();
}

function said(state) {
  const words = "You see the last good version until the problems are solved.";
  return element("p", { textContent: state.stopped ? words : "The page is the newest version." });
}

function items(state) {
  const ol = element("ol");
  for (const finding of state.findings) {
    const li = element("li", { className: finding.level });
    li.append(words("h2", `${finding.level}:`, finding.message), ...finding.places.flatMap(place));
    if (finding.example) li.append(words("p", "For example,", finding.example));
    if (finding.help) li.append(words("p", "What to do:", finding.help));
    const code = element("p", { className: "code", textContent: "More: " });
    code.append(element("a", { href: `/__candor/explain#${finding.code}`, textContent: finding.code }));
    li.append(code);
    ol.append(li);
  }
  return ol;
}

function place({ place, line, note }) {
  const text = note ? `${place}: ${note}` : place;
  const where = element("p", { className: "place", textContent: text });
  if (!line) return [where];
  const pre = element("pre");
  pre.append(line[0], element("mark", { textContent: line[1] }), line[2]);
  return [where, pre];
}

/** Words after a bold start; what stands between backticks is to be read letter by letter. */
function words(name, start, text) {
  const parts = text.split("`");
  const nodes = parts.map((part, at) => at % 2 ? element("code", { textContent: part }) : part);
  const words = element(name);
  words.append(element("b", { textContent: start }), " ", ...nodes);
  return words;
}

function element(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}

// A browser opens six connections to a server: hidden pages must not hold them all.
function listen() {
  events?.close();
  events = null;
  if (document.hidden) return;
  events = new EventSource(`/__candor/events?page=${location.pathname}`);
  events.addEventListener("message", (event) => follow(JSON.parse(event.data)));
}

// Beside its text, a page is kept new by the desk, which holds it in a frame.
if (window.frameElement === null) {
  document.addEventListener("visibilitychange", listen);
  listen();
}
