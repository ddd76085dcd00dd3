export default {
  projects: [
    'packages/service',
    'packages/auth',
    'packages/testing',
    'packages/web',
    'apps/bank',
    'apps/retirement',
  ].map((path) => `<rootDir>/${path}`),
  testTimeout: 20_000,
};
