import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** The runtime that the lockfile pins; tests started with another Node still test the services on this one. */
export function pinnedNode(): string {
  const pinned = `${projectRoot}node_modules/.bin/node`;
  return existsSync(pinned) ? pinned : process.execPath;
}

export function entry(service: ServiceId, script: 'main' | 'migrate'): string {
  return `${projectRoot}apps/${service}/dist/${script}.js`;
}

export type ServiceId = 'bank' | 'retirement';
