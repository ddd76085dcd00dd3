import { defineConfig } from 'oxlint';

/** The services, and the template that new ones are made of. */
const SERVICES = ['apps/*', 'scripts/service-template'];
const SOURCES = SERVICES.map((service) => `${service}/src/**`);

// Who may import what is held by .dependency-cruiser.js.
export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'node', 'promise', 'react', 'jsx-a11y'],
  categories: { correctness: 'error' },
  env: { node: true, es2024: true },
  ignorePatterns: [
    '**/build/**',
    '**/dist/**',
    '**/coverage/**',
    '**/*.bundle.js',
    '**/test-results/**',
    '**/playwright-report/**',
  ],
  options: { typeAware: true },
  jsPlugins: ['./scripts/lint/plugin.mjs'],
  rules: {
    'max-lines': ['error', 250],
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': ['error', { checksVoidReturn: false }],
  },
  overrides: [
    // What a client or a person writes is read here.
    {
      files: [...SERVICES.map((service) => `${service}/{src,web}/**`), 'packages/*/src/**'],
      rules: { 'latchkey/linear-expressions': 'error' },
    },
    {
      files: [...SOURCES, 'packages/{verifier,auth,service}/src/**'],
      rules: { 'latchkey/environment-in-config': 'error', 'latchkey/literal-import': 'error' },
    },
    {
      files: [...SERVICES.map((service) => `${service}/src/**/*.config.ts`), 'packages/service/src/{config,boot}/**'],
      rules: { 'latchkey/environment-in-config': 'off' },
    },
    { files: SOURCES, rules: { 'latchkey/no-barrel': 'error' } },
    {
      files: ['packages/auth/src/**', ...SOURCES],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              {
                group: ['@nestjs/common'],
                importNames: ['Body'],
                message: 'JsonBody(schema) of @latchkey/service: nothing looks at what a plain Body brings.',
              },
            ],
          },
        ],
      },
    },
    { files: [...SERVICES.map((service) => `${service}/web/**`), 'packages/web/**'], env: { browser: true } },
    // A client's own answers and addresses are read here.
    { files: ['packages/conformance/src/**'], rules: { 'latchkey/linear-expressions': 'off' } },
    {
      // Tables of bad input are odd on purpose, and Playwright's fixtures begin with an empty pattern.
      files: ['e2e/**', 'packages/conformance/src/**'],
      rules: {
        'unicorn/no-useless-spread': 'off',
        'unicorn/no-thenable': 'off',
        'typescript/no-misused-spread': 'off',
        'no-empty-pattern': 'off',
      },
    },
    // node:test keeps the promises of its tests itself.
    {
      files: ['scripts/test/**', 'deploy/test/**', 'bench/test/**'],
      rules: { 'typescript/no-floating-promises': 'off' },
    },
  ],
});
