import { bodyRoutes, withBody, type BadRequest, type BadRequests } from './bad-request.ts';

/** A mark in every bad text: what the parser stumbled over must not be told. */
const MARK = 'canary-in-the-mine';

function texts(good: Record<string, unknown>): [string, string | Buffer][] {
  const text = JSON.stringify(good);
  const inner = text.slice(1, -1);
  const bytes = Buffer.from(text);
  const [first = ''] = Object.keys(good);
  const inserted = (...more: number[]): Buffer =>
    Buffer.concat([bytes.subarray(0, 3), Buffer.from(more), bytes.subarray(3)]);
  return [
    ['an empty body', ''],
    ['one space', ' '],
    ['an open brace', '{'],
    ['no closing brace', text.slice(0, -1)],
    ['no opening brace', text.slice(1)],
    ['a brace too many', `${text}}`],
    ['itself twice', text + text],
    ['words after it', `${text}${MARK}`],
    ['words instead', MARK],
    ['a trailing comma', `{${inner},}`],
    ['a leading comma', `{,${inner}}`],
    ['a comment', `{/*${MARK}*/${inner}}`],
    ['apostrophes', text.replaceAll('"', "'")],
    ['bare names', text.replaceAll(/"(\w+)":/g, '$1:')],
    ['a NUL after it', `${text}\u0000`],
    ['a raw newline in a text', `{"${MARK}\n":1,${inner}}`],
    ['a raw control character in a text', `{"${MARK}\u0001":1,${inner}}`],
    ['a broken escape', `{"\\x${MARK}":1,${inner}}`],
    ['half an escape', `{"\\u12":"${MARK}",${inner}}`],
    ['NaN', `{"x":NaN,${inner}}`],
    ['Infinity', `{"x":Infinity,${inner}}`],
    ['a hexadecimal number', `{"x":0x10,${inner}}`],
    ['a leading zero', `{"x":010,${inner}}`],
    ['undefined', 'undefined'],
    ['null', 'null'],
    ['true', 'true'],
    ['a number', '7'],
    ['a text', `"${MARK}"`],
    ['an empty list', '[]'],
    ['itself in a list', `[${text}]`],
    ['itself in a text', JSON.stringify(text)],
    ['an empty object', '{}'],
    ['the byte 0xff', inserted(0xff)],
    ['a lone continuation byte', inserted(0x80)],
    ['an overlong slash', inserted(0xc0, 0xaf)],
    ['a surrogate in UTF-8', inserted(0xed, 0xa0, 0x80)],
    ['a cut character', inserted(0xe2, 0x82)],
    ['UTF-16', Buffer.from(text, 'utf16le')],
    ['UTF-16 with its mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-32', Buffer.concat([...text].map((letter) => Buffer.from([letter.charCodeAt(0), 0, 0, 0])))],
    ['a form', 'username=ada&password=x'],
    ['XML', `<username>${MARK}</username>`],
    ['a multipart part', `--x\r\nContent-Disposition: form-data; name="username"\r\n\r\n${MARK}\r\n--x--`],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])],
    ['10,000 opening brackets', '['.repeat(10_000)],
    ['lists nested 10,000 deep', `{"x":${'['.repeat(10_000)}${']'.repeat(10_000)},${inner}}`],
    ['objects nested 5,000 deep', `${'{"x":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
    ['an unknown member', `{"${MARK}":1,${inner}}`],
    ['an unknown member with an empty name', `{"":1,${inner}}`],
    ['5,000 unknown members', `{${Array.from({ length: 5_000 }, (_, index) => `"x${index}":1`).join()},${inner}}`],
    ['itself with its members named twice', `{${inner},${inner}}`],
    [
      'a member named twice with an escape',
      `{"\\u00${first.charCodeAt(0).toString(16)}${first.slice(1)}":"${MARK}",${inner}}`,
    ],
    ['2,000 times the one member', `{${`"${MARK}":1,`.repeat(2_000)}${inner}}`],
    ['a member __proto__', `{"__proto__":{"admin":true},${inner}}`],
    ['__proto__ holding everything', `{"__proto__":${text}}`],
    ['an escaped __proto__', `{"\\u005f_proto__":{"admin":true},${inner}}`],
    ['a member constructor', `{"constructor":{"prototype":{"admin":true}},${inner}}`],
    ['constructor holding everything', `{"constructor":{"prototype":${text}}}`],
    ['a member toString', `{"toString":1,${inner}}`],
    ['a member hasOwnProperty', `{"hasOwnProperty":1,${inner}}`],
    ['a member then', `{"then":1,${inner}}`],
    ['more than 100 kB', JSON.stringify({ ...good, x: 'x'.repeat(110_000) })],
    ['more than 100 kB of spaces', text + ' '.repeat(110_000)],
  ];
}

function members(good: Record<string, unknown>): [string, string][] {
  const values: [string, unknown][] = [
    ['left out', undefined],
    ['null', null],
    ['true', true],
    ['-1', -1],
    ['1.5', 1.5],
    ['2^53', 2 ** 53],
    ['1e21', 1e21],
    ['an empty list', []],
    ['an empty object', {}],
    ['an empty text', ''],
    ['a list of lists', [[[]]]],
    ['an object with a toString', { toString: MARK }],
    ['an operator', { $ne: null }],
    ['an operator of an ORM', { _type: 'not', _value: MARK }],
    ['90 kB of text', 'x'.repeat(90_000)],
  ];
  return Object.entries(good).flatMap(([name, right]) => [
    ...values
      .filter(([, value]) => value !== right)
      .map(([kind, value]): [string, string] => [`${name} is ${kind}`, JSON.stringify({ ...good, [name]: value })]),
    [`${name} is a list of the right one`, JSON.stringify({ ...good, [name]: [right] })] as [string, string],
    [
      `${name} under a name in capitals`,
      JSON.stringify({ ...good, [name]: undefined, [name.toUpperCase()]: right }),
    ] as [string, string],
  ]);
}

export const bodies: BadRequests = (attacked) =>
  bodyRoutes.flatMap((route) =>
    [...texts(route.good), ...members(route.good)].map(([kind, body]): BadRequest => ({
      kind: `${route.method} ${route.path}: ${kind}`,
      service: route.service,
      bytes: withBody(attacked, route, body),
      statuses: route.path === '/api/login' ? [400, 401, 413] : [400, 413],
      secrets: [MARK, attacked.token, attacked.stack.secret],
    })),
  );
