// Starts GraphiQL, with the query of the address (?query=…) or one that the demo can answer.
"use strict";

const STARTING_QUERY = `# Run it: the triangle, or Ctrl-Enter.
# Learn: hover over a name, or open
# the documentation on the left.
query Welcome($locale: String = "sv") {
  events(
    first: 5
    locale: $locale
    filter: { when: UPCOMING }
  ) {
    totalCount
    nodes {
      title
      path
      startsAt
      status
      venue { name stepFree }
      group { title }
      agenda { title isTentative }
    }
    pageInfo { hasNextPage endCursor }
  }
  services { nodes { slug name } }
}
`;

const parameters = new URLSearchParams(window.location.search);
const target = document.getElementById("graphiql");

async function fetcher(request) {
  const response = await fetch(target.dataset.endpoint, {
    method: "POST",
    credentials: "omit",
    headers: {
      "Accept": "application/graphql-response+json, application/json;q=0.9",
      "Content-Type": "application/json",
    },
    body: JSON.stringify(request),
  });
  return response.json();
}

ReactDOM.createRoot(target).render(
  React.createElement(GraphiQL, {
    fetcher,
    query: parameters.get("query") ?? undefined,
    variables: parameters.get("variables") ?? undefined,
    defaultQuery: STARTING_QUERY,
    defaultEditorToolsVisibility: "variables",
  }),
);
