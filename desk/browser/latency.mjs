// How long it takes from a key to the changed page, painted, in a browser. By hand, on a quiet
// machine, for any site:
//
//   node desk/browser/latency.mjs FOLDER content/a-page.md
import { pathToFileURL } from "node:url";
import { Browser, Site, until } from "./driver.mjs";

/** Types words at the end of the text that is open, and waits for each in the page. Milliseconds. */
export async function latency(browser, keys) {
  const times = await browser.wait(async (keys) => {
    const page = document.querySelector("iframe").contentDocument;
    const frame = () => new Promise((resolve) => page.defaultView.requestAnimationFrame(resolve));
    const times = [];
    for (let key = 0; key < keys; key += 1) {
      const word = `w${key}x`;
      const begun = performance.now();
      document.execCommand("insertText", false, word);
      while (!page.body.textContent.includes(word)) await frame();
      times.push(performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return times;
  }, keys);
  times.sort((a, b) => a - b);
  const at = (part) => Math.round(times[Math.floor(times.length * part)]);
  const [median, most] = [at(0.5), at(0.95)];
  console.log(`from key to page: ${median} ms (median of ${keys}), 95 of 100 within ${most} ms`);
  return { median, most };
}

async function measure(folder, file) {
  const site = new Site(folder);
  const [browser] = await Promise.all([Browser.start(), site.serve()]);
  try {
    await browser.size(1280, 800);
    await browser.open(`${site.address}/__candor/edit/${file}`);
    await until("the page", () => browser.sees(() =>
      document.querySelector("iframe")?.contentDocument?.querySelector("main")), 120_000);
    await browser.run(() => {
      const text = document.querySelector(".cm-content");
      text.focus();
      getSelection().selectAllChildren(text);
      getSelection().collapseToEnd();
    });
    await latency(browser, 60);
  } finally {
    await browser.end();
    await site.end();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await measure(process.argv[2], process.argv[3]);
