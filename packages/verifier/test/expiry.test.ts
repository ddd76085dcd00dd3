import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { HEADER, hs256, token } from '@latchkey/testing/tokens';
import { verdict, verifierOf } from './support/verifier.js';

const START = 1_800_000_000;

beforeEach(() => void jest.useFakeTimers({ now: START * 1000 }));
afterEach(() => void jest.useRealTimers());

const at = (seconds: number): void => {
  jest.setSystemTime(seconds * 1000);
};
const issued = (iat: number, ttl = 900): string => token({ iat, exp: iat + ttl, auth_time: START });

describe('exp', () => {
  test('is the first moment at which a token is over: no grace', () => {
    const text = issued(START);
    at(START + 899.999);
    expect(verdict(text)).toBe('accepted');
    at(START + 900);
    expect(verdict(text)).toBe('token_expired: token_expired');
  });

  test('is asked again for a token that was accepted before', () => {
    const [text, verifier] = [issued(START), verifierOf()];
    expect(verdict(text, verifier)).toBe('accepted');
    at(START + 900);
    expect(verdict(text, verifier)).toBe('token_expired: token_expired');
    expect(verdict(text, verifier)).toBe('token_expired: token_expired');
  });

  test('is told to holders of authentic tokens only', () => {
    at(START + 5000);
    expect(verdict(token({ iat: START, exp: START + 900 }, HEADER, hs256('another')))).toBe('token_invalid: signature');
    expect(verdict(token({ iat: START, exp: START + 900, aud: ['bank'] }))).toBe('token_invalid: claim_audience');
  });
});

describe('auth_time', () => {
  const proved = (auth_time: number): string => token({ iat: START, exp: START + 900, auth_time });

  test('may be 60 seconds ahead, and after iat', () => expect(verdict(proved(START + 60))).toBe('accepted'));

  test.each([START + 61, START + 3600, START * 1000])('is refused as %d, which has not come yet', (auth_time) =>
    expect(verdict(proved(auth_time))).toBe('clock_skew: issued_in_future'),
  );
});

describe('iat', () => {
  test('may be 60 seconds ahead', () => expect(verdict(issued(START + 60))).toBe('accepted'));

  test('may not be 61 seconds ahead', () => {
    expect(verdict(issued(START + 61))).toBe('clock_skew: issued_in_future');
  });

  test('in the future is refused again and again, and accepted once its time has come', () => {
    const [text, verifier] = [issued(START + 100), verifierOf()];
    expect(verdict(text, verifier)).toBe('clock_skew: issued_in_future');
    expect(verdict(text, verifier)).toBe('clock_skew: issued_in_future');
    at(START + 50);
    expect(verdict(text, verifier)).toBe('accepted');
  });

  test('is asked again for a token that was accepted before the clock went back', () => {
    const [text, verifier] = [issued(START), verifierOf()];
    expect(verdict(text, verifier)).toBe('accepted');
    at(START - 61);
    expect(verdict(text, verifier)).toBe('clock_skew: issued_in_future');
  });
});
