import { availableParallelism } from 'node:os';

export default {
  projects: [
    'packages/service',
    'packages/postgres',
    'packages/verifier',
    'packages/auth',
    'packages/testing',
    'packages/web',
    'apps/bank',
    'apps/retirement',
  ].map((path) => `<rootDir>/${path}`),
  // Ends what hangs: no test says by it how fast anything is.
  testTimeout: 120_000,
  // Much of a test's time is waiting for a database or a clock: more workers than cores.
  maxWorkers: 2 * availableParallelism(),
};
