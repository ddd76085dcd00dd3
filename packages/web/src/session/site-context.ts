import { createContext, useContext } from 'react';
import type { Services } from '../site/services.client.js';
import type { OpenedSession } from './open-session.js';
import type { SiteFacts } from '../site/facts.js';
import type { Section } from '../site/sections.rules.js';

/** What every component of a site may need to know: who it is, who is logged in, who else there is. */
export interface Site extends Pick<OpenedSession, 'session' | 'renewal' | 'age' | 'presence'> {
  /** As the header says it: `Bank`. */
  name: string;
  sections: readonly Section[];
  facts: SiteFacts;
  services: Services;
}

/** Provides the site to its components; {@link startSite} does it. */
export const SiteContext = createContext<Site | undefined>(undefined);

/** The site that the component is part of. */
export function useSite(): Site {
  const site = useContext(SiteContext);
  if (site === undefined) throw new Error('A component of a site was rendered outside startSite().');
  return site;
}
