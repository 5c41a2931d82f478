// Shows a draft in the browser: the token is in the fragment and never sent to this server.
import { createApi } from "./api.mjs";
import { drawDraft } from "./pages.mjs";
import { wordsIn } from "./words.mjs";

const main = document.querySelector("main");
const token = new URLSearchParams(location.hash.slice(1)).get("token");
// Remove the token from the address bar and the history.
history.replaceState(null, "", location.pathname);

const ask = createApi(main.dataset.api, { Preview: main.dataset.preview });
try {
  const { preview } = await ask("Preview", { token: token ?? "" }, { isSecret: true });
  const words = wordsIn(preview?.page?.locale ?? document.documentElement.lang);
  document.documentElement.lang = words.locale;
  main.innerHTML = drawDraft(preview, words);
} catch {
  const words = wordsIn(document.documentElement.lang);
  main.innerHTML = `<h1>${words.failed}</h1><p>${words.later}</p>`;
}
