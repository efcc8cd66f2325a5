// Pages come, move and go. What follows is said before anything is done.
import { whyNot } from "./api.js";
import { ask, element, labelled, notice, when } from "./dom.js";
import { fileName } from "./links.js";

const editor = (file) => `/__candor/edit/${file.split("/").map(encodeURIComponent).join("/")}`;

const select = (choices, value) =>
  element("select", {}, choices.map((choice) => element("option", { ...choice, selected: choice.value === value })));

/** The folders that a page can stand in. */
function folders(pages) {
  const first = /^content\/(.+)\/_index\.md$/;
  const sections = pages.filter(({ file }) => first.test(file))
    .map(({ file, title }) => ({ value: first.exec(file)[1], textContent: title }));
  return [{ value: "", textContent: "No section" }, ...sections];
}

/** Does something with the server, and says why it was not done. */
async function done(ask, say) {
  try {
    const answer = await ask();
    return answer.status < 300 ? answer.body : say(whyNot(answer));
  } catch {
    return say("The preview does not answer. Start it again, then try once more.");
  }
}

const DONE = "candor-desk-done";

/** Goes to another page of the desk, which says what was done. */
function goOn(address, words, says) {
  try {
    sessionStorage.setItem(DONE, JSON.stringify({ words, says }));
  } catch {
    // It was agreed to, and is done: a browser that keeps nothing says it no second time.
  }
  location.href = address;
}

/** Says what was done on the page before. */
export function sayDone() {
  const done = sessionStorage.getItem(DONE);
  sessionStorage.removeItem(DONE);
  if (!done) return;
  const { words, says } = JSON.parse(done);
  notice(words, { items: says });
}

/** What follows from something, to be agreed to. */
function agree(title, says, main, act) {
  const items = says.length > 0 ? says : ["Nothing else changes."];
  return ask({
    title, main,
    content: element("ul", {}, items.map((item) => element("li", { textContent: item }))),
    answer: ({ say }) => done(act, say),
  });
}

/** Asks for a new page and opens it. */
export async function createPage(api, kinds, pages) {
  const title = element("input", { type: "text", required: true });
  const kind = select(kinds.map(({ id, name }) => ({ value: id, textContent: name })));
  const section = select(folders(pages));
  const made = await ask({
    title: "New page", main: "Make it",
    content: element("div", {},
      labelled("Its heading", title, "As a visitor would say it. You can change it later."),
      labelled("What kind of page?", kind), labelled("In which section?", section)),
    answer: ({ say }) => {
      if (!title.value.trim()) return say("Write its heading.");
      return done(() => api.create(kind.value, title.value.trim(), section.value), say);
    },
  });
  if (made) location.href = editor(made.file);
}

/** Asks where a page is to go, says what follows, moves it and opens it there. */
export async function movePage(api, file, pages) {
  // A section's page is named by its folder, and takes along all that is in it.
  const [, within, last, end] = /^content\/(?:(.+)\/)?((?!_index\.md)[^/]+?)(\/_index\.md|\.md)$/.exec(file);
  const name = element("input", { type: "text", value: last, required: true });
  const section = select(folders(pages), within ?? "");
  const plan = await ask({
    title: "Move or rename", main: "Show what follows",
    content: element("div", {},
      labelled("Last part of the address", name, "Small letters and hyphens: “side-effects” becomes “/side-effects/”."),
      labelled("In which section?", section)),
    answer: async ({ say }) => {
      const plain = fileName(name.value.replace(/\.md$/, ""));
      if (!plain) return say("Write a name of letters or digits.");
      const to = `content/${section.value ? `${section.value}/` : ""}${plain}${end}`;
      if (to === file) return say("The page is there already.");
      const follows = await done(() => api.move(file, to, true), say);
      return follows && { to: follows.file ?? to, says: follows.says };
    },
  });
  if (!plan) return;
  const moved = await agree("What follows when the page moves", plan.says, "Move it", () => api.move(file, plan.to, false));
  if (moved) goOn(editor(plan.to), "The page was moved.", moved.says);
}

/** Asks which page takes a page's place, says what follows, and removes it. */
export async function removePage(api, file, pages) {
  const others = pages.filter((page) => page.file !== file);
  const instead = select([{ value: "", textContent: "No page" },
    ...others.map(({ file, title }) => ({ value: file, textContent: title }))]);
  const plan = await ask({
    title: "Remove this page", main: "Show what follows",
    content: labelled("Which page takes its place?", instead, "Links, and visitors who kept the address, are led there."),
    answer: async ({ say }) => {
      const follows = await done(() => api.remove(file, instead.value || null, true), say);
      return follows && { says: follows.says };
    },
  });
  if (!plan) return;
  const gone = await agree("What follows when the page is removed", plan.says, "Remove it", () => api.remove(file, instead.value || null, false));
  if (gone) goOn("/__candor/", "The page was removed.", gone.says);
}

/** Asks which removed page is to be there again, and opens it. */
export async function bringBack(api) {
  const { body: removed } = await api.removed();
  if (!Array.isArray(removed) || removed.length === 0) return notice("No page was removed here.");
  const list = select(removed.map(({ title, at }, number) => ({ value: String(number), textContent: `${title}, until ${when(at)}` })));
  const back = await ask({
    title: "Bring back a removed page", main: "Bring it back", content: labelled("Which page?", list),
    answer: async ({ say }) => {
      const { file, id } = removed[Number(list.value)];
      const text = await done(() => api.version(file, id), say);
      const isBack = text !== undefined && await done(() => api.save(file, text, null), say);
      return isBack ? file : null;
    },
  });
  if (back) location.href = editor(back);
}
