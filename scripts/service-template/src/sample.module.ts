import { Module } from '@nestjs/common';
import { AuthModule, /* <site> */ issuerOf, /* </site> */ replicaTables, verifierTables } from '@latchkey/auth';
import type { ServiceDefinition } from '@latchkey/service';
import { AccountRemovalService } from './account/account-removal.service.js';
import { DataExportController } from './account/data-export.controller.js';
import { DataExportService } from './account/data-export.service.js';
import { CreateNote1790000000001 } from './note/create-note.migration.js';
import { NoteController } from './note/note.controller.js';
import { NoteEntity } from './note/note.entity.js';
import { NoteRepository } from './note/note.repository.js';
import { NoteService } from './note/note.service.js';
import { sampleConfig, type SampleConfig } from './sample.config.js';

@Module({
  imports: [AuthModule.forService({ audience: 'sample', onDeleted: AccountRemovalService })],
  controllers: [NoteController, DataExportController],
  providers: [NoteRepository, NoteService, DataExportService, AccountRemovalService],
})
export class SampleModule {}

export const sampleService: ServiceDefinition<SampleConfig> = {
  id: 'sample',
  name: 'Sample',
  config: sampleConfig,
  module: () => SampleModule,
  entities: [NoteEntity, ...replicaTables.entities, ...verifierTables.entities],
  migrations: [CreateNote1790000000001, ...replicaTables.migrations, ...verifierTables.migrations],
  reference: {
    files: new URL('../dist/reference/', import.meta.url),
    topics: {
      Note: 'One line of text that a person keeps here.',
      Account: 'What this service holds of a person.',
      Login: 'The session as this service knows it. It begins and is renewed at the bank.',
      Discovery: 'What the site needs to know of the deployment.',
      Operations: 'For operators and their tools.',
    },
  },
  manifest: new URL('../package.json', import.meta.url),
  // <site>
  site: new URL('../web/dist/', import.meta.url),
  siteFacts: (config) => ({
    issuer: issuerOf(config),
    'renew-after': String(config.TOKEN_RENEW_AFTER),
    'session-idle': String(config.SESSION_IDLE),
    'session-absolute': String(config.SESSION_ABSOLUTE),
  }),
  siteConnects: (config) => [issuerOf(config)],
  // </site>
};
