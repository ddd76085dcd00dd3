import { createHmac, timingSafeEqual, verify as verifyCurve } from 'node:crypto';
import { failing, ProblemError, type Facts, type Test } from './checks.ts';

export type Members = Record<string, unknown>;

export interface Claims {
  readonly sub: string;
  readonly sid: string;
  readonly iat: number;
  readonly exp: number;
  readonly auth_time: number;
  readonly aud: readonly string[];
  readonly iss: string;
  /** Empty in version 1. */
  readonly roles: readonly string[];
  readonly rv: number | undefined;
  readonly trv: string | undefined;
}

interface Opened {
  readonly parts: readonly string[];
  readonly header: Members;
  readonly payload: Members;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const isText = (value: unknown, pattern: RegExp): boolean => typeof value === 'string' && pattern.test(value);
const isSecond = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0;
const isListOf = (value: unknown, pattern: RegExp, most: number): boolean =>
  Array.isArray(value) && value.length > 0 && value.length <= most && value.every((one) => isText(one, pattern));

const NAMES = 'acr,amr,aud,auth_time,exp,iat,iss,jti,preferred_username,sid,sub,ver'.split(',');
const NAMES_OF_2 = ['client_id', 'roles', 'rv', 'trv'];
const isFirst = ({ ver }: Members): boolean => ver === 1;

function isListOfRoles(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > 16) return false;
  const isSorted = value.every((one, index) => index === 0 || String(value[index - 1]) < String(one));
  return isSorted && value.every((one) => isText(one, /^[a-z][a-z0-9-]{0,31}$/));
}

function hasClaimsOf2({ roles, rv, client_id, trv }: Members): boolean {
  const isVersion = Number.isSafeInteger(rv) && Number(rv) >= 0;
  return (
    isListOfRoles(roles) && isVersion && isText(client_id, /^[a-z][a-z0-9-]{0,31}$/) && isText(trv, /^(cookie|bearer)$/)
  );
}

const claimTests: readonly Test<Members>[] = [
  ['iss', ({ iss }, { issuer }) => iss === issuer],
  ['aud is a list', ({ aud }) => isListOf(aud, /^[a-z][a-z0-9-]{0,31}$/, 64)],
  ['aud names me', ({ aud }, { id }) => (aud as string[]).includes(id)],
  ['ids', ({ sub, sid, jti }) => [sub, sid, jti].every((one) => isText(one, UUID))],
  ['whole seconds', ({ iat, exp }) => isSecond(iat) && isSecond(exp)],
  [
    'lifetime',
    ({ iat, exp }, { tokenTtl }) => !(Number(exp) - Number(iat) > tokenTtl || Number(exp) - Number(iat) <= 0),
  ],
  [
    'claim forms',
    ({ auth_time, acr, amr, preferred_username }) =>
      isSecond(auth_time) &&
      isText(acr, /^[\x21-\x7e]{1,64}$/) &&
      isListOf(amr, /^[a-z0-9_-]{1,32}$/, 8) &&
      isText(preferred_username, /^[a-z0-9._-]{3,64}$/),
  ],
  ['known version', ({ ver }) => ver === 1 || ver === 2],
  ['claims of version 2', (claims) => isFirst(claims) || hasClaimsOf2(claims)],
  [
    'known claims',
    (claims) =>
      Object.keys(claims).every((name) => NAMES.includes(name) || (!isFirst(claims) && NAMES_OF_2.includes(name))),
  ],
];

/** Who may call: authentic, nothing said about time. Whatever is wrong, the answer is the same. */
export function authenticate(text: string, facts: Facts): Claims {
  const opened = open(text, facts, 'canonical JSON');
  const { payload } = opened;
  const failed =
    failing(headerTests('at+jwt', ['typ', 'known kid', 'alg of the key', 'signature']), opened, facts) ??
    failing(claimTests, payload, facts);
  if (failed !== undefined) throw new ProblemError(401, 'token_invalid', failed);
  const { roles, rv, trv } = payload;
  const rights = isFirst(payload) ? { roles: [], rv: undefined, trv: undefined } : { roles, rv, trv };
  return { ...payload, ...rights } as unknown as Claims;
}

/** By the clock; there is no grace. */
export function requireInTime({ iat, auth_time, exp }: Claims, facts: Facts): void {
  const now = Date.now();
  if (facts.has('iat') && Math.max(iat, auth_time) * 1_000 > now + 60_000) throw new ProblemError(401, 'clock_skew');
  if (facts.has('exp') && exp * 1_000 <= now) throw new ProblemError(401, 'token_expired');
}

/** Takes a token apart and reads it; `spelling` is the name of the check that it is written as an issuer writes. */
export function open(text: string, facts: Facts, spelling: string): Opened {
  try {
    const parts = text.split('.');
    const tests: readonly Test<readonly string[]>[] = [
      ['three parts', () => parts.length === 3],
      ['one base64url', () => parts.every((one) => one !== '' && decoded(one).toString('base64url') === one)],
      [spelling, () => parts.slice(0, 2).every((one) => Buffer.from(JSON.stringify(read(one))).equals(decoded(one)))],
    ];
    const failed = failing(tests, parts, facts);
    if (failed !== undefined) throw new ProblemError(401, 'token_invalid', failed);
    return { parts, header: object(read(parts[0] ?? '')), payload: object(read(parts[1] ?? '')) };
  } catch (error) {
    if (error instanceof ProblemError || !facts.has('unreadable is refused')) throw error;
    throw new ProblemError(401, 'token_invalid', 'unreadable');
  }
}

const decoded = (part: string): Buffer => Buffer.from(part, 'base64url');
const read = (part: string): unknown => JSON.parse(decoded(part).toString()) as unknown;

function object(value: unknown): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('no object');
  return value as Members;
}

/** What stands before the content is believed. The key says which algorithm counts; the header may only agree. */
export function headerTests(type: string, names: readonly [string, string, string, string]): readonly Test<Opened>[] {
  const [typ, kid, alg, signature] = names;
  return [
    ['header members', ({ header }) => Object.keys(header).toSorted().join() === 'alg,kid,typ'],
    [typ, ({ header }) => header['typ'] === type],
    [kid, ({ header }, { keys }) => keys.has(String(header['kid'])) && typeof header['kid'] === 'string'],
    [alg, ({ header }, facts) => header['alg'] === keyOf(header, facts).alg],
    [signature, (opened, facts) => isSigned(opened, facts)],
  ];
}

const keyOf = ({ kid }: Members, { keys }: Facts) =>
  keys.get(String(kid)) ?? [...keys.values()][0] ?? { alg: 'HS256', material: Buffer.alloc(0) };

function isSigned({ parts, header }: Opened, facts: Facts): boolean {
  const { material } = keyOf(header, facts);
  const input = `${parts[0]}.${parts[1]}`;
  const signature = decoded(parts[2] ?? '');
  if (header['alg'] === 'ES256') {
    return verifyCurve(
      'sha256',
      Buffer.from(input),
      { key: material.toString(), dsaEncoding: 'ieee-p1363' },
      signature,
    );
  }
  if (header['alg'] === 'none') return signature.length === 0;
  const right = createHmac('sha256', material).update(input).digest();
  return signature.length === right.length && timingSafeEqual(signature, right);
}
