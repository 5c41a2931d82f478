// Pages by type: `load` requests the data, `draw` returns the content of <main>.
import { body, card, documentLink, eventEntry, link, list, picture, section } from "./blocks.mjs";
import { html, raw } from "./html.mjs";

const bySlug = (operation) => (ask, page, words) =>
  ask(operation, { slug: page.slug, ...inLocale(words) });
/** Swedish is the default language and has no path prefix. */
export const inLocale = ({ locale }) => (locale === "sv" ? {} : { locale });

function head(page) {
  return html`<h1>${page.title}</h1>${page.summary && html`<p class="lead">${page.summary}</p>`}
    ${picture(page.image)}`;
}

function indexPage(operation, field, draw, variables = {}) {
  return {
    load: (ask, _page, words) => ask(operation, { ...variables, ...inLocale(words) }),
    draw: (data, words, page) => html`<h1>${page.title}</h1>
      ${data[field].nodes.map((item) => draw(item, words))}
      ${data[field].pageInfo.hasNextPage && html`<p><a href="?after=${data[field].pageInfo.endCursor}">${words.more}</a></p>`}`,
    next: (ask, after, words) => ask(operation, { ...variables, after, ...inLocale(words) }),
  };
}

function drawGroup({ group }, words) {
  return html`${head(group)}<p>${group.meetingRhythm}</p><p>${group.howToJoin}</p>
    ${body(group.body, words)}
    ${section(words.coming, group.events.nodes.map((event) => eventEntry(event, words)))}
    ${section(words.minutes, list(group.minutesList.nodes.filter((each) => each.document), (each) =>
      html`${words.day(each.heldOn)}: ${documentLink({ ...each.document, title: each.title })}`))}
    ${group.minutesList.pageInfo.hasNextPage && html`<p><a href="?after=${group.minutesList.pageInfo.endCursor}">${words.more}</a></p>`}
    ${section(words.projects, list(group.projects.nodes, link))}`;
}

function drawProject({ project }, words) {
  return html`${head(project)}<p>${project.targetGroup}</p><p>${project.method}</p><p>${project.results}</p>
    ${body(project.body, words)}
    ${section(words.news, list(project.articles.nodes, link))}`;
}

function drawEvent({ event }, words) {
  const { venue } = event;
  return html`${event.notice && html`<p class="notice">${event.notice}</p>`}${head(event)}
    <p><time datetime="${event.startsAt}">${words.when(event)}</time> ${words.statuses[event.status]}</p>
    ${event.previousStartsAt && html`<p>${words.was} <s>${words.moment(event.previousStartsAt)}</s></p>`}
    ${section(words.possible, list(event.possibleDates.filter((each) => !each.withdrawn), words.when))}
    ${venue && html`<p>${venue.name}, ${venue.address}, ${venue.city}. ${venue.wayIn} ${venue.stepFree && words.stepFree}</p>`}
    <p>${event.goodToKnow}</p>
    ${body(event.body, words)}
    ${section(words.agenda, list(event.agenda, (each) => html`${each.title} ${each.isTentative && html`(${words.tentative})`}`))}
    ${body(event.report, words)}
    ${section(words.documents, list(event.documents.filter((each) => each.document), (each) => documentLink({ ...each.document, title: each.title })))}
    ${event.calendarUrl && html`<p><a href="${event.calendarUrl}">iCalendar</a></p>`}`;
}

function drawArticle({ article }, words) {
  return html`${head(article)}<p><time datetime="${article.publishedAt}">${words.day(article.publishedAt)}</time>
    ${article.textByline}</p>${article.disclaimer && html`<p class="notice">${article.disclaimer}</p>`}
    ${body(article.body, words)}
    ${article.mediaUrl && html`<p><a href="${article.mediaUrl}">${words.video} ${new URL(article.mediaUrl).host}</a></p>`}
    ${raw(article.transcript)}`;
}

function drawStart({ route, comingEvents, news }, words) {
  const { page } = route;
  return html`${head(page)}${body(page.body, words)}
    ${page.featured.length > 0 && html`<section>${page.featured.map(card)}</section>`}
    ${section(words.coming, comingEvents.nodes.map((event) => eventEntry(event, words)))}
    ${section(words.news, news.nodes.map(card))}`;
}

const drawPlain = (page, words) => html`${head(page)}${body(page.body ?? [], words)}
    ${page.events?.nodes.map((event) => eventEntry(event, words))}`;

export const PAGES = {
  HomePage: {
    load: (ask, page, words) => ask("StartPage", { path: page.path, ...inLocale(words) }),
    draw: drawStart,
  },
  GroupIndexPage: indexPage("GroupList", "groups", card),
  GroupPage: {
    load: bySlug("Group"),
    draw: drawGroup,
    next: (ask, after, words, page) => ask("Group", { slug: page.slug, afterMinutes: after, ...inLocale(words) }),
  },
  ProjectIndexPage: indexPage("ProjectList", "projects", card),
  ProjectPage: { load: bySlug("Project"), draw: drawProject },
  EventIndexPage: indexPage("Calendar", "events", eventEntry, { filter: { when: "UPCOMING" } }),
  EventPage: { load: bySlug("Event"), draw: drawEvent },
  ArticleIndexPage: indexPage("ArticleList", "articles", card, { first: 5 }),
  ArticlePage: { load: bySlug("Article"), draw: drawArticle },
};

/** Return the content of <main> for the page of a route. */
export async function drawPage(ask, page, words, after) {
  const type = PAGES[page.__typename];
  if (!type) return drawPlain(page, words);
  const data = after && type.next ? await type.next(ask, after, words, page) : await type.load(ask, page, words);
  return type.draw(data, words, page);
}

/** Return the content of <main> for a draft, with a note and its expiry time. */
export function drawDraft(preview, words) {
  if (!preview) return html`<h1>${words.ended}</h1><p>${words.reopen}</p>`;
  const note = html`<p class="notice">${words.draft} ${words.moment(preview.expiresAt)}</p>`;
  if (!preview.page) return html`${note}<h1>${words.failed}</h1>${list(preview.problems, ({ message }) => message)}`;
  return html`${note}${drawWhen(preview.page, words)}${drawPlain({ ...preview.page, body: preview.plain.body }, words)}`;
}

/** The main facts of an event, for previews. */
function drawWhen({ startsAt, allDay, notice }, words) {
  return startsAt && html`${notice && html`<p class="notice">${notice}</p>`}
    <p><time datetime="${startsAt}">${words.when({ startsAt, allDay })}</time></p>`;
}

export function drawSearch(query, search, words) {
  const hit = (node) => html`<article class="card"><h2><a href="${node.path ?? node.url}">${raw(node.titleHtml)}</a></h2>
    <p>${raw(node.snippetHtml)}</p></article>`;
  return html`<h1>${words.search}</h1>${searchForm(query, words)}
    ${search && html`<p role="status">${words.hits(search.totalCount)}</p>${search.nodes.map(hit)}`}`;
}

export function searchForm(query, words) {
  const action = words.locale === "sv" ? "/sok/" : "/en/search/";
  return html`<form role="search" action="${action}"><label>${words.search} <input type="search" name="q" value="${query}"></label>
    <button>${words.search}</button></form>`;
}

export function layout({ site, menu }, words, title, main) {
  return html`<!doctype html>
<html lang="${words.locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} – ${site.name}</title><link rel="stylesheet" href="/style.css"></head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header><p>${link({ path: words.locale === "sv" ? "/" : "/en/", title: site.name })}</p>
<nav aria-label="${words.menu}">${list([...menu, { path: words.services_path, title: words.services }], link)}</nav>
${searchForm("", words)}</header>
<main id="main">${main}</main>
<footer><p>${site.footerText}</p>
<nav aria-label="${words.languages}">${list(site.languages, ({ path, title, locale }) => html`<a href="${path}" lang="${locale}">${title}</a>`)}</nav>
${list([site.accessibilityPage, site.privacyPage].filter(Boolean), link)}</footer>
</body>
</html>`;
}
