import { existsSync, readdirSync } from 'node:fs';
import { ExplainedError, log } from '../../scripts/log.mjs';

const here = new URL('.', import.meta.url);
const rehearsals = readdirSync(here)
  .filter((file) => file.endsWith('.mjs') && file !== 'command.mjs')
  .map((file) => file.slice(0, -'.mjs'.length));

/** npm run rehearse -- NAME: carries out on this machine what a page of docs/ tells an operator to do. */
export async function rehearse([name = '--help', ...args]) {
  if (name === '--help') return log(`npm run rehearse -- NAME. There are: ${rehearsals.join(', ')}.`);
  const file = new URL(`${name}.mjs`, here);
  if (!rehearsals.includes(name) || !existsSync(file))
    throw new ExplainedError(`There is no rehearsal ${name}. There are: ${rehearsals.join(', ')}.`);
  return (await import(file)).rehearsal(args);
}
