import { expect, test } from '@playwright/test';
import { CHECKS } from './reference-service/checks.ts';
import { probeReferenceService } from './probe-reference-service.ts';

// Thousands of questions each: a busy machine takes its time.
test.describe.configure({ mode: 'parallel', timeout: 300_000 });

/** Which probe misses a check that is taken out; under ES256 where it takes that to see it. */
const MISSED_BY: Record<string, string> = {
  'three parts': 'three-parts',
  'one base64url': 'base64url',
  'canonical JSON': 'canonical-json duplicate-members odd-numbers',
  'unreadable is refused': 'never-fails',
  'header members': 'crit offered-keys header-members',
  typ: 'typ',
  'known kid': 'kid',
  'alg of the key': 'alg-none alg-mismatch',
  signature: 'signature-modified signature-moved signature-forged foreign-keys',
  iss: 'issuer',
  'aud names me': 'audience',
  'aud is a list': 'audience',
  ids: 'ids',
  'whole seconds': 'claim-forms',
  lifetime: 'lifetime',
  'claim forms': 'claim-forms',
  'known version': 'versions',
  'claims of version 2': 'rights-claims',
  'known claims': 'extra-claims',
  exp: 'expired',
  iat: 'future',
  'bearer scheme': 'scheme',
  'one header': 'two-headers',
  'no rescue by cookie': 'junk-bearer-good-cookie',
  'cookie name': 'cookie-name',
  'one cookie verifies': 'two-cookies',
  'nowhere else': 'elsewhere',
  'way of the token': 'one-way',
  'planted is not counted': 'one-way',
  'logout on both ways': 'one-way',
  'roles of the caller': 'me-roles',
  role: 'role-missing',
  'names the role': 'role-missing',
  'rights in force': 'rights-changed',
  'rights before roles': 'rights-changed',
  'fetch site': 'csrf',
  origin: 'csrf',
  evidence: 'csrf',
  'own origin': 'csrf',
  'GET changes nothing': 'safe-methods',
  'JSON only': 'json-only',
  'bearer from anywhere': 'own-page',
  'problem type': 'refusal-shape',
  challenge: 'refusal-shape',
  'blames only what came': 'no-token',
  'no-store': 'kept-by-nobody refusal-shape',
  'one wording': 'same-words',
  'request id': 'refusal-shape',
  'no redirect': 'no-redirect',
  'no CORS': 'head-options',
  'HEAD as GET': 'head-options',
  alive: 'alive',
  'operators only': 'operators-only',
  revoked: 'revoked logout',
  'logout ends here': 'logout',
  'logout of the over': 'logout-expired',
  'logout clears the cookie': 'logout',
  'logout is told': 'logout-told',
  'stream type': 'stream-opens',
  'stream is guarded': 'stream-refuses',
  'stream speaks at once': 'stream-opens',
  'stream says why': 'stream-ends stream-expires stream-told',
  'stream closes': 'stream-ends stream-expires stream-told',
  'stream ends: session_ended': 'stream-ends stream-told',
  'stream ends: renew_required': 'stream-told',
  'stream ends: token_expired': 'stream-expires',
  'stream of a renewed session': 'stream-expires',
  'page renews': 'page-renewal',
  'page of its own': 'page-renewal',
  'fetches get 401': 'page-fetch',
  'write staleness': 'never-heard',
  'sensitive staleness': 'never-heard feed-loss',
  'age of the token': 'good-token never-heard feed-loss',
  'feed signature': 'forged-feed',
  'feed kid': 'forged-feed',
  'feed alg': 'forged-feed',
  'feed typ': 'forged-feed',
  'feed iss': 'forged-feed',
  'feed claims': 'forged-feed',
  'feed text': 'forged-feed',
  'feed is newer': 'feed-loss',
  'feed is of now': 'future-feed',
  'feed teaches': 'future-feed',
  'feed lists': 'forged-feed',
  'newest rights win': 'rights-changed',
  'rights since version 2': 'older-bank',
  'cursor goes on': 'deleted',
  'deleted are removed': 'deleted',
  'heartbeat of my set': 'feed-loss',
  'asks again': 'forged-feed',
  'starts without the bank': 'revoked',
};

/** What sums up needs something to sum up. */
const SUMS = new Set(['same-words', 'never-fails']);
/** Most of the time they wait. */
const WIDTH = 16;

test('a service written elsewhere, with every check, passes every probe', async () => {
  const [shared, curve] = await Promise.all([
    probeReferenceService(),
    probeReferenceService({
      alg: 'ES256',
      only: ['good-token', 'key-confusion', 'alg-mismatch', 'same-words', 'never-fails'],
    }),
  ]);
  expect([...shared, ...curve].filter(({ verdict }) => verdict === 'failed')).toEqual([]);
  expect(shared.filter(({ verdict }) => verdict === 'skipped').map(({ id }) => id)).toEqual([
    'key-confusion',
    'bank-logout',
  ]);
});

test('it passes the quick run, which waits for nothing', async () => {
  const results = await probeReferenceService({ isQuick: true });
  expect(results.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
  expect(results).toHaveLength(40);
});

test('it passes behind a proxy too, and with the habits of other servers and frameworks', async () => {
  const only = [
    ...['good-token', 'no-token', 'three-parts', 'typ', 'expired', 'two-headers', 'two-cookies', 'csrf', 'own-page'],
    ...['refusal-shape', 'kept-by-nobody', 'head-options', 'operators-only', 'alive', 'logout'],
    ...['same-words', 'never-fails'],
  ];
  const results = await probeReferenceService({ isBehindProxy: true, only });
  expect(results.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
});

test('the same service with any one check taken out fails the probe that names the danger, and accepts who is good', async () => {
  expect(Object.keys(MISSED_BY)).toEqual([...CHECKS]);
  const variants = Object.entries(MISSED_BY).map(([without, probes]) => ({ without, missedBy: probes.split(' ') }));
  const errors: string[] = [];
  const lane = async (): Promise<void> => {
    for (let next = variants.shift(); next !== undefined; next = variants.shift()) {
      const { without, missedBy } = next;
      const material = missedBy.some((id) => SUMS.has(id)) ? ['three-parts', 'canonical-json'] : [];
      const results = await probeReferenceService({ without, only: ['good-token', ...missedBy, ...material] });
      const passed = results.filter(({ verdict }) => verdict === 'passed').map(({ id }) => id);
      if (!passed.includes('good-token') && !missedBy.includes('good-token'))
        errors.push(`without ${without}: a good token is refused`);
      const green = missedBy.filter((id) => passed.includes(id));
      errors.push(...green.map((id) => `without ${without}: ${id} passes`));
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
  expect(errors).toEqual([]);
});

test('a service that lets the header of a token choose the algorithm takes a public key for a secret', async () => {
  const results = await probeReferenceService({ without: 'alg of the key', alg: 'ES256', only: ['key-confusion'] });
  expect(results.map(({ verdict }) => verdict)).toEqual(['failed']);
  expect(results[0]?.failures.map(({ kind }) => kind).join('\n')).toContain('HS256 with PEM of the public key');
});
