import { lazyRouteComponent } from '@tanstack/react-router';
import type { FunctionComponent } from 'react';
import { lookForNewVersion } from '../site/new-version.js';
import { ApiError } from '../http/api.errors.js';

/**
 * A page whose code is fetched when somebody goes there. If that fails, the page says so: the router by itself would reload,
 * which offline would leave an empty tab.
 *
 * @param load - imports the page's module
 * @param name - the component's export
 */
export function lazyPage<N extends string>(load: () => Promise<Record<N, FunctionComponent>>, name: N) {
  return lazyRouteComponent<Record<string, FunctionComponent>, string>(() => load().catch(refuseCode), name);
}

/** A failed import as an error with a text of its own. */
function refuseCode(cause: unknown): never {
  // Maybe a newer build has replaced the files.
  void lookForNewVersion();
  const detail = 'Part of this page could not be loaded. You may be offline, or there is a newer version.';
  throw new ApiError({ status: 0, code: 'page_missing', detail }, { cause });
}
