import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

const AUTHORIZATION = 'authorization';
let isWatching = false;

/**
 * Shows a repeated Authorization header to frameworks that make a WHATWG request of Node's merged headers, which keep the
 * first and drop the rest in silence (Next). Joined they are no token, and are refused as everywhere. Once for a process.
 */
export function showRepeatedAuthorization(): void {
  if (isWatching) return;
  isWatching = true;
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    if (request.headers.authorization === undefined) return;
    const sent = sentAuthorizations(request.rawHeaders);
    if (sent.length > 1) request.headers.authorization = sent.join(', ');
  });
}

function sentAuthorizations(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === AUTHORIZATION);
}
