import { defineConfig } from 'oxlint';

// Who may import what. A later override replaces the whole rule of an earlier one, so each names all that its files must not import.

interface Ban {
  group: string[];
  message: string;
  importNames?: string[];
  allowTypeImports?: boolean;
}

const testing: Ban = { group: ['@latchkey/testing', '@latchkey/testing/*'], message: 'Tests only.' };
const browser: Ban = {
  group: ['@latchkey/web', '@latchkey/web/*', 'react', 'react-dom', '**/web/**'],
  message: 'The browser half stays in web/.',
};
const otherApps: Ban = {
  group: [
    '@latchkey/bank',
    '@latchkey/bank/*',
    '@latchkey/retirement',
    '@latchkey/retirement/*',
    '**/apps/**',
    '**/bank/src/**',
    '**/retirement/src/**',
  ],
  message: 'A service never imports another service.',
};
const signing: Ban = { group: ['@nestjs/jwt', 'jsonwebtoken'], message: 'Issuing lives in apps/bank/src/tokens.' };
const auth: Ban = {
  group: ['@latchkey/auth', '@latchkey/auth/*'],
  message: 'auth may import service, never the reverse.',
};
const sql: Ban = {
  group: ['typeorm', 'typeorm/**', '@nestjs/typeorm', 'pg', '**/*.entity.js'],
  message: 'Entities and SQL stay in repositories.',
};
const http: Ban = { group: ['**/*.controller.js', 'fastify'], message: 'A service knows nothing of HTTP.' };
const behindService: Ban = {
  group: ['**/*.repository.js', '**/*.rules.js', '**/*.client.js'],
  message: 'A controller calls its service.',
};
const contractValues: Ban = {
  group: ['**/src/**/*.contract.js', '@latchkey/verifier/contract'],
  message: 'Sites import only types from contracts.',
  allowTypeImports: true,
};
const server: Ban = {
  group: ['@latchkey/auth', '@latchkey/service', '@latchkey/service/*', '@nestjs/*', 'zod'],
  message: 'The browser half imports @latchkey/web, react and types of contracts.',
};
const ours: Ban = {
  group: [
    '@latchkey/*',
    '@latchkey/**',
    '!@latchkey/conformance',
    '!@latchkey/conformance/*',
    '**/packages/**',
    '**/apps/**',
  ],
  message: 'Black box: imports nothing of ours but the probes.',
};

const plainBody: Ban = {
  group: ['@nestjs/common'],
  importNames: ['Body'],
  message: 'JsonBody(schema) of @latchkey/service: nothing looks at what a plain Body brings.',
};

const ban = (...patterns: Ban[]) => ({ 'no-restricted-imports': ['error', { patterns }] as const });
const allowOnly = (message: string, allowed: string[], more: Partial<Ban> = {}) =>
  ban({ group: ['*', '**', ...allowed.map((name) => `!${name}`)], message, ...more });
const types = { allowTypeImports: true };

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'node', 'promise', 'react', 'jsx-a11y'],
  categories: { correctness: 'error' },
  env: { node: true, es2024: true },
  ignorePatterns: ['**/build/**', '**/dist/**', '**/coverage/**', '**/test-results/**', '**/playwright-report/**'],
  options: { typeAware: true },
  jsPlugins: ['./scripts/lint/linear-expressions.mjs'],
  rules: {
    'max-lines': ['error', 250],
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': ['error', { checksVoidReturn: false }],
  },
  overrides: [
    // What a client or a person writes is read here.
    { files: ['apps/*/{src,web}/**', 'packages/*/src/**'], rules: { 'latchkey/linear-expressions': 'error' } },
    { files: ['apps/*/src/**', 'packages/{service,verifier,auth}/src/**'], rules: { 'node/no-process-env': 'error' } },
    {
      files: ['apps/*/src/**/*.config.ts', 'packages/service/src/{config,boot}/**', 'packages/postgres/src/**'],
      rules: { 'node/no-process-env': 'off' },
    },
    { files: ['packages/service/src/**'], rules: ban(auth, signing, testing, browser, otherApps) },
    {
      files: ['packages/{verifier,auth}/src/**', 'apps/*/src/**'],
      rules: ban(plainBody, signing, testing, browser, otherApps),
    },
    { files: ['apps/bank/src/tokens/**'], rules: ban(testing, browser, otherApps) },
    { files: ['apps/*/src/**/*.service.ts'], rules: ban(sql, http, signing, testing, browser, otherApps) },
    { files: ['apps/bank/src/tokens/*.service.ts'], rules: ban(sql, http, testing, browser, otherApps) },
    {
      files: ['apps/*/src/**/*.controller.ts'],
      rules: ban(plainBody, behindService, sql, signing, testing, browser, otherApps),
    },
    {
      files: ['apps/*/src/**/*.entity.ts'],
      rules: allowOnly('An entity imports typeorm and entities, and types.', ['typeorm', '**/*.entity.js'], types),
    },
    {
      files: ['apps/*/src/**/*.repository.ts'],
      rules: allowOnly(
        'A repository imports typeorm, entities and contracts, and types.',
        [
          'typeorm',
          '@nestjs/common',
          '@latchkey/service',
          '**/*.entity.js',
          '**/*.contract.js',
          '@latchkey/verifier/contract',
          '**/*.errors.js',
          'node:*',
        ],
        types,
      ),
    },
    {
      files: ['apps/*/src/**/*.rules.ts'],
      rules: allowOnly('Rules are pure: they import rules and contracts.', [
        '**/*.rules.js',
        '**/*.contract.js',
        '@latchkey/verifier/contract',
      ]),
    },
    {
      files: ['apps/*/src/**/*.contract.ts', 'packages/verifier/src/contract/**'],
      rules: allowOnly('A contract imports zod and contracts.', [
        'zod',
        '**/*.contract.js',
        '@latchkey/verifier/contract',
      ]),
    },
    { files: ['apps/*/web/**', 'packages/web/**'], env: { browser: true }, rules: ban(contractValues, server) },
    { files: ['e2e/**', 'bench/**'], rules: ban(ours) },
    {
      // A client's own answers and addresses are read here, by whoever typed them.
      files: ['packages/conformance/src/**'],
      rules: { ...ban({ ...ours, group: ['@latchkey/*', '@latchkey/**'] }), 'latchkey/linear-expressions': 'off' },
    },
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
    { files: ['scripts/test/**', 'bench/test/**'], rules: { 'typescript/no-floating-promises': 'off' } },
  ],
});
