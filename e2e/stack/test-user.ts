import { request, type Response, type Target } from './request.ts';
import { ACCESS_COOKIE, ownPage } from '@latchkey/conformance/client';

export { ACCESS_COOKIE, accessCookie, bearer, ownPage } from '@latchkey/conformance/client';

/** All that a user needs of a stack to register and log in. */
export interface WithBank {
  readonly bank: Target;
}

export const PASSWORD = 'a long walk to the lighthouse';

// Passwords are hashed at the lowest priority: a machine that is busy with other things takes its time.
const deadline = 180_000;

export async function register(stack: WithBank, username: string, password = PASSWORD): Promise<void> {
  const json = { username, password };
  const response = await request(stack.bank, { method: 'POST', path: '/api/register', json, deadline });
  if (response.status !== 201) throw new Error(`registering ${username}: ${response.status} ${response.body}`);
}

/** Logs in as a program does and returns the token. */
export async function logIn(stack: WithBank, username: string, password = PASSWORD): Promise<string> {
  const json = { username, password };
  const response = await request(stack.bank, { method: 'POST', path: '/api/login', json, deadline });
  const token = (JSON.parse(response.body) as { access_token?: unknown }).access_token;
  if (typeof token !== 'string') throw new Error(`logging ${username} in: ${response.status} ${response.body}`);
  return token;
}

/** Logs in as a browser does and returns the cookies by name, without their attributes. */
export async function logInWithCookies(
  stack: WithBank,
  username: string,
  password = PASSWORD,
): Promise<Map<string, string>> {
  const json = { username, password, transport: 'cookie' };
  const headers = ownPage(stack.bank);
  const response = await request(stack.bank, { method: 'POST', path: '/api/login', headers, json, deadline });
  if (response.status !== 200) throw new Error(`logging ${username} in: ${response.status} ${response.body}`);
  return cookiesOf(response);
}

export function cookiesOf(response: Pick<Response, 'headers'>): Map<string, string> {
  return new Map(
    (response.headers.get('set-cookie') ?? []).map((line) => {
      const [pair = ''] = line.split(';');
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}

/** The access cookie as a browser brings it to the bank, which takes it only next to the refresh cookie of its session. */
export function cookiesForBank(token: string): [string, string] {
  const { sid } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string };
  return ['Cookie', `__Host-latchkey-refresh=v1.kid.${sid}.1.seed.mac; ${ACCESS_COOKIE}=${token}`];
}
