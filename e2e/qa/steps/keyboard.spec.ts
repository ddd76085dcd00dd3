import type { Page } from '@playwright/test';
import { account, heading, seesBank, seesPlan, welcome } from '../sites.js';
import { expect, step } from '../harness/step.js';

step(
  'One logs in, saves a plan and logs out with the keyboard alone',
  {
    expects:
      'Every control on the way is reached by Tab and worked by Enter; the first Tab offers to skip to the content.',
    look: 'packages/web/src/layout/layout.tsx',
  },
  async ({ person, stack, qa }) => {
    const { page, username, password } = person;
    await person.open(stack.retirement);
    await person.seesHeading('Log in');
    await tabTo(page, 'Username');
    await page.keyboard.type(username);
    await tabTo(page, 'Password');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await seesPlan(page);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
    await page.keyboard.press('Enter');
    await tabTo(page, 'Monthly income');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('1500');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
    await tabTo(page, 'Account');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Log out');
    await qa.picture('The account menu, reached by keyboard', page);
    await page.keyboard.press('Enter');
    await person.seesHeading('Log in');
    qa.saw('Login, skip link, saving the plan, account menu and logout were done with keys alone');
  },
);

step(
  'A change of page moves the focus to its heading, and a dialog keeps it until it closes',
  {
    expects: 'After each navigation the heading has the focus; Escape closes the menu and gives the focus back.',
    look: 'packages/web/src/page/page.tsx',
  },
  async ({ person, stack, qa }) => {
    const { page, username } = person;
    await person.open(stack.bank);
    await person.logIn();
    await expect(heading(page, welcome(username))).toBeFocused();
    await account(page).click();
    await page.getByRole('link', { name: 'Security and devices' }).click();
    await expect(heading(page, 'Security')).toBeFocused();
    await expect(page).toHaveTitle(/^Security/);
    await account(page).click();
    await expect(page.getByText(`Logged in as ${username}`)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText(`Logged in as ${username}`)).toBeHidden();
    await expect(account(page)).toBeFocused();
    await page.getByRole('button', { name: 'Log out everywhere' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('button', { name: 'Log out everywhere' })).toBeFocused();
    await page.getByRole('button', { name: 'Log out everywhere' }).click();
    await dialog.getByRole('button', { name: 'Log out everywhere' }).click();
    await person.seesHeading('Log in');
    await expect(page.getByText('You are logged out.')).toBeVisible();
    qa.saw('Start page and security page took the focus at their headings; menu and dialog gave it back');
  },
);

step(
  'The account menu closes where Tab leaves it, and no second click closes a question',
  {
    expects:
      'Past the last entry the focus is on the page and the menu gone; Escape gives it back to the button. Of two clicks the first opens the question, which stays.',
    look: 'packages/web/src/layout/menu.tsx',
  },
  async ({ person, stack, qa }) => {
    const { page, username } = person;
    const who = page.getByText(`Logged in as ${username}`);
    await person.open(stack.bank, '/security');
    await person.logIn();
    await expect(heading(page, 'Security')).toBeFocused();
    await expect(page.getByText('This device').first()).toBeVisible();
    await account(page).click();
    await expect(who).toBeVisible();
    for (const name of ['Security and devices', 'Log out', 'Log out everywhere']) {
      await page.keyboard.press('Tab');
      await expect(page.locator(':focus')).toHaveText(name);
    }
    await page.keyboard.press('Tab');
    await expect(who).toBeHidden();
    await expect(page.getByRole('main').locator(':focus')).toBeVisible();
    qa.saw('One Tab past "Log out everywhere" the menu was closed, and the focus on the page');
    await account(page).press('Enter');
    await expect(who).toBeVisible();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    await expect(who).toBeHidden();
    await expect(account(page)).toBeFocused();
    qa.saw('Escape closed it, and the focus was on its button again');
    const dialog = page.getByRole('dialog', { name: 'Log out everywhere?' });
    await page.getByRole('button', { name: 'Log out everywhere' }).dblclick();
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await qa.picture('The question after a double click', page);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toBeHidden();
    qa.saw('A double click on "Log out everywhere" opened the question, which stayed until it was cancelled');
  },
);

step(
  'At 200 % zoom everything is there, and nothing scrolls sideways',
  {
    expects: 'A window of 1280 pixels at 200 % has room for 640: start page, security page and plan fit.',
    look: 'packages/web/theme',
  },
  async ({ person, stack, qa }) => {
    const { page, username } = person;
    await page.setViewportSize({ width: 640, height: 400 });
    await person.open(stack.bank);
    await person.logIn();
    await seesBank(page, username);
    const fits = async (name: string): Promise<void> => {
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over, `${name} scrolls sideways by`).toBeLessThanOrEqual(0);
      await expect(account(page)).toBeVisible();
      await qa.picture(`${name} at 200 %`, page);
    };
    await fits('Start page');
    await person.open(stack.bank, '/security');
    await person.seesHeading('Security');
    await fits('Security page');
    await person.open(stack.retirement);
    await seesPlan(page);
    await fits('Plan');
    qa.saw('Start page, security page and plan fit into 640 pixels, with the account menu at hand');
  },
);

async function tabTo(page: Page, name: string): Promise<void> {
  const target = page
    .getByRole('textbox', { name, exact: true })
    .or(page.getByRole('button', { name, exact: true }))
    .first();
  await expect(target).toBeVisible();
  for (let press = 0; press < 60; press += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${name} is not reached by Tab`);
}
