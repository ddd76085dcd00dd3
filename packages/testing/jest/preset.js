import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Jest's configuration of one workspace: its own TypeScript sources through swc as native ES modules, other packages through
 * their `dist`, exactly as at run time.
 *
 * @param {string} displayName name for `npm run jest -- --selectProjects <name>`
 * @returns {import('jest').Config}
 */
export function preset(displayName) {
  return {
    displayName,
    testEnvironment: 'node',
    testMatch: ['<rootDir>/test/**/*.test.ts'],
    modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/', '<rootDir>/web/dist/'],
    extensionsToTreatAsEsm: ['.ts'],
    // js first: a package's own './x.js' must never turn into an './x.ts' that it happens to ship.
    moduleFileExtensions: ['js', 'mjs', 'cjs', 'ts', 'json', 'node'],
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    transform: { '\\.ts$': ['@swc/jest', swc] },
    setupFiles: [here('./preload.js')],
    globalSetup: here('./postgres.setup.js'),
    globalTeardown: here('./postgres.teardown.js'),
  };
}

const swc = {
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'es2024',
    experimental: { keepImportAttributes: true },
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    // The same meaning as tsconfig.base.json gives to fields, imports and decorators.
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: true,
      verbatimModuleSyntax: true,
    },
  },
};
