import { createService, type RunningService, type ServiceConfig, type ServiceDefinition } from '@latchkey/service';
import supertest from 'supertest';
import { testDatabase, type TestDatabase } from './test-database.js';
import { testEnvironment } from './test-environment.js';

/** How a service under test differs from one in the test environment on a database of its own. */
export interface StartOptions {
  /** Variables that differ from the test environment; `undefined` removes one. */
  env?: NodeJS.ProcessEnv;
  /** A database that outlives this instance, for restarts and replicas; its maker drops it. */
  database?: TestDatabase;
}

/** A service that listens on a port of its own, on a database of its own. */
export interface ServiceUnderTest<C> extends Omit<RunningService<C>, 'close'> {
  /** Sends requests over a real socket: `await service.request.get('/api/me')`. */
  readonly request: ReturnType<typeof supertest>;
  readonly database: TestDatabase;
  /** Stops the service and removes its database, unless that was given. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a service as `serve` does, on a copy of its migrated database. Close it: `afterAll(() => service?.close())`.
 *
 * @throws ConfigError with all errors of the environment
 */
export async function startService<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  { env, database }: StartOptions = {},
): Promise<ServiceUnderTest<C>> {
  const own = database ?? (await testDatabase(definition));
  const drop = async () => {
    if (!database) await own.drop();
  };
  try {
    const service = await createService(definition, testEnvironment(definition.id, own.url, env));
    const close = () => service.close().finally(drop);
    return { ...service, request: supertest(service.url), database: own, close };
  } catch (error) {
    await drop();
    throw error;
  }
}
