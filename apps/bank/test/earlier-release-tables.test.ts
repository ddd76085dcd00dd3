import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  databaseOfRelease,
  environmentOfRelease,
  releases,
  type RecordedLogin,
  type TestDatabase,
} from '@latchkey/testing';
import { bank as definition } from '../src/bank.module.js';
import { login, startBank, type Bank } from './bank.js';
import { readNamed } from './feed-reader.js';
import { claimsOf, cookieTokens, pageRefresh, refresh, told } from './refresh-client.js';

// A bank of this release on the tables that an earlier one left, with its operator's keys and secrets.
describe.each(releases)('after $name', (release) => {
  const { settings, answers } = release;
  let database: TestDatabase;
  let bank: Bank;
  let files: ReturnType<typeof environmentOfRelease>;
  beforeAll(async () => {
    database = await databaseOfRelease(definition, release);
    files = environmentOfRelease(release, 'bank');
    bank = await startBank(files.env, database);
  });
  afterAll(async () => {
    await bank?.close();
    await database?.drop();
    files?.remove();
  });

  const renewed = ({ transport, refresh: token }: RecordedLogin) =>
    transport === 'cookie' ? pageRefresh(bank, token) : refresh(bank, token);
  const isOver = ({ what }: RecordedLogin) => what === 'logged out';

  test.each(answers.logins.filter((one) => !isOver(one)))(
    'who was logged in stays so: $what, $transport',
    async (one) => {
      const answer = await renewed(one).expect(200);
      const { access_token: token } = one.transport === 'cookie' ? cookieTokens(answer) : answer.body;
      expect(claimsOf(token)).toMatchObject({ sid: one.sid, sub: one.sub, roles: ['adviser'], rv: 1 });
    },
  );

  test.each(answers.logins.filter(isOver))('who had logged out stays out: $transport', async (one) => {
    expect(told(await renewed(one))).toMatchObject({ status: 401, code: 'session_ended' });
  });

  test('people log in with the passwords that they have, and see the sessions that they had', async () => {
    const { body } = await login(bank, 'ada', settings.password).expect(200);
    const { body: list } = await bank.request
      .get('/api/sessions')
      .set('Authorization', `Bearer ${body.access_token}`)
      .expect(200);
    const known = answers.logins.filter(({ username }) => username === 'ada').map(({ sid }) => sid);
    expect(list.sessions.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(known));
  });

  test('services go on hearing of sessions that are over, of changed rights and of deleted accounts', async () => {
    const claims = await readNamed(bank);
    expect(claims.sids).toEqual(expect.arrayContaining(answers.logins.filter(isOver).map(({ sid }) => sid)));
    expect(claims.rights.map(([, rv]) => rv)).toEqual([1, 1]);
    expect([claims.deleted, claims.deleted_to]).toEqual([[settings.leaver], 1]);
  });

  test('a cookie that says which session is out is believed', async () => {
    const one = answers.logins.find((each) => !isOver(each) && each.transport === 'cookie')!;
    const answer = await pageRefresh(bank, one.refresh, undefined, `; __Secure-latchkey-out=${one.sid}`);
    expect(told(answer)).toMatchObject({ status: 401, code: 'session_ended' });
  });
});
