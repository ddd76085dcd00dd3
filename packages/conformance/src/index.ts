export { MintedTokens } from './bank/minted-tokens.js';
export { keyOfFile, keyOfSecret, type SigningKey } from './bank/signing-key.js';
export { UsageError } from './client/usage-error.js';
export { readOptions, type Options } from './options.js';
export { probeContext } from './probe/probe-context.js';
export type { Need, Probe, ProbeContext } from './probe/probe.js';
export { allProbes, chapters } from './probes/all.js';
export { runProbes, type Result } from './run.js';
