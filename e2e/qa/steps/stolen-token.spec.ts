import { loseAccessToken } from '../../browser/renewals.js';
import { sleep } from '../../stack/clock.js';
import { problemOf } from '../../stack/request.js';
import { ownPage } from '../../stack/test-user.js';
import { seesBank } from '../sites.js';
import { expect, step } from '../harness/step.js';

const REFRESH_COOKIE = '__Host-latchkey-refresh';
const REUSED = 'a copy of it may have been used';
const settings = { REFRESH_GRACE: '1' };

step(
  'A stolen refresh token that is replayed after the grace ends the session, and its owner is told why',
  {
    expects:
      'The replay is refused, the session is over at both sites, the owner is warned at the login, and nobody else.',
    settings,
    look: 'apps/bank/src/refresh/refresh.rules.ts',
  },
  async ({ person, somebody, stack, qa }) => {
    const { page, context, observer } = person;
    const replay = (stolen: string) =>
      qa.ask(stack.bank, {
        method: 'POST',
        path: '/api/refresh',
        headers: [...ownPage(stack.bank), ['Cookie', `${REFRESH_COOKIE}=${stolen}`]],
      });
    await person.open(stack.bank);
    await person.logIn();
    await seesBank(page, person.username);
    const stolen = (await person.cookie(stack.bank, REFRESH_COOKIE)) ?? '';
    observer.expectProblem(401, '/api/me');
    await loseAccessToken(context);
    await page.reload();
    await seesBank(page, person.username);
    expect(await person.cookie(stack.bank, REFRESH_COOKIE), 'the owner renewed').not.toBe(stolen);

    // Longer than the grace, in which a race or a lost answer may still come with the old one.
    await sleep(1_300);
    observer.expectProblem(401, '/api/refresh');
    const theft = await replay(stolen);
    expect([theft.status, problemOf(theft)['code']]).toEqual([401, 'session_ended']);
    qa.saw('The thief came with the old token after the grace: 401 session_ended');
    await person.seesHeading('Log in');
    await expect(page.getByRole('alert')).toContainText(REUSED);
    await qa.view('bank-login-after-reuse', page);
    qa.saw('The open page of the owner went to the login, which says that an old login token was used again');
    const stranger = await somebody({ account: false });
    await stranger.page.goto(page.url());
    await stranger.seesHeading('Log in');
    await expect(stranger.page.getByRole('alert')).toHaveCount(0);
    await page.reload();
    await person.seesHeading('Log in');
    await expect(page.getByRole('alert')).toHaveCount(0);
    qa.saw('Another browser at the same address is told nothing, and a reload says it no second time');
  },
);

step(
  'A refresh token that was replaced twice is refused at once, grace or not',
  {
    expects: 'The session ends, thief and owner get the same reason, and its access token is dead at retirement.',
    look: 'apps/bank/src/refresh/refresh.rules.ts',
  },
  async ({ person, stack, qa }) => {
    const login = await qa.ask(stack.bank, {
      method: 'POST',
      path: '/api/login',
      json: { username: person.username, password: person.password },
    });
    const first = tokensOf(login.body);
    const renew = (token: string) =>
      qa.ask(stack.bank, { method: 'POST', path: '/api/refresh', json: { refresh_token: token } });
    const second = tokensOf((await renew(first.refresh)).body);
    const third = tokensOf((await renew(second.refresh)).body);
    const theft = await renew(first.refresh);
    const owner = await renew(third.refresh);
    for (const response of [theft, owner]) {
      expect(problemOf(response)).toMatchObject({ status: 401, code: 'session_ended', endReason: 'refresh_reused' });
    }
    qa.saw('Thief and owner both got 401 session_ended with the reason refresh_reused');
    await expect
      .poll(async () => {
        const me = await qa.ask(stack.retirement, {
          path: '/api/me',
          headers: [['Authorization', `Bearer ${third.access}`]],
        });
        return problemOf(me)['code'];
      })
      .toBe('session_ended');
    qa.saw('Its access token, far from its end, is refused at retirement too');
  },
);

function tokensOf(body: string): { access: string; refresh: string } {
  const { access_token, refresh_token } = JSON.parse(body) as Record<string, string>;
  return { access: access_token ?? '', refresh: refresh_token ?? '' };
}
