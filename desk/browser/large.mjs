// A page of one megabyte, and five that are pasted: it works, or is refused in words; nothing is lost.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Browser, KEYS, Site, until } from "./driver.mjs";

const FILE = "content/large.md";
const TOP = '+++\ntitle = "A long page"\ndescription = "A page that is as long as a page may be, to see whether it can be edited at all."\nkind = "practical"\n+++\n';
const PART = "## A part\n\nYou can call us or write to us. We answer on the same day, and **never** late.\n\n- One thing\n- Another thing\n\n";
let [site, browser] = [];

before(async () => {
  site = new Site();
  [browser] = await Promise.all([Browser.start(), site.serve()]);
  await browser.size(1280, 800);
});

after(async () => {
  await browser?.end();
  await site?.end();
});

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const state = () => browser.run(() => document.querySelector(".bar .state")?.textContent ?? "");
const page = (words) => browser.sees((words) => document.querySelector("iframe")?.contentDocument?.body?.textContent.includes(words), words);

async function atEnd(words) {
  await browser.run(() => document.querySelector(".cm-content").focus());
  await browser.chord(KEYS.ctrl, KEYS.end);
  await browser.type(words);
}

const paste = (kind, size) => browser.run((kind, size) => {
  const clipboardData = new DataTransfer();
  const one = kind === "text/html" ? "<p>Pasted <b>words</b> of somebody.</p>" : "Pasted words of somebody.\n\n";
  clipboardData.setData(kind, one.repeat(Math.ceil(size / one.length)));
  document.querySelector(".cm-content").dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}, kind, size);

test("a page of one megabyte is opened, typed in and saved", async (t) => {
  const text = TOP + PART.repeat(Math.floor((1_000_000 - TOP.length) / PART.length));
  writeFileSync(join(site.folder, FILE), text);
  let since = Date.now();
  await browser.open(`${site.address}/__candor/edit/${FILE}`);
  await until("the page", () => page("We answer"), 120_000);
  t.diagnostic(`opened in ${seconds(since)}`);
  since = Date.now();
  await atEnd("The very last words.");
  await until("the words on the page", () => page("The very last words."), 120_000);
  t.diagnostic(`typed words are on the page after ${seconds(since)}`);
  since = Date.now();
  await browser.chord(KEYS.ctrl, "s");
  await until("the file", () => site.text(FILE) === `${text}The very last words.`, 120_000);
  t.diagnostic(`saved in ${seconds(since)}`);
});

for (const kind of ["text/plain", "text/html"]) {
  test(`five megabytes that are pasted as ${kind} are refused in words, and all goes on`, async (t) => {
    const [text, file] = [`${TOP}\nShort.\n`, `content/${kind.replace("/", "-")}.md`];
    writeFileSync(join(site.folder, file), text);
    await browser.open(`${site.address}/__candor/edit/${file}`);
    await until("the page", () => page("Short."), 120_000);
    await atEnd("Mine. ");
    await until("what is typed", () => page("Mine."));
    const since = Date.now();
    await paste(kind, 5_000_000);
    await until("why it is not taken", () => browser.sees(() => document.querySelector(".notices").innerText.includes("longer than a page may be")), 60_000);
    t.diagnostic(`refused after ${seconds(since)}`);
    assert.equal(site.text(file), text, "the file is as it was");
    await atEnd("More. ");
    await until("it goes on", () => page("Mine. More."));
    await browser.chord(KEYS.ctrl, "s");
    await until("the file", () => site.text(file) === `${text}Mine. More. `, 60_000);
  });
}

test("a text that grows too long is told, and goes on once it is shorter", async () => {
  const file = "content/grows.md";
  const text = `${TOP}${PART.repeat(Math.floor((1_048_500 - TOP.length) / PART.length))}`;
  writeFileSync(join(site.folder, file), text);
  await browser.open(`${site.address}/__candor/edit/${file}`);
  await until("the page", () => page("We answer"), 120_000);
  await atEnd("");
  await paste("text/plain", 5000);
  await until("why it is not kept", async () => (await state()).includes("longer than a million letters"), 60_000);
  await browser.chord(KEYS.ctrl, "z");
  await until("it goes on", async () => (await state()) === "Saved", 120_000);
  assert.equal(site.text(file), text);
});
