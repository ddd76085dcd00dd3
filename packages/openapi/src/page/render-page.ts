import { PAGE_MARKS } from '@latchkey/service/openapi';
import { html, Markup } from './markup.js';
import type { OpenApi } from '../open-api.js';
import { methodBadge, operationView, paragraphs } from './operation-view.js';
import type { PlacedOperation } from './operation-view.js';

const HEAD = new Markup(PAGE_MARKS.head);
const [BRAND, BRAND_END] = PAGE_MARKS.brand.map((mark) => new Markup(mark));

/**
 * The API's document as a page: no script of its own, so that there is nothing to load and nothing to break. A running service
 * fills in its address and the look of its site at the marks.
 *
 * @param name the service's name for people
 */
export function renderPage(api: OpenApi, name: string): string {
  const topics = topicsOf(api);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${api.info.title} · Latchkey</title>
        ${HEAD}
        <link rel="stylesheet" href="/reference/style.css" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header class="bar">
          ${BRAND}<span class="brand">${name}</span>${BRAND_END}
          <a class="document" href="/reference/openapi.json">openapi.json</a>
        </header>
        <div class="columns">
          <nav aria-label="Operations">${topics.map(topicLinks)}</nav>
          <main id="main" tabindex="-1">
            <div class="intro">
              <h1>${api.info.title}</h1>
              ${paragraphs(api.info.description)}
            </div>
            ${topics.map(
              ({ id, title, words, operations }) =>
                html`<section class="topic" aria-labelledby="${id}">
                  <h2 id="${id}">${title}</h2>
                  <p>${words}</p>
                  ${operations.map((one) => operationView(one, api, PAGE_MARKS.origin))}
                </section>`,
            )}
          </main>
        </div>
      </body>
    </html> `.text;
}

interface Topic {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly operations: readonly PlacedOperation[];
}

function topicsOf({ tags, paths }: OpenApi): readonly Topic[] {
  const placed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  return tags.map(({ name, description }) => ({
    id: `topic-${name.toLowerCase().replaceAll(' ', '-')}`,
    title: name,
    words: description,
    operations: placed.filter(({ operation }) => operation.tags[0] === name),
  }));
}

function topicLinks({ id, title, operations }: Topic): Markup {
  return html`<section>
    <a class="topic-link" href="#${id}">${title}</a>
    <ul>
      ${operations.map(
        ({ method, operation }) =>
          html`<li><a href="#${operation.operationId}">${methodBadge(method)}${operation.summary}</a></li>`,
      )}
    </ul>
  </section>`;
}
