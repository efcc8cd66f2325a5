// Whether a workflow is one by the schema of GitHub's workflows (SchemaStore's, which the validator
// has in it).
const { validateWorkflow } = require("@action-validator/core");

const { errors } = validateWorkflow(process.argv[2]);
if (errors.length) console.log(JSON.stringify(errors));
