// The desk as staff meet it: in a browser, with the real preview, on a copy of the site.
//
//   cargo build --release && npm run browser --prefix desk
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { Browser, KEYS, Site, until } from "./driver.mjs";
import { latency } from "./latency.mjs";

const FILE = "content/contact.md";
const AXE = new URL("../../tests/browser/node_modules/axe-core/axe.min.js", import.meta.url);
const { ctrl, end, enter, escape } = KEYS;
let [site, browser, original] = [];

before(async () => {
  site = new Site();
  original = site.text(FILE);
  [browser] = await Promise.all([Browser.start(), site.serve()]);
  await browser.size(1280, 800);
});

after(async () => {
  await browser?.end();
  await site?.end();
});

const state = () => browser.run(() => document.querySelector(".bar .state")?.textContent ?? "");
const isState = (words) => until(`“${words}” as the state`, async () => (await state()).includes(words));
const shows = (words) => until(`“${words}” in the page`, () => browser.sees((words) =>
  document.querySelector("iframe").contentDocument?.body?.textContent.includes(words), words));
const says = (words) => until(`“${words}” on the desk`, () => browser.sees((words) => document.body.innerText.includes(words), words));
const onDisk = () => site.text(FILE);
const submit = () => browser.run(() => document.querySelector("dialog form").requestSubmit());
const menu = (words) => browser.run((words) =>
  [...document.querySelectorAll(".menu button, .tools button")].find(({ textContent }) => textContent === words).click(), words);

/** Opens the file on the desk, as it was at first. */
async function open(text = original) {
  await browser.open(`${site.address}/__candor/`);
  await browser.wait(async (file) => {
    localStorage.clear();
    await fetch(`/__candor/draft/${file}`, { method: "DELETE", headers: { "X-Candor-Token": document.body.dataset.token } });
  }, FILE);
  writeFileSync(join(site.folder, FILE), text);
  await again();
}

async function again() {
  await browser.open(`${site.address}/__candor/edit/${FILE}`);
  // Loaded, and not only there: the desk hears of presses in a page from then on.
  await until("the page", () => browser.sees(() => {
    const page = document.querySelector("iframe")?.contentDocument;
    return page?.readyState === "complete" && page.querySelector("main");
  }));
}

/** Types at the end of the text. */
async function append(words) {
  await browser.run(() => document.querySelector(".cm-content").focus());
  await browser.chord(ctrl, end);
  await browser.type(words);
}

const paste = (kinds) => browser.run((kinds) => {
  const clipboardData = new DataTransfer();
  for (const [kind, text] of Object.entries(kinds)) clipboardData.setData(kind, text);
  document.querySelector(".cm-content").dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}, kinds);

beforeEach(() => open());

test("what is typed is seen on the page, kept, and saved with every other byte as it was", async () => {
  await append(" More words.");
  await shows("More words.");
  assert.equal(onDisk(), original, "nothing is written before it is saved");
  await browser.chord(ctrl, "s");
  await isState("Saved");
  await until("the file", () => onDisk() === `${original} More words.`);
  assert.deepEqual(await browser.complaints(), [], "the policy forbids nothing that the desk does");
});

test("the form changes its line alone, and undo takes that back", async () => {
  await browser.press("#tab-about");
  await browser.run(() => document.querySelector("[name=title]").select());
  await browser.type('Quite "new" title');
  await shows("Quite");
  await browser.press("#tab-text");
  await browser.run(() => document.querySelector(".cm-content").focus());
  await browser.chord(ctrl, "s");
  const expected = original.replace(/^title = .*$/m, 'title = "Quite \\"new\\" title"');
  await until("the file", () => onDisk() === expected);
  await until("undone", async () => {
    await browser.chord(ctrl, "z");
    return (await browser.run(() => document.querySelector("[name=title]").value)) === /^title = "(.*)"$/m.exec(original)[1];
  });
});

test("text and steps outlive the end of preview and window", async () => {
  await append(" Kept words.");
  await shows("Kept words.");
  await new Promise((resolve) => setTimeout(resolve, 2500));
  await site.kill();
  await append(" Even these.");
  await isState("No connection");
  await site.serve();
  await isState("Not saved yet");
  await again();
  await shows("Even these.");
  await browser.run(() => document.querySelector(".cm-content").focus());
  await until("all is undone", async () => {
    await browser.chord(ctrl, "z");
    return (await state()) === "Saved";
  });
});

test("a change on the disk elsewhere in the text comes together with what is typed", async () => {
  await append(" Mine.");
  await shows("Mine.");
  writeFileSync(join(site.folder, FILE), original.replace(/^title = "/m, 'title = "Theirs '));
  await says("Both changes are now in your text");
  await shows("Theirs");
  await browser.chord(ctrl, "s");
  await isState("Saved");
  await until("both", () => onDisk().includes("Theirs ") && onDisk().endsWith(" Mine."));
});

test("where both changed the same line it is asked, and neither is lost", async () => {
  await append(" Mine.");
  await shows("Mine.");
  writeFileSync(join(site.folder, FILE), `${original} Theirs.`);
  await says("Changed in two places");
  await browser.type(escape);
  await isState("Changed elsewhere");
  await browser.chord(ctrl, "s");
  await says("Changed in two places");
  assert.ok(onDisk().endsWith("Theirs."), "nothing is written before it is chosen");
  await browser.run(() => document.querySelector("input[value=both]").click());
  await submit();
  await isState("Not saved yet");
  await browser.chord(ctrl, "s");
  await until("both", () => /Mine\.\n[^\n]*Theirs\.$/.test(onDisk()));
});

test("one window writes, and takes along what the other had", async () => {
  await append(" In one.");
  await shows("In one.");
  const [first] = await browser.tabs();
  const second = await browser.newTab();
  await browser.turnTo(second);
  await browser.open(`${site.address}/__candor/edit/${FILE}`);
  await says("open in another window");
  await submit();
  await until("the text", () => browser.sees(() => document.querySelector("iframe")?.contentDocument?.body?.textContent.includes("In one.")));
  await browser.turnTo(first);
  await isState("another window");
  await browser.ask("DELETE", "/window");
  await browser.turnTo(second);
  await browser.size(1280, 800);
});

test("a finding is underlined, told, and mended by a press", async () => {
  await append(`${enter}${enter}See [here](side-efects.md).`);
  await until("a mark", () => browser.sees(() => document.querySelector(".cm-lintRange-error")));
  await browser.press("#tab-notes");
  await says("Stops publishing");
  await browser.run(() => [...document.querySelectorAll("#pane-notes button")].find(({ textContent }) => textContent.includes("side-effects.md")).click());
  await until("mended", () => browser.sees(() => document.querySelector(".cm-content").textContent.includes("[here](side-effects.md)")));
});

const MISTAKES = [
  ["See [the risks](side-efects.md).", "See [the risks](side-effects.md)."],
  ["See [the risks] (side-effects.md).", "See [the risks](side-effects.md)."],
  ["You donâ€™t drive.", "You don’t drive."],
];
for (const [wrong, right] of MISTAKES) {
  test(`“${wrong}” is mended by a press`, async () => {
    await open(`${original}\n\n${wrong}\n`);
    await browser.press("#tab-notes");
    await until("the way to mend it", () => browser.sees(() => document.querySelector("#pane-notes .buttons button:nth-child(2)")));
    await browser.press("#pane-notes .buttons button:nth-child(2)");
    await until("the page", () => browser.sees((wrong) => !document.querySelector("#pane-notes").textContent.includes("Write “"), wrong));
    await browser.chord(ctrl, "s");
    await until("the file", () => onDisk() === `${original}\n\n${right}\n`);
  });
}

test("a mistyped name of a line at the top is mended by a press", async () => {
  await open(original.replace(/^description/m, "descripton"));
  await browser.press("#tab-notes");
  await until("the way to mend it", () => browser.sees(() => document.querySelector("#pane-notes .buttons button:nth-child(2)")));
  await browser.press("#pane-notes .buttons button:nth-child(2)");
  await browser.chord(ctrl, "s");
  await until("the file", () => onDisk() === original);
});

test("a block, a link, a fact and a table are put in", async () => {
  await append(`${enter}${enter}/warn`);
  await until("the list", () => browser.sees(() => document.querySelector(".cm-tooltip-autocomplete li[aria-selected]")));
  await new Promise((resolve) => setTimeout(resolve, 150));
  await browser.type(enter);
  await until("the block", () => browser.sees(() => document.querySelector(".cm-content").textContent.includes(":::warning")));
  await browser.type(escape);
  await append(`${enter}${enter}`);
  await browser.chord(ctrl, "k");
  await browser.run(() => document.querySelector("dialog [role=combobox]").focus());
  await browser.type(`https://example.org/a${enter}`);
  await until("the link", () => browser.sees(() => document.querySelector(".cm-content").textContent.includes("(https://example.org/a)")));
  await append(" So. [@");
  await until("facts", () => browser.sees(() => document.querySelector(".cm-tooltip-autocomplete li[aria-selected]")));
  await new Promise((resolve) => setTimeout(resolve, 150));
  await browser.type(enter);
  await until("the fact", () => browser.sees(() => /So\. \[@[\w.]+\]/.test(document.querySelector(".cm-content").textContent)));
  await append(`${enter}`);
  await paste({ "text/plain": "a\tb\r\nc\td" });
  await says("Use this table");
  await submit();
  await until("the table", () => browser.sees(() => document.querySelector(".cm-content").innerText.includes("| c | d |")));
  await until("it on the page", () => browser.sees(() =>
    [...document.querySelector("iframe").contentDocument.querySelectorAll("td")].some(({ textContent }) => textContent.trim() === "d")));
});

test("what is pasted is text, and what cannot be kept is told", async () => {
  await append("");
  await paste({ "text/html": "<h1>Pasted</h1><p>With <b>stress</b> <img src=x onerror='document.title=1' width=90></p>", "text/plain": "x" });
  await says("1 × picture");
  await shows("With stress");
  assert.notEqual(await browser.run(() => document.title), "1", "nothing of it runs");
});

test("a picture is put in with what it shows", async () => {
  await append("");
  await browser.wait(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 20 });
    const blob = await new Promise((resolve) => canvas.toBlob(resolve));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([blob], "Our Room.PNG", { type: "image/png" }));
    document.querySelector(".cm-content").dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await says("What does it show?");
  await submit();
  await says("Say what the picture shows.");
  await browser.run(() => {
    document.querySelector("dialog textarea").value = "A bright room";
    document.querySelector("dialog select").value = "nobody";
  });
  await submit();
  await until("the file", () => existsSync(join(site.folder, "content/our-room.png")));
  await until("it on the page", () => browser.sees(() => document.querySelector("iframe").contentDocument.querySelector("img[alt='A bright room']")));
});

test("a former version is put back", async () => {
  await append(" Second.");
  await shows("Second.");
  await browser.chord(ctrl, "s");
  // Until then the latest version is one of another test.
  await until("the save", () => onDisk().includes("Second."));
  await menu("Former versions");
  await says("Put back");
  await until("the version", () => browser.sees(() => document.querySelector(".difference")?.textContent));
  await submit();
  await until("the version in the page", () => browser.sees(() =>
    !document.querySelector("iframe").contentDocument.body.textContent.includes("Second.")));
  await browser.chord(ctrl, "s");
  await until("the file", () => onDisk() === original);
});

test("a press in the page leads to its words, and the page changes around what stays", async () => {
  const words = await browser.run(() => {
    const page = document.querySelector("iframe").contentDocument;
    const window = page.defaultView;
    window.kept = [...page.querySelectorAll("main h2")];
    const [pressed] = window.kept.slice(-1);
    pressed.scrollIntoView();
    const { left, top } = pressed.getBoundingClientRect();
    pressed.dispatchEvent(new MouseEvent("click", { clientX: left + 1, clientY: top + 8, bubbles: true, cancelable: true }));
    return pressed.textContent;
  });
  await browser.type("New: ");
  await shows(`New: ${words}`);
  assert.ok(await browser.run(() => document.querySelector("iframe").contentDocument.defaultView.kept.every((one) => one.isConnected)));
});

test("a page is found by a word of its text", async () => {
  await browser.open(`${site.address}/__candor/`);
  await until("the search", () => browser.sees(() => document.querySelector(".search:not([hidden]) span")));
  await browser.run(() => document.querySelector("#search").focus());
  await browser.type("licenses");
  const seen = () => browser.run(() => [...document.querySelectorAll(".pages > li:not([hidden]) > a")].map(({ pathname }) => pathname));
  await until("that page alone", async () => (await seen()).join() === `/__candor/edit/${FILE}`);
});

test("axe finds nothing, at 360 and 1280 pixels, in light and dark", { skip: !existsSync(AXE) && "axe-core is not installed" }, async () => {
  const axe = readFileSync(AXE, "utf8");
  const found = async (where) => {
    await browser.ask("POST", "/execute/sync", { script: axe, args: [] });
    const broken = await browser.wait(async () => {
      const { violations } = await globalThis.axe.run(document, { iframes: false });
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0].target}`);
    });
    assert.deepEqual(broken, [], where);
  };
  for (const [width, height, scheme] of [[1280, 800, "light"], [360, 740, "dark"]]) {
    await browser.size(width, height, scheme);
    await again();
    for (const pane of ["text", "about", "notes"]) {
      await browser.run((pane) => document.querySelector(`#tab-${pane}`).click(), pane);
      await found(`${pane} at ${width}`);
    }
    await browser.run(() => document.querySelector("#tab-text").click());
    for (const dialog of ["Put in…", "Link", "Fact", "Table"]) {
      await menu(dialog);
      await until(dialog, () => browser.sees(() => document.querySelector("dialog[open]")));
      await found(`${dialog} at ${width}`);
      await browser.type(escape);
    }
    const wide = await browser.run(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `nothing stands beside the window at ${width}`);
    await browser.open(`${site.address}/__candor/`);
    await until("the search", () => browser.sees(() => document.querySelector(".search:not([hidden])")));
    await found(`all pages at ${width}`);
  }
  await browser.size(1280, 800);
});

test("the page follows the keys", async () => {
  await append(" ");
  await shows("");
  const { median } = await latency(browser, 15);
  assert.ok(median < 1000);
});
