import type { Front, House } from './house.js';
import { bytesOf, sendBytes, type Answer, type Request } from './wire.js';

export const PASSWORD = 'a long walk to the lighthouse';

/** A program that talks JSON to one service. */
export async function ask(front: Front, request: Omit<Request, 'host' | 'body'> & { json?: unknown }): Promise<Answer> {
  const { json, headers = [], ...rest } = request;
  const withBody =
    json === undefined
      ? { headers }
      : { headers: [...headers, ['Content-Type', 'application/json'] as const], body: JSON.stringify(json) };
  // A busy machine may take its time for a password.
  const answer = await sendBytes(front.port, bytesOf({ ...rest, ...withBody, host: front.host }), 15_000);
  if (answer === null) throw new Error(`${front.url} closed the connection`);
  return answer;
}

export async function register(house: House, username: string, password = PASSWORD): Promise<void> {
  const answer = await ask(house.bank, { method: 'POST', path: '/api/register', json: { username, password } });
  if (answer.status !== 201) throw new Error(`registering ${username}: ${answer.status} ${answer.body}`);
}

/** Logs in as a program does and returns the token. */
export async function logIn(house: House, username: string, password = PASSWORD): Promise<string> {
  const answer = await ask(house.bank, { method: 'POST', path: '/api/login', json: { username, password } });
  const token = (JSON.parse(answer.body) as { access_token?: unknown }).access_token;
  if (typeof token !== 'string') throw new Error(`logging ${username} in: ${answer.status} ${answer.body}`);
  return token;
}

/** Logs in as a browser does and returns the cookies by name, without their attributes. */
export async function logInWithCookies(
  house: House,
  username: string,
  password = PASSWORD,
): Promise<Map<string, string>> {
  const answer = await ask(house.bank, {
    method: 'POST',
    path: '/api/login',
    headers: ownPage(house.bank),
    json: { username, password, transport: 'cookie' },
  });
  if (answer.status !== 200) throw new Error(`logging ${username} in: ${answer.status} ${answer.body}`);
  return cookiesOf(answer);
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

/** What a browser adds to a fetch from the service's own page. */
export function ownPage(front: Pick<Front, 'url'>): [string, string][] {
  return [
    ['Origin', front.url],
    ['Sec-Fetch-Site', 'same-origin'],
    ['Sec-Fetch-Mode', 'cors'],
    ['Sec-Fetch-Dest', 'empty'],
  ];
}

export const ACCESS_COOKIE = '__Secure-latchkey';

export function bearer(token: string): [string, string] {
  return ['Authorization', `Bearer ${token}`];
}

export function accessCookie(token: string): [string, string] {
  return ['Cookie', `${ACCESS_COOKIE}=${token}`];
}
