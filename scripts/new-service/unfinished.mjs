import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is written once the service is built. */
const WRITTEN_LAST = ['.env.example', 'openapi.json'];

/** Whether a run that was killed has left a service that npm does not know of, or that lacks what is written last. */
export function isUnfinished(clone, id) {
  const { packages } = JSON.parse(readFileSync(join(clone, 'package-lock.json'), 'utf8'));
  const lacks = WRITTEN_LAST.some((name) => !existsSync(join(clone, 'apps', id, name)));
  return lacks || packages[`apps/${id}`] === undefined;
}
