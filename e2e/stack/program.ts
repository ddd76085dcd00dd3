import { randomBytes } from 'node:crypto';
import { call, codeOf, type Call, type Heard, type Place } from './request.js';
import type { House } from './stack.js';
import { bearer, PASSWORD, register } from './test-user.js';

export { claimsOf } from '@latchkey/conformance/client';

/** A program that is logged in: it holds its tokens itself. */
export class Program {
  readonly #bank: Place;
  access: string;
  refresh: string;

  constructor(bank: Place, access: string, refresh: string) {
    this.#bank = bank;
    this.access = access;
    this.refresh = refresh;
  }

  static async logIn(house: Pick<House, 'bank'>, username: string, password = PASSWORD): Promise<Program> {
    const heard = await logInWith(house.bank, username, password);
    const tokens = tokensOf(heard);
    if (tokens === undefined) throw new Error(`logging ${username} in: ${heard.status} ${heard.body}`);
    return new Program(house.bank, tokens.access, tokens.refresh);
  }

  get sid(): string {
    return sidOf(this.refresh);
  }

  ask(place: Place, asked: Call): Promise<Heard> {
    return call(place, { ...asked, headers: [bearer(this.access), ...(asked.headers ?? [])] });
  }

  /** Renews and takes what it was given, if anything. */
  async renew(more: Partial<Call> = {}): Promise<Heard> {
    const heard = await refreshWith(this.#bank, this.refresh, more);
    const tokens = tokensOf(heard);
    if (tokens !== undefined) Object.assign(this, tokens);
    return heard;
  }
}

/** Of one person's sessions the bank keeps so many. */
const SESSIONS_A_PERSON = 20;

/** So many programs that are logged in, of as many people as it takes, registered for it. */
export async function logInMany(house: Pick<House, 'bank'>, count: number): Promise<Program[]> {
  const crowd = `crowd-${randomBytes(4).toString('hex')}`;
  const people = Array.from({ length: Math.ceil(count / SESSIONS_A_PERSON) }, (_, index) => `${crowd}-${index}`);
  for (const person of people) await register(house, person);
  const programs: Program[] = [];
  while (programs.length < count) {
    // More at once would only wait for each other's hashes.
    const some = Math.min(4, count - programs.length);
    const names = Array.from({ length: some }, (_, index) => people[(programs.length + index) % people.length]!);
    programs.push(...(await Promise.all(names.map((name) => Program.logIn(house, name)))));
  }
  return programs;
}

export function logInWith(bank: Place, username: string, password = PASSWORD): Promise<Heard> {
  // Passwords are hashed at the lowest priority: a machine that is busy with other things takes its time.
  return call(bank, { method: 'POST', path: '/api/login', json: { username, password }, deadline: 180_000 });
}

export function refreshWith(bank: Place, refresh: string, more: Partial<Call> = {}): Promise<Heard> {
  return call(bank, { method: 'POST', path: '/api/refresh', json: { refresh_token: refresh }, ...more });
}

export function tokensOf(heard: Heard): { access: string; refresh: string } | undefined {
  if (heard.status !== 200) return undefined;
  const { access_token: access, refresh_token: refresh } = JSON.parse(heard.body) as Record<string, unknown>;
  return typeof access === 'string' && typeof refresh === 'string' ? { access, refresh } : undefined;
}

// v1.kid.sid.gen.seed.mac
export const sidOf = (refresh: string): string => refresh.split('.')[2] ?? '';
export const generationOf = (refresh: string): number => Number(refresh.split('.')[3]);

/** `200`, or status and code of a refusal. */
export const verdictOf = (heard: Heard): string =>
  heard.status < 400 ? String(heard.status) : `${heard.status} ${codeOf(heard)}`;
