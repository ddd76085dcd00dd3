// Writes docs/configuration.md and each service's .env.example from the services' own settings, as they are built.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrateConfig, renderSettingsTable, tracingConfig } from '../packages/service/dist/index.js';
import { configOf, writeEnvExample } from './service-documents.mjs';
import { listServices, root } from './workspace.mjs';

const services = await Promise.all(
  listServices().map(async (service) => ({ ...service, config: await configOf(service) })),
);
const page = `# Configuration

A service reads its settings from the environment, once, at its start. All errors are reported at once, each with its fix, and the
process ends with 78. \`npm run start -w apps/bank -- --help\` prints the same list. An empty variable counts as unset.
This page and each service's \`.env.example\` are written by \`node scripts/write-configuration.mjs\`; a test keeps them current.

${services.map(({ name, config }) => `## ${name}\n\n${renderSettingsTable(config)}`).join('\n')}
## Migrate

\`node dist/migrate.js\` of each service reads these only.

${renderSettingsTable(migrateConfig)}
## Tracing

OpenTelemetry's own names; read only where [tracing](tracing.md) is loaded.

${renderSettingsTable(tracingConfig)}`;

writeFileSync(join(root, 'docs/configuration.md'), page);
for (const service of services) writeEnvExample(service, service.config);
