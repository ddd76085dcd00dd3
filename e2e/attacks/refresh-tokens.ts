import { createHmac, randomBytes, randomUUID } from 'node:crypto';

/** One thing that is sent as a refresh token and is none of this session's line. */
export interface BadRefresh {
  kind: string;
  text: string;
  /** The codes that may answer; `refresh_invalid` when left out. */
  codes?: readonly string[];
}

export interface RefreshFacts {
  /** Valid tokens of two sessions. */
  token: string;
  other: string;
  /** Of another stack. */
  foreign: string;
  access: string;
  secret: string;
  jwtSecret: string;
}

/** A cookie's value is printable ASCII, read without the white space around it, and ends at a semicolon. */
export const fitsCookie = ({ text }: BadRefresh): boolean => !/[^!-~]|[;"]/.test(text);

type Part = 'version' | 'kid' | 'sid' | 'generation' | 'seed' | 'mac';
const PARTS: readonly Part[] = ['version', 'kid', 'sid', 'generation', 'seed', 'mac'];
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

// A kid that nobody knows is told as a key that was withdrawn; that proves nothing and clears nothing.
const withdrawn = ['session_ended', 'refresh_invalid'];

export function badRefreshTokens(facts: RefreshFacts): BadRefresh[] {
  return [
    ...truncated(facts),
    ...flipped(facts),
    ...replaced(facts),
    ...spelled(facts),
    ...mixed(facts),
    ...signed(facts),
    ...elsewhere(facts),
  ];
}

function partsOf(token: string): Record<Part, string> {
  const parts = token.split('.');
  return Object.fromEntries(PARTS.map((name, index) => [name, parts[index] ?? ''])) as Record<Part, string>;
}

const textOf = (parts: Record<Part, string>): string => PARTS.map((name) => parts[name]).join('.');

function truncated({ token }: RefreshFacts): BadRefresh[] {
  return Array.from({ length: token.length - 1 }, (_, index) => [
    { kind: `the first ${index + 1} characters`, text: token.slice(0, index + 1) },
    { kind: `without the first ${index + 1} characters`, text: token.slice(index + 1) },
  ]).flat();
}

/** Each character of seed and mac becomes its neighbour in the alphabet, every digit of the sid another one. */
function flipped({ token }: RefreshFacts): BadRefresh[] {
  const parts = partsOf(token);
  const flips = (name: Part, next: (character: string) => string): BadRefresh[] =>
    Array.from(parts[name], (character, index) => ({
      kind: `${name} with another character ${index}`,
      text: textOf({ ...parts, [name]: parts[name].slice(0, index) + next(character) + parts[name].slice(index + 1) }),
      ...(name === 'kid' ? { codes: withdrawn } : {}),
    }));
  const neighbour = (character: string): string => ALPHABET[(ALPHABET.indexOf(character) + 1) % 64] ?? 'A';
  const digit = (character: string): string => (character === '-' ? '_' : character === '0' ? '1' : '0');
  return [...flips('seed', neighbour), ...flips('mac', neighbour), ...flips('kid', neighbour), ...flips('sid', digit)];
}

function replaced({ token }: RefreshFacts): BadRefresh[] {
  const parts = partsOf(token);
  const generation = Number(parts.generation);
  const values: Record<Part, readonly string[]> = {
    version: ['', 'v', 'v0', 'v2', 'V1', 'v01', ' v1', '1'],
    kid: [
      '',
      '0'.repeat(16),
      randomBytes(12).toString('base64url'),
      '../../../../etc/',
      "' OR '1'='1' --",
      '__proto__',
      'constructor',
    ],
    sid: [
      '',
      randomUUID(),
      parts.sid.toUpperCase(),
      `{${parts.sid}}`,
      parts.sid.replaceAll('-', ''),
      '00000000-0000-0000-0000-000000000000',
      "'; DROP TABLE sessions; --",
    ],
    generation: [
      ...[0, -1, generation - 1, generation + 1, generation + 2, 2 ** 31, 2 ** 31 - 1, 2 ** 53, 2 ** 64].map(String),
      ...[`0${generation}`, `+${generation}`, ` ${generation}`, `${generation} `, `${generation}.0`, `${generation}e0`],
      ...['', 'NaN', 'Infinity', '0x1', '١', '１', 'one', 'null', '9'.repeat(400)],
    ],
    seed: [
      '',
      'A',
      randomBytes(32).toString('base64url'),
      randomBytes(31).toString('base64url'),
      randomBytes(33).toString('base64url'),
      '='.repeat(43),
    ],
    mac: [
      '',
      'A',
      randomBytes(32).toString('base64url'),
      randomBytes(64).toString('base64url'),
      Buffer.alloc(32).toString('base64url'),
      '='.repeat(43),
    ],
  };
  return PARTS.flatMap((name) =>
    values[name]
      .filter((value) => value !== parts[name])
      .map((value) => ({
        kind: `${name} ${JSON.stringify(value).slice(0, 60)}`,
        text: textOf({ ...parts, [name]: value }),
        ...(name === 'kid' ? { codes: withdrawn } : {}),
      })),
  );
}

function spelled({ token }: RefreshFacts): BadRefresh[] {
  const padded = ['=', '==', '.', '..', '.x', ' ', '\t', '\u0000', '\r\n', '\u200b', '%00', '%20', ';', ','];
  const all: [string, string][] = [
    ...padded.map((more): [string, string] => [`followed by ${JSON.stringify(more)}`, token + more]),
    ...padded.map((more): [string, string] => [`after ${JSON.stringify(more)}`, more + token]),
    ['in upper case', token.toUpperCase()],
    ['in lower case', token.toLowerCase()],
    ['in quotes', `"${token}"`],
    ['as a bearer', `Bearer ${token}`],
    ['twice', `${token}${token}`],
    ['twice with a comma', `${token},${token}`],
    ['percent-encoded', encodeURIComponent(token).replaceAll('.', '%2E')],
    ['in base64url', Buffer.from(token).toString('base64url')],
    ['with other dots', token.replaceAll('.', '\u2024')],
    ['with other hyphens', token.replaceAll('-', '\u2010')],
    ['backwards', Array.from(token).toReversed().join('')],
  ];
  // Another case of the kid is another kid.
  return all.map(([kind, text]) => ({ kind, text, ...(kind === 'in lower case' ? { codes: withdrawn } : {}) }));
}

/** A token with parts of another that is authentic. */
function mixed({ token, other, foreign }: RefreshFacts): BadRefresh[] {
  const [own, theirs, alien] = [partsOf(token), partsOf(other), partsOf(foreign)];
  const one = (from: Record<Part, string>, whose: string): BadRefresh[] =>
    (['sid', 'seed', 'mac'] as const).map((name) => ({
      kind: `${name} of ${whose}`,
      text: textOf({ ...own, [name]: from[name] }),
    }));
  return [
    ...one(theirs, 'another session'),
    ...one(alien, 'another deployment'),
    { kind: 'all but the mac of another session', text: textOf({ ...theirs, mac: own.mac }) },
    { kind: 'all of another deployment', text: foreign, codes: withdrawn },
    { kind: 'all of another deployment under our kid', text: textOf({ ...alien, kid: own.kid }) },
  ];
}

/** Macs over the right text with a wrong key or hash, and over wrong texts with the right key. */
function signed({ token, secret, jwtSecret }: RefreshFacts): BadRefresh[] {
  const parts = partsOf(token);
  const { sid, generation, seed, kid } = parts;
  const right = `${sid}|${generation}|${seed}`;
  const mac = (text: string, key: string | Buffer = secret, hash = 'sha256'): string =>
    textOf({ ...parts, mac: createHmac(hash, key).update(text).digest('base64url') });
  return [
    { kind: 'mac with the secret of access tokens', text: mac(right, jwtSecret) },
    { kind: 'mac with an empty key', text: mac(right, '') },
    { kind: 'mac with the kid as key', text: mac(right, kid) },
    { kind: 'mac with the decoded secret', text: mac(right, Buffer.from(secret, 'base64url')) },
    { kind: 'mac with sha512', text: mac(right, secret, 'sha512') },
    { kind: 'mac with sha1', text: mac(right, secret, 'sha1') },
    { kind: 'mac with md5', text: mac(right, secret, 'md5') },
    { kind: 'mac over dots', text: mac(`${sid}.${generation}.${seed}`) },
    { kind: 'mac over no seed', text: mac(`${sid}|${generation}|`) },
    { kind: 'mac over the successor text', text: mac(`successor|${sid}|${generation}|${seed}`) },
  ].filter(({ text }) => text !== token);
}

function elsewhere({ access, secret, jwtSecret }: RefreshFacts): BadRefresh[] {
  const [head = '', body = ''] = access.split('.');
  const words = [
    'v1',
    'v1.....',
    'null',
    'undefined',
    'true',
    '[object Object]',
    '{}',
    '[]',
    '../../etc/passwd',
    '<script>alert(1)</script>',
    '${7*7}',
    '%s%n',
  ];
  return [
    { kind: 'an access token', text: access },
    { kind: 'an access token without signature', text: `${head}.${body}.` },
    { kind: 'the secret', text: secret },
    { kind: 'the secret of access tokens', text: jwtSecret },
    ...words.map((text) => ({ kind: JSON.stringify(text), text })),
    ...[256, 512, 1_024].map((length) => ({ kind: `${length} characters`, text: 'v'.repeat(length) })),
    { kind: 'five hundred dots', text: '.'.repeat(500) },
  ];
}
