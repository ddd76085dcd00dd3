import type { Carriage } from '../attacks/tokens/carriage.js';
import type { BadToken, Carriers, Forge } from '../attacks/tokens/forge.js';
import { gather } from '../client/gather.js';
import { accessCookie, bearer } from '../client/credentials.js';
import { finding, type Exchange, type Finding } from '../client/exchange.js';
import { mintOf, type ProbeContext } from './probe.js';
import { isRefusedEarly, mayStopAtDoor, errorsOfProblem } from '../client/problem.js';

/** Questions of a probe at once. */
export const WIDTH = 4;

/** How a token is sent. */
export const carry = { bearer, cookie: accessCookie };

const BOTH: Carriers = ['bearer', 'cookie'];

type Headers = readonly (readonly [string, string])[];

function errorsOf(
  kind: string,
  headers: Headers,
  exchange: Exchange,
  codes: readonly string[],
  parts: readonly string[],
  secret?: string,
): Finding[] {
  if (mayStopAtDoor(headers) && isRefusedEarly(exchange.answer)) return [];
  const errors = errorsOfProblem(exchange.answer, codes, parts, secret);
  return errors.length === 0 ? [] : [finding(kind, exchange, errors.join('; '))];
}

/** Sends each wrong token in each of the ways that it can travel, and answers what was not refused as it must be. */
export async function accepted(
  context: ProbeContext,
  kinds: readonly BadToken[],
  ways: Carriers = BOTH,
): Promise<Finding[]> {
  const attempts = kinds
    .filter(({ at }) => at === undefined || at === context.audience)
    .flatMap((bad) => (bad.carriers ?? BOTH).map((carrier) => ({ bad, carrier })))
    .filter(({ carrier }) => ways.includes(carrier));
  return gather(
    chosen(attempts, context),
    async ({ bad, carrier }) => {
      const headers = [carry[carrier](bad.token)];
      const exchange = await context.service.read(headers);
      const [codes, parts] = [bad.codes ?? ['token_invalid'], bad.token.split('.')];
      return errorsOf(`${bad.kind} (${carrier})`, headers, exchange, codes, parts, context.mint?.key.secret);
    },
    WIDTH,
  );
}

/** All kinds, or so many of them as there is time for: the first, and others far apart. */
export function chosen<T>(kinds: readonly T[], { mostKinds }: ProbeContext): readonly T[] {
  const step = Math.max(1, kinds.length / mostKinds);
  return kinds.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

type Family = (forge: Forge) => BadToken[];

/** Starts the kinds from tokens made at this moment: what is wrong before the claims is the same in every version. */
export function acceptedOf(...families: Family[]): (context: ProbeContext) => Promise<Finding[]> {
  return (context) => acceptedFrom(context, families, ({ claims }) => claims['ver'] !== 1);
}

/** The same, in both versions of the contract. */
export function acceptedInBoth(...families: Family[]): (context: ProbeContext) => Promise<Finding[]> {
  return (context) => acceptedFrom(context, families, () => true);
}

async function acceptedFrom(
  context: ProbeContext,
  families: readonly Family[],
  isWanted: (forge: Forge) => boolean,
): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const index of mintOf(context).forges().keys()) {
    // Of this moment: some kinds are wrong by seconds.
    const forge = mintOf(context).forges()[index]!;
    if (!isWanted(forge)) continue;
    const kinds = families.flatMap((family) => family(forge));
    const named = forge.claims['ver'] === 1 ? kinds.map((one) => ({ ...one, kind: `version 1, ${one.kind}` })) : kinds;
    // Some guessed keys are the right one: a shared key given as base64url is its own guess.
    const bad = named.filter(({ token }) => token !== forge.perfect);
    found.push(...(await accepted(context, bad, forge.carriers)));
  }
  return found;
}

/** Sends each way of carrying a token that must not be taken for one. */
export async function taken(context: ProbeContext, kinds: readonly Carriage[]): Promise<Finding[]> {
  return gather(
    chosen(kinds, context),
    async ({ kind, headers, query }) => {
      const exchange = await context.service.read(headers, query);
      return errorsOf(kind, headers, exchange, ['token_missing', 'token_invalid'], []);
    },
    WIDTH,
  );
}
