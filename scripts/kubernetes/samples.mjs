import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../command.mjs';
import { keysProgram } from '../data-files.mjs';
import { ofKind } from './objects.mjs';

/** What Secrets and ConfigMaps hold that are made by hand: something of the right form for every key, and files of it in a folder. */
export function samplesFor(objects, external, folder) {
  const { bank, verify } = keyFiles();
  const url = 'postgres://somebody:password@db.example.com:5432/service?sslmode=verify-full';
  const values = {
    DATABASE_URL: url,
    MIGRATE_DATABASE_URL: url.replace('somebody', 'owner'),
    POSTGRES_PASSWORD: 'password',
    OPS_TOKEN: secret(),
    REFRESH_SECRET: secret(),
    PASSWORD_PEPPER: secret(),
    'keys.bank.json': bank,
    'keys.verify.json': verify,
    'service.json': JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })),
    'registry.json': JSON.stringify(registryOf(objects)),
  };
  const valueOf = (holder, key) => (external[holder]?.includes(key) ? values[key] : undefined);
  const fileOf = (holder, key) => {
    const value = valueOf(holder, key);
    if (value === undefined) return undefined;
    const path = join(folder, holder.replace(' ', '-'), key);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, value);
    return path;
  };
  return { valueOf, fileOf };
}

/** As the bank's command makes them. */
function keyFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-sample-keys-'));
  try {
    const env = { ...process.env, KEYS_FOLDER: folder };
    execFileSync(process.execPath, [keysProgram, 'init', '--alg', 'ES256'], { env, stdio: 'pipe' });
    const read = (...path) => readFileSync(join(folder, ...path), 'utf8');
    return { bank: read('bank', 'keys.bank.json'), verify: read('verify', 'keys.verify.json') };
  } finally {
    removeFolder(folder);
  }
}

const secret = () => randomBytes(36).toString('base64');

function registryOf(objects) {
  return ofKind(objects, 'Ingress').flatMap(({ spec: { tls, rules } }) =>
    rules.map(({ host }) => {
      const [id] = host.split('.');
      return { id, name: id, url: `${tls === undefined ? 'http' : 'https'}://${host}` };
    }),
  );
}
