import { join } from 'node:path';
import { keysFileOf } from './key-files.mjs';
import { ownSecret, ownServiceKey, registryFile } from './data-files.mjs';
import { neutralEnvironment } from './settings.mjs';
import { root } from './setup.mjs';

const parent = 'demo.localhost';

/** The services of this run, each with the whole environment of its process. */
export function describeServices(settings, databases) {
  const services = [
    { id: 'bank', name: 'Bank' },
    { id: 'retirement', name: 'Retirement' },
  ].map((service) => ({ ...service, url: `http://${service.id}.${parent}:${settings[service.id].port}` }));
  const [bank] = services;
  return services.map((service) => {
    const { port, env } = settings[service.id];
    return {
      ...service,
      folder: join(root, 'apps', service.id),
      local: `http://127.0.0.1:${port}`,
      // The service itself does not get to know who owns its tables.
      migrateEnv: owned(databases.ownerUrl(service.id)),
      env: {
        ...neutralEnvironment(process.env),
        NODE_ENV: 'production',
        PORT: String(port),
        HOST: '127.0.0.1',
        PUBLIC_URL: service.url,
        DATABASE_URL: databases.url(service.id),
        // A secret in the environment outranks the keys of the house.
        ...(env.JWT_SECRET === undefined && { JWT_KEYS_FILE: keysFileOf(settings.dataDir, service.id) }),
        SSO_ISSUER: bank.url,
        SSO_COOKIE_DOMAIN: parent,
        // No balancer is in front.
        DRAIN_GRACE: '0.3',
        // Node does not look up names below localhost: between services the address counts.
        ...(service === bank
          ? {
              SSO_REGISTRY_FILE: registryFile(settings.dataDir),
              REFRESH_SECRET: ownSecret(settings.dataDir, 'refresh-secret'),
            }
          : {
              BANK_URL: `http://127.0.0.1:${settings.bank.port}`,
              SERVICE_KEY_FILE: ownServiceKey(settings.dataDir, service.id),
            }),
        ...env,
      },
    };
  });
}

const owned = (url) => (url === undefined ? {} : { MIGRATE_DATABASE_URL: url });
