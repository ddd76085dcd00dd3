import type { Carriage } from './carriage.js';
import { utf8 } from './forge.js';

/** Cookies that are not the access cookie, or are not written as it is. */
export function cookies(token: string): Carriage[] {
  const names = [
    ...[
      '__secure-latchkey',
      '__SECURE-LATCHKEY',
      '__Secure-Latchkey',
      '__Host-latchkey',
      'latchkey',
      'Secure-latchkey',
      '_Secure-latchkey',
      '__Secure-latchkey2',
      '__Secure-latchke',
    ],
    ...[
      '__Secure-latchkey[]',
      '__Secure-latchkey[0]',
      '__Secure%2Dlatchkey',
      '$__Secure-latchkey',
      'latchkey-hint',
      '__Host-latchkey-refresh',
      '__Host-latchkey-device',
      '__Secure-latchkey-out',
      'access_token',
      'token',
    ],
    ...[
      'jwt',
      'session',
      'connect.sid',
      '\u00a0__Secure-latchkey',
      utf8('\u2000__Secure-latchkey'),
      '__proto__',
      'constructor',
      'toString',
      '',
    ],
  ];
  const values: [string, string][] = [
    ['no value', '__Secure-latchkey'],
    ['an empty value', '__Secure-latchkey='],
    ['an empty value in quotes', '__Secure-latchkey=""'],
    ['two equals signs', `__Secure-latchkey==${token}`],
    ['a colon', `__Secure-latchkey:${token}`],
    ['another name before it', `x=__Secure-latchkey=${token}`],
    ['a comma before it', `x=1,__Secure-latchkey=${token}`],
    ['a quote that hides it', `x="1; __Secure-latchkey2=${token}"`],
    ['a broken escape', '__Secure-latchkey=%'],
    ['a broken escape after it', `__Secure-latchkey=${token}%`],
    ['a broken escape of UTF-8', `__Secure-latchkey=${token}%ff`],
    ['a signed cookie', `__Secure-latchkey=s:${token}.AAAA`],
    ['a JSON cookie', `__Secure-latchkey=j:"${token}"`],
    ['the word deleted', '__Secure-latchkey=deleted'],
    ['a Bearer', `__Secure-latchkey=Bearer ${token}`],
    ['a query', `__Secure-latchkey=?${token}`],
  ];
  return [
    ...names.map((name) => ({
      kind: `a cookie named ${JSON.stringify(name)}`,
      headers: [['Cookie', `${name}=${token}`] as const],
    })),
    ...values.map(([kind, value]) => ({ kind: `a cookie with ${kind}`, headers: [['Cookie', value] as const] })),
  ];
}
