import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recordedVerdicts, releases, stopClock, type StoppedClock } from '@latchkey/testing';
import * as now from '../src/index.js';

const { at, rules, keys, tokens } = recordedVerdicts;
type Build = Pick<typeof now, 'KeyRing' | 'keySetOfFile' | 'TokenError' | 'TokenVerifier'>;

let clock: StoppedClock;
beforeAll(() => void (clock = stopClock(at * 1000)));
afterAll(() => clock.release());

/** What a release makes of a token. */
function verdictOf({ KeyRing, keySetOfFile, TokenError, TokenVerifier }: Build): (text: string) => string {
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

// A service that is upgraded later, or earlier, than another lets in the same callers.
const builds: [string, () => Promise<Build>][] = [
  ['this release', () => Promise.resolve(now)],
  ...releases.map(({ name, verifier }): [string, () => Promise<Build>] => [
    name,
    async () => (await verifier()) as unknown as Build,
  ]),
];
describe.each(builds)('%s', (_, load) => {
  test.each(tokens)('judges a token of version $version, $what: $verdict', async ({ token, verdict }) =>
    expect(verdictOf(await load())(token)).toBe(verdict),
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
