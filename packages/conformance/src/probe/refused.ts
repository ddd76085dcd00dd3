import type { Carriage } from '../attacks/tokens/carriage.js';
import type { BadToken, Forge } from '../attacks/tokens/forge.js';
import { gather } from '../client/gather.js';
import { accessCookie, bearer } from '../client/credentials.js';
import type { RawResponse } from '../client/raw-http.js';
import { mintOf, type ProbeContext } from './probe.js';
import { isRefusedEarly, mayStopAtDoor, errorsOfProblem } from '../client/problem.js';

/** Questions of a probe at once. */
export const WIDTH = 4;

const carry = { bearer, cookie: accessCookie };

type Headers = readonly (readonly [string, string])[];

function errorsOf(
  kind: string,
  headers: Headers,
  answer: RawResponse | null,
  codes: readonly string[],
  secrets: readonly string[],
): string[] {
  if (mayStopAtDoor(headers) && isRefusedEarly(answer)) return [];
  const errors = errorsOfProblem(answer, codes, secrets);
  return errors.length === 0 ? [] : [`${kind}: ${errors.join('; ')}`];
}

/** Sends each wrong token in each way it can travel, and answers what was not refused as it must be. */
export async function accepted(context: ProbeContext, kinds: readonly BadToken[]): Promise<string[]> {
  const attempts = kinds
    .filter(({ at }) => at === undefined || at === context.audience)
    .flatMap((bad) => (bad.carriers ?? (['bearer', 'cookie'] as const)).map((carrier) => ({ bad, carrier })));
  return gather(
    attempts,
    async ({ bad, carrier }) => {
      const headers = [carry[carrier](bad.token)];
      const secrets = [...bad.token.split('.'), context.mint?.key.secret ?? ''];
      const answer = await context.service.read(headers);
      return errorsOf(`${bad.kind} (${carrier})`, headers, answer, bad.codes ?? ['token_invalid'], secrets);
    },
    WIDTH,
  );
}

/** Starts the kinds from a token made at this moment. */
export function acceptedOf(
  ...families: ((forge: Forge) => BadToken[])[]
): (context: ProbeContext) => Promise<string[]> {
  return (context) => {
    const forge = mintOf(context).forge();
    const kinds = families.flatMap((family) => family(forge));
    // Some guessed keys are the right one: a shared key given as base64url is its own guess.
    return accepted(
      context,
      kinds.filter(({ token }) => token !== forge.perfect),
    );
  };
}

/** Sends each way of carrying a token that must not be taken for one. */
export async function taken(context: ProbeContext, kinds: readonly Carriage[]): Promise<string[]> {
  return gather(
    kinds,
    async ({ kind, headers, query }) => {
      const answer = await context.service.read(headers, query);
      return errorsOf(kind, headers, answer, ['token_missing', 'token_invalid'], []);
    },
    WIDTH,
  );
}
