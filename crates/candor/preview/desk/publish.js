// Publishing: what stops it, what visitors would see change, the website, and former ones again.
import { Api, whyNot } from "./api.js";
import { ask, button, element, notice, when } from "./dom.js";
import { around, changed, number } from "./published.js";

const api = new Api(document.body.dataset.token);
const main = document.querySelector("main");
const EDIT = "/__candor/edit/";

/** Whether the desk has an editor for a file. */
const isWritten = (file) => /^content\/(.+\.md|practice\.toml)$/.test(file ?? "");

const part = (title, ...inner) => element("section", {}, element("h2", { textContent: title }), ...inner);

/** Asks the server anew, and shows all of it. */
async function show(said = []) {
  const answer = await api.publication();
  if (answer.status !== 200) return main.replaceChildren(element("h1", { textContent: "Publish" }), element("p", { className: "problem", role: "alert", textContent: whyNot(answer) }));
  const { body } = answer;
  main.replaceChildren(element("h1", { textContent: "Publish" }),
    element("p", { className: "doors" }, element("a", { href: "/__candor/", textContent: "All pages" })),
    ...said, ...unsaved(body), ...stops(body), ...changes(body), former(body));
  (main.querySelector(".told") ?? main.querySelector("h1")).focus?.();
}

function unsaved({ unsaved, titles }) {
  if (unsaved.length === 0) return [];
  const links = unsaved.map((file) => element("li", {}, element("a", { href: EDIT + file, textContent: titles[file] ?? file })));
  return [part("Not saved yet, so not published", element("ul", {}, links))];
}

/** What stops it, by the page that it stands on. */
function stops({ stops, titles }) {
  if (stops.length === 0) return [];
  const pages = Map.groupBy(stops, ({ file }) => file);
  const one = (file, { message, help, line }) => {
    const way = isWritten(file) ? element("a", { href: `${EDIT}${file}${line ? `#line-${line}` : ""}`, textContent: message }) : message;
    return element("li", { className: "stops" }, element("p", {}, way), help ? element("p", { className: "hint", textContent: help }) : null);
  };
  // What the desk can mend comes first.
  const order = [...pages].sort(([a], [b]) => isWritten(b) - isWritten(a));
  const lists = order.map(([file, found]) => element("details", { open: pages.size < 4 },
    element("summary", { textContent: `${titles[file] ?? file ?? "The site"}: ${found.length}` }),
    element("ul", { className: "notes" }, found.map((finding) => one(file, finding)))));
  return [part(`${number(stops.length, "thing")} to mend before it can be published`, ...lists)];
}

function changes(body) {
  const { changes, publications, isOther, stops, out, program } = body;
  const since = publications[0];
  const title = since ? `What changes for visitors since ${when(since.at)}` : "Nothing was published yet: all of it is new";
  const list = changed(changes, since?.number);
  const nothing = element("p", { textContent: "Nothing: visitors have the newest website." });
  const go = button(isOther ? "Publish …" : "Publish again …", () => publish(body), { className: "main" });
  const where = program ? `It is written to ${out}, and sent from there.` : `It is written to ${out}.`;
  return [part(title, ...(list.length > 0 ? list : [nothing]), ...around(changes)),
    ...(stops.length > 0 ? [] : [element("p", { className: "hint", textContent: where }), element("div", { className: "buttons" }, go)])];
}

async function publish({ tag, changes, out, program, laterDay, today }) {
  const pages = changes.pages.length;
  const despite = [];
  const content = element("div", {}, element("p", { textContent: `Visitors get this website: ${pages === 0 ? "no page changes" : `${number(pages, "page")} of it changed`}. It is written to ${out}.` }));
  if (program) content.append(element("p", {}, "Then this is run: ", element("code", { textContent: program })));
  if (laterDay) {
    content.append(element("p", { className: "problem", textContent: `This computer says that today is ${today}, and the last publication was made on ${laterDay}. One of the two is wrong. Pages come and go by their days, so set the clock first.` }));
    despite.push("clock");
  }
  if (await ask({ title: "Publish now?", content, main: laterDay ? "Publish all the same" : "Publish" })) {
    await work("Publishing", () => api.publish({ tag, despite }));
  }
}

/** Shows how it goes on until it is done, then all of it anew with what came of it. */
async function work(title, run) {
  const line = element("p", { textContent: `${title} …` });
  const output = element("pre", {});
  const region = element("section", { role: "status" }, element("h2", { textContent: title }), line, output);
  main.replaceChildren(element("h1", { textContent: "Publish" }), region);
  let end = { failed: "The preview ended before it was done. Start it again, and look what is published." };
  try {
    for await (const said of await run()) {
      if (said.waits) line.textContent = "Somebody else is publishing; this waits for it.";
      else if (said.of) line.textContent = `Making it small for phones: ${said.compressed} of ${said.of} files`;
      else if (said.sending) line.textContent = `Sending it: ${said.sending}`;
      else if (said.line !== undefined) output.append(`${said.line}\n`);
      else end = said;
    }
  } catch {
    // Said above.
  }
  await show(told(end, output));
}

function told({ done, failed, changed, objections }, output) {
  const lines = [];
  if (failed) lines.push(`It was not published: ${failed}.`);
  if (changed) lines.push("It was not published: the site changed since you looked. This is how it is now.");
  if (objections) lines.push("Nothing was put back: something else stands against it now.");
  if (done) {
    lines.push(`${number(done.pages, "page")} ${done.pages === 1 ? "is" : "are"} published${done.number ? ` (number ${done.number})` : ": nothing had changed"}.`, ...done.notes);
    if (done.aside) lines.push(`Nobody knows any more who wrote ${number(done.aside.files, "file")} that stood there; copies are in ${done.aside.folder}.`);
    if (done.foreign.length > 0) lines.push(`Not from this site, and left as it is: ${number(done.foreign.length, "file")} (${done.foreign[0]}).`);
    if (done.sent) lines.push("It was sent: that is what visitors get now.");
    if (done.unsent) lines.push(`It was not sent: ${done.unsent}. The website is whole; publish again to try once more.`);
  }
  const isWell = done && !done.unsent;
  return [element("div", { className: isWell ? "told" : "told problem", role: "status", tabIndex: -1 },
    lines.map((line) => element("p", { textContent: line })), output?.textContent ? output : null)];
}

function former({ publications }) {
  if (publications.length === 0) return element("p", {});
  const items = publications.map((one, at) => {
    const { number: which, at: day, by, changes, sent, isKept } = one;
    const state = [at === 0 && "the newest", sent === false && "not sent", !isKept && "its files are no longer kept"].filter(Boolean);
    const details = element("details", {}, element("summary", { textContent: number(changes.length, "change") }),
      element("ul", {}, changes.map((change) => element("li", { textContent: change }))));
    const buttons = isKept ? element("span", { className: "buttons" },
      element("a", { className: "button small", href: `/__candor/website/${which}/`, target: "_blank", textContent: "Look at it", "aria-label": `Look at number ${which}` }),
      at > 0 ? button("Put back …", () => putBack(one), { className: "small", "aria-label": `Put number ${which} back` }) : null) : null;
    return element("li", {}, element("span", {}, element("strong", { textContent: `Number ${which}` }), ` ${when(day)}, by ${by}${state.map((words) => `; ${words}`).join("")}`), details, buttons);
  });
  return part("What was published", element("ul", { className: "former" }, items),
    element("p", { className: "hint", textContent: "The last ten are kept, up to 1 GB." }));
}

/** Puts a publication back; what was withdrawn since asks for a tick of its own. */
async function putBack({ number: which, at }) {
  const answer = await api.objections(which);
  if (answer.status !== 200) return notice(whyNot(answer));
  const ticks = answer.body.map(({ name, why }) => {
    const box = element("input", { type: "checkbox", required: true, value: name });
    return element("label", { className: "tick" }, box, ` ${name}: ${why}. Put it back all the same.`);
  });
  const content = element("div", {},
    element("p", { textContent: `Visitors get the website of ${when(at)} again. The pages that you write stay as they are, so all that was written since counts as not published.` }),
    ticks.length > 0 ? element("p", { textContent: "Something was taken back since then, or would be stopped today. Tick each that is to come back:" }) : null, ticks);
  const despite = await ask({
    title: `Put number ${which} back?`, content, main: "Put it back",
    answer: ({ say }) => {
      const boxes = [...content.querySelectorAll("input")];
      if (!boxes.every(({ checked }) => checked)) return say("Tick each of them, or leave it as it is.");
      return boxes.map(({ value }) => value);
    },
  });
  if (despite) await work("Putting it back", () => api.putBack({ number: which, despite }));
}

show().catch(() => notice("The preview does not answer. Start it again, then load this page once more.", { lasts: true }));
