import { Global, Module } from '@nestjs/common';
import type { DynamicModule, Provider } from '@nestjs/common';
import { CONFIG } from '../config/service.settings.js';
import type { ServiceConfig } from '../config/service.settings.js';
import { Database } from '../database/database.js';
import { HealthController } from '../health/health.controller.js';
import { Readiness } from '../health/readiness.js';
import { OpsGuard } from '../http/ops.guard.js';
import { MetricsController } from '../metrics/metrics.controller.js';
import { Metrics } from '../metrics/metrics.js';
import { Site } from '../site/site.js';
import type { ServiceDefinition } from './service.definition.js';

/** What boot has made before Nest starts. */
export interface Foundation {
  readonly database: Database;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  readonly site: Site;
}

/** Makes the foundation injectable everywhere, and adds the routes that every service has. */
@Global()
@Module({})
export class ServiceModule {
  static of<C extends ServiceConfig>(
    definition: ServiceDefinition<C>,
    config: C,
    foundation: Foundation,
  ): DynamicModule {
    const providers: Provider[] = [
      { provide: CONFIG, useValue: config },
      { provide: Database, useValue: foundation.database },
      { provide: Metrics, useValue: foundation.metrics },
      { provide: Readiness, useValue: foundation.readiness },
      { provide: Site, useValue: foundation.site },
      OpsGuard,
    ];
    return {
      module: ServiceModule,
      imports: [definition.module(config)],
      controllers: [HealthController, MetricsController],
      providers,
      exports: providers,
    };
  }
}
