import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stopClock, type StoppedClock } from '@latchkey/testing';
import * as now from '../src/index.js';
import * as before from './golden/release-before.bundle.js';

interface Golden {
  /** Seconds since 1970. */
  readonly at: number;
  readonly rules: ConstructorParameters<typeof now.TokenVerifier>[1];
  readonly keys: readonly object[];
  readonly tokens: readonly {
    readonly version: number;
    readonly what: string;
    readonly verdict: string;
    readonly token: string;
  }[];
}

const golden: Golden = JSON.parse(readFileSync(new URL('./golden/tokens.json', import.meta.url), 'utf8'));
const { at, rules, keys, tokens } = golden;

let clock: StoppedClock;
beforeAll(() => void (clock = stopClock(at * 1000)));
afterAll(() => clock.release());

/** What a release makes of a token. */
function verdictOf({ KeyRing, keySetOfFile, TokenError, TokenVerifier }: typeof now): (text: string) => string {
  const ring = new KeyRing(keySetOfFile(JSON.stringify({ keys }), { holdsPrivateKeys: false }));
  const verifier = new TokenVerifier(ring, rules);
  return (text) => {
    try {
      verifier.verify(text);
      return 'accepted';
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      return `${error.code}: ${error.reason}`;
    }
  };
}

describe('this release', () => {
  const verdict = verdictOf(now);
  test.each(tokens)('judges a token of version $version, $what: $verdict', ({ token, verdict: expected }) =>
    expect(verdict(token)).toBe(expected),
  );
});

describe('the release before', () => {
  const verdict = verdictOf(before);
  const ofVersion1 = tokens.filter(({ version }) => version === 1);
  const later = tokens.filter(({ version }) => version > 1);

  test.each(ofVersion1)('judges a token of version 1, $what, no otherwise: $verdict', ({ token, verdict: expected }) =>
    expect(verdict(token)).toBe(expected),
  );

  // So the bank may issue version 2 only once no replica runs that release.
  test.each(later)('refuses a token of version $version, $what', ({ token }) =>
    expect(verdict(token)).toMatch(/^token_invalid: /),
  );
});

test('there are accepted and refused ones of both versions and both algorithms', () => {
  const kinds = tokens.map(({ version, what, verdict }) => `${version} ${what.slice(0, 5)} ${verdict.split(':')[0]}`);
  for (const version of [1, 2]) {
    for (const alg of ['HS256', 'ES256']) {
      expect(kinds).toContain(`${version} ${alg} accepted`);
      expect(kinds).toContain(`${version} ${alg} token_invalid`);
    }
  }
});
