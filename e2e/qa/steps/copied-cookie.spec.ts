import { codeOf, type Place } from '../../house/call.js';
import { until } from '../../house/clock.js';
import { ACCESS_COOKIE, accessCookie } from '../../house/persona.js';
import { seesBank, seesPlan } from '../sites.js';
import { expect, step } from '../harness/step.js';

for (const service of ['bank', 'retirement'] as const) {
  step(
    `A cookie that was copied before a logout at ${service} is dead at both within a second`,
    {
      expects: 'The copy opens both services before the logout, and neither of them a second after it.',
      look: 'packages/auth/src/revocations',
    },
    async ({ person, house, qa }) => {
      const { page } = person;
      await person.open(house.bank);
      await person.logIn();
      await seesBank(page, person.username);
      await person.open(house.retirement);
      await seesPlan(page);
      if (service === 'bank') await person.open(house.bank);
      const copy = (await person.cookie(house.bank, ACCESS_COOKIE)) ?? '';
      const codeAt = async (place: Place): Promise<string> => {
        const heard = await qa.ask(place, { path: '/api/me', headers: [accessCookie(copy)] });
        return heard.status === 200 ? '200' : `${heard.status} ${codeOf(heard)}`;
      };
      for (const place of [house.bank, house.retirement]) expect(await codeAt(place)).toBe('200');
      qa.token('The copied cookie', copy);

      const answered = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/logout');
      await person.logOut();
      expect((await answered).status()).toBe(204);
      const isDead = async (place: Place): Promise<boolean> => (await codeAt(place)) === '401 session_ended';
      const times = await Promise.all(
        [house.bank, house.retirement].map((place) => until(() => isDead(place), 5_000, 20)),
      );
      for (const [index, time] of times.entries()) {
        const name = index === 0 ? 'The bank' : 'Retirement';
        expect(time ?? Infinity, `${name} refused the copy after`).toBeLessThan(1_000);
        qa.saw(`${name} answered 401 session_ended to the copy ${Math.round(time ?? 0)} ms after the logout`);
      }
      await person.seesHeading('Log in');
    },
  );
}
