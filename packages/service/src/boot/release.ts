import { readFileSync } from 'node:fs';

/** The release that a package.json names; `unknown` without one: a figure alone is no reason not to start. */
export function releaseIn(manifest: URL | undefined): string {
  try {
    const { version } = JSON.parse(readFileSync(manifest!, 'utf8')) as { readonly version?: unknown };
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}
