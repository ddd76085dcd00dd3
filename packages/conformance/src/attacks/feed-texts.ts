import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { feedForge, type FeedFacts, type ForgedAnswer } from './feed-forge.js';

/** What JSON.stringify would not write, and texts that are no token. */
export function misspelled(facts: FeedFacts): ForgedAnswer[] {
  const { header, claims, seal, sign } = feedForge(facts);
  const [head, payload, good] = [JSON.stringify(header), JSON.stringify(claims), sign({}, {})];
  return [
    { kind: 'a space in the payload', body: seal(head, payload.replace(',', ', ')) },
    { kind: 'a claim twice', body: seal(head, payload.replace('{', `{"sids":["${facts.active}"],`)) },
    {
      kind: 'a byte that is no UTF-8',
      body: seal(head, Buffer.from(payload.replace('forged', 'forg\u00ff'), 'latin1')),
    },
    { kind: 'a payload that is an array', body: seal(head, `[${payload}]`) },
    { kind: 'a payload with __proto__', body: seal(head, payload.replace('{', '{"__proto__":{"kind":"set"},')) },
    { kind: 'cut in half', body: good.slice(0, good.length / 2) },
    { kind: 'without its signature', body: good.slice(0, good.lastIndexOf('.')) },
    { kind: 'followed by a line end', body: `${good}\n` },
    { kind: 'padded', body: `${good}=` },
    { kind: 'twice', body: good + good },
  ];
}

/** More than anybody has to read. */
export function floods(): ForgedAnswer[] {
  return [
    { kind: '50 MB of nothing', body: Buffer.alloc(50_000_000, 'A') },
    { kind: 'an answer without end', endless: true },
    { kind: 'compressed', body: gzipSync('A'.repeat(10_000_000)), headers: { 'content-encoding': 'gzip' } },
    {
      // Quickly made: this process also answers the questions that come meanwhile.
      kind: 'compressed, more than is read unpacked',
      body: gzipSync(Buffer.alloc(56_000_000, 'A'), { level: 1 }),
      headers: { 'content-encoding': 'gzip' },
      reason: 'text_too_long',
    },
  ];
}

/** Answers that are no feed at all. */
export function noFeed({ access }: FeedFacts): ForgedAnswer[] {
  const sids = Array.from({ length: 3 }, () => randomUUID());
  return [
    { kind: 'an access token', body: access },
    { kind: 'nothing', body: '' },
    { kind: 'JSON', body: JSON.stringify({ kind: 'set', sids }), headers: { 'content-type': 'application/json' } },
    { kind: 'a page', body: '<!doctype html><title>Log in</title>', headers: { 'content-type': 'text/html' } },
    {
      kind: 'cut off in the middle',
      body: access.slice(0, 40),
      headers: { 'content-length': '4000' },
      breaksOff: true,
    },
    { kind: '204', status: 204 },
    { kind: '304', status: 304 },
    { kind: '404', status: 404, body: 'x' },
    { kind: '500', status: 500, body: 'x' },
    { kind: 'a redirect', status: 302, headers: { location: 'http://127.0.0.1:1/' } },
  ];
}
