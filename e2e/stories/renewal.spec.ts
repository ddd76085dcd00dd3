import { countRenewals, loseAccessToken } from '../browser/renewals.js';
import { expect, test } from '../browser/person.js';

for (const service of ['bank', 'retirement'] as const) {
  test(`a page of ${service} that is opened without a token renews before it draws`, async ({ person }) => {
    const { page, house, observer } = person;
    await person.open(house.bank);
    await person.logIn();
    await person.seesHeading(`Welcome, ${person.username}`);
    await loseAccessToken(person.context);
    const renewals = countRenewals(person.context);
    const visited: string[] = [];
    page.on('framenavigated', (frame) => visited.push(new URL(frame.url()).pathname));
    observer.expectRefusal(401, '/api/me');
    await person.open(house[service]);
    await person.seesHeading(service === 'bank' ? `Welcome, ${person.username}` : 'Your retirement plan');
    expect(renewals()).toBe(1);
    expect(new Set(visited), 'no login page on the way').toEqual(new Set(['/']));
  });
}

test('without a hint that somebody is logged in nothing is asked', async ({ person }) => {
  const { page, house } = person;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await person.open(house.retirement);
  await person.seesHeading('Log in');
  expect(asked.filter((path) => path === '/api/me' || path === '/api/refresh')).toEqual([]);
});

test('two tabs of each site whose token ends for all at once stay logged in', async ({ person }) => {
  const { page, context, house, observer } = person;
  await person.open(house.bank);
  await person.logIn();
  const retirement = await context.newPage();
  await retirement.goto(house.retirement.url);
  const tabs = [page, await context.newPage(), retirement, await context.newPage()];
  await tabs[1]?.goto(house.bank.url);
  await tabs[3]?.goto(house.retirement.url);
  for (const tab of tabs) await expect(tab.getByRole('button', { name: 'Account' })).toBeVisible();
  observer.expectRefusal(401, '/api/me');
  const renewals = countRenewals(context);
  for (let round = 0; round < 5; round += 1) {
    await loseAccessToken(context);
    const before = renewals();
    await Promise.all(tabs.map((tab) => tab.reload()));
    for (const tab of tabs) await expect(tab.getByRole('button', { name: 'Account' })).toBeVisible();
    expect([1, 2], 'one flight a site, at most').toContain(renewals() - before);
  }
});

test('four tabs of one site make one renewal', async ({ person }) => {
  const { page, context, house, observer } = person;
  await person.open(house.retirement);
  await person.logIn();
  const tabs = [page];
  for (let count = 1; count < 4; count += 1) tabs.push(await context.newPage());
  await Promise.all(tabs.map((tab) => tab.goto(house.retirement.url)));
  for (const tab of tabs) await expect(tab.getByRole('button', { name: 'Save plan' })).toBeVisible();
  observer.expectRefusal(401, '/api/me');
  const renewals = countRenewals(context);
  await loseAccessToken(context);
  await Promise.all(tabs.map((tab) => tab.reload()));
  for (const tab of tabs) await expect(tab.getByRole('button', { name: 'Account' })).toBeVisible();
  expect(renewals()).toBe(1);
});

test('a form that is saved with a token that ended is saved all the same', async ({ person }) => {
  const { page, house, observer } = person;
  await person.open(house.retirement);
  await person.logIn();
  await page.getByRole('textbox', { name: 'Monthly wish' }).fill('3210');
  await loseAccessToken(person.context);
  const renewals = countRenewals(person.context);
  for (const path of ['/api/plan', '/api/me']) observer.expectRefusal(401, path);
  await page.getByRole('button', { name: 'Save plan' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Monthly wish' })).toHaveValue('3210');
  expect(renewals()).toBe(1);
});
