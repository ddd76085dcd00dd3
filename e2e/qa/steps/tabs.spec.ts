import { planWish, savePlan, seesPlan, tabAt } from '../sites.js';
import { expect, step } from '../harness/step.js';

step(
  'What one tab chooses and saves is there in the other tab of the site',
  {
    expects: 'A theme is taken over at once; a saved plan is shown on coming back.',
    look: 'packages/web/src/theme/theme.ts',
  },
  async ({ person, house, qa }) => {
    const { page } = person;
    await person.open(house.retirement);
    await person.logIn();
    await seesPlan(page);
    const other = await tabAt(page, house.retirement.url);
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
