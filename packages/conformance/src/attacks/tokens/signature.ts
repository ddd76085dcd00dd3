import { createHash, createHmac, randomBytes } from 'node:crypto';
import { encode, type BadToken, type Forge } from './forge.js';

/** Wycheproof's "modified tag" and "truncated tag": each bit that matters somewhere, each length but the right one. */
export function modified(forge: Forge): BadToken[] {
  const [header, payload, signature] = forge.parts;
  const input = `${header}.${payload}`;
  const right = Buffer.from(signature, 'base64url');
  const changed = (name: string, bytes: Buffer): BadToken => ({
    kind: `signature ${name}`,
    token: `${input}.${encode(bytes)}`,
  });
  const flipped = [...right.keys()].flatMap((index) =>
    [0x01, 0x80].map((bit) => {
      const bytes = Buffer.from(right);
      bytes[index] = (bytes[index] ?? 0) ^ bit;
      return changed(`with bit ${bit} of byte ${index} flipped`, bytes);
    }),
  );
  const lengths = [0, 1, 2, 4, 8, 10, 12, 16, 20, 24, 28, 30, 31].map((length) =>
    changed(`cut to ${length} bytes`, right.subarray(0, length)),
  );
  return [
    ...flipped,
    ...lengths,
    changed('cut from the front', right.subarray(1)),
    changed('with a zero byte after it', Buffer.concat([right, Buffer.alloc(1)])),
    changed('with a zero byte before it', Buffer.concat([Buffer.alloc(1), right])),
    changed('twice', Buffer.concat([right, right])),
    changed('followed by 32 zero bytes', Buffer.concat([right, Buffer.alloc(32)])),
    changed('of zero bytes', Buffer.alloc(32)),
    changed('of ones', Buffer.alloc(32, 0xff)),
    changed('at random', randomBytes(32)),
    changed('backwards', Buffer.from(right).reverse()),
    changed('complemented', Buffer.from(right.map((byte) => byte ^ 0xff))),
    changed('with swapped halves', Buffer.concat([right.subarray(16), right.subarray(0, 16)])),
    changed('in hexadecimal', Buffer.from(right.toString('hex'))),
    changed('encoded twice', Buffer.from(signature)),
    changed('as a JSON text', Buffer.from(JSON.stringify(signature))),
    { kind: 'signature in hexadecimal, not encoded', token: `${input}.${right.toString('hex')}` },
    { kind: 'signature is the header', token: `${input}.${header}` },
    { kind: 'signature is the payload', token: `${input}.${payload}` },
    { kind: 'signature says "null"', token: `${input}.null` },
    { kind: 'signature says "undefined"', token: `${input}.undefined` },
  ];
}

export function otherKeys(forge: Forge): BadToken[] {
  const { secret } = forge;
  const [header, payload] = forge.parts;
  const keys: [string, string | Buffer][] = [
    ['an empty key', ''],
    ['32 zero bytes', Buffer.alloc(32)],
    ['64 zero bytes', Buffer.alloc(64)],
    ['a random key', randomBytes(48)],
    ['the secret and a newline', `${secret}\n`],
    ['a space and the secret', ` ${secret}`],
    ['the secret without its last character', secret.slice(0, -1)],
    ['the secret without its first character', secret.slice(1)],
    ['the first 32 characters of the secret', secret.slice(0, 32)],
    ['the secret twice', secret + secret],
    ['the secret in capitals', secret.toUpperCase()],
    ['the secret in small letters', secret.toLowerCase()],
    ['the secret backwards', [...secret].toReversed().join('')],
    ['the secret in quotes', JSON.stringify(secret)],
    ['the secret, decoded from base64url', Buffer.from(secret, 'base64url')],
    ['the secret, encoded in base64', Buffer.from(secret).toString('base64')],
    ['the secret in hexadecimal', Buffer.from(secret).toString('hex')],
    ['the secret in UTF-16', Buffer.from(secret, 'utf16le')],
    ['the digest of the secret', createHash('sha256').update(secret).digest()],
    ['the kid', forge.kid],
    ['the issuer', String(forge.claims['iss'])],
    ['the user id', String(forge.claims['sub'])],
  ];
  const guesses = [
    'secret',
    'password',
    'changeme',
    'your-256-bit-secret',
    'a-string-secret-at-least-256-bits-long',
    'jwt-secret',
    'latchkey',
    'bank',
    'test',
    'undefined',
    'null',
    '[object Object]',
    '0',
    'key',
    'supersecret',
    'JWT_SECRET',
    '${JWT_SECRET}',
  ];
  return [...keys, ...guesses.map((guess): [string, string] => [`"${guess}"`, guess])].map(([name, key]) => ({
    kind: `signed with ${name}`,
    token: forge.sign(header, payload, key),
  }));
}

export function otherInputs(forge: Forge): BadToken[] {
  const [header, payload] = forge.parts;
  const claims = forge.claimsText();
  const inputs: [string, string][] = [
    ['the header alone', header],
    ['the payload alone', payload],
    ['the payload as JSON', claims],
    ['header and payload as JSON', `${forge.headerText()}.${claims}`],
    ['both without the dot', header + payload],
    ['both with a dot after', `${header}.${payload}.`],
    ['both with a newline after', `${header}.${payload}\n`],
    ['both in the wrong order', `${payload}.${header}`],
    ['both in capitals', `${header}.${payload}`.toUpperCase()],
    ['nothing', ''],
    ['a b64-false payload (RFC 7797)', `${header}.${claims}`],
  ];
  const both = `${header}.${payload}`;
  const macs: [string, Buffer][] = [
    ['a plain digest of secret and input', createHash('sha256').update(forge.secret).update(both).digest()],
    ['a plain digest of input and secret', createHash('sha256').update(both).update(forge.secret).digest()],
    ['a plain digest of the input', createHash('sha256').update(both).digest()],
    ['HMAC-SHA512 cut to 32 bytes', createHmac('sha512', forge.secret).update(both).digest().subarray(0, 32)],
    ['HMAC-SHA384 cut to 32 bytes', createHmac('sha384', forge.secret).update(both).digest().subarray(0, 32)],
    ['HMAC-SHA1 filled to 32 bytes', Buffer.concat([forge.mac(both, forge.secret, 'sha1'), Buffer.alloc(12)])],
    ['HMAC of the HMAC', forge.mac(forge.mac(both))],
    ['HMAC with key and input exchanged', createHmac('sha256', both).update(forge.secret).digest()],
  ];
  return [
    ...inputs.map(([name, input]) => ({
      kind: `signature over ${name}`,
      token: `${both}.${encode(forge.mac(input))}`,
    })),
    ...macs.map(([name, mac]) => ({ kind: `signature is ${name}`, token: `${both}.${encode(mac)}` })),
  ];
}

/** True signatures moved to other content. */
export function moved(forge: Forge): BadToken[] {
  const [header, payload, signature] = forge.parts;
  const changes: [string, string, string][] = [
    ['another user', header, encode(forge.claimsText({ sub: '00000000-0000-4000-8000-000000000000' }))],
    ['a later end', header, encode(forge.claimsText({ exp: Number(forge.claims['exp']) + 1 }))],
    [
      'another name',
      header,
      encode(forge.claimsText({ preferred_username: `${String(forge.claims['preferred_username'])}x` })),
    ],
    ['another session', header, encode(forge.claimsText({ sid: '00000000-0000-4000-8000-000000000000' }))],
    ['a role', header, encode(forge.claimsText({ roles: ['adviser', 'support', 'x'] }))],
    ['newer rights', header, encode(forge.claimsText({ rv: Number(forge.claims['rv'] ?? 0) + 1 }))],
    ['another version', header, encode(forge.claimsText({ ver: 3 - Number(forge.claims['ver']) }))],
    ['another way', header, encode(forge.claimsText({ trv: forge.claims['trv'] === 'cookie' ? 'bearer' : 'cookie' }))],
    ['more audience', header, encode(forge.claimsText({ aud: ['bank', 'retirement', 'more'] }))],
    ['another header', encode(forge.headerText({ typ: 'JWT' })), payload],
    ['an unsigned header', encode(forge.headerText({ alg: 'none' })), payload],
  ];
  return changes.map(([name, first, second]) => ({
    kind: `a true signature moved to ${name}`,
    token: `${first}.${second}.${signature}`,
  }));
}

export function signature(forge: Forge): BadToken[] {
  return [...modified(forge), ...otherKeys(forge), ...otherInputs(forge), ...moved(forge)];
}
