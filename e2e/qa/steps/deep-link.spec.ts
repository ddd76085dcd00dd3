import { expect, step } from '../harness/step.js';
import { fail } from '../response-overrides.js';
import { field, seesBank, seesPlan } from '../sites.js';

step(
  'A link into retirement leads through the login and back to exactly that page',
  {
    expects: 'After the login the address is that of the link again, query and hash included.',
    look: 'packages/web/src/session/login-navigation.ts',
  },
  async ({ person, stack, qa }) => {
    const { page } = person;
    const link = `${stack.retirement.url}/?from=letter#plan`;
    await page.goto(link);
    await page.waitForURL((url) => url.origin === stack.bank.url && url.pathname === '/login');
    await person.seesHeading('Log in');
    qa.saw(`The link led to the login of the bank: ${page.url()}`);
    await qa.view('bank-login-for-retirement', page);
    await person.logIn();
    await page.waitForURL(link);
    await seesPlan(page);
    qa.saw(`After the login the browser was back on ${page.url()}`);
    await qa.picture('Back on the page of the link', page);
  },
);

const FOREIGN = ['http://attacker.invalid/', '//attacker.invalid/', '/\\attacker.invalid', 'javascript:alert(1)'];

step(
  'A link that would lead from the login to a foreign site is refused',
  {
    expects: 'The login page says that the target is not one of ours, and after the login one stays at the bank.',
    look: 'apps/bank/src/login/return-to.rules.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, observer } = person;
    const lookalike = stack.retirement.url.replace(/(:\d+)?$/, '.attacker.invalid');
    for (const target of [...FOREIGN, lookalike, stack.retirement.url.replace('//', '//attacker@')]) {
      const path = `/login?return_to=${encodeURIComponent(target)}`;
      const response = await qa.ask(stack.bank, { path, headers: [['Accept', 'text/html']] });
      expect(response.status, target).toBe(400);
      expect(response.headers.get('location'), target).toBeUndefined();
    }
    qa.saw(`${FOREIGN.length + 2} foreign targets were each answered with 400, and no redirect`);
    observer.expectProblem(400, '/login');
    await person.open(stack.bank, `/login?return_to=${encodeURIComponent(FOREIGN[0] ?? '')}`);
    await expect(page.getByText('The page that sent you here is not one of ours.')).toBeVisible();
    await qa.view('bank-login-foreign-return', page);
    await person.logIn();
    await seesBank(page, person.username);
    expect(new URL(page.url()).origin).toBe(stack.bank.url);
    qa.saw(`After the login the browser stayed at ${page.url()}`);
  },
);

step(
  'A list of services that does not answer for a moment sends nobody astray',
  {
    expects: 'The login opens all the same, calls the page that sent one no stranger, and leads back to it.',
    look: 'apps/bank/web/src/login/destination.ts',
  },
  async ({ person, stack, qa }) => {
    const { page, observer } = person;
    const list = '/.well-known/latchkey/services';
    const heal = await fail(page, list, { status: 503, code: 'busy', detail: 'Please try again soon.' });
    observer.expectProblem(503, list);
    const refused = page.waitForResponse((answer) => new URL(answer.url()).pathname === list);
    await person.open(stack.bank, `/login?return_to=${encodeURIComponent(stack.retirement.url)}`);
    await person.seesHeading('Log in');
    expect((await refused).status()).toBe(503);
    await person.fillIn(person.username, person.password);
    await expect(page.getByText('not one of ours')).toHaveCount(0);
    await qa.picture('The login without a list of services', page);
    await heal();
    await person.logIn();
    await seesPlan(page);
    qa.saw('The list was answered with 503; the login said nothing of foreign pages and led to retirement');
  },
);

step(
  'The login says what is missing, takes a name with a space around it, and leads to the reference',
  {
    expects: 'An empty box is told at the box and has the focus; what the bank answers by itself is a way back too.',
    look: 'apps/bank/web/src/login/login-form.tsx',
  },
  async ({ person, stack, qa }) => {
    const { page, username, password } = person;
    const submit = page.getByRole('button', { name: 'Log in' });
    await person.open(stack.bank, '/login?return_to=/reference');
    await person.seesHeading('Log in');
    for (const [label, value] of [
      ['Username', ` ${username} `],
      ['Password', password],
    ] as const) {
      await submit.click();
      await expect(field(page, label)).toHaveAccessibleDescription(`Enter your ${label.toLowerCase()}.`);
      await expect(field(page, label)).toHaveAttribute('aria-invalid', 'true');
      await expect(field(page, label)).toBeFocused();
      if (label === 'Username') await qa.picture('A login with nothing in it', page);
      await field(page, label).fill(value);
      await expect(field(page, label)).not.toHaveAttribute('aria-invalid', 'true');
    }
    qa.saw('Without a name, and then without a password, the login said so at the box');
    await submit.click();
    await page.waitForURL(`${stack.bank.url}/reference`);
    await expect(page.getByRole('navigation', { name: 'Operations' })).toBeVisible();
    qa.saw('With a space around the name the login worked, and led to the reference');
  },
);

step(
  'Anyone who was never logged in is sent to the login without a question',
  {
    expects: 'Without the hint cookie a page asks neither who is there nor for a renewal.',
    look: 'packages/web/src/session/hint.ts',
  },
  async ({ person, stack, qa }) => {
    const asked: string[] = [];
    person.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await person.open(stack.retirement);
    await person.seesHeading('Log in');
    expect(asked.filter((path) => path === '/api/me' || path === '/api/refresh')).toEqual([]);
    qa.saw(`${asked.length} requests on the way to the login, none of them to /api/me or /api/refresh`);
  },
);
