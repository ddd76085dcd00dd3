import type { Carriage } from '../bad-input/tokens/carriage.js';
import type { BadToken, Forge } from '../bad-input/tokens/forge.js';
import { faultsOf, gather } from '../bad-input/verdict.js';
import { accessCookie, bearer } from '../house/persona.js';
import { mintOf, type Means } from './probe.js';

/** Questions of a probe at once. */
export const WIDTH = 4;

const carry = { bearer, cookie: accessCookie };

/** Sends each wrong token in each way it can travel, and answers what was not refused as it must be. */
export async function accepted(means: Means, kinds: readonly BadToken[]): Promise<string[]> {
  const attempts = kinds
    .filter(({ at }) => at === undefined || at === means.audience)
    .flatMap((bad) => (bad.carriers ?? (['bearer', 'cookie'] as const)).map((carrier) => ({ bad, carrier })));
  return gather(
    attempts,
    async ({ bad, carrier }) => {
      const answer = await means.service.read([carry[carrier](bad.token)]);
      const expected = {
        codes: bad.refusal ?? ['token_invalid'],
        statuses: [401],
        secrets: [...bad.token.split('.'), means.mint?.key.secret ?? ''],
        within: Infinity,
      };
      return faultsOf(answer, expected).map((fault) => `${bad.kind} (${carrier}): ${fault}`);
    },
    WIDTH,
  );
}

/** Starts the kinds from a token made at this moment. */
export function acceptedOf(...families: ((forge: Forge) => BadToken[])[]): (means: Means) => Promise<string[]> {
  return (means) => {
    const forge = mintOf(means).forge();
    const kinds = families.flatMap((family) => family(forge));
    // Some guesses at a key meet it: a shared key given as base64url is its own guess.
    return accepted(
      means,
      kinds.filter(({ token }) => token !== forge.perfect),
    );
  };
}

/** Sends each way of carrying a token that must not be taken for one. */
export async function taken(means: Means, kinds: readonly Carriage[]): Promise<string[]> {
  return gather(
    kinds,
    async ({ kind, headers, query }) => {
      const answer = await means.service.read(headers, query);
      const expected = { codes: ['token_missing', 'token_invalid'], statuses: [401], secrets: [], within: Infinity };
      return faultsOf(answer, expected).map((fault) => `${kind}: ${fault}`);
    },
    WIDTH,
  );
}
