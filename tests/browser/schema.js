// Whether a JSON Schema is one by its own draft, takes its own examples, and refuses what is
// missing or unknown.
const Ajv = require("ajv/dist/2020");
const formats = require("ajv-formats");

const schema = JSON.parse(process.argv[2]);
const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false });
formats(ajv);
const faults = [];
const check = ajv.compile(schema);
for (const [key, property] of Object.entries(schema.properties)) {
  for (const part of ["title", "description", "examples"]) {
    if (!(part in property)) faults.push(`${key} has no ${part}`);
  }
  for (const example of property.examples ?? []) {
    if (!ajv.validate(property, example)) faults.push(`${key}: ${ajv.errorsText()}`);
  }
}
const page = Object.fromEntries(
  schema.required.map(key => [key, schema.properties[key].examples[0]]),
);
if (!check(page)) faults.push(`a page with all that is needed: ${ajv.errorsText(check.errors)}`);
if (check({ ...page, titel: "?" })) faults.push("an unknown key is taken");
if (check({ ...page, kind: "?" })) faults.push("an unknown kind is taken");
if (check({ ...page, title: undefined, description: 1 })) faults.push("a number is taken");
const { title, ...untitled } = page;
if (check(untitled)) faults.push("a page without a title is taken");
console.log(faults.join("\n"));
process.exit(faults.length ? 1 : 0);
