import { account, heading, planAge, planWish, savePlan, seesPlan } from '../sites.js';
import { cutDatabase } from '../database-access.js';
import { fail, holdUp } from '../response-overrides.js';
import { expect, step } from '../harness/step.js';

const about = {
  expects: 'Four pictures each, no finding of axe in light or dark or at 320 px, and nothing scrolls sideways.',
  look: 'apps/retirement/web/src',
};

step('Gallery: the plan', about, async ({ somebody, stack, qa }) => {
  const person = await somebody({ called: 'mary' });
  const { page, observer } = person;
  await person.open(stack.retirement);
  await person.logIn();
  await seesPlan(page);
  await expect(page.getByRole('slider', { name: 'Age to read off' })).toBeVisible();
  await qa.view('retirement-proposal', page);
  await planAge(page).fill('63');
  await planWish(page).fill('2,400');
  await qa.view('retirement-plan-changed', page, page.getByRole('button', { name: 'Save plan' }));
  await savePlan(page);
  await qa.view('retirement-plan', page);
  const projectionAs = page.getByRole('group', { name: 'Show the projection as' });
  await projectionAs.getByText('Table').click();
  await expect(page.getByRole('table')).toBeVisible();
  await qa.view('retirement-plan-table', page, page.getByRole('table'));
  await projectionAs.getByText('Chart').click();
  await account(page).click();
  await expect(page.getByText(`Logged in as ${person.username}`)).toBeVisible();
  await qa.view('retirement-account-menu', page);
  await page.keyboard.press('Escape');
  await planWish(page).fill('a castle');
  await page.getByRole('button', { name: 'Save plan' }).click();
  await expect(planWish(page)).toHaveAttribute('aria-invalid', 'true');
  await qa.view('retirement-plan-invalid', page, planWish(page));
  await planWish(page).fill('0');
  await expect(page.getByText('there is nothing to save for')).toBeVisible();
  await qa.view('retirement-plan-without-wish', page);
  observer.expectProblem(404, '/no-such-page');
  await person.open(stack.retirement, '/no-such-page');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await qa.view('retirement-not-found', page);
  const notFound = await page.getByRole('heading', { level: 1 }).innerText();
  observer.expectProblem(400, '/%zz');
  await person.open(stack.retirement, '/%zz');
  await expect(heading(page, notFound)).toBeVisible();
  qa.saw('The proposal, a changed and a saved plan, its table, the account menu, a bad figure, no wish, no such page');
});

step(
  'Gallery: retirement that waits, fails, or does not take a login',
  { ...about, needs: ['database'] },
  async ({ somebody, stack, qa }) => {
    const person = await somebody({ called: 'dorothy' });
    const { page, observer } = person;
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    const answer = await holdUp(page, '/api/plan');
    await page.reload();
    await expect(page.getByText('Loading your plan')).toBeAttached();
    await qa.view('retirement-loading', page);
    await answer();
    await seesPlan(page);

    observer.expectProblem(503, '/api/plan');
    await planWish(page).fill('1,750');
    const restore = await cutDatabase(stack.retirement);
    await page.getByRole('button', { name: 'Save plan' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await qa.view('retirement-plan-not-saved', page, page.getByRole('alert'));
    await page.reload();
    const again = page.getByRole('button', { name: 'Try again' });
    await expect(again).toBeVisible();
    await qa.view('retirement-error', page);
    await restore();
    await again.click();
    await seesPlan(page);
    await expect(planWish(page), 'typed before').toHaveValue('1,750');

    const refused = { status: 401, code: 'token_expired', detail: 'The token has expired.' };
    observer.expectProblem(401, '/api/me');
    const heal = await fail(page, '/api/me', refused);
    await page.reload();
    await expect(heading(page, 'We could not log you in here')).toBeVisible();
    await qa.view('retirement-refused', page);
    await heal();
    await again.click();
    await seesPlan(page);
    qa.saw('The skeleton, a plan that could not be read, one that could not be saved, and a login that is not taken');
  },
);
