#!/usr/bin/env node
// Reference front end: rendered on the server, uses only the contract, no dependencies.
// Usage: API=http://localhost:8000/graphql/ PORT=3000 node server.mjs
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { ApiError, createApi } from "./api.mjs";
import { answerForm, answerReceipt, drawService, drawServices } from "./feedback.mjs";
import { html } from "./html.mjs";
import { drawPage, drawSearch, inLocale, layout } from "./pages.mjs";
import { wordsIn } from "./words.mjs";

const { API = "http://localhost:8000/graphql/", PORT = "3000", HOST = "localhost" } = process.env;
const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
const IDS = JSON.parse(read("../trusted-documents.json"));
const ask = createApi(API, IDS);
const TYPES = { css: "text/css", mjs: "text/javascript" };
const FILES = ["style.css", "api.mjs", "blocks.mjs", "html.mjs", "pages.mjs", "preview.mjs", "words.mjs"];
const MOST_BYTES = 20_000;
const POLICY = `default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' ${new URL(API).origin}; connect-src ${new URL(API).origin}; form-action 'self'; base-uri 'none'`;

class Leave {
  constructor(status, location) {
    Object.assign(this, { status, location });
  }
}

function wordsOf(path) {
  const isEnglish = path.startsWith("/en/");
  const paths = isEnglish
    ? { services_path: "/en/services/", answer_path: "/en/answer/" }
    : { services_path: "/tjanster/", answer_path: "/svar/" };
  return { ...wordsIn(isEnglish ? "en" : "sv"), ...paths };
}

async function formOf(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Leave(413);
    chunks.push(chunk);
  }
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
}

async function servicePage(request, slug, words, after) {
  if (!slug) return [words.services, drawServices(await ask("ServiceList", inLocale(words)), words)];
  const data = await ask("Service", { slug, ...inLocale(words), ...(after && { afterVoice: after }) });
  if (!data.service) throw new Leave(404);
  if (request.method !== "POST") return [data.service.name, drawService(data, words)];
  return [data.service.name, await answerForm(ask, slug, await formOf(request), words)];
}

async function searchPage(query, words) {
  const { search } = query ? await ask("Search", { query, ...inLocale(words) }) : {};
  return [words.search, drawSearch(query, search, words)];
}

async function contentPage(url, words) {
  const { route } = await ask("Where", { path: url.pathname });
  if (route.__typename === "RedirectRoute") throw new Leave(route.permanent ? 301 : 302, route.location);
  if (route.__typename === "GoneRoute") throw new Leave(410);
  if (route.__typename !== "PageRoute") throw new Leave(404);
  return [route.page.title, await drawPage(ask, route.page, words, url.searchParams.get("after"))];
}

/** Return the title and the content of <main>; throw redirects and errors. */
async function mainOf(request, url, words) {
  const path = url.pathname.replace(/^\/en(?=\/(answer|search|services)\/)/, "");
  const service = /^\/(?:tjanster|services)\/(?:([\w-]+)\/)?$/.exec(path);
  if (service) return servicePage(request, service[1], words, url.searchParams.get("after"));
  if (path === "/sok/" || path === "/search/") return searchPage(url.searchParams.get("q") ?? "", words);
  if (path === "/svar/" || path === "/answer/") {
    const form = request.method === "POST" ? await formOf(request) : undefined;
    return [words.read, await answerReceipt(ask, form, words)];
  }
  return contentPage(url, words);
}

function previewPage() {
  const words = wordsOf("/");
  return html`<!doctype html><html lang="${words.locale}"><head><meta charset="utf-8"><title>${words.draft}</title>
    <meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
    <link rel="stylesheet" href="/style.css"><script type="module" src="/preview.mjs"></script></head>
    <body><main data-api="${API}" data-preview="${IDS.Preview}"><p>${words.script}</p></main></body></html>`;
}

function failure(error, words) {
  const status = error instanceof Leave ? error.status : 503;
  if (!(error instanceof Leave)) console.error(error instanceof ApiError ? `${error.code}: ${error.message}` : error);
  const title = { 404: words.missing, 410: words.gone }[status] ?? words.failed;
  return { status, title, main: html`<h1>${title}</h1><p>${status > 499 && words.later}</p>` };
}

async function answer(request, url) {
  const name = url.pathname.slice(1);
  if (FILES.includes(name)) return { type: TYPES[name.split(".")[1]], text: read(name) };
  if (url.pathname === "/preview/") return { text: previewPage() };
  if (name.includes(".")) return { status: 404, type: "text/plain", text: "" };
  if (!url.pathname.endsWith("/")) return { status: 301, location: `${url.pathname}/${url.search}`, text: "" };
  const words = wordsOf(url.pathname);
  try {
    const surroundings = ask("Layout", inLocale(words));
    const [outcome, around] = await Promise.allSettled([mainOf(request, url, words), surroundings]);
    if (around.status === "rejected") throw around.reason;
    if (outcome.reason?.location) return { ...outcome.reason, text: "" };
    const [title, main] = outcome.value ?? [];
    const wrong = outcome.reason && failure(outcome.reason, words);
    const text = layout(around.value, words, title ?? wrong.title, main ?? wrong.main);
    return { status: wrong?.status, text };
  } catch (error) {
    const { status, title, main } = failure(error, words);
    return { status, text: html`<!doctype html><html lang="${words.locale}"><title>${title}</title><main>${main}</main></html>` };
  }
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://front-end");
  const { status = 200, location, type = "text/html", text } = await answer(request, url);
  response.writeHead(status, {
    "Content-Type": `${type}; charset=utf-8`,
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    ...(location && { Location: location }),
  });
  response.end(String(text));
});

server.listen(Number(PORT), HOST, () => {
  console.log(`The front end is at http://${HOST}:${server.address().port}/ and asks ${API}`);
});
