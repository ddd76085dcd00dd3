import { notRescued, schemes, twice, type Carriage } from '../attacks/tokens/carriage.js';
import { cookies } from '../attacks/tokens/cookies.js';
import { elsewhere } from '../attacks/tokens/elsewhere.js';
import type { Carrier } from '../attacks/tokens/forge.js';
import { otherWay } from '../attacks/tokens/rights.js';
import { ACCESS_COOKIE, bearer, claimsOf } from '../client/credentials.js';
import { finding, isGood } from '../client/exchange.js';
import { mintOf, type ProbeContext, type Probe } from '../probe/probe.js';
import { acceptedOf, taken } from '../probe/refused.js';

const isCookies = ({ kind }: Carriage): boolean => kind.includes('cookie');

/** Two tokens for one way that are both good, and different. */
async function twoGood({ good, mint, account }: ProbeContext, via: Carrier): Promise<[string, string]> {
  return [await good(via), mint?.tokens.token({ via }) ?? (await account?.logIn(via)) ?? ''];
}

export const transport: Probe[] = [
  {
    id: 'scheme',
    name: 'takes an Authorization header only as `Bearer`, one space and the token',
    sends: 'a good token under other schemes, without a space, quoted, with words after it, as a password',
    demands: '401',
    source: 'RFC 6750 §2.1',
    rules: ['bearer'],
    run: async (context) => taken(context, schemes(await context.good())),
  },
  {
    id: 'junk-bearer-good-cookie',
    name: 'does not let a good cookie rescue a bad Authorization header',
    sends: 'thirteen bad Authorization headers next to a good cookie',
    demands: '401',
    source: 'service contract: the transport is chosen before anything is verified',
    rules: ['no-rescue'],
    run: async (context) => taken(context, notRescued(await context.good('cookie'))),
  },
  {
    id: 'two-headers',
    name: 'refuses more than one Authorization header, whichever is good',
    sends: 'two and three Authorization headers: equal, different, empty, of other schemes',
    demands: '401',
    source: 'RFC 9110 §5.3, §11.6.2: it is no list, so it stands once',
    rules: ['one-header'],
    run: async (context) =>
      taken(
        context,
        twice(...(await twoGood(context, 'bearer'))).filter((one) => !isCookies(one)),
      ),
  },
  {
    id: 'two-cookies',
    name: 'takes several access cookies only if those that verify are of one session',
    sends:
      'good cookies of two sessions in one header and in two, the same next to a bad one, twenty bad; `good-token` sends one good and one bad',
    demands: '401 where there is not exactly one session',
    source: 'RFC 6265 §5.4 (a sibling host can plant one, in either order)',
    rules: ['several-cookies'],
    run: async (context) => taken(context, twice(...(await twoGood(context, 'cookie'))).filter(isCookies)),
  },
  {
    id: 'cookie-name',
    name: 'takes the cookie by its exact name and its plain value',
    sends: 'a good token in cookies of near names, in quotes, encoded, signed, behind other cookies',
    demands: '401',
    source: 'RFC 6265 §5.2; RFC 6265bis §4.1.3 (`__Secure-`)',
    rules: ['cookie'],
    run: async (context) => taken(context, cookies(await context.good('cookie'))),
  },
  {
    id: 'one-way',
    name: 'takes a token of version 2 only on the way that it was issued for, and lets it end its session on both',
    sends:
      'tokens for the cookie as bearer and the reverse; a good cookie before and after one with a token for programs; a logout with a token for the cookie as bearer',
    demands: '401 `token_invalid`; 2xx for the good cookie and for the logout',
    source: 'service contract: `trv`; docs/tokens.md, how they travel',
    rules: ['trv', 'several-cookies'],
    needs: ['key'],
    run: async (context) => {
      const { service, isBank } = context;
      const { tokens } = mintOf(context);
      const lifted = await acceptedOf(otherWay)(context);
      const planted = tokens.token({ via: 'bearer' });
      const good = tokens.token({ via: 'cookie' });
      const orders = [`${planted}; ${ACCESS_COOKIE}=${good}`, `${good}; ${ACCESS_COOKIE}=${planted}`];
      // The bank looks at one session only: the one of the refresh cookie.
      const next = await Promise.all(
        (isBank ? [] : orders).map((value) => service.read([['Cookie', `${ACCESS_COOKIE}=${value}`]])),
      );
      const out = await service.write({ method: 'POST', path: '/api/logout' }, [
        bearer(tokens.token({ via: 'cookie' })),
      ]);
      return [
        ...lifted,
        ...next.filter((one) => !isGood(one)).map((one) => finding('a good cookie next to a planted one', one)),
        ...(isGood(out) ? [] : [finding('logout with a token for the cookie as bearer', out)]),
      ];
    },
  },
  {
    id: 'elsewhere',
    name: 'looks for a token, or a name, nowhere else',
    sends: 'a good token in the query and in 28 other headers; a user id in 20 headers of proxies',
    demands: '401',
    source: 'RFC 6750 §2.3, §5.3 (no token in an address); service contract: client headers never name a caller',
    rules: ['nowhere-else'],
    run: async (context) => {
      const token = await context.good();
      return taken(context, elsewhere(token, String(claimsOf(token)['sub'])));
    },
  },
];
