import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { node } from './command.mjs';
import { renderEnvExample } from '../packages/service/dist/index.js';

/** The settings of a service as it is built: what `ID.module.js` exports as its definition names them. */
export async function configOf({ id, folder }) {
  const exported = await import(pathToFileURL(join(folder, 'build', `${id}.module.js`)).href);
  return Object.values(exported).find((one) => one?.id === id && one.config !== undefined).config;
}

/** Writes the sample of its environment next to a service. */
export function writeEnvExample({ folder }, config) {
  writeFileSync(join(folder, '.env.example'), renderEnvExample(config));
}

/** Keeps the API documents of services as they are built; resolves to the exit code of the formatter. */
export async function keepApiDocuments(services) {
  const documents = services.map(({ folder }) => {
    const kept = join(folder, 'openapi.json');
    copyFileSync(join(folder, 'dist/reference/openapi.json'), kept);
    return kept;
  });
  const { code } = await node(['node_modules/oxfmt/bin/oxfmt', ...documents], { quiet: true });
  return code;
}
