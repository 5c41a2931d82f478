// A front end in small, compiled strictly against the contract and run on the demo.
import { ApiError, ask } from "../../../frontend_contract/client.js";
import {
  Article,
  Calendar,
  Event,
  Group,
  IssueCaptcha,
  ServiceList,
  StartPage,
  SubmitFeedback,
  Where,
} from "../../../frontend_contract/operations.js";
import type {
  ArticleQuery,
  EventQuery,
  EventStatus,
  GroupQuery,
  ProjectQuery,
  ServiceListQuery,
  WhereQuery,
} from "../../../frontend_contract/types.js";
import { expectEqual, expectThere, neverHappens, url } from "./expect.js";

const api = { url };

// Unions of blocks are exact: this compiles only while every block of an article is foreseen.
type Block = NonNullable<ArticleQuery["article"]>["body"][number];
function draw(block: Block): string {
  switch (block.__typename) {
    case "HeadingBlock":
      return `<h2>${block.text}</h2>`;
    case "RichTextBlock":
      return block.html;
    case "ImageBlock":
      return block.image?.rendition ? `<img src="${block.image.rendition.src}">` : "";
    case "GalleryBlock":
      return block.images.map((each) => each.caption ?? "").join();
    case "QuoteBlock":
      return `<blockquote>${block.text}</blockquote>`;
    case "FactBoxBlock":
      return `<aside><h2>${block.title}</h2>${block.html}</aside>`;
    case "VideoBlock":
      return `<a href="${block.url}">${block.title}</a>`;
    case "DocumentBlock":
      return block.document ? `<a href="${block.document.url}">${block.document.title}</a>` : "";
    case "CallToActionBlock":
      return block.href === null ? "" : `<a href="${block.href}">${block.text}</a>`;
    case "RelatedPagesBlock":
      return block.pages.map((page) => `<a href="${page.path}">${page.title}</a>`).join();
    default:
      return neverHappens(block);
  }
}

// The operations of the other pages ask for every block too, and for the same of each.
type Others = GroupQuery["group"] | ProjectQuery["project"] | EventQuery["event"];
void ((block: NonNullable<Others>["body"][number]) => draw(block));

// A block that a group cannot hold does not compile.
type GroupBlock = NonNullable<GroupQuery["group"]>["body"][number]["__typename"];
// @ts-expect-error A group has no gallery.
void ((): GroupBlock => "GalleryBlock");

// Choices are unions of strings.
void ((): EventStatus => "CANCELLED");
// @ts-expect-error The American spelling is none of them.
void ((): EventStatus => "CANCELED");

function leadsTo(route: WhereQuery["route"]): string {
  switch (route.__typename) {
    case "PageRoute":
      return `${route.page.__typename} ${route.page.title}`;
    case "RedirectRoute":
      return `${route.location} ${route.permanent}`;
    case "GoneRoute":
    case "NotFoundRoute":
      return `nothing at ${route.path}`;
    default:
      return neverHappens(route);
  }
}

async function readsAGroup(): Promise<void> {
  const { group } = await ask(api, Group, { slug: "gemensam-utvecklingsgrupp", meetings: 2 });
  // @ts-expect-error There may be no such group.
  void (() => group.title);
  const { title, kind, events, contact } = expectThere(group);
  expectEqual(title, "Gemensam utvecklingsgrupp");
  expectEqual<"NETWORK" | typeof kind>(kind, "NETWORK");
  expectEqual(events.nodes.length, 2);
  // @ts-expect-error A list may be shorter than one thinks.
  void (() => events.nodes[0].startsAt);
  expectEqual(expectThere(events.nodes[0]).startsAt, "2026-03-16T13:30:00+01:00");
  // @ts-expect-error A role may have no address.
  void (() => contact?.email.length);
  expectEqual(await ask(api, Group, { slug: "finns-inte" }), { group: null });
  // @ts-expect-error The slug is required.
  void (() => ask(api, Group, {}));
  // @ts-expect-error There is no such variable.
  void (() => ask(api, Group, { slug: "x", meeting: 2 }));
}

async function drawsAnArticle(): Promise<void> {
  const { article } = await ask(api, Article, { slug: "podd-vem-bestammer" });
  const { kind, body, mediaUrl } = expectThere(article);
  expectEqual(kind, "PODCAST");
  expectEqual(mediaUrl, "https://podd.example.org/medskap/4");
  expectEqual(body.length > 0 && body.every((block) => draw(block) !== ""), true);
}

async function readsAnEventWithTwoDates(): Promise<void> {
  const event = expectThere((await ask(api, Event, { slug: "temamote-tva-datum" })).event);
  expectEqual(event.dateIsTentative, true);
  expectEqual(expectThere(event.possibleDates[0]).startsAt, "2026-06-01T13:30:00+02:00");
}

async function filtersTheCalendar(): Promise<void> {
  const open = await ask(api, Calendar, {
    filter: { when: "UPCOMING", openToAll: true, kind: ["MEETING"] },
    orderBy: "STARTS_AT_DESC",
  });
  expectEqual(open.events.nodes.length > 1, true);
  expectEqual(open.events.nodes.every((each) => each.openToAll && each.kind === "MEETING"), true);
  // @ts-expect-error A filter takes one of the choices.
  void (() => ask(api, Calendar, { filter: { when: "SOON" } }));
}

async function followsTheCursor(): Promise<void> {
  const names: string[] = [];
  let after: string | null = null;
  do {
    const { services }: ServiceListQuery = await ask(api, ServiceList, { first: 4, after });
    names.push(...services.nodes.map((service) => service.name));
    after = services.pageInfo.hasNextPage ? services.pageInfo.endCursor : null;
  } while (after !== null);
  const { services } = await ask(api, ServiceList, {});
  expectEqual(names, services.nodes.map((service) => service.name));
  expectEqual(names.length, services.totalCount);
}

async function asksWhereAPathLeads(): Promise<void> {
  const page = await ask(api, Where, { path: "/grupper/" });
  expectEqual(leadsTo(page.route), "GroupIndexPage Grupper");
  const nothing = await ask(api, Where, { path: "/finns-inte/" });
  expectEqual(leadsTo(nothing.route), "nothing at /finns-inte/");
  const { route } = await ask(api, StartPage, { locale: "sv" });
  if (route.__typename !== "PageRoute" || route.page.__typename !== "HomePage") {
    throw new Error("The start page is no start page.");
  }
  expectEqual(route.page.featured.length > 0, true);
}

async function isRefusedInWords(): Promise<void> {
  const refusal = await ask(api, Calendar, { first: 101 }).catch((error: unknown) => error);
  if (!(refusal instanceof ApiError)) throw new Error("It was not refused.");
  expectEqual([refusal.code, refusal.status], ["BAD_USER_INPUT", 400]);
  const nowhere = { url: new URL("/finns-inte/", url).href };
  const lost = await ask(nowhere, Group, { slug: "x" }).catch((error: unknown) => error);
  if (!(lost instanceof ApiError)) throw new Error("It was not refused.");
  expectEqual([lost.code, lost.status], ["UNREACHABLE", 404]);
}

async function isAnsweredByATextThatTheServerHasNotGot(): Promise<void> {
  const older = { ...Group, documentId: `sha256:${"0".repeat(64)}` } as const;
  const { group } = await ask(api, older, { slug: "gemensam-utvecklingsgrupp" });
  expectEqual(expectThere(group).title, "Gemensam utvecklingsgrupp");
}

async function sendsFeedback(): Promise<void> {
  const { issueCaptcha } = await ask(api, IssueCaptcha, { language: "en" });
  expectEqual((await fetch(issueCaptcha.imageUrl)).headers.get("Content-Type"), "image/png");
  const { submitFeedback } = await ask(api, SubmitFeedback, {
    language: "en",
    input: {
      service: "bostad-forst",
      rating: 4,
      aspects: [{ aspect: "TREATMENT", rating: 5 }],
      language: "en",
      captchaKey: issueCaptcha.key,
      captchaResponse: "no answer",
      clientId: crypto.randomUUID(),
    },
  });
  expectEqual(submitFeedback.received, false);
  const error = expectThere(submitFeedback.errors[0]);
  expectEqual([error.field, error.code], ["captchaResponse", "CAPTCHA_WRONG"]);
  expectEqual(expectThere(submitFeedback.captcha).key === issueCaptcha.key, false);
}

const steps = [
  readsAGroup,
  drawsAnArticle,
  readsAnEventWithTwoDates,
  filtersTheCalendar,
  followsTheCursor,
  asksWhereAPathLeads,
  isRefusedInWords,
  isAnsweredByATextThatTheServerHasNotGot,
  sendsFeedback,
];
for (const step of steps) await step();
console.log(JSON.stringify(steps.map((step) => step.name)));
