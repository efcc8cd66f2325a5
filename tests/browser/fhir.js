// Checks a list of FHIR R4 resources, given as text, against the published JSON schema.
const Validator = require("@asymmetrik/fhir-json-schema-validator");

const validator = new Validator();
const faults = JSON.parse(process.argv[2]).flatMap(resource => validator.validate(resource));
if (faults.length) {
  console.log(JSON.stringify(faults));
  process.exit(1);
}
