import type { ProbeContext } from './probe/probe.js';
import { isGood } from './client/remote-service.js';
import type { Result } from './run.js';

/** Of what was seen this much is shown; the file for machines holds all. */
const SHOWN = 4;
const LONGEST = 200;

/** Who is probed, and the origin that counts as its own. */
export function titleOf({ audience, service, isOriginAssumed }: ProbeContext): string {
  const assumed = isOriginAssumed ? ' (assumed: no list of services names it; --origin says another)' : '';
  return `${audience} at ${service.address}, its pages at ${service.origin}${assumed}`;
}

/** A sentence for a wrong address or a wrong key; nothing if it is a service of a deployment, good or bad. */
export function hintOf(context: ProbeContext, results: readonly Result[]): string | undefined {
  const { service, greeting, audience, issuer } = context;
  const asked = `GET ${service.path} answered ${greeting.status}`;
  if (isGood(greeting)) return `${asked} to somebody without a token: it is not guarded. --path names a GET that is.`;
  const refused = results.find(({ id, verdict }) => id === 'good-token' && verdict === 'failed')?.seen ?? [];
  if (refused.length === 0) return undefined;
  if (refused.every((text) => text.endsWith(': 401 token_invalid')))
    return `Every good token was refused. Is it the key of the service, its issuer ${issuer ?? 'unknown'}, its id ${audience}?`;
  if (greeting.status === 401) return undefined;
  if (service.hasCodes)
    return `${asked} without a token, not 401: is the path of --url right? --path names a guarded GET.`;
  const type = greeting.headers.get('content-type')?.[0]?.split(';')[0] ?? 'without a type';
  return `This does not look like a service of a deployment: ${asked} ${type}.`;
}

export function lineOf({ verdict, id, name, seen, milliseconds }: Result): string {
  const time = verdict === 'skipped' ? '' : ` (${(milliseconds / 1000).toFixed(1)} s)`;
  const head = `${verdict.padEnd(7)} ${id.padEnd(23)} ${name}${time}`;
  const more = seen.length > SHOWN ? [`… and ${seen.length - SHOWN} more`] : [];
  return [head, ...[...seen.slice(0, SHOWN), ...more].map((text) => `          ${shortened(text)}`)].join('\n');
}

export function countsOf(results: readonly Result[]): Record<Result['verdict'], number> {
  const count = (verdict: Result['verdict']): number => results.filter((one) => one.verdict === verdict).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

export function summaryOf(results: readonly Result[]): string {
  const { passed, failed, skipped } = countsOf(results);
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
