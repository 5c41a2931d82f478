// HTML for blocks, images and cards.
import { html, raw } from "./html.mjs";

export function picture(image) {
  if (!image?.rendition) return null;
  const { src, width, height, sources = [] } = image.rendition;
  const source = ({ type, srcset }) => html`<source type="${type}" srcset="${srcset}" sizes="40rem">`;
  const img = html`<img src="${src}" width="${width}" height="${height}" alt="${image.alt}">`;
  return html`<picture>${sources.map(source)}${img}</picture>`;
}

export const link = ({ path, title }) => html`<a href="${path}">${title}</a>`;

export function documentLink({ url, title, fileType, language }) {
  return html`<a href="${url}" hreflang="${language}">${title} (${fileType})</a>`;
}

const DRAWN = {
  HeadingBlock: ({ text }) => html`<h2>${text}</h2>`,
  RichTextBlock: ({ html: text }) => raw(text),
  QuoteBlock: ({ text, attribution }) => html`<blockquote><p>${text}</p><p>${attribution}</p></blockquote>`,
  FactBoxBlock: ({ title, html: text }) => html`<section class="fact"><h2>${title}</h2>${raw(text)}</section>`,
  ImageBlock: ({ image, caption }) => html`<figure>${picture(image)}<figcaption>${caption}</figcaption></figure>`,
  GalleryBlock: ({ images }) => images.map(DRAWN_IMAGE),
  CallToActionBlock: ({ href, text }) => href && html`<p><a class="button" href="${href}">${text}</a></p>`,
  DocumentBlock: ({ document }) => document && html`<p>${documentLink(document)}</p>`,
  RelatedPagesBlock: ({ heading, pages }) => html`<h2>${heading}</h2>${list(pages, link)}`,
  // Nothing is loaded from the provider; the visitor can follow the link.
  VideoBlock: ({ url, title, provider, transcript }, words) =>
    html`<p><a href="${url}">${title}. ${words.video} ${provider}</a></p>${raw(transcript)}`,
};

function DRAWN_IMAGE(block) {
  return DRAWN.ImageBlock(block);
}

/** Render a body; unknown block types are omitted. */
export function body(blocks, words) {
  return blocks.map((block) => (Object.keys(block).length > 1 ? DRAWN[block.__typename]?.(block, words) : null));
}

export function list(items, draw) {
  return items.length > 0 && html`<ul>${items.map((item) => html`<li>${draw(item)}</li>`)}</ul>`;
}

export function section(title, content) {
  return content && html`<section><h2>${title}</h2>${content}</section>`;
}

export function card({ title, path, summary, image }) {
  return html`<article class="card">${picture(image)}<h3>${link({ title, path })}</h3><p>${summary}</p></article>`;
}

export function eventEntry(event, words) {
  const status = words.statuses[event.status];
  return html`<article class="card"><h3>${link(event)}</h3>
    <p>${event.notice ?? status} ${words.when(event)}${event.venue && html`, ${event.venue.name}`}</p></article>`;
}
