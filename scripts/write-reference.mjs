// Keeps each service's API document as apps/*/openapi.json, so that a change of the contract shows in a diff; npm run build first.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { node } from './command.mjs';
import { listServices } from './workspace.mjs';

const documents = listServices().map(({ folder }) => {
  const kept = join(folder, 'openapi.json');
  copyFileSync(join(folder, 'dist/reference/openapi.json'), kept);
  return kept;
});
const { code } = await node(['node_modules/oxfmt/bin/oxfmt', ...documents]);
process.exitCode = code;
