// The second half of a staff day: from a site that was just begun to a website on a host, and back.
// The host is a folder that nginx serves, and rsync takes the website there. Counted and pictured as
// the first half (`day.mjs`).
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Browser, KEYS, Site, start, until } from "./driver.mjs";
import { Staff, table } from "./staff.mjs";

const isThere = (program) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
const missing = ["nginx", "rsync"].filter((program) => !isThere(program));

/** A host of the simplest kind. */
class Host {
  folder = mkdtempSync(join(tmpdir(), "host-"));

  async open() {
    mkdirSync(join(this.folder, "www"));
    this.port = await freePort();
    const settings = join(this.folder, "nginx.conf");
    writeFileSync(settings, `daemon off; worker_processes 1; pid ${this.folder}/pid; error_log ${this.folder}/log;
      ${process.getuid() === 0 ? "user root;" : ""} events {}
      http { access_log off; types { text/html html; } client_body_temp_path ${this.folder}/body; proxy_temp_path ${this.folder}/proxy;
        fastcgi_temp_path ${this.folder}/fastcgi; uwsgi_temp_path ${this.folder}/uwsgi; scgi_temp_path ${this.folder}/scgi;
        server { listen 127.0.0.1:${this.port}; root ${this.folder}/www; } }`);
    this.process = start("nginx", "-e", join(this.folder, "log"), "-c", settings);
    await until("nginx", () => fetch(`http://127.0.0.1:${this.port}/`).then(() => true, () => false));
  }

  /** What a visitor gets at an address; nothing where nothing is. */
  async page(address) {
    const response = await fetch(`http://127.0.0.1:${this.port}${address}`);
    return response.ok ? response.text() : null;
  }

  end() {
    this.process?.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** Says what only a practice can say: until then its site cannot go live. */
function sayTheRest({ folder }) {
  const content = join(folder, "content");
  const change = (file, by) => writeFileSync(join(content, file), by(readFileSync(join(content, file), "utf8")));
  for (const page of readdirSync(content, { recursive: true }).filter((file) => file.endsWith(".md"))) {
    change(page, (text) => text.replace(/^:::gap\{needs="([^"]*)"\}$/gm, (_, needs) => `Here we say ${needs}.`));
  }
  change("practice.toml", (text) => text.replace("practice.example", "oak-lane.test").replace("booking.example", "booking.oak-lane.test")
    .replace("elsewhere.example", "elsewhere.test").replace("# unsigned = [", "unsigned = ["));
  change("facts/facts.toml", (text) => text.replace('status = "known"', 'status = "verified"'));
}

async function publishes(staff, number) {
  await staff.press("Publish …");
  await staff.press("Publish");
  await isSent(staff, number);
}

async function isSent(staff, number) {
  await staff.reads(`published (number ${number}).`);
  await staff.reads("It was sent: that is what visitors get now.");
}

const TASKS = [
  {
    name: "start from init: what is missing is told, and the first of it said",
    async play(staff) {
      await staff.comes();
      await staff.reads("Oak Lane");
      await staff.looks("begun");
      await staff.press("Publish …");
      await staff.reads("to mend before it can be published");
      await staff.looks("publish-stopped");
      await staff.press("About us:");
      await staff.press("visitors do not find this here yet: a few words on the practice");
      await staff.isOpen();
      await until("the line", () => browser.sees(() => document.activeElement?.closest(".cm-content")));
      // To the end of what is one line on the screen, then to that of the whole line.
      await staff.chords(KEYS.shift, KEYS.end);
      await staff.chords(KEYS.shift, KEYS.end);
      await staff.types("We opened in 2004, on Oak Lane.");
      await staff.saves();
    },
    check: () => assert.match(site.text("content/about.md"), /^We opened in 2004, on Oak Lane\.$/m),
  },
  {
    name: "the first publication, sent by rsync to a plain host",
    before: () => sayTheRest(site),
    async play(staff) {
      await staff.comes();
      await staff.press("Publish …");
      await staff.reads("Nothing was published yet: all of it is new");
      await staff.looks("publish-first");
      await publishes(staff, 1);
      await staff.looks("published");
    },
    async check() {
      assert.match(await host.page("/about/"), /We opened in 2004/);
      assert.match(await host.page("/"), /– Oak Lane<\/title>/);
    },
  },
  {
    name: "changes: what visitors would see, before anybody sees it",
    async play(staff) {
      await staff.opens("About us");
      await staff.atEnd();
      await staff.types("\n\nWe are closed on Sundays.");
      await staff.saves();
      await staff.press("All pages");
      await staff.press("Publish …");
      await staff.reads("What changes for visitors since");
      await staff.reads("We are closed on Sundays.");
      await staff.press("See the page About us");
      await until("both pages", () => browser.sees(() => [...document.querySelectorAll("iframe")].map((frame) =>
        frame.contentDocument?.querySelector("main")?.textContent.includes("closed on Sundays")).join() === "false,true"));
      await staff.looks("changes");
    },
    check: async () => assert.doesNotMatch(await host.page("/about/"), /Sundays/),
  },
  {
    name: "publish",
    async play(staff) {
      await publishes(staff, 2);
    },
    check: async () => assert.match(await host.page("/about/"), /closed on Sundays/),
  },
  {
    name: "put back the website of before",
    async play(staff) {
      await staff.press("Put number 1 back");
      await staff.looks("put-back");
      await staff.press("Put it back");
      await isSent(staff, 3);
      await staff.looks("was-put-back");
    },
    async check() {
      assert.doesNotMatch(await host.page("/about/"), /Sundays/);
      assert.match(site.text("content/about.md"), /Sundays/, "the texts stay");
    },
  },
  {
    name: "a second self-check is started",
    async play(staff) {
      await staff.comes();
      await staff.press("New page");
      await staff.fills("Its heading", "Before an operation");
      await staff.chooses("What kind of page?", "A self-check");
      await staff.press("Make it");
      await staff.isOpen();
      await staff.sees("Before an operation");
      await staff.looks("second-check");
    },
    check: () => assert.match(site.text("content/before-an-operation/rules.toml"), /^\[\[question\]\]/m),
  },
];

let [site, browser, host] = [];
const took = [];

before(async () => {
  if (missing.length > 0) return console.log(`Not played, as ${missing.join(" and ")} cannot be found.`);
  [site, host] = [Site.begun("Oak Lane"), new Host()];
  await host.open();
  const out = join(host.folder, "dist");
  const send = `rsync -rt --delete ${out}/ ${join(host.folder, "www")}/`;
  [browser] = await Promise.all([Browser.start(), site.serve("--out", out, "--publish-with", send)]);
  await browser.size(1280, 800);
});

after(async () => {
  console.log(table(took));
  await browser?.end();
  await site?.end();
  host?.end();
});

for (const { name, before, play, check } of TASKS) {
  test(name, { skip: missing.length > 0 && !process.env.CANDOR_BROWSER }, async () => {
    before?.();
    const staff = new Staff(browser, site);
    try {
      await play(staff);
    } catch (error) {
      await staff.looks("failed");
      throw error;
    }
    took.push([name, staff.effort]);
    await check();
    // A selection that is typed over leaves styles behind, which the policy forbids.
    const complaints = (await browser.complaints()).filter((said) => !said.includes("Applying inline style"));
    assert.deepEqual(complaints, [], "the browser complains of nothing");
  });
}
