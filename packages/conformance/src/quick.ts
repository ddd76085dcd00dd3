/**
 * What a first integration gets wrong most, and what is worst if it is wrong: 40 probes, of each some kinds only, in seconds.
 * What waits for a bank that is silent, and what takes many kinds to show, is left to a whole run.
 */
export const QUICK: readonly string[] = [
  ...['good-token', 'no-token', 'three-parts', 'canonical-json'],
  ...['alg-none', 'alg-mismatch', 'typ', 'kid', 'header-members'],
  ...['signature-modified', 'signature-moved', 'signature-forged'],
  ...['claim-forms', 'issuer', 'audience', 'versions', 'extra-claims', 'expired', 'future', 'lifetime'],
  ...['scheme', 'junk-bearer-good-cookie', 'two-headers', 'two-cookies', 'one-way', 'elsewhere'],
  ...['role-missing', 'csrf', 'own-page', 'safe-methods', 'json-only'],
  ...['refusal-shape', 'kept-by-nobody', 'operators-only', 'logout', 'logout-expired', 'stream-ends'],
  ...['revoked', 'rights-changed', 'never-fails'],
];
