import { fileURLToPath } from 'node:url';

/** The secret that services under test share; random enough to pass the checks at boot, and used nowhere else. */
export const TEST_SECRET = 'Zk3vQm9xT1bW7nR5yH2cL8dJ4fP6sG0aUeXiOtNqVrE';

/** The bank's public origin in tests. */
export const TEST_ISSUER = 'http://bank.demo.localhost:3001';

/** A complete, valid environment for a service of the deployment; overrides replace single variables, `undefined` removes one. */
export function testEnvironment(
  service: string,
  databaseUrl: string,
  overrides: NodeJS.ProcessEnv = {},
): NodeJS.ProcessEnv {
  const registry = new URL('../jest/registry.json', import.meta.url);
  return {
    PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_URL: service === 'bank' ? TEST_ISSUER : `http://${service}.demo.localhost:3002`,
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'silent',
    DRAIN_GRACE: '0.3',
    JWT_SECRET: TEST_SECRET,
    REFRESH_SECRET: 'mP4wB8tC2yK6rF0hN5jS9dL1gV7zQ3xAeUiToYnWcE',
    SSO_ISSUER: TEST_ISSUER,
    SSO_COOKIE_DOMAIN: 'demo.localhost',
    SSO_REGISTRY_FILE: fileURLToPath(registry),
    // Nobody listens there: a service under test that calls the bank says so by its own address.
    BANK_URL: 'http://127.0.0.1:9',
    PASSWORD_COST: '10',
    ...overrides,
  };
}
