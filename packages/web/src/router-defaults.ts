import { parseSearchWith, stringifySearchWith } from '@tanstack/react-router';
import { BrokenPage } from './page/broken.page.js';
import { PendingPage } from './page/pending.page.js';
import { lazyPage } from './page/lazy-page.js';

/** What the routers of all sites have in common: a query is text, as in any link, never JSON. */
export const routerDefaults = {
  parseSearch: parseSearchWith((text) => text),
  stringifySearch: stringifySearchWith(String),
  defaultNotFoundComponent: lazyPage(() => import('./page/not-found.page.js'), 'NotFoundPage'),
  defaultErrorComponent: BrokenPage,
  defaultPendingComponent: PendingPage,
  defaultPendingMs: 150,
  // The skeleton has the page's own shapes, so nothing flickers when the page comes soon after.
  defaultPendingMinMs: 0,
  // The code of a page is fetched as soon as the pointer is over its link.
  defaultPreload: 'intent',
  // A new page begins at its top; back restores the earlier position.
  scrollRestoration: true,
} as const;
