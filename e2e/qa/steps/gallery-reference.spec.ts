import { expect, step } from '../harness/step.js';

step(
  'Gallery: the reference of both services',
  {
    expects:
      'Each service shows the page of its API under /reference, from its own origin; it reads well like every other.',
    look: 'packages/service/src/reference',
  },
  async ({ somebody, house, qa }) => {
    const { page } = await somebody({ account: false });
    for (const [name, front] of Object.entries({ bank: house.bank, retirement: house.retirement })) {
      const origins = new Set<string>();
      page.on('request', (request) => origins.add(new URL(request.url()).origin));
      await page.goto(`${front.url}/reference`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await qa.view(`${name}-reference`, page);
      expect([...origins], 'nothing comes from elsewhere').toEqual([front.url]);
      page.removeAllListeners('request');
      const document = await qa.ask(front, { path: '/reference/openapi.json' });
      expect(JSON.parse(document.body)).toMatchObject({ openapi: expect.stringMatching(/^3\./) });
      const paths = Object.keys((JSON.parse(document.body) as { paths: object }).paths);
      qa.saw(`${name}: a page from its own origin alone, and openapi.json with ${paths.length} paths`);
    }
  },
);
