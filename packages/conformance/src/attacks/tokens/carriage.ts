import { utf8 } from './forge.js';

export type Header = readonly [name: string, value: string];

/** A good token carried in a way that must not be taken for one. */
export interface Carriage {
  kind: string;
  headers: readonly Header[];
  query?: string;
}

/** A good token in an Authorization header that is not `Bearer`, one space and the token (RFC 6750 §2.1). */
export function schemes(token: string): Carriage[] {
  const values: [string, string][] = [
    ['the scheme alone', 'Bearer'],
    ['the scheme and a space', 'Bearer '],
    ['nothing', ''],
    ['the token alone', token],
    ['no space', `Bearer${token}`],
    ['a colon', `Bearer:${token}`],
    ['a colon and a space', `Bearer: ${token}`],
    ['an equals sign', `Bearer=${token}`],
    ['a tab', `Bearer\t${token}`],
    ['a no-break space', `Bearer\u00a0${token}`],
    ['a plus', `Bearer+${token}`],
    ['an encoded space', `Bearer%20${token}`],
    ['a word after it', `Bearer ${token} extra`],
    ['itself after it', `Bearer ${token} ${token}`],
    ['a comma after it', `Bearer ${token},`],
    ['a semicolon after it', `Bearer ${token};`],
    ['a parameter after it', `Bearer ${token}, realm="x"`],
    ['a second Bearer after a comma', `Bearer ${token}, Bearer ${token}`],
    ['a Basic before it', `Basic YTpi, Bearer ${token}`],
    ['a comma before it', `, Bearer ${token}`],
    ['quotes', `Bearer "${token}"`],
    ['apostrophes', `Bearer '${token}'`],
    ['brackets', `Bearer <${token}>`],
    ['a name', `Bearer token=${token}`],
    ['a name as in a form', `Bearer access_token=${token}`],
    ['Bearer twice', `Bearer Bearer ${token}`],
    ['a longer scheme', `BearerX ${token}`],
    ['a longer scheme before', `XBearer ${token}`],
    ['a broken scheme', `Be arer ${token}`],
    ['a full-width letter in the scheme', utf8(`Ｂearer ${token}`)],
    ['a Cyrillic letter in the scheme', utf8(`Bеarer ${token}`)],
    ['user and password', `Basic ${Buffer.from('ada:a long walk to the lighthouse').toString('base64')}`],
    ['the token as a password', `Basic ${Buffer.from(`ada:${token}`).toString('base64')}`],
    ['the token as a user', `Basic ${Buffer.from(`${token}:`).toString('base64')}`],
    ['digest', 'Digest username="ada", realm="bank", nonce="x", uri="/api/me", response="x"'],
    ...[
      'Basic',
      'Token',
      'JWT',
      'DPoP',
      'GNAP',
      'Negotiate',
      'NTLM',
      'MAC',
      'Hawk',
      'OAuth',
      'HOBA',
      'Mutual',
      'PrivateToken',
      'ApiKey',
      'Key',
      'AccessToken',
      'B',
      'null',
      'undefined',
    ].map((scheme): [string, string] => [`the scheme ${scheme}`, `${scheme} ${token}`]),
  ];
  return values.map(([kind, value]) => ({ kind: `Authorization with ${kind}`, headers: [['Authorization', value]] }));
}

/** A bad header is not rescued by a good cookie: the caller chose the header. What a browser adds by itself is another matter. */
export function notRescued(token: string): Carriage[] {
  const cookie: Header = ['Cookie', `__Secure-latchkey=${token}`];
  const values = [
    '',
    'Bearer',
    'Bearer ',
    'Bearer x',
    'Bearer null',
    'Bearer undefined',
    'Basic',
    'Basically YTpi',
    `Token ${token}`,
    token,
    `Bearer ${token}x`,
    `Bearer ${token} x`,
    'Bearer a.b.c',
  ];
  return values.map((value) => ({
    kind: `Authorization "${value.replace(token, '…')}" next to a good cookie`,
    headers: [['Authorization', value], cookie],
  }));
}

/** Two tokens at once, each of them good, of two sessions. */
export function twice(token: string, other: string): Carriage[] {
  const good: Header = ['Authorization', `Bearer ${token}`];
  const name = '__Secure-latchkey';
  const cookies: [string, readonly Header[]][] = [
    ['two good access cookies', [['Cookie', `${name}=${token}; ${name}=${other}`]]],
    [
      'two good access cookies in two headers',
      [
        ['Cookie', `${name}=${token}`],
        ['Cookie', `${name}=${other}`],
      ],
    ],
    ['three access cookies, two of them good', [['Cookie', `${name}=x; ${name}=${token}; ${name}=${other}`]]],
    [
      'twenty bad access cookies',
      [['Cookie', Array.from({ length: 20 }, (_, index) => `${name}=bad${index}`).join('; ')]],
    ],
  ];
  const headers: [string, readonly Header[]][] = [
    ['twice the same', [good, good]],
    ['twice, two good ones', [good, ['Authorization', `Bearer ${other}`]]],
    ['twice, the good one first', [good, ['Authorization', 'Bearer x']]],
    ['twice, the good one last', [['Authorization', 'Bearer x'], good]],
    ['twice, in two spellings of the name', [good, ['authorization', `Bearer ${token}`]]],
    ['twice, one of them empty', [good, ['Authorization', '']]],
    ['twice, the empty one first', [['Authorization', ''], good]],
    ['twice, with a Basic', [['Authorization', 'Basic YTpi'], good]],
    ['three times', [good, good, good]],
  ];
  return [
    ...headers.map(([kind, list]) => ({ kind: `Authorization ${kind}`, headers: list })),
    ...cookies.map(([kind, list]) => ({ kind, headers: list })),
  ];
}
