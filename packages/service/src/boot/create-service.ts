import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { loadConfig } from '../config/load-config.js';
import type { ServiceConfig } from '../config/service.settings.js';
import { dataSourceOptions } from '../database/data-source.js';
import { Database } from '../database/database.js';
import { Readiness } from '../health/readiness.js';
import { bodyPipe } from '../http/body.pipe.js';
import { openDoor } from '../http/door.js';
import { openLog } from '../log/log.js';
import { Metrics } from '../metrics/metrics.js';
import { ProblemFilter } from '../problem/problem.filter.js';
import { ServiceModule } from './service.module.js';
import type { ServiceDefinition } from './service.definition.js';

/** A listening service. */
export interface RunningService<C> {
  readonly app: NestFastifyApplication;
  /** Where it listens, without a path. */
  readonly url: string;
  readonly config: C;
  /** Stops listening, finishes what runs, lets go of the database. */
  close(): Promise<void>;
}

/**
 * Builds a service from an environment and lets it listen. Installs no signal handlers; `serve` does.
 *
 * @throws ConfigError with all faults of the environment
 */
export async function createService<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  env: NodeJS.ProcessEnv,
): Promise<RunningService<C>> {
  const config = loadConfig(definition.config, env);
  const log = openLog(config.LOG_LEVEL, definition.id);
  const metrics = new Metrics();
  const readiness = new Readiness();
  const dataSource = await new DataSource(dataSourceOptions(definition, config)).initialize();
  const database = new Database(dataSource);
  readiness.add('database', async () => void (await database.query('SELECT 1')));
  const { adapter, answer } = openDoor(config, log, metrics);
  const app = await NestFactory.create<NestFastifyApplication>(
    ServiceModule.of(definition, config, { database, metrics, readiness }),
    adapter,
    { bodyParser: false, abortOnError: false, logger: log.nest },
  );
  app.useGlobalFilters(new ProblemFilter(answer));
  app.useGlobalPipes(bodyPipe());
  await app.listen(config.PORT, config.HOST);
  return {
    app,
    url: await app.getUrl(),
    config,
    close: async () => {
      await app.close();
      await dataSource.destroy();
      log.close();
    },
  };
}
