import { type Content, html, type Markup } from './markup.ts';
import { STYLE } from './style.ts';

/** The policy lets nothing be fetched and nothing be run, whatever a title says; pictures lie in the page itself. */
const HEAD_START = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="color-scheme" content="light dark"><meta name="generator" content="Deadwax">`;

/** A complete page that needs nothing beside itself: no network, no script. */
export function renderPage(title: string, body: Content): string {
  return html`${{ markup: HEAD_START }}<title>${title}</title><style>${{ markup: STYLE }}</style></head>
<body><main>${body}</main></body></html>
`.markup;
}

/** One part of a page, with its name in the margin. */
export function section(id: string, title: string, hint: string, content: Content): Markup {
  return html`<section class="room" aria-labelledby="${id}-h"><div class="margin"><h2 id="${id}-h">${title}</h2><p>${hint}</p></div><div class="body">${content}</div></section>`;
}
