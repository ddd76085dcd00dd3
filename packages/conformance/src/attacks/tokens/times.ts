import type { BadToken, Forge, Members } from './forge.js';

/** The hard life of a token in seconds, as every service has it. */
const lifeOf = ({ claims }: Forge): number => Number(claims['exp']) - Number(claims['iat']);

/** Authentic, over: the one thing that a token of the right shape may learn. */
export function over(forge: Forge): BadToken[] {
  const life = lifeOf(forge);
  const ages = [1, 2, 10, 60, 61, 600, 3_600, 40_000];
  return ages.map((age) => {
    const exp = forge.now - age;
    const token = forge.withClaims({ auth_time: exp - life, iat: exp - life, exp });
    return { kind: `over for ${age} s`, token, codes: ['token_expired'] as const, endsSession: true };
  });
}

/** Authentic, from a clock that is further ahead than clocks may be: the one other thing that may be told. */
export function ahead(forge: Forge): BadToken[] {
  const { now } = forge;
  const late = [61, 65, 120, 899, 3_600, 86_400, 31_536_000];
  const cases: [string, Members][] = [
    ...late.map((seconds): [string, Members] => [
      `issued ${seconds} s ahead`,
      { iat: now + seconds + 5, exp: now + seconds + 5 + lifeOf(forge) },
    ]),
    ['auth_time in milliseconds', { auth_time: now * 1_000 }],
    ['auth_time an hour ahead', { auth_time: now + 3_600 }],
  ];
  return cases.map(([kind, change]) => ({ kind, token: forge.withClaims(change), codes: ['clock_skew'] as const }));
}

/** Longer than a token lives. */
export function immortal(forge: Forge): BadToken[] {
  const { now } = forge;
  return [1, 2, 60, 2_700, 86_400, 31_536_000, 10_000_000_000].map((more) => ({
    kind: `meant to live ${more} s too long`,
    token: forge.withClaims({ iat: now, exp: now + lifeOf(forge) + more }),
  }));
}

export function impossible(forge: Forge): BadToken[] {
  const { now } = forge;
  const cases: [string, Members][] = [
    ['exp before iat', { iat: now, exp: now - 1 }],
    ['exp equal to iat', { iat: now + 30, exp: now + 30 }],
    ['exp and iat exchanged', { iat: forge.claims['exp'], exp: forge.claims['iat'] }],
    ['exp in milliseconds', { exp: (now + 600) * 1_000 }],
    ['exp and iat in milliseconds', { iat: now * 1_000, exp: (now + 600) * 1_000 }],
    ['iat in milliseconds', { iat: now * 1_000 }],
    ['exp in microseconds', { exp: (now + 600) * 1_000_000 }],
    ['exp with a fraction', { exp: now + 600.5 }],
    ['iat with a fraction', { iat: now - 0.5 }],
    ['exp as text', { exp: String(now + 600) }],
    ['iat as text', { iat: String(now) }],
    ['exp as a date', { exp: new Date((now + 600) * 1_000).toISOString() }],
    ['iat as a date', { iat: new Date(now * 1_000).toISOString() }],
    ['exp as words', { exp: '15m' }],
    ['exp the greatest safe integer', { exp: Number.MAX_SAFE_INTEGER }],
    ['exp beyond the safe integers', { exp: 2 ** 53 }],
    ['exp and iat beyond the safe integers', { iat: 2 ** 53, exp: 2 ** 53 + 900 }],
    ['exp 1e300', { exp: 1e300 }],
    ['exp 2^31', { exp: 2 ** 31, iat: now }],
    ['exp 2^32', { exp: 2 ** 32, iat: now }],
    ['exp 2^63', { exp: 2 ** 63 }],
    ['iat 1', { iat: 1 }],
    ['iat very negative', { iat: -(2 ** 53) + 1 }],
    ['exp very negative', { exp: -(2 ** 53) + 1 }],
    ['nbf in the future', { nbf: now + 600 }],
    ['nbf as text', { nbf: 'soon' }],
    ['auth_time as text', { auth_time: String(now) }],
    ['auth_time with a fraction', { auth_time: now - 0.5 }],
    ['auth_time beyond the safe integers', { auth_time: 2 ** 53 }],
    ['no time at all', { iat: undefined, exp: undefined, auth_time: undefined }],
  ];
  return cases.map(([kind, change]) => ({ kind, token: forge.withClaims(change) }));
}

export function times(forge: Forge): BadToken[] {
  return [...over(forge), ...ahead(forge), ...immortal(forge), ...impossible(forge)];
}
