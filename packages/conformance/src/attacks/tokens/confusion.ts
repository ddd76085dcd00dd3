import { createHmac, generateKeyPairSync, sign, type KeyObject, type webcrypto } from 'node:crypto';
import { encode, type BadToken, type Members } from './forge.js';

const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const FIELD = BigInt('0xffffffff00000001000000000000000000000000ffffffffffffffffffffffff');

/** A ring of one EC key that signs and one shared key. */
export interface CurveKeys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicJwk: webcrypto.JsonWebKey;
  readonly ecKid: string;
  readonly octKid: string;
  readonly octKey: Buffer;
}

/** A real token of a deployment that signs with ES256, and everything needed to make one like it. */
export class CurveForge {
  readonly header: Members;
  readonly payload: string;
  readonly parts: [string, string, string];
  readonly keys: CurveKeys;

  constructor(perfect: string, keys: CurveKeys) {
    const [header = '', payload = '', signature = ''] = perfect.split('.');
    this.parts = [header, payload, signature];
    this.header = JSON.parse(Buffer.from(header, 'base64url').toString()) as Members;
    this.payload = payload;
    this.keys = keys;
  }

  input(change: Members = {}): string {
    return `${encode(JSON.stringify({ ...this.header, ...change }))}.${this.payload}`;
  }

  signed(
    change: Members = {},
    key: KeyObject = this.keys.privateKey,
    hash = 'sha256',
    dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363',
  ): string {
    const input = this.input(change);
    return `${input}.${encode(sign(hash, Buffer.from(input), { key, dsaEncoding }))}`;
  }

  mac(key: string | Buffer, change: Members = {}, hash = 'sha256'): string {
    const input = this.input(change);
    return `${input}.${createHmac(hash, key).update(input).digest('base64url')}`;
  }
}

/** The public key as a secret (RFC 8725 §2.1), in every spelling a library may hold it in. */
function publicKeyAsSecret(forge: CurveForge): BadToken[] {
  const { publicKey, publicJwk, ecKid, octKid } = forge.keys;
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const der = publicKey.export({ format: 'der', type: 'spki' });
  const x = Buffer.from(publicJwk.x ?? '', 'base64url');
  const y = Buffer.from(publicJwk.y ?? '', 'base64url');
  const bare = { kty: publicJwk.kty, crv: publicJwk.crv, x: publicJwk.x, y: publicJwk.y };
  const secrets: [string, string | Buffer][] = [
    ['PEM', pem],
    ['PEM without its last newline', pem.trimEnd()],
    ['PEM with CRLF', pem.replaceAll('\n', '\r\n')],
    ['PEM on one line', pem.replaceAll('\n', '')],
    ['the base64 inside the PEM', pem.replaceAll(/-----.*-----|\n/g, '')],
    ['DER', der],
    ['DER in hexadecimal', der.toString('hex')],
    ['the JWK', JSON.stringify(publicJwk)],
    ['the JWK in the order of RFC 7638', JSON.stringify({ crv: bare.crv, kty: bare.kty, x: bare.x, y: bare.y })],
    ['the JWK with kid and alg', JSON.stringify({ ...bare, kid: ecKid, alg: 'ES256' })],
    ['the JWK Set', JSON.stringify({ keys: [{ ...bare, kid: ecKid, alg: 'ES256' }] })],
    ['x', x],
    ['y', y],
    ['x as text', publicJwk.x ?? ''],
    ['x and y', Buffer.concat([x, y])],
    ['the point', Buffer.concat([Buffer.from([4]), x, y])],
    ['the compressed point', Buffer.concat([Buffer.from([2 + ((y.at(-1) ?? 0) & 1)]), x])],
    ['the kid', ecKid],
    ['nothing', ''],
    ['[object KeyObject]', '[object KeyObject]'],
    ['[object Object]', '[object Object]'],
  ];
  return secrets.flatMap(([name, key]) => [
    { kind: `HS256 with ${name} of the public key, kid of the EC key`, token: forge.mac(key, { alg: 'HS256' }) },
    {
      kind: `HS256 with ${name} of the public key, kid of the shared key`,
      token: forge.mac(key, { alg: 'HS256', kid: octKid }),
    },
    { kind: `HMAC with ${name} of the public key that says ES256`, token: forge.mac(key) },
  ]);
}

/** Keys of one kind used as the other, and honest signatures under the wrong name. */
export function exchanged(forge: CurveForge): BadToken[] {
  const { octKey, octKid } = forge.keys;
  const curve = (namedCurve: string): KeyObject => generateKeyPairSync('ec', { namedCurve }).privateKey;
  const stranger = curve('P-256');
  const names = [
    'none',
    'HS256',
    'HS512',
    'RS256',
    'PS256',
    'ES384',
    'ES512',
    'ES256K',
    'EdDSA',
    'es256',
    'ES256 ',
    'ESP256',
    'ECDSA',
    'ES',
    '',
  ];
  return [
    ...names.map((alg) => ({
      kind: `a true ES256 signature that says ${JSON.stringify(alg)}`,
      token: forge.signed({ alg }),
    })),
    { kind: 'a true ES256 signature under the kid of the shared key', token: forge.signed({ kid: octKid }) },
    {
      kind: 'a true ES256 signature under the kid of the shared key that says HS256',
      token: forge.signed({ kid: octKid, alg: 'HS256' }),
    },
    { kind: 'a true HMAC under the kid of the EC key', token: forge.mac(octKey, { alg: 'HS256' }) },
    { kind: 'a true HMAC that says ES256', token: forge.mac(octKey) },
    { kind: 'a true HMAC that says ES256 under its own kid', token: forge.mac(octKey, { kid: octKid }) },
    { kind: 'HS384 with the shared key', token: forge.mac(octKey, { alg: 'HS384', kid: octKid }, 'sha384') },
    { kind: 'HS512 with the shared key', token: forge.mac(octKey, { alg: 'HS512', kid: octKid }, 'sha512') },
    {
      kind: 'the shared key as its own base64url text',
      token: forge.mac(octKey.toString('base64url'), { alg: 'HS256', kid: octKid }),
    },
    { kind: 'a stranger of the same curve', token: forge.signed({}, stranger) },
    { kind: 'a stranger of P-384', token: forge.signed({}, curve('P-384'), 'sha384') },
    { kind: 'a stranger of secp256k1', token: forge.signed({}, curve('secp256k1')) },
    {
      kind: 'a stranger who brings the key along',
      token: forge.signed({ jwk: stranger.export({ format: 'jwk' }) }, stranger),
    },
    { kind: 'a true signature over SHA-384', token: forge.signed({}, forge.keys.privateKey, 'sha384') },
    { kind: 'a true signature over SHA-512', token: forge.signed({}, forge.keys.privateKey, 'sha512') },
    { kind: 'a true signature over SHA-1', token: forge.signed({}, forge.keys.privateKey, 'sha1') },
    { kind: 'a true signature in DER', token: forge.signed({}, forge.keys.privateKey, 'sha256', 'der') },
  ];
}

/** Wycheproof's ECDSA: numbers outside the range (CVE-2022-21449), wrong lengths, other encodings of the true pair. */
export function numbers(forge: CurveForge): BadToken[] {
  const [header, payload, signature] = forge.parts;
  const bytes = Buffer.from(signature, 'base64url');
  const r = toBig(bytes.subarray(0, 32));
  const s = toBig(bytes.subarray(32));
  const pairs: [string, bigint, bigint][] = [
    ...([0n, 1n, 2n, ORDER - 1n, ORDER, ORDER + 1n, FIELD, FIELD + 1n, (1n << 256n) - 1n] as const).flatMap((left) =>
      ([0n, 1n, ORDER - 1n, ORDER, FIELD, (1n << 256n) - 1n] as const).map((right): [string, bigint, bigint] => [
        `r=${left.toString(16)} s=${right.toString(16)}`,
        left,
        right,
      ]),
    ),
    ['r is 0', 0n, s],
    ['s is 0', r, 0n],
    ['r and s exchanged', s, r],
    ['r negated', ORDER - r, s],
    ['r complemented', r ^ ((1n << 256n) - 1n), s],
    ['r is the order', ORDER, s],
    ['s is the order', r, ORDER],
  ];
  const raw: [string, Buffer][] = [
    ['empty', Buffer.alloc(0)],
    ['one zero byte', Buffer.alloc(1)],
    ['r alone', bytes.subarray(0, 32)],
    ['cut by one byte', bytes.subarray(0, 63)],
    ['cut in front', bytes.subarray(1)],
    ['with a zero byte after it', Buffer.concat([bytes, Buffer.alloc(1)])],
    ['with a zero byte before it', Buffer.concat([Buffer.alloc(1), bytes])],
    [
      'with zero bytes before both numbers',
      Buffer.concat([Buffer.alloc(1), bytes.subarray(0, 32), Buffer.alloc(1), bytes.subarray(32)]),
    ],
    ['twice', Buffer.concat([bytes, bytes])],
    ['of 96 bytes', Buffer.concat([bytes, Buffer.alloc(32)])],
    ['of 132 bytes', Buffer.alloc(132, 1)],
    ['an empty DER sequence', Buffer.from('3000', 'hex')],
    ['DER of two zeros', Buffer.from('3006020100020100', 'hex')],
    ['DER of two ones', Buffer.from('3006020101020101', 'hex')],
    ['DER of infinity', Buffer.from('3006090142090142', 'hex')],
    ['with one bit flipped in r', flip(bytes, 5)],
    ['with one bit flipped in s', flip(bytes, 40)],
  ];
  const inputs = `${header}.${payload}`;
  return [
    ...pairs.map(([name, left, right]) => ({
      kind: `signature ${name}`,
      token: `${inputs}.${encode(Buffer.concat([toBytes(left), toBytes(right)]))}`,
    })),
    ...raw.map(([name, value]) => ({ kind: `signature ${name}`, token: `${inputs}.${encode(value)}` })),
  ];
}

function flip(bytes: Buffer, index: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[index] = (copy[index] ?? 0) ^ 1;
  return copy;
}

function toBig(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function toBytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0').slice(-64), 'hex');
}

/** Tokens whose algorithm, key and signature do not belong together (RFC 8725 §2.1). */
export function confusion(forge: CurveForge): BadToken[] {
  return [...publicKeyAsSecret(forge), ...exchanged(forge), ...numbers(forge)];
}
