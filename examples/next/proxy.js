import { NextResponse } from 'next/server';
import { openAuth } from './lib/auth.js';

/** Before a page is drawn: without a living token the browser goes to the bank, which renews it and sends it back. */
export async function proxy(request) {
  const auth = await openAuth();
  const caller = await auth.guard({ page: true })(request);
  return caller instanceof Response ? caller : NextResponse.next();
}

// The pages that are for callers.
export const config = { matcher: ['/'] };
