import { expect, test, type Person } from '../browser/person.js';
import { ACCESS_COOKIE, ask, cookiesOf, logInWithCookies, ownPage, register } from '../house/persona.js';

for (const service of ['bank', 'retirement'] as const) {
  test(`a logout at ${service} ends the login at both`, async ({ person }) => {
    const { house } = person;
    await person.open(house.bank);
    await person.logIn();
    await person.seesHeading(`Welcome, ${person.username}`);
    await person.open(house[service]);
    await person.logOut();
    await person.seesHeading('Log in');
    expect(await cookies(person)).toEqual([undefined, undefined]);
    for (const front of [house.retirement, house.bank]) {
      await person.open(front);
      await person.seesHeading('Log in');
    }
  });

  test(`a logout at ${service} over HTTP clears the cookie that the bank set`, async ({ house }) => {
    const username = `leaves.at.${service}`;
    await register(house, username);
    const cookie = [...(await logInWithCookies(house, username))].map((pair) => pair.join('=')).join('; ');
    const front = house[service];
    const answer = await ask(front, {
      method: 'POST',
      path: '/api/logout',
      headers: [...ownPage(front), ['Cookie', cookie]],
    });
    expect(answer.status).toBe(204);
    expect(cookiesOf(answer).get(ACCESS_COOKIE)).toBe('');
    const line = answer.headers.get('set-cookie')?.find((one) => one.startsWith(`${ACCESS_COOKIE}=`)) ?? '';
    expect(line).toMatch(/Domain=demo\.localhost/i);
    expect(line).toMatch(/Max-Age=0|Expires=Thu, 01 Jan 1970/i);
  });
}

function cookies(person: Person): Promise<(string | undefined)[]> {
  const { house } = person;
  return Promise.all([house.bank, house.retirement].map((front) => person.cookie(front, ACCESS_COOKIE)));
}
