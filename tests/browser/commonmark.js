// Each example of the CommonMark specification as a page of its own: what the page shows is what
// the specification says, or a finding tells the author that it is not.
const { tests } = require("commonmark-spec");
const { execFileSync } = require("node:child_process");
const { mkdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const [candor, site] = process.argv.slice(2);
const folder = join(site, "content/examples");
mkdirSync(folder);
const name = number => `e${number}`;
for (const { number, markdown } of tests) {
  const head = `title = "Example ${number}"\ndescription = "Example ${number} of the ` +
    'specification, which is a page only so that tests can compare it."';
  const text = markdown.replaceAll("→", "\t");
  writeFileSync(join(folder, `${name(number)}.md`), `+++\n${head}\n+++\n${text}`);
}

const run = (...words) => {
  try {
    return execFileSync(candor, words, { cwd: site, maxBuffer: 1 << 28 }).toString();
  } catch (error) {
    return error.stdout.toString();
  }
};
const told = new Set(JSON.parse(run("check", "--json")).findings.map(({ file }) => file));
const file = number => `content/examples/${name(number)}.md`;
const silent = tests.filter(({ number }) => !told.has(file(number)));
for (const { number } of tests.filter(({ number }) => told.has(file(number)))) {
  rmSync(join(site, file(number)));
}
run("build");

const entities = { amp: "&", lt: "<", gt: ">", quot: '"' };
// What a reader sees: quotes, dashes and spaces are set by the typographer.
const seen = html => html
  .replace(/<img [^>]*?alt="([^"]*)"[^>]*>/g, " $1 ")
  .replace(/<[^>]*>/g, " ")
  .replace(/&(amp|lt|gt|quot);/g, (_, name) => entities[name])
  .replace(/[“”]/g, '"').replace(/[‘’]/g, "'").replace(/—/g, "---").replace(/–/g, "--")
  .replace(/…/g, "...")
  .replace(/\s+/g, "");
const faults = [];
for (const { number, markdown, html } of silent) {
  const page = readFileSync(join(site, `dist/examples/${name(number)}/index.html`), "utf8");
  const main = page.match(/<\/h1>([^]*)<\/main>/)[1];
  const [wanted, got] = [html.replaceAll("→", "\t"), main].map(seen);
  if (wanted !== got) {
    faults.push(`${number}: ${JSON.stringify(markdown)}\n  wanted ${wanted}\n  got ${got}`);
  }
}
console.log(`${tests.length} examples, ${silent.length} without a finding`);
console.log(faults.join("\n"));
process.exit(faults.length || silent.length < 250 ? 1 : 0);
