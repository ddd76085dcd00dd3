import { randomUUID } from 'node:crypto';
import type { StubBank } from '../bank/stub-bank.js';
import { bearer } from '../client/credentials.js';
import { finding, isGood, verdictOf, type Exchange, type Finding } from '../client/exchange.js';
import { Failed, mintOf, type ProbeContext } from '../probe/probe.js';
import { stillOpen } from './logout.js';

/** A service may be slow to find out that the bank is back. */
export const HEARS_WITHIN = 8;
/** Who heard nothing in that time will hardly hear more in the next probe. */
const IGNORED_WITHIN = 1;
export const HEARS_WITHIN_MS = HEARS_WITHIN * 1_000;
export const NEEDS = ['key', 'stub bank', 'consumer'] as const;

/** The bank talks, and the service has heard it. */
export async function followed(context: ProbeContext): Promise<StubBank> {
  const stubBank = stubBankOf(context);
  stubBank.mood = 'true';
  const sid = randomUUID();
  stubBank.revoke(sid);
  const within = stubBank.isIgnored ? IGNORED_WITHIN : context.hearsWithin;
  const last = await stillOpen(context, mintOf(context).tokens.token({ sid }), within);
  stubBank.isIgnored = last !== undefined;
  if (last !== undefined) {
    const asked = stubBank.asked === 0 ? 'it never asked for the feed' : `it asked ${stubBank.asked} times`;
    const kind = `the service does not follow the stub bank (${asked}): a revoked session`;
    throw new Failed([finding(kind, last)]);
  }
  return stubBank;
}

export function stubBankOf({ stubBank }: ProbeContext): StubBank {
  if (stubBank === undefined) throw new Error('no stub bank');
  return stubBank;
}

/** Calls the read, the write and the sensitive route with a token of an age; those that were not named answer undefined. */
export async function calls(
  context: ProbeContext,
  age: number,
): Promise<Record<'read' | 'write' | 'sensitive', Exchange | undefined>> {
  const headers = [bearer(mintOf(context).tokens.token({ age }))];
  const { service, write, sensitive } = context;
  const [one, two, three] = await Promise.all([
    service.read(headers),
    write && service.write(write, headers),
    sensitive && service.write(sensitive, headers),
  ]);
  return { read: one, write: two, sensitive: three };
}

/** `taken`, or why not. */
export const wordsOf = (exchange: Exchange): string => (isGood(exchange) ? 'taken' : verdictOf(exchange));

/** Compares what routes said with what they were to say; a route that was not named says nothing. */
export function differences(
  when: string,
  said: Awaited<ReturnType<typeof calls>>,
  wanted: Partial<Record<keyof typeof said, string>>,
): Finding[] {
  return Object.entries(wanted).flatMap(([route, right]) => {
    const exchange = said[route as keyof typeof said];
    const words = exchange && wordsOf(exchange);
    return words === undefined || words === right
      ? []
      : [finding(`${when}, ${route}`, exchange!, `${words}, not ${right}`)];
  });
}

export const RENEW = '401 renew_required';
export const FRESH = { read: 'taken', write: 'taken', sensitive: 'taken' };
