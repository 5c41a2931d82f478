// A typed API client that uses fetch, without dependencies. Copy or adapt it.
import type { Operation } from "./operations.js";

/** URL of the API, and how to send requests. */
export type Api = {
  /** For example `https://api.example.org/graphql/`. */
  readonly url: string;
  /** Replaces the global fetch, for instance in server-side rendering. */
  readonly fetch?: typeof globalThis.fetch;
};

/** A request that was not executed. Use `code`, which is stable. */
export class ApiError extends Error {
  constructor(
    /** A code from the table in the README, or `UNREACHABLE` if the response was not GraphQL. */
    readonly code: string,
    message: string,
    readonly status: number,
    /** Seconds to wait (`Retry-After`), if given. */
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
* A query is sent by GET with its id, so that HTTP caches can store the response. Pass
* `{ method: "POST" }` if the variables contain a secret, since URLs are logged.
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
    // The server may have a newer contract, with another text for this operation.
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
