import { expect, test } from '../browser/person.js';
import { expectGoodView } from '../browser/view.js';

test("each service's API can be read by everybody, in light and dark, down to 320 px", async ({ person }) => {
  const { page, house } = person;
  for (const [front, operation] of [
    [house.bank, 'Renew the access token'],
    [house.retirement, 'Save the plan'],
  ] as const) {
    await person.open(front, '/reference');
    await page.getByRole('navigation', { name: 'Operations' }).getByRole('link', { name: operation }).click();
    const article = page.getByRole('article', { name: operation });
    await expect(article).toBeInViewport();
    await article.getByText('Refusals').click();
    await expect(article.getByText('csrf_refused', { exact: true })).toBeVisible();
    await expect(article.getByText(`${front.url}/api/`)).toBeVisible();
    await expectGoodView(page, `reference of ${front.url}`);
  }
});

test('the document that a program reads is the one that the page shows', async ({ person }) => {
  const { page, house } = person;
  await person.open(house.bank, '/reference');
  const answer = await fetch(`http://127.0.0.1:${house.bank.port}/reference/openapi.json`);
  const { paths } = (await answer.json()) as { paths: Record<string, Record<string, { summary: string }>> };
  const summaries = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ summary }) => summary));
  await expect(page.getByRole('heading', { level: 3 })).toHaveCount(summaries.length);
  for (const summary of new Set(summaries)) {
    await expect(page.getByRole('heading', { level: 3, name: summary, exact: true }).first()).toBeAttached();
  }
});
