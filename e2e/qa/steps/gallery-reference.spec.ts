import { expect, step } from '../harness/step.js';

step(
  'Gallery: the reference of both services',
  {
    expects:
      'Each service shows the page of its API under /reference, from its own origin; it reads well like every other.',
    look: 'packages/openapi/src/page',
  },
  async ({ somebody, stack, qa }) => {
    const { page } = await somebody({ account: false });
    for (const [name, front, operation] of [
      ['bank', stack.bank, 'Renew the access token'],
      ['retirement', stack.retirement, 'Save the plan'],
    ] as const) {
      const origins = new Set<string>();
      page.on('request', (request) => origins.add(new URL(request.url()).origin));
      await page.goto(`${front.url}/reference`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await qa.view(`${name}-reference`, page);
      await page.getByRole('navigation', { name: 'Operations' }).getByRole('link', { name: operation }).click();
      const article = page.getByRole('article', { name: operation });
      await expect(article).toBeInViewport();
      await article.getByText('Refusals').click();
      await expect(article.getByText('csrf_refused', { exact: true })).toBeVisible();
      await expect(article.getByText(`${front.url}/api/`)).toBeVisible();
      // One of them: the pages differ in what they list, not in how.
      if (name === 'retirement')
        await qa.view(`${name}-reference-operation`, page, article.getByText('csrf_refused', { exact: true }));
      expect([...origins], 'nothing comes from elsewhere').toEqual([front.url]);
      page.removeAllListeners('request');
      const document = await qa.ask(front, { path: '/reference/openapi.json' });
      const { paths } = JSON.parse(document.body) as { paths: Record<string, Record<string, { summary: string }>> };
      const summaries = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ summary }) => summary));
      const headings = await page.getByRole('heading', { level: 3 }).allInnerTexts();
      expect(headings.toSorted()).toEqual(summaries.toSorted());
      qa.saw(
        `${name}: a page from its own origin alone, which shows all ${summaries.length} operations of openapi.json`,
      );
    }
  },
);
