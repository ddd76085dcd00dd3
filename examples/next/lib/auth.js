import { headers } from 'next/headers';
import { latchkey } from '@latchkey/verifier/fetch';
import { pensions } from './pensions.js';

/** One for all routes: Next builds each of them by itself. Opened by the first request, not while it builds. */
export function openAuth() {
  const { env } = process;
  return (globalThis.pensionAuth ??= latchkey({
    issuer: env.SSO_ISSUER,
    audience: 'pension',
    keys: env.JWT_KEYS_FILE ? { file: env.JWT_KEYS_FILE } : { secret: env.JWT_SECRET },
    publicUrl: env.PUBLIC_URL,
    bankUrl: env.BANK_URL,
    opsToken: env.OPS_TOKEN,
    onDeleted: (sub) => pensions.remove(sub),
    log: console,
  }));
}

/** A route handler for callers alone. */
export const guarded = (options, handler) => async (request) => {
  const auth = await openAuth();
  const caller = await auth.guard(options)(request);
  return caller instanceof Response ? caller : handler(request, caller);
};

/** The caller of a page that `proxy.js` let through. */
export async function callerOfPage() {
  // First: it tells Next that the page is made for each request.
  const sent = await headers();
  const auth = await openAuth();
  const caller = await auth.guard()(new Request(process.env.PUBLIC_URL, { headers: sent }));
  if (caller instanceof Response) throw new Error((await caller.json()).detail);
  return caller;
}
