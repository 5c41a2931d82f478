// Asks the API with fetch, typed, without any dependency. Copy it, or take it as an example.
import type { Operation } from "./operations.js";

/** Where the API is, and how to reach it. */
export type Api = {
  /** Such as `https://api.example.org/graphql/`. */
  readonly url: string;
  /** Of a front end that renders on a server, for one; the global one otherwise. */
  readonly fetch?: typeof globalThis.fetch;
};

/** A request that was not carried out. Branch on `code`, which never changes. */
export class ApiError extends Error {
  constructor(
    /** One of the README's table, or `UNREACHABLE` where no GraphQL came back. */
    readonly code: string,
    message: string,
    readonly status: number,
    /** Seconds to wait, where the server says so. */
    readonly retryAfter: number | null,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

type Answer<Data> = {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string } }[];
};

/**
 * Return the data of an operation, or throw an `ApiError`.
 *
 * A query goes by GET with its id, so that caches on the way can keep the answer. Pass
 * `{ method: "POST" }` where variables hold a secret: an address is logged on its way.
 */
export async function ask<Data, Variables>(
  api: Api,
  operation: Operation<Data, Variables>,
  variables: NoInfer<Variables>,
  init: RequestInit = {},
): Promise<Data> {
  const { documentId, kind, text } = operation;
  const sent = { method: kind === "query" ? "GET" : "POST", ...init };
  try {
    return await send<Data>(api, { documentId }, variables, sent);
  } catch (error) {
    // The server's contract may be newer than this folder: then it knows another text.
    const isUnknown = error instanceof ApiError && error.code === "PERSISTED_QUERY_NOT_FOUND";
    if (!isUnknown) throw error;
    return await send<Data>(api, { query: text }, variables, sent);
  }
}

async function send<Data>(
  api: Api,
  document: { documentId: string } | { query: string },
  variables: unknown,
  init: RequestInit,
): Promise<Data> {
  const headers = new Headers(init.headers);
  headers.set("Accept", "application/graphql-response+json, application/json;q=0.9");
  let url = api.url;
  let body: string | null = null;
  if (init.method === "GET") {
    url += `?${new URLSearchParams({ ...document, variables: JSON.stringify(variables) })}`;
  } else {
    headers.set("Content-Type", "application/json");
    body = JSON.stringify({ ...document, variables });
  }
  const response = await (api.fetch ?? fetch)(url, { ...init, headers, body });
  const answer = (await response.json().catch(() => ({}))) as Answer<Data>;
  if (answer.data && !answer.errors) return answer.data;
  const [error] = answer.errors ?? [];
  throw new ApiError(
    error?.extensions?.code ?? "UNREACHABLE",
    error?.message ?? `${api.url} answered ${response.status} without GraphQL.`,
    response.status,
    Number(response.headers.get("Retry-After")) || null,
  );
}
