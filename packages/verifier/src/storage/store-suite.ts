import { claimCases } from './suite/claim-cases.js';
import { instanceCases } from './suite/instance-cases.js';
import { recordCases } from './suite/record-cases.js';
import type { StoreCase } from './suite/store-case.js';
import { versionCases } from './suite/version-cases.js';

/** What every store must do, for any test framework: a test of each case's name that awaits `run`. */
export const storeCases: readonly StoreCase[] = [...recordCases, ...versionCases, ...claimCases, ...instanceCases];

export type { MakeStore, StoreCase } from './suite/store-case.js';
