import { existsSync, globSync } from 'node:fs';
import { availableParallelism } from 'node:os';

// Every workspace that has tests of jest: a new one needs no line here.
const projects = globSync('{packages,apps}/*', { cwd: import.meta.dirname })
  .filter((path) => existsSync(`${import.meta.dirname}/${path}/jest.config.js`))
  .map((path) => `<rootDir>/${path}`);

export default {
  projects,
  // Ends what hangs: no test says by it how fast anything is.
  testTimeout: 120_000,
  // Much of a test's time is waiting for a database or a clock: more workers than cores.
  maxWorkers: 3 * availableParallelism(),
  // Node keeps the modules that each file loads: a worker that holds many collects garbage instead of testing.
  workerIdleMemoryLimit: '500MB',
};
