import { parseSearchWith, stringifySearchWith } from '@tanstack/react-router';
import { BrokenPage } from '../page/broken.page.js';
import { NotFoundPage } from '../page/not-found.page.js';

/** What the routers of all sites have in common: a query is text, as in any link, never JSON. */
export const routerDefaults = {
  parseSearch: parseSearchWith((text) => text),
  stringifySearch: stringifySearchWith(String),
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: BrokenPage,
  defaultPendingMs: 150,
} as const;
