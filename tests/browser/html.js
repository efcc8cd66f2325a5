// A second opinion on every page in a folder: what the HTML standard forbids, and a parser lets
// pass. Rules that only say how source text should look are not among these sets.
const { HtmlValidate, FileSystemConfigLoader } = require("html-validate");
const { readdirSync } = require("node:fs");
const { join } = require("node:path");

const folder = process.argv[2];
const pages = readdirSync(folder, { recursive: true }).filter(name => name.endsWith(".html"));
const validator = new HtmlValidate(new FileSystemConfigLoader({
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // The self-check's form cannot send: it has no submit button on purpose.
    "wcag/h32": "off",
    // Styles that lay a table out as columns take its roles from it in some browsers, so those of
    // a decision grid are written out.
    "no-redundant-role": "off",
    // A table that scrolls is a region by role only: a section would ask for a heading.
    "prefer-native-element": ["error", { exclude: ["region"] }],
  },
}));

(async () => {
  const faults = [];
  for (const page of pages) {
    const report = await validator.validateFile(join(folder, page));
    for (const { messages } of report.results) {
      for (const { line, column, ruleId, message } of messages) {
        faults.push(`${page}:${line}:${column} ${ruleId}: ${message}`);
      }
    }
  }
  console.log(`${pages.length} pages`);
  console.log(faults.slice(0, 40).join("\n"));
  process.exit(faults.length || !pages.length ? 1 : 0);
})();
