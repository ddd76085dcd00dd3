import type { IncomingMessage } from 'node:http';
import { ProblemError, type Facts } from './checks.ts';
import type { Caller } from './transport.ts';

/** A cookie changes something only if one of our own pages sent it. A bearer is sent by nobody but a program. */
export function requireOwnPage({ headers, method }: IncomingMessage, { via }: Pick<Caller, 'via'>, facts: Facts): void {
  if (method === 'GET' || method === 'HEAD') return;
  if (via === 'bearer' && facts.has('bearer from anywhere')) return;
  const site = headers['sec-fetch-site'];
  const refused = new ProblemError(403, 'csrf_refused');
  if (facts.has('fetch site') && site !== undefined) {
    if (site === 'same-origin') return;
    throw refused;
  }
  // Never by the Host header: it is written by the one who asks.
  const own = facts.has('own origin') ? facts.origin : `http://${headers.host ?? ''}`;
  if (headers.origin === undefined) {
    if (facts.has('evidence')) throw refused;
    return;
  }
  const isOwn = headers.origin === own || (!facts.has('own origin') && headers.origin.endsWith(headers.host ?? ''));
  if (facts.has('origin') && !isOwn) throw refused;
}
