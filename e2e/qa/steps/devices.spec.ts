import { claimsOf, verdictOf } from '../../stack/program.js';
import { ACCESS_COOKIE, cookiesForBank, logIn } from '../../stack/test-user.js';
import { account, seesBank, seesPlan } from '../sites.js';
import { inDatabase } from '../database-access.js';
import { expect, step } from '../harness/step.js';

step(
  'One device is ended from the security page of another, and told why',
  {
    expects:
      'The list marks this device; the other one is dead at both services at once, and its page is at the login at once, by itself.',
    look: 'apps/bank/web/src/security/session-list.tsx',
  },
  async ({ person, somebody, stack, qa }) => {
    const { page } = person;
    const device = await somebody({ as: person });
    await device.open(stack.retirement);
    await device.logIn();
    await seesPlan(device.page);
    const held = (await device.cookie(stack.retirement, ACCESS_COOKIE)) ?? '';
    await person.open(stack.bank);
    await person.logIn();
    await seesBank(page, person.username);
    await person.open(stack.bank, '/security');
    await person.seesHeading('Security');
    await expect(page.getByText('This device').first()).toBeVisible();
    // An account that is in use has more sessions than these.
    const end = page.locator(`[id="${String(claimsOf(held)['sid'])}"]`);
    await expect(end).toHaveAccessibleName(/^End session on /);
    await end.click();
    const dialog = page.getByRole('dialog', { name: 'End this session?' });
    await expect(dialog).toBeVisible();
    await qa.picture('Asked before a session is ended', page);
    // Why it ended, the login asks.
    for (const path of ['/api/me', '/api/refresh']) device.observer.expectProblem(401, path);
    const ended = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
    const locked = account(device.page).waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: 'End session' }).dblclick();
    await ended;
    const began = performance.now();
    await locked;
    const within = performance.now() - began;
    await expect(dialog).toBeHidden();
    await expect(end).toHaveCount(0);
    await expect(page.getByText('Ended another session').first()).toBeVisible();
    for (const front of [stack.bank, stack.retirement]) {
      const seen = async () => verdictOf(await qa.ask(front, { path: '/api/me', headers: [cookiesForBank(held)] }));
      await expect.poll(seen).toBe('401 session_ended');
    }
    qa.saw('The other device was taken off the list, and its cookie is refused at both services');
    await device.seesHeading('Log in');
    await expect(device.page.getByText('from another of your devices')).toBeVisible();
    await qa.view('bank-login-after-other-device', device.page);
    qa.saw(`Its page was gone after ${Math.round(within)} ms; the login says that it was ended from another device`);
  },
);

step(
  'When sessions are ended one after the other, the focus goes on next to them',
  {
    expects:
      'Escape leaves the question without an answer; after an end the focus is on the next session, at last on the heading.',
    needs: ['users'],
    look: 'apps/bank/web/src/security/next-focus.rules.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, username, password } = person;
    for (let count = 0; count < 2; count += 1) await logIn(stack, username, password);
    await person.open(stack.bank, '/security');
    await person.logIn();
    await person.seesHeading('Security');
    const end = page.getByRole('button', { name: /^End session/ });
    const dialog = page.getByRole('dialog', { name: 'End this session?' });
    await expect(end).toHaveCount(2);
    await end.first().click();
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(end.first()).toBeFocused();
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'End session' }).click();
    await expect(end).toHaveCount(1);
    await expect(end).toBeFocused();
    await end.click();
    await dialog.getByRole('button', { name: 'End session' }).click();
    await expect(page.getByText('You are not logged in anywhere else.')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Sessions and devices' })).toBeFocused();
    qa.saw('Two sessions were ended; the focus went to the other one, and then to the heading of the list');
  },
);

step(
  'Anyone who has more sessions than fit on a page finds this one first, and the rest page by page',
  {
    expects: 'Twenty at first, this device on top; the next ones on demand, where the focus goes on.',
    needs: ['database'],
    look: 'apps/bank/web/src/security/session-list.tsx',
  },
  async ({ person, stack, qa }) => {
    const { page, username } = person;
    await person.open(stack.bank, '/security');
    await person.logIn();
    await person.seesHeading('Security');
    await inDatabase(
      stack.bank,
      `INSERT INTO sessions (id, user_id, created_at, expires_at, address, user_agent, last_used_at)
       SELECT gen_random_uuid(), id, clock_timestamp(), clock_timestamp() + interval '1 h', '192.0.2.9', 'curl/8',
              clock_timestamp() + make_interval(secs => n) FROM users, generate_series(1, 24) AS n WHERE username = $1`,
      [username],
    );
    await page.reload();
    const rows = page.getByRole('region', { name: 'Sessions and devices' }).getByRole('listitem');
    await expect(rows).toHaveCount(20);
    await expect(rows.first()).toContainText('This device');
    await page.getByRole('button', { name: 'Show more sessions' }).click();
    await expect(rows).toHaveCount(25);
    await expect(rows.nth(20)).toBeFocused();
    await expect(page.getByRole('button', { name: 'Show more sessions' })).toHaveCount(0);
    await page.goto(stack.bank.url);
    await expect(page.getByRole('link', { name: 'More than 20 sessions' })).toBeVisible();
    qa.saw('This device first, twenty of 25 sessions at once, the other five with one click');
  },
);
