// Sends the contract's operations by id; works on servers and in browsers.

export class ApiError extends Error {
  constructor(code, message, retryAfter) {
    super(message);
    Object.assign(this, { code, retryAfter });
  }
}

/**
* Return a function that executes an operation by name and returns its data.
 *
* Queries are sent by GET, so that responses are cached; mutations and secret variables by POST.
 */
export function createApi(url, ids) {
  return async function ask(operation, variables = {}, { isSecret = false } = {}) {
    const parameters = { documentId: ids[operation], variables };
    const headers = { Accept: "application/graphql-response+json, application/json;q=0.9" };
    const query = new URLSearchParams({ ...parameters, variables: JSON.stringify(variables) });
    const json = { ...headers, "Content-Type": "application/json" };
    const response = isSecret
      ? await fetch(url, { method: "POST", headers: json, body: JSON.stringify(parameters) })
      : await fetch(`${url}?${query}`, { headers });
    const { data, errors } = await response.json();
    if (!errors) return data;
    const [{ message, extensions }] = errors;
    throw new ApiError(extensions?.code, message, response.headers.get("Retry-After"));
  };
}
