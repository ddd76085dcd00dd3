import type { Contestant } from './contestants.ts';
import type { VerifyPlan } from './plan.ts';

/** Which of ours does what the libraries do. */
export const OURS = 'Latchkey, a token';

interface Verifies {
  verify: (what: unknown, route?: unknown) => unknown;
}

/** What is used of the installed verifier: this workspace knows its sources no more than those of the peers. */
export interface VerifierModule {
  readonly KeyRing: new (keys: unknown) => unknown;
  readonly keySetOfFile: (text: string, holder: { holdsPrivateKeys: boolean }) => unknown;
  readonly TokenVerifier: new (ring: unknown, rules: object) => Verifies;
  readonly RequestVerifier: new (parts: object) => Verifies;
  readonly CookieBinding: new (isIssuer: boolean) => unknown;
  readonly RevocationSet: new (keptSeconds: number) => { onNews: unknown };
  readonly FollowedRevocations: new (set: unknown, local: object) => unknown;
  readonly SessionWatch: new (revoked: unknown) => unknown;
}

const USUAL = {
  allowsExpired: false,
  allowsRevoked: false,
  allowsSameSite: false,
  maxStaleness: undefined,
  isSensitive: false,
  roles: [],
};

/** Ours: the text of a token alone, and all that a guard does with a request. */
export function latchkeyContestants(plan: VerifyPlan, verifier: VerifierModule): Contestant[] {
  const { issuer, audience } = plan;
  const keys = verifier.keySetOfFile(JSON.stringify({ keys: [plan.key] }), { holdsPrivateKeys: false });
  const tokens = (): Verifies =>
    new verifier.TokenVerifier(new verifier.KeyRing(keys), { issuer, audience, tokenTtl: 900 });
  const requests = (): Verifies => {
    const local = { has: () => false, onNews: () => {} };
    const revoked = new verifier.FollowedRevocations(new verifier.RevocationSet(960), local);
    return new verifier.RequestVerifier({
      tokens: tokens(),
      pages: { ownOrigin: issuer, sameSiteOrigins: () => [] },
      binding: new verifier.CookieBinding(false),
      revoked,
      watch: new verifier.SessionWatch(revoked),
      sessionAbsolute: 43_200,
    });
  };
  return [
    {
      name: OURS,
      remembers: true,
      make: () => {
        const own = tokens();
        return ({ text }) => own.verify(text);
      },
    },
    {
      name: 'Latchkey, a request',
      remembers: true,
      make: () => {
        const own = requests();
        return ({ request }) => own.verify(request, USUAL);
      },
    },
  ];
}
