import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ISSUER, listServices } from '../../scripts/workspace.mjs';
import { newKeyFiles } from '../keys.mjs';

/** A real environment for one service of the deployment, as docker-compose.yml would give it. */
export function environmentOf(app, port, databaseUrl, folder) {
  const bank = 'http://bank.demo.localhost:3001';
  const registry = join(folder, 'registry.json');
  const own = app === 'bank' ? bank : `http://${app}.demo.localhost:${port}`;
  const services = listServices().map((one) => ({
    id: one.id,
    name: one.name,
    url: `http://${one.id}.demo.localhost:${one.port}`,
  }));
  writeKeys(folder);
  writeFileSync(registry, JSON.stringify(services), { mode: 0o644 });
  return {
    PORT: `${port}`,
    HOST: '127.0.0.1',
    PUBLIC_URL: own,
    DATABASE_URL: databaseUrl,
    JWT_KEYS_FILE: join(folder, app === ISSUER ? 'keys.bank.json' : 'keys.verify.json'),
    SSO_ISSUER: bank,
    SSO_COOKIE_DOMAIN: 'demo.localhost',
    DRAIN_GRACE: '0.3',
    ...(app === 'bank'
      ? { SSO_REGISTRY_FILE: registry, REFRESH_SECRET: randomBytes(48).toString('base64url') }
      : { BANK_URL: 'http://127.0.0.1:9' }),
  };
}

// One key for all services of a replay, so that a token of the one is known at the other.
function writeKeys(folder) {
  if (existsSync(join(folder, 'keys.bank.json'))) return;
  const { bank, verify } = newKeyFiles();
  writeFileSync(join(folder, 'keys.bank.json'), JSON.stringify(bank), { mode: 0o644 });
  writeFileSync(join(folder, 'keys.verify.json'), JSON.stringify(verify), { mode: 0o644 });
}
