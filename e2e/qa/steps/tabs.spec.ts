import { planWish, savePlan, seesPlan, tabAt } from '../sites.js';
import { expect, step } from '../harness/step.js';

step(
  'What one tab chooses and saves is there in the other tab of the site',
  {
    expects: 'A theme is taken over at once; a saved plan is shown on coming back.',
    look: 'packages/web/src/ui/theme.ts',
  },
  async ({ person, stack, qa }) => {
    const { page } = person;
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    const other = await tabAt(page, stack.retirement.url);
    await seesPlan(other);
    for (const theme of ['Dark', 'Light'] as const) {
      await other.getByTitle(theme, { exact: true }).click();
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase());
      await expect(page.getByRole('radio', { name: theme })).toBeChecked();
    }
    qa.saw('Dark and then light, chosen in one tab, were taken over by the other at once');
    const before = await planWish(page).inputValue();
    await planWish(other).fill(before.startsWith('4') ? '3,210.50' : '4,321.50');
    await savePlan(other);
    const saved = await planWish(other).inputValue();
    // Every tab of a browser without a window is visible: the page is told what coming back tells it.
    await expect(planWish(page), 'until then').toHaveValue(before);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect(planWish(page)).toHaveValue(saved);
    await qa.picture('The plan that the other tab has saved', page);
    qa.saw(`The wish of ${saved} that one tab saved was in the other on coming back, in place of ${before}`);
  },
);

step(
  'A plan that two tabs have changed shows both, and what is not chosen is not lost before',
  {
    expects: 'The second save is refused; both plans stand side by side, also after a reload, and either can be kept.',
    look: 'apps/retirement/web/src/plan/use-plan-form.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, observer } = person;
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    const other = await tabAt(page, stack.retirement.url);
    await seesPlan(other);
    const save = page.getByRole('button', { name: 'Save plan' });
    const conflict = page.getByRole('region', { name: 'Changed elsewhere' });
    const wishes = conflict.getByRole('row', { name: /^Monthly income/ }).getByRole('cell');

    await planWish(page).fill('1,111');
    await planWish(other).fill('2,222');
    await savePlan(other);
    observer.expectProblem(409, '/api/plan');
    await save.click();
    await expect(conflict.getByRole('heading')).toBeFocused();
    await expect(wishes).toHaveText(['€2,222', '€1,111']);
    await qa.view('retirement-plan-conflict', page, conflict);
    await page.reload();
    await expect(planWish(page)).toHaveValue('1,111');
    await save.click();
    await expect(wishes).toHaveText(['€2,222', '€1,111']);
    await save.click();
    await expect(conflict.getByRole('heading'), 'no second click chooses').toBeFocused();
    await conflict.getByRole('button', { name: 'Save mine' }).click();
    await expect(conflict).toHaveCount(0);
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
    qa.saw('2,222 was saved in one tab, 1,111 in the other was refused and shown next to it, and then kept by choice');

    await planWish(other).fill('3,333');
    await other.getByRole('button', { name: 'Save plan' }).click();
    await other.getByRole('button', { name: 'Use the other one' }).click();
    await expect(planWish(other)).toHaveValue('1,111');
    await expect(other.getByRole('button', { name: 'Undo changes' })).toHaveCount(0);
    await other.reload();
    await expect(planWish(other)).toHaveValue('1,111');
    qa.saw('The other tab was refused the same way, and took 1,111');
  },
);
