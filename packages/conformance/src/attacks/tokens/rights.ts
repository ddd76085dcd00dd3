import { ONLY_IN_2, type BadToken, type Forge } from './forge.js';

type Values = readonly (readonly [kind: string, value: unknown])[];

const many = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `r${String(index).padStart(3, '0')}`);

const ROLES: Values = [
  ['not sorted', ['support', 'adviser']],
  ['sorted as a dictionary is', ['adviser1', 'adviser-b']],
  ['sorted backwards by length', ['advisers', 'adviser']],
  ['one of them twice', ['adviser', 'adviser', 'support']],
  ['one of them twice, apart', ['adviser', 'support', 'adviser']],
  ['17 of them', many(17)],
  ['150 of them', many(150)],
  ['as text', 'support'],
  ['as text with a comma', 'adviser,support'],
  ['as text with a space', 'adviser support'],
  ['as the text of a list', '["support"]'],
  ['as an object', { support: true }],
  ['as an object like a list', { 0: 'support', length: 1 }],
  ['as an object with includes', { includes: 'support' }],
  ['nested', [['support']]],
  ['with null', ['support', null]],
  ['with true', [true]],
  ['with a number', [1]],
  ['with an object', [{ name: 'support' }]],
  ['with an empty text', ['']],
  ['with a space', ['support ']],
  ['with a space before', [' support']],
  ['with a NUL', ['support\u0000']],
  ['with a line end', ['support\n']],
  ['in capitals', ['SUPPORT']],
  ['with one capital', ['Support']],
  ['with an underscore', ['support_desk']],
  ['with a dot', ['bank.support']],
  ['with a colon', ['bank:support']],
  ['with a digit first', ['1support']],
  ['with a hyphen first', ['-support']],
  ['with a name of 33 letters', ['s'.repeat(33)]],
  ['with a star', ['*']],
  ['with a pattern', ['.*']],
  ['with a Cyrillic letter', ['suрport']],
  ['with a full-width letter', ['ｓupport']],
  ['with two in one text', ['adviser,support']],
  ['__proto__', ['__proto__']],
];

const RIGHTS_VERSIONS: Values = [
  ['as text', '3'],
  ['as an empty text', ''],
  ['with a fraction', 3.5],
  ['below zero', -3],
  ['beyond the safe integers', 2 ** 53],
  ['1e300', 1e300],
  ['in a list', [3]],
  ['as a date', '2026-01-01T00:00:00.000Z'],
  ['"*"', '*'],
];

const CLIENTS: Values = [
  ['in capitals', 'BANK'],
  ['with a space', 'bank '],
  ['with a slash', 'bank/retirement'],
  ['with a NUL', 'bank\u0000'],
  ['with a dot', 'bank.example'],
  ['an address', 'http://bank.demo.localhost:3001'],
  ['with a digit first', '1bank'],
  ['of 33 letters', 'b'.repeat(33)],
  ['a list of two', ['bank', 'retirement']],
  ['a star', '*'],
  ['with a Cyrillic letter', 'bаnk'],
];

const WAYS: Values = [
  ['in capitals', 'BEARER'],
  ['with a capital', 'Cookie'],
  ['with a space', 'cookie '],
  ['both in a list', ['bearer', 'cookie']],
  ['both in a text', 'bearer cookie'],
  ['both with a comma', 'cookie,bearer'],
  ['"both"', 'both'],
  ['"any"', 'any'],
  ['"header"', 'header'],
  ['"body"', 'body'],
  ['a star', '*'],
  ['an object', { cookie: true, bearer: true }],
];

const VALUES: Record<(typeof ONLY_IN_2)[number], Values> = {
  roles: ROLES,
  rv: RIGHTS_VERSIONS,
  client_id: CLIENTS,
  trv: WAYS,
};

/** Rights, and the rest that version 2 adds, in forms that the issuer would not write. */
export function rightsForms(forge: Forge): BadToken[] {
  if (forge.claims['ver'] !== 2) return [];
  return ONLY_IN_2.flatMap((name) =>
    VALUES[name].map(([kind, value]) => ({ kind: `${name} ${kind}`, token: forge.withClaims({ [name]: value }) })),
  );
}

/** A token on the way that it was not issued for: lifted out of a browser's cookie, or planted in one. */
export function otherWay(forge: Forge): BadToken[] {
  const { trv } = forge.claims;
  if (trv !== 'cookie' && trv !== 'bearer') return [];
  const other = trv === 'cookie' ? 'bearer' : 'cookie';
  const token = forge.withClaims({ trv: other });
  return [{ kind: `a token for the ${other} as ${trv}`, token, endsSession: true }];
}

export function rights(forge: Forge): BadToken[] {
  return [...rightsForms(forge), ...otherWay(forge)];
}
