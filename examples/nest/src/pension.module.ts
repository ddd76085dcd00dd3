import { Module } from '@nestjs/common';
import { AuthModule, authErrors, authSettings, replicaTables, verifierSettings, verifierTables } from '@latchkey/auth';
import { defineConfig, serviceSettings, type ConfigOf, type ServiceDefinition } from '@latchkey/service';
import { PensionController } from './pension.controller.js';
import { PensionService } from './pension.service.js';

const settings = { ...serviceSettings, ...authSettings, ...verifierSettings };

@Module({
  imports: [AuthModule.forService({ audience: 'pension', onDeleted: PensionService })],
  controllers: [PensionController],
  providers: [PensionService],
})
export class PensionModule {}

export const pension: ServiceDefinition<ConfigOf<typeof settings>> = {
  id: 'pension',
  name: 'Pension',
  config: defineConfig(settings, (values) => authErrors(values, { holdsPrivateKeys: false })),
  module: () => PensionModule,
  entities: [...replicaTables.entities, ...verifierTables.entities],
  migrations: [...replicaTables.migrations, ...verifierTables.migrations],
};
