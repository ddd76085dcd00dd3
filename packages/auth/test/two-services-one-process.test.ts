import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import passport from 'passport';
import { Strategy } from 'passport-jwt';
import { startApp, type AppUnderTest } from './support/app.js';
import { HEADER, hs256, kidOf, TEST_SECRET, token, tokenOfTexts } from '@latchkey/testing/tokens';

const other = randomBytes(48).toString('base64');
let bank: AppUnderTest;
let retirement: AppUnderTest;
beforeAll(async () => {
  retirement = await startApp();
  bank = await startApp({ JWT_SECRET: other }, { audience: 'bank' });
});
afterAll(async () => {
  await bank?.app.close();
  await retirement?.app.close();
});

const of = (secret: string, aud: string[]): object => ({
  headers: { authorization: `Bearer ${token({ aud }, { ...HEADER, kid: kidOf(secret) }, hs256(secret))}` },
});

test('each verifies with its own keys and its own audience', async () => {
  expect(await retirement.ask(of(TEST_SECRET, ['retirement']))).toMatch(/^200/);
  expect(await bank.ask(of(other, ['bank']))).toMatch(/^200/);
  expect(await retirement.ask(of(other, ['retirement']))).toBe('401 token_invalid unknown_kid');
  expect(await bank.ask(of(TEST_SECRET, ['bank']))).toBe('401 token_invalid unknown_kid');
  expect(await bank.ask(of(other, ['retirement']))).toBe('401 token_invalid claim_audience');
});

test('a strategy of passport-jwt that is not ours goes on as before', async () => {
  const own = new passport.Authenticator();
  const secretOrKey = randomBytes(32);
  own.use(
    new Strategy({ jwtFromRequest: (request: { text: string }) => request.text, secretOrKey }, (payload, done) =>
      done(null, payload),
    ),
  );
  const ask = (text: string): Promise<unknown> =>
    new Promise(
      (resolve) => void own.authenticate('jwt', (_: unknown, user: unknown) => resolve(user))({ text }, {}, resolve),
    );
  expect(await ask(tokenOfTexts('{"alg":"HS256"}', '{"sub":"x"}', hs256(secretOrKey)))).toMatchObject({ sub: 'x' });
  expect(await ask(token())).toBe(false);
});
