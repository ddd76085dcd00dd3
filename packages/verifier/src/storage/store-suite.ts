import { claimCases } from './suite/claim-cases.js';
import { feedCases } from './suite/feed-cases.js';
import { instanceCases } from './suite/instance-cases.js';
import { logoutCases } from './suite/logout-cases.js';
import { recordCases } from './suite/record-cases.js';
import type { StoreCase } from './suite/store-case.js';
import type { VerifierStoreCase } from './suite/verifier-store-case.js';
import { versionCases } from './suite/version-cases.js';

/** What every `Store` must do, for any test framework: a test of each case's name that awaits `run`. */
export const storeCases: readonly StoreCase[] = [...recordCases, ...versionCases, ...claimCases, ...instanceCases];

/**
 * What every `VerifierStore` must do, for who implements that without a {@link Store}: as `@latchkey/auth` does with TypeORM.
 */
export const verifierStoreCases: readonly VerifierStoreCase[] = [...feedCases, ...logoutCases];

export type { MakeStore, StoreCase } from './suite/store-case.js';
export { SUITE_TIMES, type VerifierStoreCase } from './suite/verifier-store-case.js';
