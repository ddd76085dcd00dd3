// Writes docs/configuration.md and each service's .env.example from the services' own settings, as they are built.
import { writeFileSync } from 'node:fs';
import { migrateConfig, renderEnvExample, renderSettingsTable } from '../packages/service/dist/index.js';
import { bankConfig } from '../apps/bank/build/bank.config.js';
import { retirementConfig } from '../apps/retirement/build/retirement.config.js';

const at = (path) => new URL(`../${path}`, import.meta.url);
const page = `# Configuration

A service reads its settings from the environment, once, at its start. All faults are reported at once, each with its fix, and the
process ends with 78. \`npm run start -w apps/bank -- --help\` prints the same list. An empty variable counts as unset.
This page and each service's \`.env.example\` are written by \`node scripts/write-configuration.mjs\`; a test keeps them current.

## Bank

${renderSettingsTable(bankConfig)}
## Retirement

${renderSettingsTable(retirementConfig)}
## Migrate

\`node dist/migrate.js\` of each service reads these only.

${renderSettingsTable(migrateConfig)}`;

writeFileSync(at('docs/configuration.md'), page);
writeFileSync(at('apps/bank/.env.example'), renderEnvExample(bankConfig));
writeFileSync(at('apps/retirement/.env.example'), renderEnvExample(retirementConfig));
