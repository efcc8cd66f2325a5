// Makes crates/candor/preview/vendor: the libraries of the desk in one file, and the licences of
// all that is in it. The same packages give the same bytes.
//
//   npm ci --prefix desk --ignore-scripts && node desk/build.mjs
//
// With --check nothing is written: it fails if the files are not what would be made.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const vendor = join(here, "../crates/candor/preview/vendor");

/**
 * Turndown tries at its start whether the browser reads HTML, which the desk's policy forbids to
 * all but the desk's own code. It is given trees, and reads none.
 */
const noTrial = {
  name: "no-trial",
  setup({ onLoad }) {
    onLoad({ filter: /turndown\.browser\.es\.js$/ }, ({ path }) => {
      const trial = "new Parser().parseFromString('', 'text/html')";
      const text = readFileSync(path, "utf8");
      if (!text.includes(trial)) throw new Error("Turndown is another: look where it reads HTML.");
      return { contents: text.replace(trial, "null"), loader: "js" };
    });
  },
};

/** The one file, and which files of which packages are in it. */
async function bundle() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: here,
    alias: { "@codemirror/lang-html": "./no-html.js" },
    bundle: true,
    charset: "utf8",
    entryPoints: ["libraries.js"],
    format: "esm",
    legalComments: "none",
    lineLimit: 400,
    metafile: true,
    minify: true,
    platform: "browser",
    plugins: [noTrial],
    target: "es2022",
    write: false,
  });
  return { text: outputFiles[0].text, inputs: Object.values(metafile.outputs)[0].inputs };
}

/** The packages that something of is in the bundle, by name. */
function packages(inputs) {
  const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const names = used.map(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names.filter(Boolean))].sort();
}

/** A package's name, version and licence, whole. */
function licence(name) {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((file) => /^(licen[cs]e|copying)/i.test(file));
  if (!file) throw new Error(`${name} comes without its licence.`);
  const text = readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
}

function licences(inputs) {
  const head = "editor.js holds these packages, each under its own licence.\n";
  return [head, ...packages(inputs).map(licence)].join(`\n${"-".repeat(72)}\n\n`);
}

/** Whether a file is there, with this text. */
function stands(name, text) {
  try {
    return readFileSync(join(vendor, name), "utf8") === text;
  } catch {
    return false;
  }
}

const { text, inputs } = await bundle();
const files = Object.entries({ "editor.js": text, "LICENCES.txt": licences(inputs) });
if (process.argv.includes("--check")) {
  const stale = files.filter((file) => !stands(...file)).map(([name]) => name);
  if (stale.length > 0) {
    console.error(
      `${stale.join(" and ")} in crates/candor/preview/vendor would be made otherwise. Run:\n` +
      "  npm ci --prefix desk --ignore-scripts && node desk/build.mjs",
    );
    process.exit(1);
  }
} else {
  mkdirSync(vendor, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(vendor, name), text);
}
