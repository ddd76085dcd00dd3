import { codeOf, type Target } from '../../stack/request.js';
import { until } from '../../stack/clock.js';
import { ACCESS_COOKIE, cookiesForBank } from '../../stack/test-user.js';
import { seesBank, seesPlan } from '../sites.js';
import { expect, step } from '../harness/step.js';

for (const service of ['bank', 'retirement'] as const) {
  step(
    `A cookie that was copied before a logout at ${service} is dead at both within a second`,
    {
      expects: 'The copy opens both services before the logout, and neither of them a second after it.',
      look: 'packages/auth/src/revocations',
    },
    async ({ person, stack, qa }) => {
      const { page } = person;
      await person.open(stack.bank);
      await person.logIn();
      await seesBank(page, person.username);
      await person.open(stack.retirement);
      await seesPlan(page);
      if (service === 'bank') {
        await person.open(stack.bank);
        await seesBank(page, person.username);
      }
      const copy = (await person.cookie(stack.bank, ACCESS_COOKIE)) ?? '';
      const codeAt = async (place: Target): Promise<string> => {
        const response = await qa.ask(place, { path: '/api/me', headers: [cookiesForBank(copy)] });
        return response.status === 200 ? '200' : `${response.status} ${codeOf(response)}`;
      };
      for (const place of [stack.bank, stack.retirement]) expect(await codeAt(place)).toBe('200');
      qa.token('The copied cookie', copy);

      const answered = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/logout');
      await person.logOut();
      expect((await answered).status()).toBe(204);
      const began = performance.now();
      // When a call is made counts, not when this machine gets to hear of the answer.
      const lastTaken = async (place: Target): Promise<number> => {
        let taken = 0;
        const isDead = async (): Promise<boolean> => {
          const at = performance.now() - began;
          const code = await codeAt(place);
          if (code === '200') taken = at;
          return code === '401 session_ended';
        };
        expect(await until(isDead, 20_000, 20), `${place.url} refuses the copy`).toBeDefined();
        return taken;
      };
      const times = await Promise.all([stack.bank, stack.retirement].map(lastTaken));
      for (const [index, time] of times.entries()) {
        const name = index === 0 ? 'The bank' : 'Retirement';
        expect(time, `${name} took the copy after the logout for ms`).toBeLessThan(1_000);
        const until = time === 0 ? 'at once' : `from ${Math.round(time)} ms after the logout`;
        qa.saw(`${name} answered 401 session_ended to the copy ${until}`);
      }
      await person.seesHeading('Log in');
    },
  );
}
