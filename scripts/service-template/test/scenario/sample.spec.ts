import { ACCESS_COOKIE, accessCookie, expect, serviceIn, serviceLink, step, verdictOf } from '@latchkey/e2e/scenario';

step(
  'Sample: one login at the bank opens it, a change is kept, and a logout counts here',
  {
    expects:
      'After the login at the bank the site shows the note of its person without another login. What is saved is there again after a reload. After the logout the cookie of before is refused.',
    at: 'sample',
    look: 'apps/sample/src/note/note.service.ts',
  },
  async ({ person, stack, qa }) => {
    const { page } = person;
    const service = serviceIn(stack, 'sample');
    const note = page.getByRole('textbox', { name: 'Note', exact: true });
    await person.open(stack.bank);
    await person.logIn();
    await person.seesHeading(`Welcome, ${person.username}`);
    await (await serviceLink(page, 'Sample')).click();
    await person.seesHeading('Your note');
    await expect(page).toHaveTitle('Your note · Latchkey Sample');
    await expect(page.getByText(`Welcome, ${person.username}.`)).toBeVisible();
    qa.saw('The switcher of the bank led to the note, without another login');

    await note.fill('Call about the forms');
    await page.getByRole('button', { name: 'Save note' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
    await page.reload();
    await expect(note).toHaveValue('Call about the forms');
    await qa.view('sample-note', page);
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Your data' }).click();
    await person.seesHeading('Your data');
    await qa.view('sample-your-data', page);
    qa.saw('What was saved is there after a reload, and every page reads well in light and dark, wide and narrow');

    const held = (await person.cookie(service, ACCESS_COOKIE)) ?? '';
    const seen = async () => verdictOf(await qa.ask(service, { path: '/api/note', headers: [accessCookie(held)] }));
    expect(await seen()).toBe('200');
    await person.logOut();
    await person.seesHeading('Log in');
    await expect.poll(seen).toBe('401 session_ended');
    await person.open(service);
    await person.seesHeading('Log in');
    qa.saw('After the logout the cookie of before is refused, and the site asks for a login');
  },
);
