import { constants, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { encode, type BadToken, type Forge } from './forge.js';

/** Spellings of "none" that a careless comparison lets through, with every signature that could go with it. */
export function unsigned(forge: Forge): BadToken[] {
  const spellings = Array.from({ length: 16 }, (_, bits) =>
    [...'none'].map((letter, index) => ((bits >> index) & 1 ? letter.toUpperCase() : letter)).join(''),
  );
  const more = ['none ', ' none', 'none\u0000', 'nonе', 'NULL', 'null', 'undefined', 'plain', 'unsecured'];
  return [...spellings, ...more].flatMap((alg) => {
    const parts = `${encode(forge.headerText({ alg }))}.${forge.parts[1]}`;
    return [
      { kind: `alg ${JSON.stringify(alg)} without a signature`, token: `${parts}.` },
      { kind: `alg ${JSON.stringify(alg)} under a true signature`, token: forge.withHeader({ alg }) },
    ];
  });
}

export function renamed(forge: Forge): BadToken[] {
  const names = [
    ...[
      'hs256',
      'Hs256',
      'hS256',
      'HS256 ',
      ' HS256',
      'HS256\u0000',
      'HS256\n',
      'HS-256',
      'HS_256',
      'HS2560',
      'HS25',
      'HS',
      'H',
    ],
    ...[
      'ＨＳ256',
      'HЅ256',
      'HMAC',
      'HMACSHA256',
      'HmacSHA256',
      'hmac-sha256',
      'sha256',
      'SHA256',
      'A256',
      '256',
      'HS256,HS256',
      'HS256|none',
    ],
    ...[
      'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
      '1.2.840.113549.2.9',
      'RS256',
      'RS384',
      'RS512',
      'PS256',
      'PS384',
      'PS512',
    ],
    ...[
      'ES256',
      'ES384',
      'ES512',
      'ES256K',
      'EdDSA',
      'Ed25519',
      'Ed448',
      'ML-DSA-44',
      'ML-DSA-65',
      'ML-DSA-87',
      'SLH-DSA-SHA2-128s',
      'RS1',
      'HS1',
    ],
    ...[
      'HS224',
      'HS256/64',
      'HS384',
      'HS512',
      'dir',
      'A128KW',
      'A256KW',
      'A256GCMKW',
      'RSA1_5',
      'RSA-OAEP',
      'RSA-OAEP-256',
      'ECDH-ES',
      'ECDH-ES+A128KW',
    ],
    ...[
      'PBES2-HS256+A128KW',
      'A128CBC-HS256',
      'A256GCM',
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      'valueOf',
      '',
      ' ',
    ],
  ];
  return names
    .filter((alg) => alg !== forge.header['alg'])
    .map((alg) => ({ kind: `alg ${JSON.stringify(alg)} under a true signature`, token: forge.withHeader({ alg }) }));
}

export function otherDigests(forge: Forge): BadToken[] {
  const digests: [string, string][] = [
    ['HS384', 'sha384'],
    ['HS512', 'sha512'],
    ['HS224', 'sha224'],
    ['HS1', 'sha1'],
    ['HS256', 'sha512'],
    ['HS256', 'sha384'],
  ];
  const more: [string, string][] = [
    ['HS256', 'sha224'],
    ['HS256', 'sha1'],
    ['HS256', 'md5'],
    ['HS256', 'sha3-256'],
    ['HS256', 'sha512-256'],
    ['HS256', 'ripemd160'],
  ];
  return [...digests, ...more].map(([alg, hash]) => ({
    kind: `alg ${alg} with the secret under ${hash}`,
    token: forge.withHeader({ alg }, forge.secret, hash),
  }));
}

export function notText(forge: Forge): BadToken[] {
  const values: [string, unknown][] = [
    ['left out', undefined],
    ['null', null],
    ['true', true],
    ['false', false],
    ['0', 0],
    ['256', 256],
    ['an empty list', []],
    ['a list of the right one', ['HS256']],
    ['a list of two', ['HS256', 'none']],
    ['an empty object', {}],
    ['an object that says it is the right one', { toString: 'HS256', alg: 'HS256' }],
    ['an object with a length', { length: 5, 0: 'H', 1: 'S' }],
  ];
  return values.map(([name, alg]) => ({ kind: `alg is ${name}`, token: forge.withHeader({ alg }) }));
}

/** Honest signatures by keys of an attacker's own, each with the algorithm it says. */
export function foreignKeys(forge: Forge): BadToken[] {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const curve = (namedCurve: string): KeyObject => generateKeyPairSync('ec', { namedCurve }).privateKey;
  const p1363 = (key: KeyObject, hash: string) => (text: string) =>
    sign(hash, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  const pss = (hash: string) => (text: string) =>
    sign(hash, Buffer.from(text), {
      key: rsa.privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    });
  const ed = generateKeyPairSync('ed25519').privateKey;
  const signers: [string, (text: string) => Buffer][] = [
    ['RS256', (text) => sign('sha256', Buffer.from(text), rsa.privateKey)],
    ['RS384', (text) => sign('sha384', Buffer.from(text), rsa.privateKey)],
    ['RS512', (text) => sign('sha512', Buffer.from(text), rsa.privateKey)],
    ['PS256', pss('sha256')],
    ['PS384', pss('sha384')],
    ['PS512', pss('sha512')],
    ['ES256', p1363(curve('P-256'), 'sha256')],
    ['ES384', p1363(curve('P-384'), 'sha384')],
    ['ES512', p1363(curve('P-521'), 'sha512')],
    ['ES256K', p1363(curve('secp256k1'), 'sha256')],
    ['EdDSA', (text) => sign(null, Buffer.from(text), ed)],
  ];
  return signers.flatMap(([alg, signer]) =>
    [alg, 'HS256'].map((said) => {
      const text = `${encode(forge.headerText({ alg: said }))}.${forge.parts[1]}`;
      return { kind: `an attacker's ${alg} signature that says ${said}`, token: `${text}.${encode(signer(text))}` };
    }),
  );
}

export function algorithm(forge: Forge): BadToken[] {
  return [...unsigned(forge), ...renamed(forge), ...otherDigests(forge), ...notText(forge), ...foreignKeys(forge)];
}
