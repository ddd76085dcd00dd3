import { Module } from '@nestjs/common';
import { AuthModule, issuerOf, replicaTables, verifierTables } from '@latchkey/auth';
import type { ServiceDefinition } from '@latchkey/service';
import { AccountRemovalService } from './account/account-removal.service.js';
import { DataExportController } from './account/data-export.controller.js';
import { DataExportService } from './account/data-export.service.js';
import { ClientPlanController } from './clients/client-plan.controller.js';
import { ClientPlanService } from './clients/client-plan.service.js';
import { AddPlanVersion1790000000003 } from './plan/add-plan-version.migration.js';
import { CreatePlan1790000000001 } from './plan/create-plan.migration.js';
import { PlanController } from './plan/plan.controller.js';
import { PlanEntity } from './plan/plan.entity.js';
import { PlanRepository } from './plan/plan.repository.js';
import { PlanService } from './plan/plan.service.js';
import { CreatePermission1790000000004 } from './sharing/create-permission.migration.js';
import { PermissionController } from './sharing/permission.controller.js';
import { PermissionEntity } from './sharing/permission.entity.js';
import { PermissionRepository } from './sharing/permission.repository.js';
import { PermissionService } from './sharing/permission.service.js';
import { retirementConfig, type RetirementConfig } from './retirement.config.js';

@Module({
  imports: [AuthModule.forService({ audience: 'retirement', onDeleted: AccountRemovalService })],
  controllers: [PlanController, PermissionController, ClientPlanController, DataExportController],
  providers: [
    PlanRepository,
    PlanService,
    PermissionRepository,
    PermissionService,
    ClientPlanService,
    DataExportService,
    AccountRemovalService,
  ],
})
export class RetirementModule {}

export const retirement: ServiceDefinition<RetirementConfig> = {
  id: 'retirement',
  name: 'Retirement',
  config: retirementConfig,
  module: () => RetirementModule,
  entities: [PlanEntity, PermissionEntity, ...replicaTables.entities, ...verifierTables.entities],
  migrations: [
    CreatePlan1790000000001,
    AddPlanVersion1790000000003,
    CreatePermission1790000000004,
    ...replicaTables.migrations,
    ...verifierTables.migrations,
  ],
  manifest: new URL('../package.json', import.meta.url),
  site: new URL('../web/dist/', import.meta.url),
  reference: {
    files: new URL('../dist/reference/', import.meta.url),
    topics: {
      Plan: 'When to retire, and with how much a month.',
      Clients: 'What advisers may read of those who let them.',
      Account: 'What this service holds of a person.',
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
