import type { ServicesAnswer } from '@latchkey/verifier/contract';
import { call } from '../http/api.client.js';

const GOOD_FOR_MS = 60_000;

/** A service, as the registry names it. */
export type ServiceEntry = ServicesAnswer['services'][number];

/** The registry as this site sees it, asked once a page load, and again when a person comes back to a page that knows an old one. */
export interface Services {
  /** The list; asks for it if nobody did yet. */
  list: () => Promise<readonly ServiceEntry[]>;
  /** The list as it is known by now, undefined before the first answer. */
  known: () => readonly ServiceEntry[] | undefined;
  /** Calls back when the list may have changed, and keeps it fresh meanwhile. */
  subscribe: (listener: () => void) => () => void;
}

/**
 * @param path - where the page's own service answers the list
 */
export function createServices(path: string): Services {
  let asked: Promise<readonly ServiceEntry[]> | undefined;
  let known: readonly ServiceEntry[] | undefined;
  let askedAt = 0;
  const listeners = new Set<() => void>();

  async function ask(): Promise<readonly ServiceEntry[]> {
    askedAt = Date.now();
    const { services } = await call<ServicesAnswer>('GET', path);
    known = services;
    for (const listener of listeners) listener();
    return services;
  }

  function list(): Promise<readonly ServiceEntry[]> {
    asked ??= ask();
    // A failure is not remembered: the next component that asks tries again.
    asked.catch(() => (asked = undefined));
    return asked;
  }

  // The machine's clock, since it runs on while the machine sleeps; one that was set back counts as old.
  function freshen(): void {
    if (document.visibilityState !== 'visible' || Math.abs(Date.now() - askedAt) < GOOD_FOR_MS) return;
    ask().then(
      (services) => (asked = Promise.resolve(services)),
      () => undefined,
    );
  }

  return {
    list,
    known: () => known,
    subscribe(listener) {
      if (listeners.size === 0) document.addEventListener('visibilitychange', freshen);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) document.removeEventListener('visibilitychange', freshen);
      };
    },
  };
}
