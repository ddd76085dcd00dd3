import type { Carrier } from '../attacks/tokens/forge.js';
import { bearer, claimsOf } from '../client/credentials.js';
import { until } from '../client/clock.js';
import { mintOf, Skipped, type ProbeContext, type Probe } from '../probe/probe.js';
import { finding, isGood, verdictOf, type Exchange } from '../client/exchange.js';
import { carry } from '../probe/refused.js';

export const LOGOUT = { method: 'POST', path: '/api/logout' };

/** What a service still says of a session after it must have heard of its end; undefined if it refuses it. */
export async function stillOpen(
  { service, bounds }: ProbeContext,
  token: string,
  within = bounds.ended,
  { via = 'bearer' as Carrier, refusal = '401 session_ended' } = {},
): Promise<Exchange | undefined> {
  let last: Exchange | undefined;
  const ended = await until(async () => {
    last = await service.read([carry[via](token)]);
    return verdictOf(last) === refusal;
  }, within * 1_000);
  return ended === undefined ? last : undefined;
}

/** Whether a browser drops the cookie by this line: one of the same reach that is over, and Secure, which its name asks for. */
function isCleared(line: string): boolean {
  const [, ...attributes] = line.split(';').map((one) => one.trim().toLowerCase());
  const valueOf = (name: string): string | undefined =>
    attributes.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  const [age, expires] = [valueOf('max-age'), valueOf('expires')];
  const isOver = age === undefined ? Date.parse(expires ?? '') < Date.now() : Number(age) <= 0;
  return isOver && attributes.includes('secure') && valueOf('path') === '/' && (valueOf('domain') ?? '') !== '';
}

/** The bank can end only what it began. */
export async function realSession({ isBank, mint, account }: ProbeContext, via: Carrier): Promise<string> {
  if (isBank && account === undefined) throw new Skipped('needs a login: the bank ends only sessions that it began');
  return (
    (await (isBank ? account?.logIn(via) : undefined)) ??
    mint?.tokens.token({ via }) ??
    (await account?.logIn(via)) ??
    ''
  );
}

export const logout: Probe[] = [
  {
    id: 'logout',
    name: 'ends the session at once where somebody logs out, and takes the cookie away',
    sends: '`POST /api/logout` as bearer and as cookie, then the guarded GET with the same token',
    demands:
      '2xx; `__Secure-latchkey` over (`Max-Age` or `Expires`), with its `Domain`, `Path=/` and `Secure`; then 401 `session_ended`',
    source: 'docs/architecture.md, the walk of a logout',
    rules: ['logout-here', 'logout-cookies'],
    run: async (context) => {
      const { service } = context;
      const found = await Promise.all(
        (['bearer', 'cookie'] as const).map(async (via) => {
          const token = await realSession(context, via);
          const way = `as ${via}`;
          const out = await service.write(LOGOUT, [carry[via](token)]);
          if (!isGood(out)) return [finding(way, out)];
          const lines =
            out.answer?.headers.get('set-cookie')?.filter((one) => one.startsWith('__Secure-latchkey=')) ?? [];
          const last = await stillOpen(context, token, undefined, { via });
          return [
            ...(lines.some(isCleared)
              ? []
              : [finding(way, out, `the access cookie is not cleared: ${lines.join() || 'no Set-Cookie'}`)]),
            ...(last === undefined ? [] : [finding(`${way}, afterwards`, last)]),
          ];
        }),
      );
      return found.flat();
    },
  },
  {
    id: 'logout-expired',
    name: 'lets a token that is over end its own session, and nothing that is not authentic end any',
    sends: '`POST /api/logout` with a token that is over for a minute; with one of another key',
    demands: '2xx; 401 `token_invalid`',
    source: 'docs/tokens.md: an authentic access token may always end its own session',
    rules: ['logout-expired'],
    needs: ['key'],
    run: async (context) => {
      const { tokens } = mintOf(context);
      const over = await context.service.write(LOGOUT, [bearer(tokens.token({ age: context.bounds.tokenTtl + 60 }))]);
      const [header, payload] = tokens.token().split('.');
      const forged = await context.service.write(LOGOUT, [bearer(`${header}.${payload}.${'A'.repeat(43)}`)]);
      return [
        ...(isGood(over) ? [] : [finding('a token that is over', over)]),
        ...(verdictOf(forged) === '401 token_invalid' ? [] : [finding('a forged token', forged)]),
      ];
    },
  },
  {
    id: 'bank-logout',
    name: 'refuses a session within a second after its end at the bank',
    sends: 'a real login, the guarded GET, a logout at the bank, the guarded GET again',
    demands:
      '2xx, then 401 `session_ended` within 1 s (`--ended-within`); the other session of the same person lives on',
    source: 'docs/tokens.md, what a service knows of a logout',
    rules: ['feed-follow', 'session-ended'],
    needs: ['login'],
    run: async (context) => {
      const { account, service } = context;
      if (account === undefined) throw new Error('no login');
      const [token, other] = [await account.logIn(), await account.logIn()];
      const before = await service.read([bearer(token)]);
      await account.logOut(token);
      const last = await stillOpen(context, token);
      const neighbour = await service.read([bearer(other)]);
      await account.logOut(other);
      return [
        ...(isGood(before) ? [] : [finding('before', before)]),
        ...(last === undefined ? [] : [finding(`after the logout of ${String(claimsOf(token)['sid'])}`, last)]),
        ...(isGood(neighbour) ? [] : [finding('the other session', neighbour)]),
      ];
    },
  },
];
