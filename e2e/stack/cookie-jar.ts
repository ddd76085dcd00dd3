import { call, type Call, type Heard, type Place } from './request.js';
import type { House } from './stack.js';
import { ACCESS_COOKIE, ownPage, PASSWORD } from './test-user.js';

export const REFRESH_COOKIE = '__Host-latchkey-refresh';
export const OUT_COOKIE = '__Secure-latchkey-out';
export const HINT_COOKIE = 'latchkey-hint';

/** The cookies of one browser; all its tabs share it, whatever service they are open at. */
export class Jar {
  readonly #house: Pick<House, 'bank' | 'retirement'>;
  readonly cookies = new Map<string, string>();
  /** Names of cookies that some answer cleared. */
  readonly cleared: string[] = [];

  constructor(house: Pick<House, 'bank' | 'retirement'>) {
    this.#house = house;
  }

  static async logIn(house: Pick<House, 'bank' | 'retirement'>, username: string, password = PASSWORD): Promise<Jar> {
    const jar = new Jar(house);
    const json = { username, password, transport: 'cookie' };
    const heard = await jar.ask(house.bank, house.bank, {
      method: 'POST',
      path: '/api/login',
      json,
      deadline: 180_000,
    });
    if (heard.status !== 200) throw new Error(`logging ${username} in: ${heard.status} ${heard.body}`);
    return jar;
  }

  get access(): string {
    return this.cookies.get(ACCESS_COOKIE) ?? '';
  }

  get refresh(): string {
    return this.cookies.get(REFRESH_COOKIE) ?? '';
  }

  /** A fetch from a page of one service to another, or to itself, with what a browser would add. */
  async ask(page: Place, place: Place, asked: Call): Promise<Heard> {
    const isOwn = page.url === place.url;
    const origin = ownPage(page).map(([name, value]): [string, string] =>
      name === 'Sec-Fetch-Site' && !isOwn ? [name, 'same-site'] : [name, value],
    );
    const heard = await call(place, {
      ...asked,
      headers: [...origin, ...this.#sentTo(place), ...(asked.headers ?? [])],
    });
    this.take(heard);
    return heard;
  }

  renew(page: Place, more: Partial<Call> = {}): Promise<Heard> {
    return this.ask(page, this.#house.bank, { method: 'POST', path: '/api/refresh', ...more });
  }

  take(heard: Pick<Heard, 'headers'>): void {
    for (const line of heard.headers.get('set-cookie') ?? []) {
      const [pair = ''] = line.split(';');
      const equals = pair.indexOf('=');
      const name = pair.slice(0, equals);
      if (/; *max-age=0/i.test(line)) {
        this.cookies.delete(name);
        this.cleared.push(name);
      } else this.cookies.set(name, pair.slice(equals + 1));
    }
  }

  #sentTo(place: Place): [string, string][] {
    const sent = [...this.cookies].filter(
      ([name]) => !name.startsWith('__Host-') || place.host === this.#house.bank.host,
    );
    return sent.length === 0 ? [] : [['Cookie', sent.map((pair) => pair.join('=')).join('; ')]];
  }
}
