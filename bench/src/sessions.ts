import { randomUUID } from 'node:crypto';
import type { ServerProcess } from './server-process.ts';

/** As many logins at once: enough to keep the hashing workers busy, too few to be turned away. */
const AT_ONCE = 8;
/** More than these, and the bank ends the one that has been idle for longest. */
const SESSIONS_A_PERSON = 20;

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

/** Registers people at the bank, enough for so many sessions; what they log in with. */
export async function registerPeople(bank: ServerProcess, sessions: number): Promise<unknown[]> {
  const logins = Array.from({ length: Math.ceil(sessions / SESSIONS_A_PERSON) }, () => ({
    username: `p${randomUUID().slice(0, 8)}`,
    password: randomUUID(),
  }));
  for (const login of logins) await post(bank, '/api/register', login);
  return logins;
}

/** So many logins, by these people in turn, each a session of its own. */
export async function openSessions(server: ServerProcess, people: unknown[], count: number): Promise<Session[]> {
  const sessions: Session[] = [];
  let begun = 0;
  const logIn = async (): Promise<void> => {
    while (begun < count) sessions.push(await post<Session>(server, '/api/login', people[begun++ % people.length]));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, logIn));
  return sessions;
}
