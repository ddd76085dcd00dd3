import { request, type Request, type Response, type Target } from './request.ts';
import { ACCESS_COOKIE, ownPage, PASSWORD } from './test-user.ts';

export const REFRESH_COOKIE = '__Host-latchkey-refresh';
export const OUT_COOKIE = '__Secure-latchkey-out';
export const HINT_COOKIE = 'latchkey-hint';

/** Where the services are that a person goes to. */
interface BothServices {
  readonly bank: Target;
  readonly retirement: Target;
}

/** The cookies of one browser; all its tabs share it, whatever service they are open at. */
export class CookieJar {
  readonly #stack: BothServices;
  readonly cookies = new Map<string, string>();
  /** Names of cookies that some answer cleared. */
  readonly cleared: string[] = [];

  constructor(stack: BothServices) {
    this.#stack = stack;
  }

  static async logIn(stack: BothServices, username: string, password = PASSWORD): Promise<CookieJar> {
    const jar = new CookieJar(stack);
    const json = { username, password, transport: 'cookie' };
    const response = await jar.ask(stack.bank, stack.bank, {
      method: 'POST',
      path: '/api/login',
      json,
      deadline: 180_000,
    });
    if (response.status !== 200) throw new Error(`logging ${username} in: ${response.status} ${response.body}`);
    return jar;
  }

  get access(): string {
    return this.cookies.get(ACCESS_COOKIE) ?? '';
  }

  get refresh(): string {
    return this.cookies.get(REFRESH_COOKIE) ?? '';
  }

  /** A fetch from a page of one service to another, or to itself, with what a browser would add. */
  async ask(page: Target, target: Target, asked: Request): Promise<Response> {
    const isOwn = page.url === target.url;
    const origin = ownPage(page).map(([name, value]): [string, string] =>
      name === 'Sec-Fetch-Site' && !isOwn ? [name, 'same-site'] : [name, value],
    );
    const response = await request(target, {
      ...asked,
      headers: [...origin, ...this.#sentTo(target), ...(asked.headers ?? [])],
    });
    this.take(response);
    return response;
  }

  renew(page: Target, more: Partial<Request> = {}): Promise<Response> {
    return this.ask(page, this.#stack.bank, { method: 'POST', path: '/api/refresh', ...more });
  }

  take(response: Pick<Response, 'headers'>): void {
    for (const line of response.headers.get('set-cookie') ?? []) {
      const [pair = ''] = line.split(';');
      const equals = pair.indexOf('=');
      const name = pair.slice(0, equals);
      if (/; *max-age=0/i.test(line)) {
        this.cookies.delete(name);
        this.cleared.push(name);
      } else this.cookies.set(name, pair.slice(equals + 1));
    }
  }

  #sentTo(target: Target): [string, string][] {
    const sent = [...this.cookies].filter(
      ([name]) => !name.startsWith('__Host-') || target.host === this.#stack.bank.host,
    );
    return sent.length === 0 ? [] : [['Cookie', sent.map((pair) => pair.join('=')).join('; ')]];
  }
}
