import { Module } from '@nestjs/common';
import { AuthModule, issuerOf, replicaTables, verifierTables } from '@latchkey/auth';
import type { ServiceDefinition } from '@latchkey/service';
import { AddPlanVersion1790000000003 } from './plan/add-plan-version.migration.js';
import { CreatePlan1790000000001 } from './plan/create-plan.migration.js';
import { PlanController } from './plan/plan.controller.js';
import { PlanEntity } from './plan/plan.entity.js';
import { PlanRepository } from './plan/plan.repository.js';
import { PlanService } from './plan/plan.service.js';
import { retirementConfig, type RetirementConfig } from './retirement.config.js';

@Module({
  imports: [AuthModule.forService({ audience: 'retirement' })],
  controllers: [PlanController],
  providers: [PlanRepository, PlanService],
})
export class RetirementModule {}

export const retirement: ServiceDefinition<RetirementConfig> = {
  id: 'retirement',
  name: 'Retirement',
  config: retirementConfig,
  module: () => RetirementModule,
  entities: [PlanEntity, ...replicaTables.entities, ...verifierTables.entities],
  migrations: [
    CreatePlan1790000000001,
    AddPlanVersion1790000000003,
    ...replicaTables.migrations,
    ...verifierTables.migrations,
  ],
  site: new URL('../web/dist/', import.meta.url),
  reference: {
    files: new URL('../dist/reference/', import.meta.url),
    topics: {
      Plan: 'When to retire, and with how much a month.',
      Login: 'The session as this service knows it. It begins and is renewed at the bank.',
      Discovery: 'What the site needs to know of the deployment.',
      Operations: 'For operators and their tools.',
    },
  },
  siteFacts: (config) => ({
    issuer: issuerOf(config),
    'renew-after': String(config.TOKEN_RENEW_AFTER),
    'session-idle': String(config.SESSION_IDLE),
    'session-absolute': String(config.SESSION_ABSOLUTE),
  }),
  siteConnects: (config) => [issuerOf(config)],
};
