export { startService } from './start-service.js';
export type { ServiceUnderTest, StartOptions } from './start-service.js';
export { testDatabase } from './test-database.js';
export type { TestDatabase } from './test-database.js';
export { testEnvironment, TEST_ISSUER, TEST_SECRET } from './test-environment.js';
export { tokenFor } from './token-for.js';
export type { TokenOverrides } from './token-for.js';
export { stopClock } from './clock.js';
export type { StoppedClock } from './clock.js';
