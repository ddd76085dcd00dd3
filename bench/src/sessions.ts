import { randomUUID } from 'node:crypto';
import type { ServerProcess } from './server-process.ts';

/** As many logins at once: enough to keep the hashing workers busy, too few to be turned away. */
const AT_ONCE = 8;

export interface Session {
  access_token: string;
  refresh_token: string;
}

export async function post<A>(server: ServerProcess, path: string, body: unknown): Promise<A> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${server.name}: ${path} answers ${response.status}: ${text}`);
  return JSON.parse(text) as A;
}

/** Registers one person at the bank; what they log in with. */
export async function registerPerson(bank: ServerProcess): Promise<unknown> {
  const login = { username: `p${randomUUID().slice(0, 8)}`, password: randomUUID() };
  await post(bank, '/api/register', login);
  return login;
}

/** So many logins of one person, each a session of its own. */
export async function openSessions(server: ServerProcess, login: unknown, count: number): Promise<Session[]> {
  const sessions: Session[] = [];
  let begun = 0;
  const logIn = async (): Promise<void> => {
    while (begun++ < count) sessions.push(await post<Session>(server, '/api/login', login));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, logIn));
  return sessions;
}
