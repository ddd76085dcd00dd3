import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newKeyFiles, newServiceKey } from '../../deploy/keys.mjs';
import { ofKind } from './objects.mjs';

/** What Secrets and ConfigMaps hold that are made by hand: something of the right form for every key, and files of it in a folder. */
export function samplesFor(objects, external, folder) {
  const { bank, verify } = newKeyFiles();
  const url = 'postgres://somebody:password@db.example.com:5432/service?sslmode=verify-full';
  const values = {
    DATABASE_URL: url,
    MIGRATE_DATABASE_URL: url.replace('somebody', 'owner'),
    POSTGRES_PASSWORD: 'password',
    OPS_TOKEN: secret(),
    REFRESH_SECRET: secret(),
    PASSWORD_PEPPER: secret(),
    'keys.bank.json': JSON.stringify(bank),
    'keys.verify.json': JSON.stringify(verify),
    'service.json': JSON.stringify(newServiceKey()),
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

const secret = () => randomBytes(36).toString('base64');

function registryOf(objects) {
  return ofKind(objects, 'Ingress').flatMap(({ spec: { tls, rules } }) =>
    rules.map(({ host }) => {
      const [id] = host.split('.');
      return { id, name: id, url: `${tls === undefined ? 'http' : 'https'}://${host}` };
    }),
  );
}
