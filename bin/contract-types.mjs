#!/usr/bin/env node
// Generates the contract's TypeScript from its schema and operations, with graphql-codegen.
// Usage: bin/contract-types.mjs [--check] [folder]   (--check writes nothing; exits with 1 if outdated)
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, parse as parsePath, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { codegen } from "@graphql-codegen/core";
import * as typedDocumentNode from "@graphql-codegen/typed-document-node";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { buildSchema, isAbstractType, parse } from "graphql";

const isCheck = process.argv.includes("--check");
const given = process.argv.slice(2).find((argument) => argument !== "--check");
const contract = resolve(given ?? fileURLToPath(new URL("../frontend_contract", import.meta.url)));

const HEAD = "// Written by `make contract-types` from schema.graphql and operations/; do not edit.\n";
const CONFIG = {
  scalars: { DateTime: "string", Date: "string", ID: "string" },
  strictScalars: true,
  enumType: "string-literal",
  useTypeImports: true,
  mergeFragmentTypes: true,
};

const read = (name) => readFileSync(join(contract, name), "utf8");
const schemaText = read("schema.graphql");
const operations = readdirSync(join(contract, "operations"))
  .filter((file) => file.endsWith(".graphql"))
  .sort()
  .map((file) => readOperation(file));

function readOperation(file) {
  const text = read(`operations/${file}`);
  const document = parse(text);
  const isOperation = ({ kind }) => kind === "OperationDefinition";
  const [definition, ...others] = document.definitions.filter(isOperation);
  const name = parsePath(file).name;
  if (!definition || others.length > 0 || definition.name?.value !== name) {
    throw new Error(`operations/${file} must hold one operation, named ${name}.`);
  }
  const documentId = `sha256:${createHash("sha256").update(text).digest("hex")}`;
  return { file, name, kind: definition.operation, text, document, documentId };
}

function generate(name, plugin, config) {
  return codegen({
    filename: name,
    schema: parse(schemaText),
    schemaAst: buildSchema(schemaText),
    documents: operations.map(({ file, document }) => ({ location: file, document })),
    config: { ...CONFIG, ...config },
    plugins: [{ plugin: {} }],
    pluginMap: { plugin },
  });
}

/** Return the text as a template literal, for readability. */
const literal = (text) => `\`${text.replace(/[\\`]|\$\{/g, "\\$&")}\``;

/** Return the comment at the top of an operation's file. */
const comment = (text) => /^# ?(.*)/.exec(text)?.[1] ?? "";

function operationOf({ name, kind, text, documentId }) {
  const type = `Types.${name}${kind === "query" ? "Query" : "Mutation"}`;
  return `/** ${comment(text)} */
export const ${name}: Operation<${type}, ${type}Variables> = {
  name: "${name}",
  kind: "${kind}",
  documentId: "${documentId}",
  text: ${literal(text)},
};
`;
}

const OPERATION_TYPE = `import type * as Types from "./types.js";

/** An operation of the contract, for clients that send text or an id. */
export type Operation<Data, Variables> = {
  readonly name: string;
  readonly kind: "query" | "mutation";
  /** Id of the text: \`sha256:\` and the hash of the file's bytes. */
  readonly documentId: \`sha256:\${string}\`;
  readonly text: string;
  /** Never set; carries the types of variables and result. */
  readonly types?: (variables: Variables) => Data;
};

`;

/** Return the possible types of interfaces and unions, for Apollo's cache. */
function possibleTypes() {
  const schema = buildSchema(schemaText);
  const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
  const rows = abstract.map((type) => `  ${type}: ${JSON.stringify(schema.getPossibleTypes(type))},\n`);
  return `
/** For \`new InMemoryCache({ possibleTypes })\`: without it, Apollo Client drops fragments on \`Page\`. */
export const possibleTypes: Record<string, string[]> = {
${rows.sort().join("").replaceAll('","', '", "')}};
`;
}

const files = {
  "types.ts": HEAD + (await generate("types.ts", typescriptOperations, {})),
  "operations.ts": `${HEAD}${OPERATION_TYPE}${operations.map(operationOf).join("\n")}`,
  "documents.ts":
    `${HEAD}// Parsed operations, for Apollo Client, urql and others that take a TypedDocumentNode.\n` +
    'import type * as Types from "./types.js";\n' +
    (await generate("documents.ts", typedDocumentNode, { importOperationTypesFrom: "Types" })) +
    possibleTypes(),
};

const stale = Object.keys(files).filter((name) => {
  try {
    return read(name) !== files[name];
  } catch {
    return true;
  }
});
if (isCheck && stale.length > 0) {
  console.error(`Not current: ${stale.join(", ")}. Run \`make contract-types\`.`);
  process.exit(1);
}
for (const name of isCheck ? [] : stale) {
  writeFileSync(join(contract, name), files[name]);
  console.log(`Wrote frontend_contract/${name}`);
}
