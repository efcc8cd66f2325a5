// Two people write on one page, each in a browser of their own.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Browser, KEYS, Site, until } from "./driver.mjs";

const FILE = "content/contact.md";
let [site, one, other] = [];

before(async () => {
  site = new Site();
  // Short, so that the editor shows each line.
  const top = site.text(FILE).slice(0, site.text(FILE).indexOf("+++", 3) + 4);
  writeFileSync(join(site.folder, FILE), `${top}\nCall us.\n\n## Before your first visit\n\nWrite it down.\n\n## Costs\n\nAsk us.\n\n## Notices\n`);
  [one, other] = await Promise.all([Browser.start(), Browser.start(), site.serve()]);
});

after(async () => {
  await Promise.all([one?.end(), other?.end()]);
  await site?.end();
});

const has = (browser, words) => until(`“${words}” on the desk`, () => browser.sees((words) => document.body.innerText.includes(words), words));

async function open(browser) {
  await browser.size(1280, 800);
  await browser.open(`${site.address}/__candor/edit/${FILE}`);
  await until("the editor", () => browser.sees(() => document.querySelector(".cm-content")));
}

/** Puts the cursor behind some words, and types. */
async function write(browser, behind, words) {
  await browser.run((behind) => {
    const text = document.querySelector(".cm-content");
    const line = [...text.querySelectorAll(".cm-line")].find(({ textContent }) => textContent.endsWith(behind));
    text.focus();
    getSelection().selectAllChildren(line);
    getSelection().collapseToEnd();
  }, behind);
  await browser.type(words);
}

test("both see what the other writes, and nothing is replaced unseen", async () => {
  await Promise.all([open(one), open(other)]);
  await write(one, "Before your first visit", " with us");
  await until("the draft", async () => one.sees(() => document.querySelector("iframe").contentDocument.body?.textContent.includes("first visit with us")));
  await write(other, "Costs", " and insurance");
  await has(other, "Somebody else is writing on this page");
  await has(other, "first visit with us");
  await write(one, "with us", ", in short");
  await has(one, "and insurance");
  await one.chord(KEYS.ctrl, "s");
  await until("the file", () => /first visit with us, in short\n[^]*Costs and insurance\n/.test(site.text(FILE)));
});

test("on the same line it is asked what stays", async () => {
  await Promise.all([open(one), open(other)]);
  await write(one, "Notices", " of ours");
  await until("the draft", async () => one.sees(() => document.querySelector("iframe").contentDocument.body?.textContent.includes("Notices of ours")));
  // One letter: at the next the question would stand there already.
  await write(other, "Notices", "!");
  await has(other, "Somebody else is writing here");
  assert.ok(await other.sees(() => document.querySelector("dialog")?.innerText.includes("Notices of ours")));
  await other.run(() => document.querySelector("input[value=both]").click());
  await other.run(() => document.querySelector("dialog form").requestSubmit());
  await has(other, "Notices of ours");
  await has(other, "Notices!");
});
