import type { BadToken, Forge } from './forge.js';

type Part = 'header' | 'payload';
type Spelling = [kind: string, text: string | Buffer];

/** A signed text of JSON that two parsers would read differently, or that the issuer would never write. */
function spellings(text: string): Spelling[] {
  const inner = text.slice(1, -1);
  const bytes = Buffer.from(text);
  const withBytes = (...inserted: number[]): Buffer =>
    Buffer.concat([bytes.subarray(0, 2), Buffer.from(inserted), bytes.subarray(2)]);
  return [
    ['with a space after it', `${text} `],
    ['with a space before it', ` ${text}`],
    ['with a newline after it', `${text}\n`],
    ['with a space after the colon', text.replace(':', ': ')],
    ['with a space after the comma', text.replace(',', ', ')],
    ['with a tab inside', text.replace(',', ',\t')],
    ['indented', JSON.stringify(JSON.parse(text), null, 2)],
    ['with a vertical tab inside', text.replace(',', ',\u000b')],
    ['with a no-break space inside', text.replace(',', ',\u00a0')],
    ['with a byte order mark', `\ufeff${text}`],
    ['with a byte order mark after it', `${text}\ufeff`],
    ['with a NUL after it', `${text}\u0000`],
    ['with a NUL before it', `\u0000${text}`],
    ['with a trailing comma', `{${inner},}`],
    ['with a leading comma', `{,${inner}}`],
    ['with a comment', `{/* */${inner}}`],
    ['with a line comment', `{//\n${inner}}`],
    ['with a hash comment', `{#\n${inner}}`],
    ['in single quotes', text.replaceAll('"', "'")],
    ['with bare names', text.replaceAll(/"([a-z_]+)":/g, '$1:')],
    ['with garbage after it', `${text}garbage`],
    ['twice', text + text],
    ['without its last brace', text.slice(0, -1)],
    ['without its first brace', text.slice(1)],
    ['with one brace more', `${text}}`],
    ['wrapped in a list', `[${text}]`],
    ['wrapped in a text', JSON.stringify(text)],
    [
      'with a name escaped',
      text.replace(/^\{"(.)/, (_, letter: string) => `{"\\u00${letter.charCodeAt(0).toString(16)}`),
    ],
    ['with an escaped slash', text.replace('{', '{"x":"\\/",')],
    ['with an escaped lone surrogate', text.replace('{', '{"x":"\\ud800",')],
    ['with a lone surrogate in UTF-8', withBytes(0xed, 0xa0, 0x80)],
    ['with an overlong slash', withBytes(0xc0, 0xaf)],
    ['with an overlong NUL', withBytes(0xc0, 0x80)],
    ['with a cut character', withBytes(0xe2, 0x82)],
    ['with a stray continuation byte', withBytes(0x80)],
    ['with the byte 0xff', withBytes(0xff)],
    ['with a Latin-1 letter', withBytes(0xe9)],
    ['with a character beyond Unicode', withBytes(0xf5, 0x80, 0x80, 0x80)],
    ['with a raw control character in a name', withBytes(0x01)],
    ['with a raw newline in a name', withBytes(0x0a)],
    ['in UTF-16 LE', Buffer.from(text, 'utf16le')],
    ['in UTF-16 LE with its mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['in UTF-16 BE', Buffer.from(text, 'utf16le').swap16()],
    ['as the list []', '[]'],
    ['as null', 'null'],
    ['as true', 'true'],
    ['as a number', '1'],
    ['as a text', '"text"'],
    ['as an empty text', '""'],
    ['empty', ''],
    ['as one space', ' '],
    ['as {}', '{}'],
    ['as a brace', '{'],
    ['as undefined', 'undefined'],
    ['as NaN', 'NaN'],
    ['as XML', '<alg>HS256</alg>'],
    ['as YAML', text.slice(1, -1).replaceAll(',', '\n')],
    ['as 900 opening brackets', '['.repeat(900)],
    ['nested 300 deep', text.replace('{', `{"x":${'['.repeat(300)}${']'.repeat(300)},`)],
    ['with the number 1e400', text.replace('{', '{"x":1e400,')],
    ['with the number -0', text.replace('{', '{"x":-0,')],
    ['with the number 1.0', text.replace('{', '{"x":1.0,')],
    ['with a member __proto__', text.replace('{', '{"__proto__":{"admin":true},')],
    ['with __proto__ holding everything', `{"__proto__":${text}}`],
    ['with a member constructor', text.replace('{', '{"constructor":{"prototype":{"admin":true}},')],
    ['with a member toJSON', text.replace('{', '{"toJSON":1,')],
    ['with an empty name', text.replace('{', '{"":1,')],
    ['with a number for a name', text.replace('{', '{"0":1,')],
  ];
}

/** Each name twice: the right value first, the right value last, the same value twice, one name escaped. */
function duplicates(text: string, wrong: Record<string, unknown>): Spelling[] {
  const members = JSON.parse(text) as Record<string, unknown>;
  const there = Object.entries(wrong).filter(([name]) => Object.hasOwn(members, name));
  return there.flatMap(([name, value]): Spelling[] => {
    const bad = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
    const good = `${JSON.stringify(name)}:${JSON.stringify(members[name])}`;
    const escaped = `"\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}":${JSON.stringify(value)}`;
    return [
      [`with ${name} twice, the wrong one first`, text.replace('{', `{${bad},`)],
      [`with ${name} twice, the wrong one last`, `${text.slice(0, -1)},${bad}}`],
      [`with ${name} twice, both right`, `${text.slice(0, -1)},${good}}`],
      [`with ${name} once more, escaped`, `${text.slice(0, -1)},${escaped}}`],
    ];
  });
}

/** Numbers in spellings that mean the same or nearly. */
function numbers(forge: Forge): Spelling[] {
  const text = forge.claimsText();
  const exp = String(forge.claims['exp']);
  const respelled = [
    `${exp}.0`,
    `${exp}e0`,
    `${exp}E+0`,
    `${Number(exp) / 10}e1`,
    `0${exp}`,
    `+${exp}`,
    `0x${Number(exp).toString(16)}`,
    `${exp}n`,
    `"${exp}"`,
    `${exp}.5`,
  ];
  const more = [
    'NaN',
    'Infinity',
    '-Infinity',
    '1e400',
    '-0',
    '9007199254740993',
    '18446744073709551616',
    `${exp}${'0'.repeat(300)}`,
    '.5',
    '1_000_000_000_0',
    'new Date()',
    `[${exp}]`,
  ];
  const rv = forge.claims['rv'] === undefined ? '' : JSON.stringify(forge.claims['rv']);
  const rights =
    rv === '' ? [] : [`${rv}.0`, `${rv}e0`, `0${rv}`, `+${rv}`, `-${rv}`, '-0', '1e400', `"${rv}"`, `${rv}n`];
  return [
    ...[...respelled, ...more].map((value): Spelling => [
      `with exp spelled ${value.slice(0, 30)}`,
      text.replace(`"exp":${exp}`, `"exp":${value}`),
    ]),
    ...[...new Set(rights)].map((value): Spelling => [
      `with rv spelled ${value}`,
      text.replace(`"rv":${rv}`, `"rv":${value}`),
    ]),
  ];
}

function signed(forge: Forge, part: Part, list: Spelling[]): BadToken[] {
  const original = part === 'header' ? forge.headerText() : forge.claimsText();
  return list
    .filter(([, text]) => !Buffer.from(text).equals(Buffer.from(original)))
    .map(([kind, text]) => ({
      kind: `${part} ${kind}`,
      token: part === 'header' ? forge.withHeaderText(text) : forge.withClaimsText(text),
    }));
}

/** Both parts, in texts that are not the issuer's. */
export function respelled(forge: Forge): BadToken[] {
  return [
    ...signed(forge, 'header', spellings(forge.headerText())),
    ...signed(forge, 'payload', spellings(forge.claimsText())),
  ];
}

/** Both parts, with a member twice. */
export function doubled(forge: Forge): BadToken[] {
  const headers = { alg: 'none', kid: 'attacker', typ: 'JWT' };
  const claims = {
    iss: 'http://attacker.invalid',
    sub: '00000000-0000-4000-8000-000000000000',
    aud: [],
    exp: 1,
    iat: 1,
    sid: 'x',
    jti: 'x',
    preferred_username: 'root',
    ver: 3,
    roles: ['support'],
    rv: 1_000_000,
    client_id: 'attacker',
    trv: 'both',
  };
  return [
    ...signed(forge, 'header', duplicates(forge.headerText(), headers)),
    ...signed(forge, 'payload', duplicates(forge.claimsText(), claims)),
  ];
}

export function renumbered(forge: Forge): BadToken[] {
  return signed(forge, 'payload', numbers(forge));
}

export function json(forge: Forge): BadToken[] {
  return [...respelled(forge), ...doubled(forge), ...renumbered(forge)];
}
