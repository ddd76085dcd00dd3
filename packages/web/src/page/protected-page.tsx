import type { FunctionComponent } from 'react';
import { lazyPage } from './lazy-page.js';
import { readHint } from '../session/hint.js';
import { useSession } from '../session/use-session.js';

/**
 * A page for known persons only. Its code is asked for together with who is there, and not at all where nobody is.
 *
 * @param load - imports the page's module
 * @param name - the component's export, which shows its content within {@link KnownOnly}
 * @param Unknown - what a person sees whom nobody knows: the way to the login
 */
export function knownPage<N extends string>(
  load: () => Promise<Record<N, FunctionComponent>>,
  name: N,
  Unknown: FunctionComponent,
) {
  const Known = lazyPage(load, name);

  function KnownPage() {
    return useSession().status === 'anonymous' ? <Unknown /> : <Known />;
  }
  // The router calls this before it draws the page, or when somebody points at a link to it.
  KnownPage.preload = async () => {
    if (readHint() !== undefined) await Known.preload?.();
  };
  return KnownPage;
}
