import type { Verify } from './contestants.ts';
import type { VerifyPlan } from './plan.ts';

interface Verifies {
  verify: (what: unknown, route?: unknown) => unknown;
}

/** What is used of the installed verifier: this workspace knows its sources no more than those of the peers. */
interface VerifierModule {
  readonly KeyRing: new (keys: unknown) => unknown;
  readonly keySetOfFile: (text: string, holder: { holdsPrivateKeys: boolean }) => unknown;
  readonly TokenVerifier: new (ring: unknown, rules: object) => Verifies;
  readonly RequestVerifier: new (parts: object) => Verifies;
  readonly CookieBinding: new (isIssuer: boolean) => unknown;
  readonly RevocationSet: new (keptSeconds: number) => unknown;
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

async function tokensOf(plan: VerifyPlan): Promise<{ tokens: Verifies; verifier: VerifierModule }> {
  const verifier = (await import(plan.verifier)) as VerifierModule;
  const { issuer, audience } = plan;
  const keys = verifier.keySetOfFile(JSON.stringify({ keys: [plan.key] }), { holdsPrivateKeys: false });
  const rules = { issuer, audience, tokenTtl: 900 };
  return { tokens: new verifier.TokenVerifier(new verifier.KeyRing(keys), rules), verifier };
}

/** The text of a token, as the libraries take it. */
export async function latchkeyToken(plan: VerifyPlan): Promise<Verify> {
  const { tokens } = await tokensOf(plan);
  return ({ text }) => tokens.verify(text);
}

/** All that a guard does with a request. */
export async function latchkeyRequest(plan: VerifyPlan): Promise<Verify> {
  const { tokens, verifier } = await tokensOf(plan);
  const local = { has: () => false, onNews: () => {} };
  const revoked = new verifier.FollowedRevocations(new verifier.RevocationSet(960), local);
  const requests = new verifier.RequestVerifier({
    tokens,
    pages: { ownOrigin: plan.issuer, sameSiteOrigins: () => [] },
    binding: new verifier.CookieBinding(false),
    revoked,
    watch: new verifier.SessionWatch(revoked),
    sessionAbsolute: 43_200,
  });
  return ({ request }) => requests.verify(request, USUAL);
}
