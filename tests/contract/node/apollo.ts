// The README's front end with Apollo Client, with documents that the server knows by hash.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { print } from "graphql";
import {
  GroupDocument,
  possibleTypes,
  PreviewDocument,
  StartPageDocument,
} from "../../../frontend_contract/documents.js";
import { expectEqual, expectThere, url } from "./expect.js";

const sent: string[] = [];

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const http = new HttpLink({
  uri: url,
  fetch: (address, init) => {
    sent.push(`${init?.method} ${String(address)} ${String(init?.body ?? "")}`);
    return fetch(address, init);
  },
});
const persisted = new PersistedQueryLink({
  generateHash: (document) => sha256(print(document)),
  useGETForHashedQueries: true,
});
const isSecret = ({ operationName }: ApolloLink.Operation) =>
  ["Preview", "FeedbackAnswer"].includes(operationName ?? "");
const client = new ApolloClient({
  link: ApolloLink.split(isSecret, http, persisted.concat(http)),
  cache: new InMemoryCache({ possibleTypes }),
});

const variables = { slug: "gemensam-utvecklingsgrupp", meetings: 2 };
const { data } = await client.query({ query: GroupDocument, variables });
const group = expectThere(expectThere(data).group);
expectEqual(group.title, "Gemensam utvecklingsgrupp");
expectEqual(group.events.nodes.map((each) => each.title.length > 0), [true, true]);
// @ts-expect-error Apollo's types are the contract's.
void (() => group.titel);

// What was asked for once comes from Apollo's cache, and no text of a query was ever sent.
await client.query({ query: GroupDocument, variables });
expectEqual(sent.length, 1);
const start = expectThere((await client.query({ query: StartPageDocument })).data);
expectEqual(sent.length, 2);
// What a fragment on an interface asks for is there too.
expectEqual(start.news.nodes.map((each) => each.title.length > 0), [true, true, true]);
expectEqual(sent.filter((each) => !each.startsWith("GET ") || each.includes("query=")), []);

const wrong = await client
  .query({ query: GroupDocument, variables: { slug: "x", meetings: 101 } })
  .catch((error: unknown) => error);
expectEqual(String(wrong).includes("101"), true);

const preview = await client.query({ query: PreviewDocument, variables: { token: "unknown" } });
expectEqual(preview.data?.preview, null);
expectEqual(sent.filter((each) => each.startsWith("POST ")).length, 1);
client.stop();
console.log(JSON.stringify(sent.length));
