import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';
import { loadConfig } from '../config/load-config.js';
import type { ServiceConfig } from '../config/service-settings.js';
import { connect } from '../database/connect.js';
import { dataSourceOptions } from '../database/data-source.js';
import { Database } from '../database/database.js';
import { addDatabaseChecks } from '../database/database-checks.js';
import { watchDatabase } from '../database/database-watch.js';
import { warnOfRole } from '../database/role-warning.js';
import { Readiness } from '../health/readiness.js';
import { createHttpServer } from '../http/http-server.js';
import { openLog } from '../log/log.js';
import { watchLog } from '../health/log-health.js';
import { Metrics } from '../metrics/metrics.js';
import { reportProcess } from '../metrics/process-metrics.js';
import { ProblemFilter } from '../problem/problem.filter.js';
import { ServiceModule } from './service.module.js';
import type { ServiceDefinition } from '../service-definition.js';
import { announceService } from '../tracing/announcement.js';
import { drainGraceSeconds } from './drain-grace.rules.js';
import { releaseIn } from './release.js';
import { doneBy, STOPPED_WITHIN_MS, stopServer, trackConnections } from './stop.js';

// With Node's 511 the rest of a burst of connections is accepted a second later, when TCP asks again.
const BACKLOG = 4096;
/** What somebody else has to do at a stop must not hold it up. */
const ANNOUNCED_WITHIN_MS = 1_500;

/** A listening service. */
export interface RunningService<C> {
  readonly app: NestFastifyApplication;
  /** Where it listens, without a path. */
  readonly url: string;
  readonly config: C;
  /** The grace that balancers in front, if there are any, need at a stop. */
  readonly drainGraceMs: () => number;
  /**
   * Drains: not ready at once, `graceMs` (0) later no new connection, then what runs is finished, then everything is let
   * go. Responses meanwhile end their connection. Takes less than 5 s more than the grace, whatever hangs.
   */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

/**
 * Builds a service from an environment and lets it listen. Installs no signal handlers; `serve` does.
 *
 * @throws ConfigError with all errors of the environment
 */
export async function createService<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  env: NodeJS.ProcessEnv,
): Promise<RunningService<C>> {
  const config = loadConfig(definition.config, env);
  const log = openLog(config.LOG_LEVEL, definition.id);
  if (config.ALLOW_PLAIN_INTERNAL) log.pino.warn('ALLOW_PLAIN_INTERNAL: other hosts may be reached in clear');
  const metrics = new Metrics();
  const version = releaseIn(definition.manifest);
  reportProcess(metrics, definition.id, version);
  const readiness = new Readiness();
  // Operators compare it with what stands in front.
  const { PUBLIC_URL, TRUSTED_PROXY_HOPS: trustedProxyHops } = config;
  readiness.add('process', () => ({ detail: { version, publicUrl: PUBLIC_URL.origin, trustedProxyHops } }));
  watchLog(log, metrics, readiness);
  const finishAnnounced = announceService(definition.id, log.pino);
  const dataSource = new DataSource({
    ...dataSourceOptions(definition, config),
    poolErrorHandler: (error: unknown) => log.pino.warn({ err: error }, 'an idle database connection was lost'),
  } as DataSourceOptions);
  const database = new Database(dataSource, log.pino);
  const ending = new AbortController();
  const leaveDatabase = async (): Promise<void> => {
    ending.abort();
    await database.stopListening();
    if (dataSource.isInitialized) await dataSource.destroy();
  };
  const release = async (from = performance.now()): Promise<void> => {
    await doneBy(from + STOPPED_WITHIN_MS.database, leaveDatabase()).finally(() => log.close());
  };
  try {
    const http = createHttpServer(definition, config, log, metrics);
    await connect(database, log.pino, ending.signal);
    addDatabaseChecks(readiness, metrics, database, definition.migrations);
    // On one's own machine one role may do.
    const isLocal = /(^|\.)localhost$/.test(config.PUBLIC_URL.hostname);
    watchDatabase(
      database,
      log.pino,
      ending.signal,
      isLocal ? undefined : () => warnOfRole(database.standing, log.pino),
    );
    const app = await NestFactory.create<NestFastifyApplication>(
      ServiceModule.of(definition, config, { database, metrics, readiness, site: http.site }),
      http.adapter,
      { bodyParser: false, abortOnError: false, logger: log.nest },
    );
    app.useGlobalFilters(new ProblemFilter(http.problems));
    const server = app.getHttpServer();
    const connections = trackConnections(server);
    await app.listen({ port: config.PORT, host: config.HOST, backlog: BACKLOG });
    const close = async ({ graceMs = 0 } = {}): Promise<void> => {
      readiness.drain();
      http.drain.isDraining = true;
      await sleep(graceMs);
      const from = performance.now();
      const stopped = stopServer(server, connections, from + STOPPED_WITHIN_MS.requests);
      readiness.finish();
      const cut = await stopped;
      if (cut > 0)
        log.pino.warn({ connections: cut }, 'connections were cut: what they asked for was not done in time');
      const announcedBy = performance.now() + ANNOUNCED_WITHIN_MS;
      const announced = finishAnnounced();
      const isDone = await doneBy(from + STOPPED_WITHIN_MS.jobs, app.close());
      if (!isDone) log.pino.warn('jobs were left: they did not end in time');
      await doneBy(Math.min(from + STOPPED_WITHIN_MS.jobs, announcedBy), announced);
      log.pino.info('stopped');
      await release(from);
    };
    let closing: Promise<void> | undefined;
    const url = await app.getUrl();
    log.pino.info({ url }, 'listening');
    const drainGraceMs = (): number => 1000 * drainGraceSeconds(config, readiness.askedMsAgo);
    return { app, url, config, drainGraceMs, close: (options) => (closing ??= close(options)) };
  } catch (error) {
    await release();
    throw error;
  }
}
