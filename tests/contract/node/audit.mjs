// Prints, as JSON, what each audit of graphql-http says of the server whose address is given.
import { auditServer } from "graphql-http";

const results = await auditServer({ url: process.argv[2] });
const told = results.map((result) => ({
  name: result.name,
  status: result.status,
  reason: "reason" in result ? result.reason : null,
}));
console.log(JSON.stringify(told));
