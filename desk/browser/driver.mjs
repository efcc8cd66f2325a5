// A real browser and the real preview for the desk's tests.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const ARGUMENTS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
export const KEYS = { ctrl: "\uE009", shift: "\uE008", enter: "\uE007", escape: "\uE00C", end: "\uE010", tab: "\uE004", back: "\uE003" };

const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** Asks until the answer is yes; an answer that never comes is a failure that says what was awaited. */
export async function until(what, ask, most = 20_000) {
  const end = Date.now() + most;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer) return answer;
    await sleep(50);
  }
  throw new Error(`never: ${what}`);
}

/** What a line of a program's says, once it does. */
function said(process, pattern) {
  return new Promise((resolve, reject) => {
    process.once("exit", () => reject(new Error(`it ended before it said ${pattern}`)));
    for (const stream of [process.stdout, process.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        const found = pattern.exec(line);
        if (found) resolve(found[1]);
      });
    }
  });
}

export const start = (program, ...given) => spawn(program, given, { stdio: ["ignore", "pipe", "pipe"] });

/** The program that is tested: `CANDOR`, or what was built last for release or for debugging. */
function candor() {
  const built = ["release", "debug"].map((kind) => join(root, "target", kind, "candor"));
  const found = [process.env.CANDOR, ...built].find((path) => path && existsSync(path));
  if (!found) throw new Error("Build the program first: cargo build --release");
  return found;
}

/** A copy of a site, the practice's own if no other is named, with its preview. */
export class Site {
  folder = mkdtempSync(join(tmpdir(), "desk-"));

  constructor(from = root) {
    for (const part of ["content", "templates", "static"]) cpSync(join(from, part), join(this.folder, part), { recursive: true });
  }

  /** A site as `candor init` begins it. */
  static begun(name) {
    const folder = mkdtempSync(join(tmpdir(), "begun-"));
    const done = spawnSync(candor(), ["init", folder, "--name", name, "--telephone", "(310) 555-0147", "--kind", "health"]);
    if (done.status !== 0) throw new Error(`${done.stdout}${done.stderr}`);
    const site = new Site(folder);
    rmSync(folder, { recursive: true });
    return site;
  }

  async serve(...more) {
    this.process = start(candor(), "serve", "--site", this.folder, "--port", String(this.port ?? 0), ...more);
    this.port = await said(this.process, /http:\/\/127\.0\.0\.1:(\d+)/);
    this.address = `http://127.0.0.1:${this.port}`;
  }

  /** Ends the preview as a failing machine does. */
  async kill() {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGKILL");
    await ended;
  }

  text(file) {
    return readFileSync(join(this.folder, file), "utf8");
  }

  async end() {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A browser, by the WebDriver protocol. */
export class Browser {
  static async start() {
    const driver = start("chromedriver", "--port=0");
    const port = await said(driver, /started successfully on port (\d+)/);
    const browser = new Browser();
    Object.assign(browser, { driver, base: `http://127.0.0.1:${port}` });
    const { sessionId } = await browser.ask("POST", "/session", {
      capabilities: { alwaysMatch: {
        browserName: "chrome", "goog:loggingPrefs": { browser: "ALL" }, "goog:chromeOptions": { args: ARGUMENTS },
        unhandledPromptBehavior: "accept",
      } },
    });
    browser.base += `/session/${sessionId}`;
    return browser;
  }

  async ask(method, path, body) {
    const response = await fetch(this.base + path, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }

  open = (url) => this.ask("POST", "/url", { url });

  /** Runs a function in the page. */
  run = (what, ...args) => this.ask("POST", "/execute/sync", { script: `return (${what})(...arguments)`, args });

  /** Whether a function of the page gives something. */
  sees = (what, ...args) => this.run(`(...given) => Boolean((${what})(...given))`, ...args);

  /** Runs a function that gives a promise. */
  wait = (what, ...args) => this.ask("POST", "/execute/async", {
    script: `const done = arguments[arguments.length - 1]; (${what})(...arguments).then(done)`, args,
  });

  async press(selector) {
    await this.click(await this.ask("POST", "/element", { using: "css selector", value: selector }));
  }

  /** Presses an element that a function of the page gave. */
  click = (found) => this.ask("POST", `/element/${found[ELEMENT]}/click`, {});

  #keys = (actions) => this.ask("POST", "/actions", { actions: [{ type: "key", id: "keys", actions }] });

  /** Types letters one after the other. */
  type = (text) => this.#keys([...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]));

  /** Presses keys together. */
  chord = (...keys) => this.#keys([
    ...keys.map((value) => ({ type: "keyDown", value })), ...[...keys].reverse().map((value) => ({ type: "keyUp", value })),
  ]);

  /** Asks the browser itself, in its own protocol. */
  cdp = (cmd, params) => this.ask("POST", "/goog/cdp/execute", { cmd, params });

  /** Shows pages in a window of this size, in light or dark. */
  async size(width, height, scheme = "light") {
    await this.cdp("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: width < 500 });
    await this.cdp("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  }

  newTab = () => this.ask("POST", "/window/new", { type: "tab" }).then(({ handle }) => handle);
  tabs = () => this.ask("GET", "/window/handles");
  turnTo = (handle) => this.ask("POST", "/window", { handle });

  /** What the browser complained of since it was asked last. */
  async complaints() {
    const log = await this.ask("POST", "/se/log", { type: "browser" });
    return log.map(({ message }) => message).filter((message) => !/Failed to load resource|net::ERR/.test(message));
  }

  async end() {
    await this.ask("DELETE", "");
    this.driver.kill();
  }
}
