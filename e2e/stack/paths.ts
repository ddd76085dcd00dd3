import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** The runtime that the lockfile pins; tests started with another Node still test the services on this one. */
export function pinnedNode(checkout = projectRoot): string {
  const pinned = join(checkout, 'node_modules/.bin/node');
  return existsSync(pinned) ? pinned : process.execPath;
}

export function entry(service: string, script: 'main' | 'migrate', checkout = projectRoot): string {
  return join(checkout, 'apps', service, 'dist', `${script}.js`);
}

/** The flags for Node of a service's own `npm start`. */
export function startFlags(service: string, checkout = projectRoot): string[] {
  const manifest = readFileSync(join(checkout, 'apps', service, 'package.json'), 'utf8');
  const { scripts } = JSON.parse(manifest) as { scripts: { start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

/** The services that tests know by name. */
export type ServiceId = 'bank' | 'retirement';
