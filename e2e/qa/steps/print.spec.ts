import { planWish, seesPlan } from '../sites.js';
import { expect, step } from '../harness/step.js';

step(
  'A plan that is printed has its figures, chart, table and assumptions, in black on white, and nothing to click',
  {
    expects: 'Also from a dark page that shows the chart alone: no navigation, no buttons, and few pages.',
    look: 'apps/retirement/web/src/print.css',
  },
  async ({ somebody, stack, qa }) => {
    const person = await somebody({ browser: { colorScheme: 'dark' } });
    const { page } = person;
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    await expect(page.getByRole('slider', { name: 'Age to read off' })).toBeVisible();
    await expect(page.getByRole('table')).toHaveCount(0);
    await planWish(page).fill('2,345');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const chart = page.getByRole('figure', { name: /^The pot by age/ });
    for (const seen of [chart, page.getByRole('table'), page.getByText('What this assumes'), planWish(page)])
      await expect(seen).toBeVisible();
    for (const role of ['button', 'navigation', 'slider', 'radio', 'contentinfo'] as const)
      await expect(page.getByRole(role), role).toHaveCount(0);
    const colours = await page.evaluate(() =>
      ['body', 'h1', '.figures td', '.chart-line-expected', '.card'].map((where) => {
        const { color, backgroundColor, stroke } = getComputedStyle(document.querySelector(where)!);
        return where === '.chart-line-expected' ? stroke : `${color} on ${backgroundColor}`;
      }),
    );
    const nothing = 'rgba(0, 0, 0, 0)';
    expect(colours).toEqual([
      'rgb(0, 0, 0) on rgb(255, 255, 255)',
      `rgb(0, 0, 0) on ${nothing}`,
      `rgb(0, 0, 0) on ${nothing}`,
      'rgb(0, 0, 0)',
      'rgb(0, 0, 0) on rgb(255, 255, 255)',
    ]);
    const pages = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;
    expect(pages).toBeLessThanOrEqual(3);
    await qa.picture('The plan as it is printed', page);
    qa.saw(`On ${pages} pages: figures, chart, table and assumptions, black on white`);
  },
);
