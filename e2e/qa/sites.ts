import { expect, type Locator, type Page } from '@playwright/test';

/** The two sites in the words that they use today: steps say what they prove, and this says how it looks. */
export const planWish = (page: Page): Locator => page.getByRole('textbox', { name: 'Monthly income' });
export const planAge = (page: Page): Locator => page.getByRole('slider', { name: 'Retirement age' });
export const account = (page: Page): Locator => page.getByRole('button', { name: 'Account' });
export const heading = (page: Page, name: string): Locator =>
  page.getByRole('heading', { level: 1, name, exact: true });
/** In the navigation of either site. */
export const sectionLink = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name, exact: true });
export const supportDesk = (page: Page): Locator => sectionLink(page, 'Support desk');
export const bankAway = (page: Page): Locator => page.getByText('The bank cannot be reached.');

export const LOCKED = 'You have been logged out';
const PLAN = 'Your retirement plan';
export const welcome = (username: string): string => `Welcome, ${username}`;

export async function seesPlan(page: Page): Promise<void> {
  await expect(heading(page, PLAN)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save plan' })).toBeVisible();
  await hasItsContent(page);
}

export async function seesBank(page: Page, username: string): Promise<void> {
  await expect(heading(page, welcome(username))).toBeVisible();
  await hasItsContent(page);
}

export async function savePlan(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save plan' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
}

/** A tab of a site that shows its person's things. */
export async function tabAt(page: Page, url: string): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto(url);
  await seesThings(tab);
  return tab;
}

/** Whatever page it is, its person's things are there. */
export async function seesThings(page: Page): Promise<void> {
  await expect(account(page)).toBeVisible();
  await hasItsContent(page);
}

/** What a page still asks for would be refused, loudly, once a step has taken the token away or ended the session. */
async function hasItsContent(page: Page): Promise<void> {
  await expect(page.locator('.skeleton')).toHaveCount(0);
}

const switcher = (page: Page): Locator => page.getByRole('navigation', { name: 'Services' });
const linkIn = (page: Page, name: string): Locator => switcher(page).getByRole('link', { name, exact: true });

/** The link to a service, once the page lists it; where there are more than stand in a line, in the menu, which is opened. */
export async function serviceLink(page: Page, name: string): Promise<Locator> {
  const link = linkIn(page, name);
  const menu = switcher(page).getByRole('button', { name: 'Services' });
  await expect(async () => {
    if (!(await link.isVisible()) && (await menu.isVisible())) await menu.click();
    await expect(link).toBeVisible({ timeout: 1_000 });
  }).toPass();
  return link;
}

/** No page of a service is without itself in the list: once that is there, another one is missing for good. */
export async function listsNoService(page: Page, name: string, itself: string): Promise<void> {
  await serviceLink(page, itself);
  await expect(linkIn(page, name)).toHaveCount(0);
}

/** A box to type in by its exact label, a password's too. */
export const field = (page: Page | Locator, label: string): Locator =>
  page.getByRole('textbox', { name: label, exact: true });
