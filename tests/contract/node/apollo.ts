// The README's front end with Apollo Client, with documents that the server knows by hash.
import { ApolloClient, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { print } from "graphql";
import { GroupDocument, StartPageDocument } from "../../../frontend_contract/documents.js";
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
const client = new ApolloClient({ link: persisted.concat(http), cache: new InMemoryCache() });

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
await client.query({ query: StartPageDocument });
expectEqual(sent.length, 2);
expectEqual(sent.filter((each) => !each.startsWith("GET ") || each.includes("query=")), []);

const wrong = await client
  .query({ query: GroupDocument, variables: { slug: "x", meetings: 101 } })
  .catch((error: unknown) => error);
expectEqual(String(wrong).includes("101"), true);
client.stop();
console.log(JSON.stringify(sent.length));
