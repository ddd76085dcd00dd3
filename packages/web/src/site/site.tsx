import { createContext, useContext } from 'react';
import type { Services } from '../services/services.client.js';
import type { Renewal } from '../session/renewal.client.js';
import type { Session } from '../session/session.client.js';
import type { SiteFacts } from './facts.js';

/** What every component of a site may need to know: who it is, who is logged in, who else there is. */
export interface Site {
  /** As the header says it: `Bank`. */
  name: string;
  facts: SiteFacts;
  session: Session;
  renewal: Renewal;
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
