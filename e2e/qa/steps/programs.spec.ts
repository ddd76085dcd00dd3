import { bearer, cookiesOf, ACCESS_COOKIE, accessCookie, logInWithCookies, ownPage } from '../../stack/test-user.js';
import { Program } from '../../stack/program.js';
import { account, seesBank } from '../sites.js';
import { expect, step } from '../harness/step.js';

step(
  'A program logs in once over HTTP and is known at both services',
  {
    expects:
      'The token comes in the body and no cookie with it; as a bearer it is good at both, which say the same of the caller.',
    look: 'apps/bank/src/login/login.controller.ts',
  },
  async ({ person, stack, qa }) => {
    const { username, password } = person;
    const login = await qa.ask(stack.bank, { method: 'POST', path: '/api/login', json: { username, password } });
    expect(login.status).toBe(200);
    expect(login.headers.has('set-cookie'), 'no cookie').toBe(false);
    const { access_token: token = '' } = JSON.parse(login.body) as { access_token?: string };
    // Whatever services there are.
    const fronts = Object.values(stack.services);
    const [atBank, ...others] = await Promise.all(
      fronts.map((front) => qa.ask(front, { path: '/api/me', headers: [bearer(token)] })),
    );
    expect(atBank?.status).toBe(200);
    expect(JSON.parse(atBank?.body ?? '')).toMatchObject({ username });
    expect(others.map(({ body }) => body)).toEqual(fronts.slice(1).map(() => atBank?.body));
    qa.token('The token that the program sends to both', token);
    qa.saw(`Both services answered /api/me with the same ${atBank?.body.length} bytes about ${username}`);
    const program = await Program.logIn(stack, username, password);
    expect(program.access, 'each login opens a session of its own').not.toBe(token);
    expect((await program.renew()).status).toBe(200);
    expect((await program.ask(stack.retirement, { path: '/api/plan' })).status).toBe(200);
    qa.saw('A second login opened a session of its own, renewed its token and read the plan');
  },
);

step(
  'A login with cookies puts the token where no script can read it',
  {
    expects:
      'The cookie is for the whole domain, HttpOnly, Secure and SameSite=Lax, under 1 KB; the body has no token.',
    look: 'packages/verifier/src/transport/session-cookies.ts',
  },
  async ({ person, stack, qa }) => {
    const { username, password, page } = person;
    const json = { username, password, transport: 'cookie' };
    const headers = ownPage(stack.bank);
    const login = await qa.ask(stack.bank, { method: 'POST', path: '/api/login', headers, json });
    expect(login.status).toBe(200);
    expect(login.body).not.toContain('eyJ');
    const line = login.headers.get('set-cookie')?.find((one) => one.startsWith(`${ACCESS_COOKIE}=`)) ?? '';
    const flags = [/; Domain=[\w.-]+(;|$)/i, /; Secure(;|$)/i, /; HttpOnly(;|$)/i, /; SameSite=Lax(;|$)/i];
    for (const flag of [...flags, /; Path=\/(;|$)/i, /; Max-Age=\d+(;|$)/i])
      expect(line, 'the cookie of the access token').toMatch(flag);
    const token = cookiesOf(login).get(ACCESS_COOKIE) ?? '';
    expect(token.length).toBeLessThan(1_024);
    expect((await qa.ask(stack.retirement, { path: '/api/me', headers: [accessCookie(token)] })).status).toBe(200);
    qa.saw(`The cookie has ${token.length} characters and these flags: ${line.slice(line.indexOf(';') + 2)}`);

    await person.open(stack.bank);
    await person.logIn();
    await seesBank(page, username);
    for (const front of [stack.bank, stack.retirement]) {
      await person.open(front);
      await expect(account(page)).toBeVisible();
      const readable = await page.evaluate(() =>
        [document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage)].join('\n'),
      );
      expect(readable).not.toMatch(/__Secure-latchkey=|__Host-latchkey|eyJ[\w-]+\./);
    }
    qa.saw('A script at either site finds no token in cookies or storage');
  },
);

for (const service of ['bank', 'retirement'] as const) {
  step(
    `A logout at ${service} over HTTP clears the cookie that the bank set`,
    {
      expects: 'The answer takes the cookie away for the domain for which it was set.',
      look: 'packages/auth/src/logout',
    },
    async ({ person, stack, qa }) => {
      const front = stack[service];
      const held = await logInWithCookies(stack, person.username, person.password);
      const cookie = [...held].map((pair) => pair.join('=')).join('; ');
      const headers: [string, string][] = [...ownPage(front), ['Cookie', cookie]];
      const answer = await qa.ask(front, { method: 'POST', path: '/api/logout', headers });
      expect(answer.status).toBe(204);
      const line = answer.headers.get('set-cookie')?.find((one) => one.startsWith(`${ACCESS_COOKIE}=;`)) ?? '';
      expect(line).toMatch(/; Domain=[\w.-]+(;|$)/i);
      expect(line).toMatch(/Max-Age=0|Expires=Thu, 01 Jan 1970/i);
      qa.saw(`The logout was answered with 204 and "${line}"`);
    },
  );
}
