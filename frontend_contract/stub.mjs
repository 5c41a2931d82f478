#!/usr/bin/env node
// Stub server: responds to the contract's operations from fixtures/, without a backend.
// Usage: node stub.mjs   (PORT=8001 by default). Requires Node 18 and this folder only.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath, pathToFileURL } from "node:url";

const CONTRACT = new URL(".", import.meta.url);
const MOST_BYTES = 100_000;
// The base URL in the fixtures, replaced by the stub's own in responses.
const RECORDED_AT = "http://localhost:8000";
const JSON_TYPE = "application/json";
const GRAPHQL_RESPONSE = "application/graphql-response+json";
const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
  "Access-Control-Allow-Headers": "*",
  "Access-Control-Max-Age": "600",
};

class Refusal extends Error {
  constructor(code, message, status = 400) {
    super(message);
    Object.assign(this, { code, status });
  }
}

/** Read the contract: each operation with its id, its kind, its defaults and its fixtures. */
export function readContract(folder = CONTRACT) {
  const operations = new Map();
  for (const file of list(new URL("operations/", folder), ".graphql")) {
    const name = file.replace(/\.graphql$/, "");
    const text = readFileSync(new URL(`operations/${file}`, folder), "utf8");
    const id = `sha256:${createHash("sha256").update(text).digest("hex")}`;
    const kind = /^\s*mutation\b/m.test(text) ? "mutation" : "query";
    operations.set(name, { name, id, kind, defaults: defaultsOf(text), fixtures: [] });
  }
  for (const file of list(new URL("fixtures/", folder), ".json")) {
    const fixture = JSON.parse(readFileSync(new URL(`fixtures/${file}`, folder), "utf8"));
    operations.get(fixture.operation)?.fixtures.push({ file, ...fixture });
  }
  return operations;
}

/** Return the defaults of an operation's variables: numbers, strings, and enums as strings. */
function defaultsOf(text) {
  const found = [...text.matchAll(/\$(\w+):\s*[\w![\]]+\s*=\s*("[^"]*"|\w+)/g)];
  const valueOf = (literal) => (/^["\d]/.test(literal) ? JSON.parse(literal) : literal);
  return Object.fromEntries(found.map(([, name, literal]) => [name, valueOf(literal)]));
}

function list(folder, suffix) {
  return readdirSync(fileURLToPath(folder)).filter((file) => file.endsWith(suffix)).sort();
}

/** Return the operation of a request, identified by text, name, id or Apollo's hash. */
function operationOf(operations, { documentId, operationName, query, extensions }) {
  const all = [...operations.values()];
  const hash = extensions?.persistedQuery?.sha256Hash;
  const id = documentId ?? (hash && `sha256:${hash}`);
  if (!query && !id) throw new Refusal("BAD_REQUEST", "'query' or 'documentId' is missing.");
  const name = operationName ?? /\b(?:query|mutation)\s+(\w+)/.exec(query ?? "")?.[1];
  const found = all.find((each) => (query ? each.name === name : each.id === id));
  if (found) return found;
  if (!query) {
    const message = hash ? "PersistedQueryNotFound" : `No operation has the id ${id}.`;
    throw new Refusal("PERSISTED_QUERY_NOT_FOUND", message);
  }
  const known = all.map((each) => each.name).join(", ");
  const asked = name ?? "one without a name";
  throw new Refusal("OPERATION_NOT_FOUND", `The stub answers ${known}, and not ${asked}.`);
}

/** Return whether `whole` contains all values of `part`. */
function holds(whole, part) {
  if (part === null || typeof part !== "object") return whole === part;
  if (whole === null || typeof whole !== "object") return false;
  return Object.entries(part).every(([key, value]) => holds(whole[key], value));
}

/** Return the number of values in an object, at any depth. */
function count(value) {
  if (value === null || typeof value !== "object") return 1;
  return Object.values(value).reduce((sum, each) => sum + count(each), 0);
}

/** Return the variables without `null` and default values. */
function given(variables, defaults) {
  const says = ([name, value]) => value !== null && value !== defaults[name];
  return Object.fromEntries(Object.entries(variables).filter(says));
}

/**
* Return the fixture for some variables.
 *
* All variables must equal the recorded ones, or in a fixture with `match`, the ones listed
 * there. Of several such fixtures, the one with most variables in `match` is used.
 */
function fixtureOf({ name, fixtures, defaults }, variables) {
  const asked = given(variables, defaults);
  const isAsked = (recorded) => holds(asked, recorded) && holds(recorded, asked);
  const isMeant = ({ match, variables: recorded }) =>
    match ? holds(variables, match) : isAsked(given(recorded, defaults));
  const [found] = fixtures
    .filter(isMeant)
    .sort((one, other) => count(other.match ?? {}) - count(one.match ?? {}));
  if (found) return found;
  const recorded = fixtures.map((fixture) => JSON.stringify(fixture.variables)).join(" or ");
  const message = `The stub has no ${name} for ${JSON.stringify(asked)}. Ask for ${recorded}.`;
  throw new Refusal("BAD_USER_INPUT", message);
}

function parseJson(text, what) {
  try {
    const value = JSON.parse(text);
    if (value !== null && typeof value === "object" && !Array.isArray(value)) return value;
  } catch {}
  throw new Refusal("BAD_REQUEST", `${what} must be a JSON object.`);
}

async function parametersOf(request, url) {
  if (request.method === "GET" || request.method === "HEAD") {
    const parameters = Object.fromEntries(url.searchParams);
    for (const name of ["variables", "extensions"]) {
      if (parameters[name]) parameters[name] = parseJson(parameters[name], `'${name}'`);
    }
    return parameters;
  }
  if (request.method !== "POST") {
    throw new Refusal("METHOD_NOT_ALLOWED", "Send a query by GET or POST.", 405);
  }
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
    throw new Refusal("UNSUPPORTED_MEDIA_TYPE", "Send the request as application/json.", 415);
  }
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (body.length > MOST_BYTES) {
    throw new Refusal("PAYLOAD_TOO_LARGE", `A request has ${MOST_BYTES} bytes at most.`, 413);
  }
  return parseJson(body.toString(), "The request's body");
}

async function answerGraphQL(operations, request, url) {
  const isAccepted = (request.headers.accept ?? "").includes(GRAPHQL_RESPONSE);
  const mediaType = isAccepted ? GRAPHQL_RESPONSE : JSON_TYPE;
  const headers = {
    ...CORS,
    "Content-Type": `${mediaType}; charset=utf-8`,
    "Cache-Control": "no-store",
  };
  try {
    const parameters = await parametersOf(request, url);
    const operation = operationOf(operations, parameters);
    if (operation.kind === "mutation" && request.method !== "POST") {
      throw new Refusal("POST_ONLY", "Send a mutation by POST.", 405);
    }
    const { response } = fixtureOf(operation, parameters.variables ?? {});
    const body = JSON.stringify(response).replaceAll(RECORDED_AT, url.origin);
    return { status: 200, headers, body };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refuse(error, mediaType, headers);
  }
}

function refuse({ code, message, status }, mediaType, headers) {
  if (status === 405) headers.Allow = CORS["Access-Control-Allow-Methods"];
  // Like the API: a client that accepts only application/json gets 200 for well-formed HTTP.
  const isShownAs200 = mediaType === JSON_TYPE && status === 400 && code !== "BAD_REQUEST";
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  return { status: isShownAs200 ? 200 : status, headers, body };
}

/** A placeholder image for every file, since fixtures contain only URLs. */
function picture(path) {
  const text = path.startsWith("/feedback/captcha/") ? "3 + 4" : "";
  const body =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 225" width="400" height="225">' +
    '<rect width="400" height="225" fill="#cdd9e5"/>' +
    `<text x="150" y="125" font-family="sans-serif" font-size="40">${text}</text></svg>`;
  return { status: 200, headers: { ...CORS, "Content-Type": "image/svg+xml" }, body };
}

/** Return a server for `/graphql/`; every other path returns the placeholder image. */
export function createStub(operations = readContract()) {
  return createServer(async (request, response) => {
    const url = new URL(request.url, `http://${request.headers.host ?? "localhost"}`);
    let answer = picture(url.pathname);
    if (request.method === "OPTIONS") answer = { status: 204, headers: CORS, body: "" };
    else if (url.pathname === "/graphql/") answer = await answerGraphQL(operations, request, url);
    response.writeHead(answer.status, answer.headers);
    response.end(request.method === "HEAD" ? "" : answer.body);
  });
}

function start({ HOST = "localhost", PORT = "8001" }) {
  const operations = readContract();
  const stub = createStub(operations);
  stub.on("error", ({ code }) => {
    console.error(`The stub cannot listen on ${HOST}:${PORT} (${code}). Try another port: PORT=8002`);
    process.exit(1);
  });
  stub.listen(Number(PORT), HOST, () => {
    console.log(`The stub answers at http://${HOST}:${stub.address().port}/graphql/ what is recorded:`);
    for (const { name, kind, fixtures } of operations.values()) {
      console.log(`\n${kind} ${name}`);
      for (const { variables, match } of fixtures) {
        console.log(`  ${JSON.stringify(match ?? variables)}`);
      }
    }
    console.log("\nIt is always Monday 9 March 2026. Feedback is taken when the answer is 7.");
    console.log("End with Ctrl-C.");
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) start(process.env);
