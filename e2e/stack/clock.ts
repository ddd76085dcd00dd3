import { projectRoot } from './paths.ts';
import type { Environment } from './process.ts';

export { sleep, until } from '@latchkey/conformance/client';

/** What a process needs to live so many seconds ahead of us; negative: behind. */
export function clockAhead(seconds: number): Environment {
  return {
    NODE_OPTIONS: `--import=${new URL(`file://${projectRoot}e2e/stack/shifted-clock.mjs`).href}`,
    E2E_CLOCK_SHIFT: String(seconds),
  };
}
