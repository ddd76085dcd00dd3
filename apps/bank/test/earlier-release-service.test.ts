import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { issuerOf } from '@latchkey/auth';
import { releases, waitUntil } from '@latchkey/testing';
import type { Verifier } from '@latchkey/verifier';
import { login, OWN_ORIGIN, PASSWORD, register, startBank, type Bank } from './bank.js';
import { changeRights, deleteAccounts } from './feed-reader.js';
import { cookieTokens, tokensOf } from './refresh-client.js';
import { sql } from './signed-in.js';

const ANY_CALLER = {
  allowsExpired: false,
  allowsRevoked: false,
  allowsSameSite: false,
  maxStaleness: undefined,
  isSensitive: false,
  roles: [],
};

// A service that was not upgraded yet follows a bank of this release.
describe.each(releases)('a service of $name', (release) => {
  let bank: Bank;
  let service: Verifier;
  const removed: string[] = [];
  beforeAll(async () => {
    bank = await startBank();
    await register(bank, 'ada').expect(201);
    const [{ Verifier: Before }, { MemoryStore, verifierStore }] = [await release.verifier(), await release.stores()];
    const issuer = issuerOf(bank.config);
    const times = { keptSeconds: 1020, sessionAbsolute: 43_200 };
    service = new Before({
      issuer,
      audience: 'retirement',
      bankUrl: bank.url,
      keys: { secret: bank.config.JWT_SECRET! },
      pages: { ownOrigin: 'http://retirement.demo.localhost:3002', sameSiteOrigins: () => [OWN_ORIGIN] },
      store: verifierStore(new MemoryStore(), { issuer, audience: 'retirement', ...times }),
      onDeleted: async (sub) => void removed.push(sub),
    });
    await service.start();
    await waitUntil(() => service.revoked.age() < 2);
  });
  afterAll(async () => {
    await service?.stop();
    await bank?.close();
  });

  /** What the service says of a request with these headers. */
  async function said(headers: Record<string, string>): Promise<string> {
    const request = { method: 'GET', url: '/api/me', headers, rawHeaders: Object.entries(headers).flat() };
    try {
      await service.verify(request as never, ANY_CALLER);
      return 'let in';
    } catch (error) {
      return (error as { code: string }).code;
    }
  }
  const bearer = ({ access_token: token }: { access_token: string }) => ({ authorization: `Bearer ${token}` });

  test.each([1, 2])('lets in whom the bank logs in at version %i, and refuses who logged out', async (version) => {
    await sql(bank, 'UPDATE token_contract SET version = $1', [version]);
    const versionOf = async () => {
      const { access_token: token } = await tokensOf(bank);
      return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).ver as number;
    };
    await waitUntil(async () => (await versionOf()) === version);
    const program = await tokensOf(bank);
    expect(await said(bearer(program))).toBe('let in');
    const headers = { Origin: OWN_ORIGIN, 'Sec-Fetch-Site': 'same-origin' };
    const page = { username: 'ada', password: PASSWORD, transport: 'cookie' };
    const browser = cookieTokens(await bank.request.post('/api/login').set(headers).send(page).expect(200));
    expect(await said({ cookie: `__Secure-latchkey=${browser.access_token}` })).toBe('let in');
    await bank.request.post('/api/logout').set(bearer(program)).expect(204);
    await waitUntil(async () => (await said(bearer(program))) === 'session_ended');
  });

  test('hears of changed rights and of deleted accounts', async () => {
    const program = await tokensOf(bank);
    const [row] = await sql<{ id: string }>(bank, "SELECT id FROM users WHERE username = 'ada'");
    await changeRights(bank, [row!.id]);
    await waitUntil(async () => (await said(bearer(program))) === 'renew_required');
    expect(await said(bearer((await login(bank, 'ada')).body))).toBe('let in');
    const [gone] = await deleteAccounts(bank, 1);
    await waitUntil(() => removed.includes(gone!));
  });

  test('tells the bank of a logout, and the bank believes it', async () => {
    const program = await tokensOf(bank);
    const claims = service.tokens.verify(program.access_token);
    await service.logout({ claims, text: program.access_token });
    const ended = () =>
      sql<{ end_reason: string | null }>(bank, 'SELECT end_reason FROM sessions WHERE id = $1', [claims.sid]);
    await waitUntil(async () => (await ended())[0]?.end_reason === 'logout');
  });
});
