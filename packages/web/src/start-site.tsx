import { RouterProvider } from '@tanstack/react-router';
import type { AnyRouter } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { Banners } from './layout/banners.js';
import { ApiError } from './http/api.errors.js';
import { WrongHostPage } from './page/wrong-host.page.js';
import { createServices } from './site/services.client.js';
import { openSession } from './session/open-session.js';
import { tolerateAlteredTree } from './tree/tolerant-tree.js';
import { rightAddress } from './site/address.rules.js';
import { siteFacts } from './site/facts.js';
import { SiteContext } from './session/site-context.js';
import type { Section } from './site/sections.rules.js';

const NO_SECTIONS: readonly Section[] = [];

/** What a service's site brings along. */
export interface SiteDefinition {
  /** As the header says it: `Bank`. */
  name: string;
  /** Where its service answers the list of services. */
  servicesPath: string;
  router: AnyRouter;
  /** The site's own navigation, shown from two sections on. */
  sections?: readonly Section[];
}

/**
 * Starts a site in `<div id="site">`: asks who is logged in, then draws. Under a host that is not the service's own it asks
 * nothing and says where the site lives.
 */
export function startSite({ name, servicesPath, router, sections = NO_SECTIONS }: SiteDefinition): void {
  const facts = siteFacts();
  const { watch, ...opened } = openSession(facts);
  const site = { ...opened, name, sections, facts, services: createServices(servicesPath) };
  const elsewhere = rightAddress(facts.publicUrl, new URL(location.href));
  if (elsewhere === undefined) {
    watch();
    void opened.session.load();
    loadFirstPage(router);
  }
  tolerateAlteredTree();
  createRoot(document.querySelector('#site')!, { onCaughtError: report }).render(
    <SiteContext value={site}>
      {elsewhere === undefined ? <RouterProvider router={router} /> : <WrongHostPage address={elsewhere} />}
      <Banners />
    </SiteContext>,
  );
}

/**
 * Begins before the first render, and shows the skeleton at once while a page loads: there is no earlier page that could
 * stay meanwhile, and the first paint of the document gives way to it.
 */
function loadFirstPage(router: AnyRouter): void {
  const { defaultPendingMs } = router.options;
  router.update({ ...router.options, defaultPendingMs: 0 });
  void router.load().finally(() => router.update({ ...router.options, defaultPendingMs }));
}

// An ApiError is shown on the page; anything else is for the developer.
function report(error: unknown): void {
  if (!(error instanceof ApiError)) console.error(error);
}
