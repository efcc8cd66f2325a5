// The desk as a screen reader is told of it: each control has a name, each dialog a label, what
// happens is said, and the focus comes back to where it was.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, KEYS, Site, until } from "./driver.mjs";
import { Staff } from "./staff.mjs";

const FILE = "content/contact.md";
const CONTROLS = ["button", "link", "textbox", "searchbox", "combobox", "listbox", "option", "checkbox", "radio", "tab", "DisclosureTriangle", "Date", "spinbutton", "menuitem"];
let [site, browser, staff] = [];

before(async () => {
  site = new Site();
  [browser] = await Promise.all([Browser.start(), site.serve()]);
  await browser.size(1280, 800);
  staff = new Staff(browser, site);
});

after(async () => {
  await browser?.end();
  await site?.end();
});

/** What the browser tells a screen reader, each with its role, its name and what else is known. */
async function tree() {
  const { nodes } = await browser.cdp("Accessibility.getFullAXTree", {});
  return nodes.filter(({ ignored }) => !ignored).map(({ role, name, properties = [] }) => ({
    role: role?.value, name: (name?.value ?? "").trim(),
    ...Object.fromEntries(properties.map(({ name, value }) => [name, value.value])),
  }));
}

/** Nothing that can be used is without a name. */
async function isNamed(where) {
  const nodes = await tree();
  const controls = nodes.filter(({ role }) => CONTROLS.includes(role));
  assert.ok(controls.length > 3, `${where} has controls: ${nodes.map(({ role }) => role)}`);
  assert.deepEqual(controls.filter(({ name }) => !/[\p{L}\p{N}]/u.test(name)), [], where);
  return nodes;
}

const names = (nodes, role) => nodes.filter((node) => node.role === role).map(({ name }) => name);
const focused = () => browser.run(() => {
  const one = document.activeElement;
  return one.getAttribute("aria-label") || one.labels?.[0]?.textContent || one.textContent.trim().slice(0, 40);
});

test("home: a heading, a list of pages for each section, and names for all", async () => {
  await staff.comes();
  const nodes = await isNamed("home");
  assert.ok(nodes.some(({ role, level }) => role === "heading" && level === 1));
  assert.ok(names(nodes, "list").length > 2 && nodes.some(({ role }) => role === "main"));
  assert.deepEqual(names(nodes, "searchbox"), ["Find a page"]);
  assert.ok(names(nodes, "button").includes("Remove: About us and contact"), "buttons say of which page they are");
});

test("the editor: its parts have roles and names, and their order is that of the screen", async () => {
  await staff.opens("About us and contact");
  const nodes = await isNamed("the editor");
  assert.deepEqual(names(nodes, "tab").filter((name) => !name.startsWith("Notes")), ["Text", "About"]);
  assert.ok(names(nodes, "toolbar").includes("Change the text"));
  assert.ok(names(nodes, "textbox").includes("Text of the page"));
  assert.ok(names(nodes, "Iframe").includes("The page as visitors see it"));
  await browser.run(() => document.querySelector(".bar a").focus());
  const order = [];
  for (let step = 0; step < 6; step += 1) {
    await browser.type(KEYS.tab);
    order.push(await focused());
  }
  assert.deepEqual(order, ["Save", "More", "Text", "Put in…", "Text of the page", "Change title and more"]);
  for (const pane of ["About", "Notes"]) {
    await staff.press(pane);
    await isNamed(pane);
  }
});

test("dialogs have labels, and give the focus back", async () => {
  await staff.opens("About us and contact");
  for (const [opener, title] of [["Put in…", "Put in"], ["Link", "Link"], ["Fact", "Fact"], ["Table", "Table"]]) {
    await staff.press(opener);
    await until(title, () => browser.sees(() => document.querySelector("dialog[open]")));
    const nodes = await isNamed(title);
    assert.deepEqual(names(nodes, "dialog"), [title]);
    await browser.type(KEYS.escape);
    await staff.isDone();
    assert.equal(await focused(), opener, "the focus is back");
  }
  await staff.comes();
  for (const opener of ["New page", "Bring back a removed page", "Move or rename: About us and contact", "Remove: About us and contact"]) {
    await staff.press(opener);
    if (opener.startsWith("Bring")) {
      await staff.reads("No page was removed here.");
      continue;
    }
    await until(opener, () => browser.sees(() => document.querySelector("dialog[open]")));
    const nodes = await isNamed(opener);
    assert.equal(names(nodes, "dialog").filter(Boolean).length, 1, opener);
    await browser.type(KEYS.escape);
    await staff.isDone();
    assert.equal(await focused(), opener, "the focus is back");
  }
});

test("what becomes of a text is said, once each time", async () => {
  await staff.opens("About us and contact");
  await browser.run(() => {
    globalThis.said = [];
    const region = document.querySelector(".bar .state");
    new MutationObserver(() => globalThis.said.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true });
  });
  const regions = (await tree()).filter(({ role, live }) => role === "status" && live === "polite");
  assert.ok(regions.length >= 2, "the state of the text and notices are live");
  await staff.atEnd();
  await staff.types("Words.");
  await staff.sees("Words.");
  await staff.saves();
  assert.deepEqual(await browser.run(() => globalThis.said), ["Not saved yet; kept on this computer", "Saving…", "Saved"]);
  await site.kill();
  await staff.atEnd();
  await staff.types(" More.");
  await staff.reads("No connection to the preview");
  await site.serve();
  await staff.reads("Not saved yet");
  assert.ok(site.text(FILE).includes("Words."));
});
