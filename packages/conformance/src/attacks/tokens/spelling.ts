import { encode, utf8, type BadToken, type Carriers, type Forge } from './forge.js';

const BEARER: Carriers = ['bearer'];
const PARTS = ['header', 'payload', 'signature'] as const;

/** Spellings of one part that a lenient base64 reader takes for the same bytes. The first two are signed as spelled. */
export function lenientParts(forge: Forge): BadToken[] {
  const respell: [string, (part: string) => string, Carriers?][] = [
    ['with one =', (part) => `${part}=`],
    ['with two =', (part) => `${part}==`],
    ['with the padding base64 asks for', (part) => part + '='.repeat((4 - (part.length % 4)) % 4 || 4)],
    ['with an encoded =', (part) => `${part}%3D`],
    ['with a space inside', (part) => insert(part, ' ')],
    ['with a tab inside', (part) => insert(part, '\t')],
    ['with a plus inside', (part) => insert(part, '+')],
    ['with a slash inside', (part) => insert(part, '/')],
    ['with an underscore added', (part) => `${part}_`],
    ['with an A added', (part) => `${part}A`],
    ['with AA added', (part) => `${part}AA`],
    ['with AAAA added', (part) => `${part}AAAA`],
    ['with AAAA before', (part) => `AAAA${part}`],
    ['with an exclamation mark inside', (part) => insert(part, '!')],
    ['with a star inside', (part) => insert(part, '*')],
    ['with a tilde inside', (part) => insert(part, '~')],
    ['with a dollar inside', (part) => insert(part, '$')],
    ['with a colon inside', (part) => insert(part, ':')],
    ['with a comma inside', (part) => insert(part, ','), BEARER],
    ['with a semicolon inside', (part) => insert(part, ';'), BEARER],
    ['with a quote inside', (part) => insert(part, '"')],
    ['with a backslash inside', (part) => insert(part, '\\')],
    ['with a percent-encoded letter', (part) => `%${part.charCodeAt(0).toString(16)}${part.slice(1)}`],
    ['with a Latin-1 letter inside', (part) => insert(part, 'é')],
    ['with a soft hyphen inside', (part) => insert(part, '\u00ad')],
    ['with a no-break space inside', (part) => insert(part, '\u00a0')],
    ['with a zero-width space inside', (part) => insert(part, utf8('\u200b'))],
    ['with a full-width letter', (part) => utf8(String.fromCharCode(part.charCodeAt(0) + 0xfee0)) + part.slice(1)],
    ['with a Cyrillic letter', (part) => insert(part, utf8('е'))],
    ['with a byte order mark', (part) => utf8('\ufeff') + part],
    ['without its last character', (part) => part.slice(0, -1)],
    ['without its first character', (part) => part.slice(1)],
    ['in capitals', (part) => part.toUpperCase()],
    ['in small letters', (part) => part.toLowerCase()],
    ['encoded twice', (part) => encode(part)],
    ['in hexadecimal', (part) => Buffer.from(part, 'base64url').toString('hex')],
    ['in quotes', (part) => `"${part}"`],
    ['left empty', () => ''],
    ['of one character', () => 'A'],
    ['of "null"', () => 'null'],
  ];
  return PARTS.flatMap((name, index) =>
    respell.map(([kind, change, carriers]) => {
      const part = change(forge.parts[index] ?? '');
      const [header, payload] = forge.parts;
      const token = [
        () => forge.sign(part, payload),
        () => forge.sign(header, part),
        () => `${header}.${payload}.${part}`,
      ][index]?.();
      return { kind: `${name} ${kind}`, token: token ?? '', ...(carriers === undefined ? {} : { carriers }) };
    }),
  );
}

/** The last character of an unpadded text holds bits that decode to nothing: only one of its spellings is the canonical one. */
export function looseBits(forge: Forge): BadToken[] {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const [header, payload, signature] = forge.parts;
  const others = (part: string): string[] =>
    [...alphabet].map((last) => part.slice(0, -1) + last).filter((text) => text !== part && same(text, part));
  const payloads = ['ada', 'adam', 'adams'].map((name) => encode(forge.claimsText({ preferred_username: name })));
  return [
    ...others(signature).map((part, index) => ({
      kind: `signature with loose bits ${index}`,
      token: `${header}.${payload}.${part}`,
    })),
    ...others(header).map((part, index) => ({
      kind: `header with loose bits ${index}`,
      token: forge.sign(part, payload),
    })),
    ...payloads
      .flatMap(others)
      .map((part, index) => ({ kind: `payload with loose bits ${index}`, token: forge.sign(header, part) })),
  ];
}

/** The other alphabet of base64, in a signature that holds its two different letters. */
export function otherAlphabet(forge: Forge): BadToken[] {
  let signed = forge.perfect;
  for (let index = 0; !/[-_][^.]*$/.test(signed); index += 1)
    signed = forge.withClaims({ preferred_username: `user${index}` });
  const cut = signed.lastIndexOf('.') + 1;
  const mac = signed.slice(cut).replaceAll('-', '+').replaceAll('_', '/');
  return [
    { kind: 'signature in the alphabet of base64', token: signed.slice(0, cut) + mac },
    { kind: 'signature in the alphabet of base64, padded', token: `${signed.slice(0, cut)}${mac}=` },
  ];
}

export function shapes(forge: Forge): BadToken[] {
  const { perfect, parts } = forge;
  const [header, payload, signature] = parts;
  const flat = JSON.stringify({ protected: header, payload, signature });
  const list: [string, string, Carriers?][] = [
    ['one part', header],
    ['two parts', `${header}.${payload}`],
    ['two parts and a dot', `${header}.${payload}.`],
    ['four parts', `${perfect}.${signature}`],
    ['five parts, as a JWE has', `${header}.${payload}.${payload}.${payload}.${signature}`],
    ['five empty parts', '....'],
    ['two dots', '..'],
    ['one dot', '.'],
    ['a dot before', `.${perfect}`],
    ['a dot after', `${perfect}.`],
    ['two dots in the middle', perfect.replace('.', '..')],
    ['encoded dots', perfect.replaceAll('.', '%2E')],
    ['commas for dots', perfect.replaceAll('.', ','), BEARER],
    ['the payload left out', `${header}..${signature}`],
    ['the payload left out, signed so (detached)', forge.sign(header, '')],
    ['the header left out', `.${payload}.${signature}`],
    ['payload and header exchanged', `${payload}.${header}.${signature}`],
    ['itself twice', perfect + perfect],
    ['itself twice with a comma', `${perfect},${perfect}`, BEARER],
    ['itself with "Bearer" before', `Bearer ${perfect}`],
    ['itself in quotes', `"${perfect}"`],
    ['itself in apostrophes', `'${perfect}'`],
    ['itself in brackets', `<${perfect}>`],
    ['itself in braces', `{${perfect}}`],
    ['itself encoded', encode(perfect)],
    ['itself percent-encoded', [...perfect].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')],
    ['itself signed again', forge.seal(forge.headerText({ cty: 'JWT' }), perfect)],
    ['the flattened JSON of RFC 7515', flat, BEARER],
    ['the flattened JSON, encoded', encode(flat)],
    [
      'the general JSON of RFC 7515',
      JSON.stringify({ payload, signatures: [{ protected: header, signature }] }),
      BEARER,
    ],
    ['a fragment after', `${perfect}#x`],
    ['a query after', `${perfect}?x=1`],
    ['a NUL after', `${perfect}%00`],
    ['the token of a disclosure after (SD-JWT)', `${perfect}~`],
    ['the word null', 'null'],
    ['the word undefined', 'undefined'],
    ['the word true', 'true'],
    ['[object Object]', '[object Object]'],
    ['a uuid', '11111111-1111-4111-8111-111111111111'],
    ['a paseto', 'v4.local.AAAA'],
    ['user and password in base64', Buffer.from('ada:correct-horse-battery-staple').toString('base64')],
    ['an SQL text', "' OR 1=1 --"],
    ['5 kB, otherwise perfect', forge.withClaims({ preferred_username: 'u'.repeat(3_700) })],
    ['5 kB of A', 'A'.repeat(5_000)],
    ['a thousand dots', '.'.repeat(1_000)],
    ['a payload of 9 kB', `${header}.${'A'.repeat(9_000)}.${signature}`],
  ];
  return list.map(([kind, token, carriers]) => ({ kind, token, ...(carriers === undefined ? {} : { carriers }) }));
}

function insert(part: string, text: string): string {
  const middle = part.length >> 1;
  return part.slice(0, middle) + text + part.slice(middle);
}

function same(one: string, other: string): boolean {
  return Buffer.from(one, 'base64url').equals(Buffer.from(other, 'base64url'));
}

export function spelling(forge: Forge): BadToken[] {
  return [...lenientParts(forge), ...looseBits(forge), ...otherAlphabet(forge), ...shapes(forge)];
}
