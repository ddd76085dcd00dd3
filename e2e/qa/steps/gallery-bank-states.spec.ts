import { heading, seesBank } from '../sites.js';
import { alter, fail, holdUp } from '../provoke.js';
import { expect, step } from '../harness/step.js';

interface Services {
  services: { id: string }[];
}

const about = {
  expects: 'Four pictures each, no finding of axe in light or dark or at 320 px, and nothing scrolls sideways.',
  look: 'packages/web/src/theme',
};

step('Gallery: the bank that waits, fails, or has nothing to show', about, async ({ somebody, house, qa }) => {
  const person = await somebody({ called: 'grace' });
  const { page, observer } = person;
  const busy = { status: 503, code: 'unavailable', detail: 'The bank is busy just now. Please try again in a moment.' };
  await person.open(house.bank);
  await person.logIn();
  await seesBank(page, person.username);
  const answer = await holdUp(page, '/api/me');
  await page.reload();
  await expect(heading(page, 'Loading')).toBeAttached();
  await qa.view('bank-loading', page);
  await answer();
  await seesBank(page, person.username);

  observer.expectRefusal(503, '/api/me');
  let heal = await fail(page, '/api/me', busy);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await qa.view('bank-error', page);
  await heal();
  await page.getByRole('button', { name: 'Try again' }).click();
  await seesBank(page, person.username);

  observer.expectRefusal(503, '/api/sessions');
  heal = await fail(page, '/api/sessions', busy);
  const restore = await alter<Services>(page, '/.well-known/latchkey/services', ({ services }) => ({
    services: services.filter(({ id }) => id === 'bank'),
  }));
  await page.reload();
  await seesBank(page, person.username);
  await expect(page.getByText('No other service yet')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await qa.view('bank-home-empty-and-failed', page, page.getByRole('button', { name: 'Try again' }));
  await restore();
  await heal();
  qa.saw('The skeleton, a page that failed with its request id, a part that failed, and a list with nothing in it');
});

const REASONS = ['absolute', 'key_withdrawn', 'ended_by_bank'];

step(
  'Gallery: why one was logged out, as far as the other steps do not show it',
  about,
  async ({ somebody, house, qa }) => {
    const person = await somebody({ called: 'grace.hopper' });
    const { page, observer } = person;
    await person.open(house.bank);
    await person.logIn();
    await seesBank(page, person.username);
    observer.expectRefusal(401, '/api/me');
    observer.expectRefusal(401, '/api/refresh');
    for (const endReason of REASONS) {
      const over = { status: 401, code: 'session_ended', detail: 'The session has ended.' };
      const ends = [await fail(page, '/api/me', over), await fail(page, '/api/refresh', { ...over, endReason })];
      await person.open(house.bank, '/login');
      await person.seesHeading('Log in');
      await qa.view(`bank-login-after-${endReason.replaceAll('_', '-')}`, page);
      for (const end of ends) await end();
    }
    qa.saw(`The login page for whom the bank told ${REASONS.join(', ')}`);
  },
);
