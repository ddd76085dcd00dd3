import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Jest's configuration of one workspace: its own TypeScript sources, other packages through their `dist`, all as native ES
 * modules of this realm, exactly as at run time.
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
    // Node loads the modules, so there is nothing for Jest to transform.
    transform: {},
    testRunner: here('./native-runner.js'),
    globalSetup: here('./postgres.setup.js'),
    globalTeardown: here('./postgres.teardown.js'),
  };
}
