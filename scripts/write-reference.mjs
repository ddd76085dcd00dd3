// Writes each service's openapi.json from its routes and contracts, as they are built.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { node } from './command.mjs';
import { bank } from '../apps/bank/build/bank.module.js';
import { retirement } from '../apps/retirement/build/retirement.module.js';
import { openApiOf } from '../packages/auth/dist/openapi/index.js';
import { testEnvironment } from '../packages/testing/dist/test-environment.js';

const documents = [];
for (const service of [bank, retirement]) {
  const env = testEnvironment(service.id, 'postgres://nobody@127.0.0.1/none');
  const path = fileURLToPath(service.reference.document);
  writeFileSync(path, JSON.stringify(await openApiOf(service, env)));
  documents.push(path);
}
const { code } = await node(['node_modules/oxfmt/bin/oxfmt', ...documents]);
process.exitCode = code;
