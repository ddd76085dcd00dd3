import { call } from './request.js';
import type { Front, House } from './stack.js';
import { ACCESS_COOKIE, bytesOf, ownPage, sendBytes, type Answer, type Request } from '@latchkey/conformance/client';

export { ACCESS_COOKIE, accessCookie, bearer, ownPage } from '@latchkey/conformance/client';

export const PASSWORD = 'a long walk to the lighthouse';

/** A program that talks JSON to one service. */
export async function ask(front: Front, request: Omit<Request, 'host' | 'body'> & { json?: unknown }): Promise<Answer> {
  const { json, headers = [], ...rest } = request;
  const withBody =
    json === undefined
      ? { headers }
      : { headers: [...headers, ['Content-Type', 'application/json'] as const], body: JSON.stringify(json) };
  // A busy machine may take its time for a password.
  const answer = await sendBytes(front.port, bytesOf({ ...rest, ...withBody, host: front.host }), 60_000);
  if (answer === null) throw new Error(`${front.url} closed the connection`);
  return answer;
}

// Passwords are hashed at the lowest priority: a machine that is busy with other things takes its time.
const deadline = 180_000;

export async function register(house: Pick<House, 'bank'>, username: string, password = PASSWORD): Promise<void> {
  const json = { username, password };
  const heard = await call(house.bank, { method: 'POST', path: '/api/register', json, deadline });
  if (heard.status !== 201) throw new Error(`registering ${username}: ${heard.status} ${heard.body}`);
}

/** Logs in as a program does and returns the token. */
export async function logIn(house: Pick<House, 'bank'>, username: string, password = PASSWORD): Promise<string> {
  const json = { username, password };
  const heard = await call(house.bank, { method: 'POST', path: '/api/login', json, deadline });
  const token = (JSON.parse(heard.body) as { access_token?: unknown }).access_token;
  if (typeof token !== 'string') throw new Error(`logging ${username} in: ${heard.status} ${heard.body}`);
  return token;
}

/** Logs in as a browser does and returns the cookies by name, without their attributes. */
export async function logInWithCookies(
  house: Pick<House, 'bank'>,
  username: string,
  password = PASSWORD,
): Promise<Map<string, string>> {
  const json = { username, password, transport: 'cookie' };
  const headers = ownPage(house.bank);
  const heard = await call(house.bank, { method: 'POST', path: '/api/login', headers, json, deadline });
  if (heard.status !== 200) throw new Error(`logging ${username} in: ${heard.status} ${heard.body}`);
  return cookiesOf(heard);
}

export function cookiesOf(answer: Pick<Answer, 'headers'>): Map<string, string> {
  return new Map(
    (answer.headers.get('set-cookie') ?? []).map((line) => {
      const [pair = ''] = line.split(';');
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}

/** The access cookie as a browser brings it to the bank, which takes it only beside the refresh cookie of its session. */
export function cookiesForBank(token: string): [string, string] {
  const { sid } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string };
  return ['Cookie', `__Host-latchkey-refresh=v1.kid.${sid}.1.seed.mac; ${ACCESS_COOKIE}=${token}`];
}
