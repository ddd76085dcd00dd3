import { clockAhead } from '../../stack/clock.js';
import { logIn, bearer } from '../../stack/test-user.js';
import { verdictOf } from '../../stack/program.js';
import { heading, savePlan, seesPlan } from '../sites.js';
import { expect, step } from '../harness/step.js';

step(
  'Clocks that are half a minute apart are borne',
  {
    expects: 'Retirement lives 30 s ahead of the bank: the login carries over, and the plan is saved.',
    stack: { env: { retirement: clockAhead(30) } },
    look: 'packages/verifier/src/token/token-time.rules.ts',
  },
  async ({ person, stack, qa }) => {
    await person.open(stack.retirement);
    await person.logIn();
    await seesPlan(person.page);
    await savePlan(person.page);
    const response = await qa.ask(stack.retirement, { path: '/health/ready' });
    expect(response.status).toBe(200);
    qa.saw('Retirement, 30 s ahead, took the login and saved the plan');
  },
);

step(
  'A clock that is too far behind is told on a page, instead of sending anybody back and forth',
  {
    expects: 'Retirement lives 90 s behind the bank: the page says that two clocks disagree, and offers to try again.',
    stack: { env: { retirement: clockAhead(-90) } },
    look: 'packages/web/src/page/rejected.page.tsx',
  },
  async ({ person, stack, qa }) => {
    const { page, observer } = person;
    const token = await logIn(stack, person.username);
    const verdict = verdictOf(await qa.ask(stack.retirement, { path: '/api/me', headers: [bearer(token)] }));
    expect(verdict).toBe('401 clock_skew');
    qa.saw('Over HTTP retirement, 90 s behind, answered 401 clock_skew to a fresh token');
    observer.expectProblem(401, '/api/me');
    await person.open(stack.bank);
    await person.logIn();
    await person.open(stack.retirement);
    await expect(heading(page, 'Two clocks disagree')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    expect(new URL(page.url()).origin).toBe(stack.retirement.url);
    await qa.view('retirement-two-clocks', page);
    qa.saw('The page says "Two clocks disagree", with the request id and two ways on');
  },
);
