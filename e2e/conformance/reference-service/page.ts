import type { IncomingMessage, ServerResponse } from 'node:http';
import { ProblemError, type Facts } from './checks.ts';
import type { Caller } from './transport.ts';

/** The one page that the service renders itself. */
export const PAGE = '/plan';

/** Renders it for who is known; a navigation of anybody else leads to the renewal at the issuer, and back. */
export function servePage(
  request: IncomingMessage,
  response: ServerResponse,
  facts: Facts,
  caller: () => Caller,
): void {
  try {
    const { sub } = caller().claims;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html><p>${sub}`);
  } catch (error) {
    const isNavigation = request.headers['sec-fetch-dest'] === 'document' || !facts.has('fetches get 401');
    const isForPages = error instanceof ProblemError && error.status === 401 && facts.has('page renews');
    if (!isForPages || !isNavigation) throw error;
    // Never by the Host header: it is written by the one who asks.
    const own = facts.has('page of its own') ? facts.origin : `http://${request.headers.host ?? ''}`;
    const renewal = new URL('/renew', facts.issuer);
    renewal.searchParams.set('return_to', own + (request.url ?? '/'));
    response.writeHead(302, { location: renewal.href }).end();
  }
}
