import { randomBytes } from 'node:crypto';
import { request, codeOf, type Request, type Response, type Target } from './request.ts';
import { bearer, PASSWORD, register, type WithBank } from './test-user.ts';

export { claimsOf } from '@latchkey/conformance/client';

/** A program that is logged in: it holds its tokens itself. */
export class Program {
  readonly #bank: Target;
  access: string;
  refresh: string;

  constructor(bank: Target, access: string, refresh: string) {
    this.#bank = bank;
    this.access = access;
    this.refresh = refresh;
  }

  static async logIn(stack: WithBank, username: string, password = PASSWORD): Promise<Program> {
    const response = await logInWith(stack.bank, username, password);
    const tokens = tokensOf(response);
    if (tokens === undefined) throw new Error(`logging ${username} in: ${response.status} ${response.body}`);
    return new Program(stack.bank, tokens.access, tokens.refresh);
  }

  get sid(): string {
    return sidOf(this.refresh);
  }

  ask(target: Target, asked: Request): Promise<Response> {
    return request(target, { ...asked, headers: [bearer(this.access), ...(asked.headers ?? [])] });
  }

  /** Renews and takes what it was given, if anything. */
  async renew(more: Partial<Request> = {}): Promise<Response> {
    const response = await refreshWith(this.#bank, this.refresh, more);
    const tokens = tokensOf(response);
    if (tokens !== undefined) Object.assign(this, tokens);
    return response;
  }
}

/** Of one person's sessions the bank keeps so many. */
const SESSIONS_A_PERSON = 20;

/** So many programs that are logged in, of as many people as it takes, registered for it. */
export async function logInMany(stack: WithBank, count: number): Promise<Program[]> {
  const crowd = `crowd-${randomBytes(4).toString('hex')}`;
  const people = Array.from({ length: Math.ceil(count / SESSIONS_A_PERSON) }, (_, index) => `${crowd}-${index}`);
  for (const person of people) await register(stack, person);
  const programs: Program[] = [];
  while (programs.length < count) {
    // More at once would only wait for each other's hashes.
    const some = Math.min(4, count - programs.length);
    const names = Array.from({ length: some }, (_, index) => people[(programs.length + index) % people.length]!);
    programs.push(...(await Promise.all(names.map((name) => Program.logIn(stack, name)))));
  }
  return programs;
}

export function logInWith(bank: Target, username: string, password = PASSWORD): Promise<Response> {
  // Passwords are hashed at the lowest priority: a machine that is busy with other things takes its time.
  return request(bank, { method: 'POST', path: '/api/login', json: { username, password }, deadline: 180_000 });
}

export function refreshWith(bank: Target, refresh: string, more: Partial<Request> = {}): Promise<Response> {
  return request(bank, { method: 'POST', path: '/api/refresh', json: { refresh_token: refresh }, ...more });
}

export function tokensOf(response: Response): { access: string; refresh: string } | undefined {
  if (response.status !== 200) return undefined;
  const { access_token: access, refresh_token: refresh } = JSON.parse(response.body) as Record<string, unknown>;
  return typeof access === 'string' && typeof refresh === 'string' ? { access, refresh } : undefined;
}

// v1.kid.sid.gen.seed.mac
export const sidOf = (refresh: string): string => refresh.split('.')[2] ?? '';
export const generationOf = (refresh: string): number => Number(refresh.split('.')[3]);

/** `200`, or status and code of an error. */
export const verdictOf = (response: Response): string =>
  response.status < 400 ? String(response.status) : `${response.status} ${codeOf(response)}`;
