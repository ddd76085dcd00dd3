import { Global, Module } from '@nestjs/common';
import type { DynamicModule, Provider } from '@nestjs/common';
import { CONFIG } from '../config/service-settings.js';
import type { ServiceConfig } from '../config/service-settings.js';
import { Database } from '../database/database.js';
import { HealthController } from '../health/health.controller.js';
import { Readiness } from '../health/readiness.js';
import { OpsGuard } from '../http/ops.guard.js';
import { MetricsController } from '../health/metrics.controller.js';
import { Metrics } from '../metrics/metrics.js';
import type { ReferenceDefinition } from '../http/reference-definition.js';
import { Reference } from '../reference/reference.js';
import { ReferenceController } from '../reference/reference.controller.js';
import { Site } from '../site/site.js';
import type { ServiceDefinition } from '../service-definition.js';

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
    const { reference } = definition;
    const providers: Provider[] = [
      { provide: CONFIG, useValue: config },
      { provide: Database, useValue: foundation.database },
      { provide: Metrics, useValue: foundation.metrics },
      { provide: Readiness, useValue: foundation.readiness },
      { provide: Site, useValue: foundation.site },
      OpsGuard,
      ...(reference === undefined ? [] : [referenceProvider(reference, config)]),
    ];
    return {
      module: ServiceModule,
      imports: [definition.module(config)],
      controllers: [HealthController, MetricsController, ...(reference === undefined ? [] : [ReferenceController])],
      providers,
      exports: providers,
    };
  }
}

function referenceProvider(definition: ReferenceDefinition, { PUBLIC_URL }: ServiceConfig): Provider {
  const make = (site: Site): Reference => new Reference(definition, PUBLIC_URL.origin, () => site.look);
  return { provide: Reference, inject: [Site], useFactory: make };
}
