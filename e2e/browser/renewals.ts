import type { BrowserContext } from '@playwright/test';
import { ACCESS_COOKIE } from '../stack/test-user.ts';

/** Counts the renewals that the pages of a browser ask the bank for. */
export function countRenewals(context: BrowserContext): () => number {
  let count = 0;
  context.on('request', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname === '/api/refresh') count += 1;
  });
  return () => count;
}

/** Takes the access token away, as its end does; the other cookies are not touched for a moment. */
export async function loseAccessToken(context: BrowserContext): Promise<void> {
  const held = (await context.cookies()).filter(({ name }) => name === ACCESS_COOKIE);
  await context.addCookies(held.map((cookie) => ({ ...cookie, expires: 1 })));
}
