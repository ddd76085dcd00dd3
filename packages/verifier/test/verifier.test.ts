import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { TEST_ISSUER, TEST_SECRET, token, cookieToken } from '@latchkey/testing/tokens';
import { TokenError } from '../src/index.js';
import { accessOf } from '../src/latchkey/guard-options.js';
import type { RouteAccess, VerifiedRequest } from '../src/request/request-verifier.js';
import { MemoryStore, verifierStore } from '../src/storage/stores.js';
import { Verifier } from '../src/verifier.js';

let verifier: Verifier;
beforeEach(async () => {
  const [issuer, audience, sessionAbsolute] = [TEST_ISSUER, 'retirement', 43_200];
  verifier = new Verifier({
    issuer,
    audience,
    sessionAbsolute,
    keys: { secret: TEST_SECRET },
    pages: { ownOrigin: 'https://retirement.example.com', sameSiteOrigins: () => [] },
    store: verifierStore(new MemoryStore(), { issuer, audience, keptSeconds: 1020, sessionAbsolute }),
    // Nobody listens there: the bank is away.
    bankUrl: 'http://127.0.0.1:1',
  });
  await verifier.start();
});
afterEach(() => verifier.stop());

/** A request of a real server, as Node hands it on. */
async function requestWith(headers: Record<string, string>, method = 'GET'): Promise<IncomingMessage> {
  const seen = Promise.withResolvers<IncomingMessage>();
  const server = createServer((request, response) => {
    seen.resolve(request);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { method, headers });
  await new Promise((resolve) => server.close(resolve));
  return seen.promise;
}

const verify = async (request: IncomingMessage, route: Partial<RouteAccess> = {}): Promise<VerifiedRequest> =>
  verifier.verify(request, { ...accessOf({}), ...route });
const bearer = (text: string): Record<string, string> => ({ authorization: `Bearer ${text}` });
const codeOf = (verdict: Promise<unknown>): Promise<string> =>
  verdict.then(
    () => 'accepted',
    (error: TokenError) => `${error.status} ${error.code}`,
  );

test('says who calls, by which token, and how it travelled', async () => {
  const sub = randomUUID();
  const text = token({ sub });
  const verified = await verify(await requestWith(bearer(text)));
  expect(verified).toMatchObject({ claims: { sub }, text, via: 'bearer' });
});

test('an error tells status and headers for the client, and a reason for the log', async () => {
  const error = await verify(await requestWith(bearer('x.y.z'))).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(TokenError);
  expect(error).toMatchObject({
    status: 401,
    code: 'token_invalid',
    reason: 'not_canonical_base64url',
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  });
});

test('while the bank is away an older token may read, and not write', async () => {
  const iat = Math.floor(Date.now() / 1000) - 400;
  const headers = bearer(token({ iat, exp: iat + 900, auth_time: iat }));
  expect(await codeOf(verify(await requestWith(headers)))).toBe('accepted');
  expect(await codeOf(verify(await requestWith(headers, 'POST')))).toBe('401 renew_required');
});

test('a logout counts at once, though the bank cannot be told', async () => {
  const request = await requestWith(bearer(token()));
  await verifier.logout(await verify(request));
  expect(await codeOf(verify(request))).toBe('401 session_ended');
});

test('a route may ask for one of several roles, and whoever lacks them is told which', async () => {
  const verdictOf = async (roles: string[], ...asked: string[]): Promise<TokenError | 'accepted'> =>
    verify(await requestWith(bearer(token({ roles }))), { roles: asked }).then(
      () => 'accepted' as const,
      (error: TokenError) => error,
    );
  expect(await verdictOf(['adviser', 'support'], 'adviser')).toBe('accepted');
  expect(await verdictOf(['support'], 'adviser', 'support')).toBe('accepted');
  expect(await verdictOf([])).toBe('accepted');
  expect(await verdictOf(['support'], 'adviser', 'auditor')).toMatchObject({
    status: 403,
    code: 'role_missing',
    message: 'This needs the role adviser or auditor.',
    members: { roles: ['adviser', 'auditor'] },
    headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' },
  });
});

test('a token counts only in the transport that it was given for, but for its own logout', async () => {
  const lifted = await requestWith(bearer(cookieToken()), 'POST');
  expect(await codeOf(verify(lifted))).toBe('401 token_invalid');
  expect(await codeOf(verify(lifted, { allowsExpired: true, allowsRevoked: true }))).toBe('accepted');
});

test('a logout takes an expired token, and nothing else does', async () => {
  const iat = Math.floor(Date.now() / 1000) - 1_000;
  const request = await requestWith(bearer(token({ iat, exp: iat + 900, auth_time: iat })), 'POST');
  expect(await codeOf(verify(request))).toBe('401 token_expired');
  expect(await codeOf(verify(request, { allowsExpired: true, allowsRevoked: true }))).toBe('accepted');
});

test('a token that was seen before passes without a promise', async () => {
  const request = await requestWith(bearer(token()));
  await verify(request);
  expect(verifier.verify(request, accessOf({}))).not.toBeInstanceOf(Promise);
});
