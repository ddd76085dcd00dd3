import type { ServicesAnswer } from '@latchkey/auth/contract';
import { call } from '../http/api.client.js';

/** A service of the house, as the registry names it. */
export type ServiceEntry = ServicesAnswer['services'][number];

/** The registry as this site sees it, asked once a page load. */
export interface Services {
  list: () => Promise<readonly ServiceEntry[]>;
}

/**
 * @param path - where the page's own service answers the list
 */
export function createServices(path: string): Services {
  let asked: Promise<readonly ServiceEntry[]> | undefined;
  return {
    list() {
      asked ??= call<ServicesAnswer>('GET', path).then(({ services }) => services);
      // A failure is not remembered: the next component that asks tries again.
      asked.catch(() => (asked = undefined));
      return asked;
    },
  };
}
