import { verdictOf } from '../../stack/program.js';
import { bearer, logIn } from '../../stack/test-user.js';
import { changeRole } from '../roles.js';
import { field, planWish, savePlan, sectionLink, seesPlan } from '../sites.js';
import { expect, step } from '../harness/step.js';

const NOT_SHARED = /Nobody of this name shares a plan/;

step(
  'Somebody lets advisers read the plan, one of them reads and cannot write, and loses it at once',
  {
    expects:
      'The adviser’s page shows the saved figures and nothing to change; switched off, the next look finds nothing.',
    needs: ['users', 'database'],
    look: 'apps/retirement/src/clients/client-plan.service.ts',
  },
  async ({ somebody, stack, qa }) => {
    const [frances, margaret] = [await somebody({ called: 'frances' }), await somebody({ called: 'margaret' })];
    const { page } = frances;
    await frances.open(stack.retirement);
    await frances.logIn();
    await seesPlan(page);
    await planWish(page).fill('2,650');
    await savePlan(page);

    const client = margaret.page;
    await changeRole(stack, 'grant', margaret.username, 'adviser');
    await margaret.open(stack.retirement);
    await margaret.logIn();
    await seesPlan(client);
    await sectionLink(client, 'Clients').click();
    await margaret.seesHeading('Clients');
    const username = field(client, 'Username of the client');
    const look = async (): Promise<void> => {
      await username.fill(frances.username);
      await client.getByRole('button', { name: 'Open plan' }).click();
    };
    const path = `/api/clients/${frances.username}/plan`;
    margaret.observer.expectProblem(404, path);
    await look();
    await expect(username).toHaveAccessibleDescription(NOT_SHARED);
    await qa.view('retirement-clients', client, username);
    qa.saw('Before the person allows it, the adviser is told the same as of a name that nobody has');

    const permission = page.getByRole('checkbox', { name: 'Let advisers read this plan' });
    await permission.check();
    await expect(page.getByText('Advisers may read your plan now.')).toBeVisible();
    await qa.view('retirement-plan-shared', page, permission);
    await look();
    await expect(client.getByRole('heading', { name: `Plan of ${frances.username}` })).toBeFocused();
    await expect(client.getByText('€2,650')).toBeVisible();
    await expect(client.getByRole('button', { name: 'Save plan' })).toHaveCount(0);
    await qa.view('retirement-client-plan', client);
    const headers = [bearer(await logIn(stack, margaret.username))];
    const figures = { retirementAge: 60, monthlyWishMinor: '1' };
    for (const method of ['PUT', 'POST', 'DELETE']) {
      const answer = await qa.ask(stack.retirement, { method, path, headers, json: figures });
      expect(answer.status, `${method}: ${verdictOf(answer)}`).toBeGreaterThanOrEqual(404);
      expect(answer.status).toBeLessThan(500);
    }
    qa.saw('Once it is allowed the adviser reads the saved figures; there is nothing that would change them');

    await permission.uncheck();
    await expect(page.getByText('Advisers cannot read your plan any more.')).toBeVisible();
    await look();
    await expect(username).toHaveAccessibleDescription(NOT_SHARED);
    await expect(client.getByText('€2,650')).toHaveCount(0);
    await page.reload();
    await seesPlan(page);
    await expect(planWish(page), 'as it was saved').toHaveValue('2,650');
    qa.saw('Switched off, the next look found nothing; the plan is as its person saved it');
  },
);
