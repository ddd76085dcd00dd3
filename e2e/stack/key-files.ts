import { createHash, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';
import type { ServiceId } from './paths.ts';

/** A ring of one EC key that signs and one shared key that only verifies, in a file for each service. */
export interface KeyFiles {
  readonly files: Record<ServiceId, string>;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicJwk: JsonWebKey;
  readonly ecKid: string;
  readonly octKid: string;
  readonly octKey: Buffer;
  remove(): void;
}

export function writeKeyFiles(): KeyFiles {
  const { path: folder, remove } = temporaryFolder('latchkey-e2e-keys-');
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const octKey = randomBytes(48);
  const publicJwk = publicKey.export({ format: 'jwk' });
  const ecKid = createHash('sha256').update(JSON.stringify(publicJwk)).digest('base64url').slice(0, 16);
  const octKid = createHash('sha256').update(octKey).digest('base64url').slice(0, 16);
  const oct = { kty: 'oct', k: octKey.toString('base64url'), kid: octKid, alg: 'HS256' };
  const write = (name: string, content: unknown): string => {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
    return file;
  };
  const files = {
    bank: write('keys.bank.json', {
      keys: [oct, { ...privateKey.export({ format: 'jwk' }), kid: ecKid, alg: 'ES256' }],
      signing: ecKid,
    }),
    retirement: write('keys.verify.json', { keys: [oct, { ...publicJwk, kid: ecKid, alg: 'ES256' }] }),
  };
  return { files, privateKey, publicKey, publicJwk, ecKid, octKid, octKey, remove };
}
