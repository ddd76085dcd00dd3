import { keysFileOf, ownSecret, ownServiceKey, registryFile } from './data-files.mjs';
import { neutralEnvironment, settingsOf } from './settings.mjs';
import { ISSUER } from './workspace.mjs';

const parent = 'demo.localhost';

/** The services of this run, each with the whole environment of its process. */
export function describeServices(settings, databases) {
  const issuer = settingsOf(settings, ISSUER);
  return settings.services.map((service) => {
    const { id, name, roles, folder, port, env } = service;
    return {
      id,
      name,
      roles,
      folder,
      url: urlOf(service),
      local: `http://127.0.0.1:${port}`,
      // The service itself does not get to know who owns its tables.
      migrateEnv: owned(databases.ownerUrl(id)),
      env: {
        ...neutralEnvironment(process.env),
        NODE_ENV: 'production',
        PORT: String(port),
        HOST: '127.0.0.1',
        PUBLIC_URL: urlOf(service),
        DATABASE_URL: databases.url(id),
        // A secret in the environment outranks the keys that are kept.
        ...(env.JWT_SECRET === undefined && { JWT_KEYS_FILE: keysFileOf(settings.dataDir, id) }),
        SSO_ISSUER: urlOf(issuer),
        SSO_COOKIE_DOMAIN: parent,
        // No balancer is in front.
        DRAIN_GRACE: '0.3',
        // Node does not look up names below localhost: between services the address counts.
        ...(service === issuer
          ? {
              SSO_REGISTRY_FILE: registryFile(settings.dataDir),
              REFRESH_SECRET: ownSecret(settings.dataDir, 'refresh-secret'),
            }
          : {
              BANK_URL: `http://127.0.0.1:${issuer.port}`,
              SERVICE_KEY_FILE: ownServiceKey(settings.dataDir, id),
            }),
        ...env,
      },
    };
  });
}

export const urlOf = ({ id, port }) => `http://${id}.${parent}:${port}`;

const owned = (url) => (url === undefined ? {} : { MIGRATE_DATABASE_URL: url });
