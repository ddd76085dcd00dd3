import { heading, savePlan, seesBank, seesPlan } from '../sites.js';
import { expect, step } from '../harness/step.js';

step(
  'Behind the login of a proxy, which the browser answers with every request, everything works',
  {
    expects: 'A Basic header outranks no cookie: login, plan and logout as ever.',
    look: 'packages/verifier/src/transport/transport.rules.ts',
  },
  async ({ person, stack, qa }) => {
    const { page } = person;
    for (const { url } of [stack.bank, stack.retirement]) {
      await page.route(`${url}/**`, (route) =>
        route.continue({ headers: { ...route.request().headers(), authorization: `Basic ${btoa('team:x')}` } }),
      );
    }
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(page);
    await savePlan(page);
    await person.open(stack.bank);
    await seesBank(page, person.username);
    await person.logOut();
    await person.seesHeading('Log in');
    qa.saw('Login, plan and logout, each request with "Authorization: Basic"');
  },
);

step(
  'A header that takes the place of the login is named, and nobody asks again and again',
  {
    expects: 'Each site says which header is in the way, with the request id, after a few requests at most.',
    look: 'packages/web/src/page/rejected.page.tsx',
  },
  async ({ person, stack, qa }) => {
    const { page, observer } = person;
    let asked = 0;
    page.on('request', (request) => (asked += new URL(request.url()).pathname === '/api/me' ? 1 : 0));
    for (const { url } of [stack.bank, stack.retirement]) {
      await page.route(`${url}/api/**`, (route) =>
        route.continue({ headers: { ...route.request().headers(), authorization: 'Bearer of.a.proxy' } }),
      );
    }
    observer.expectProblem(401, '/api/me');
    await person.open(stack.bank, '/login');
    await person.fillIn(person.username, person.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    for (const [name, url] of [
      ['bank', undefined],
      ['retirement', stack.retirement.url],
    ] as const) {
      if (url !== undefined) await page.goto(url);
      await expect(heading(page, 'An unexpected header')).toBeVisible();
      await expect(page.getByText('“Authorization”')).toBeVisible();
      await expect(page.getByText('Request id', { exact: true })).toBeVisible();
      await qa.view(`${name}-header-in-the-way`, page);
    }
    expect(asked).toBeLessThanOrEqual(4);
    qa.saw(`Both sites named the Authorization header, after ${asked} questions for who is there`);
  },
);
