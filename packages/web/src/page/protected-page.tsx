import type { FunctionComponent } from 'react';
import { lazyPage } from './lazy-page.js';
import { readHint } from '../session/hint.js';
import { useSession } from '../session/use-session.js';

/**
 * A page that needs a session. Its code is fetched together with the session, and not at all without one.
 *
 * @param load - imports the page's module
 * @param name - the component's export, which shows its content within {@link RequireSession}
 * @param Unknown - what a person sees whom nobody knows: the way to the login
 */
export function protectedPage<N extends string>(
  load: () => Promise<Record<N, FunctionComponent>>,
  name: N,
  Unknown: FunctionComponent,
) {
  const Known = lazyPage(load, name);

  function ProtectedPage() {
    return useSession().status === 'anonymous' ? <Unknown /> : <Known />;
  }
  // The router calls this before it draws the page, or when the pointer is over a link to it.
  ProtectedPage.preload = async () => {
    if (readHint() !== undefined) await Known.preload?.();
  };
  return ProtectedPage;
}
